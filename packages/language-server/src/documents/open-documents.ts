import type { TextDocumentContentChangeEvent } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { fileOf } from "./file-uri.js";
import { advance, type PositionEncoding, width } from "./position-encoding.js";
import type { PositionChange } from "./shift-range.js";

/** One replacement in a text, in UTF-16 offsets of the text as it was before it. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What one `didChange` did to a document. */
export interface DocumentChange {
  readonly version: number;
  readonly edits: readonly TextChange[];
  readonly moves: readonly PositionChange[];
}

/** A document that the client has open; its text is the truth, whatever the disk says. */
export class OpenDocument {
  readonly uri: string;
  readonly file: string;
  readonly #document: TextDocument;
  #version: number;

  constructor(uri: string, file: string, version: number, text: string) {
    this.uri = uri;
    this.file = file;
    this.#version = version;
    this.#document = TextDocument.create(uri, "", version, text);
  }

  get version(): number {
    return this.#version;
  }

  get text(): string {
    return this.#document.getText();
  }

  change(
    version: number,
    changes: readonly TextDocumentContentChangeEvent[],
    encoding: PositionEncoding,
  ): DocumentChange {
    const edits: TextChange[] = [];
    const moves: PositionChange[] = [];
    for (const change of changes) {
      if ("range" in change && change.range !== undefined) {
        const one = this.#offset(change.range.start, encoding);
        const two = this.#offset(change.range.end, encoding);
        const start = Math.min(one, two);
        const end = Math.max(one, two);
        moves.push(this.#move(start, end, change.text, encoding));
        edits.push({ start, end, text: change.text });
        // The document counts in UTF-16; the range it gets is the one it would have computed.
        TextDocument.update(
          this.#document,
          [
            {
              range: {
                start: this.#document.positionAt(start),
                end: this.#document.positionAt(end),
              },
              text: change.text,
            },
          ],
          version,
        );
      } else {
        edits.push({ start: 0, end: this.text.length, text: change.text });
        TextDocument.update(this.#document, [{ text: change.text }], version);
      }
    }
    this.#version = version;
    return { version, edits, moves };
  }

  #offset(position: { line: number; character: number }, encoding: PositionEncoding): number {
    const document = this.#document;
    if (encoding === "utf-16") return document.offsetAt(position);
    const start = document.offsetAt({ line: position.line, character: 0 });
    const end = document.offsetAt({ line: position.line, character: Number.MAX_SAFE_INTEGER });
    return advance(document.getText(), start, end, position.character, encoding);
  }

  #position(offset: number, encoding: PositionEncoding): { line: number; character: number } {
    const { line, character } = this.#document.positionAt(offset);
    if (encoding === "utf-16") return { line, character };
    return { line, character: width(this.text, offset - character, offset, encoding) };
  }

  #move(start: number, end: number, text: string, encoding: PositionEncoding): PositionChange {
    const from = this.#position(start, encoding);
    const lines = text.split(/\r\n|\r|\n/);
    const last = lines.at(-1) ?? "";
    const columns = width(last, 0, last.length, encoding);
    return {
      start: from,
      end: this.#position(end, encoding),
      newEnd: {
        line: from.line + lines.length - 1,
        character: lines.length === 1 ? from.character + columns : columns,
      },
    };
  }
}

/** The documents that the client has open, by URI and by file. */
export class OpenDocuments {
  readonly #byUri = new Map<string, OpenDocument>();
  readonly #byFile = new Map<string, OpenDocument>();

  /** Takes a document in, and answers it unless its URI names no file. */
  open(uri: string, version: number, text: string): OpenDocument | undefined {
    const file = fileOf(uri);
    if (file === undefined) return undefined;
    this.#byUri.delete(this.#byFile.get(file)?.uri ?? uri);
    const document = new OpenDocument(uri, file, version, text);
    this.#byUri.set(uri, document);
    this.#byFile.set(file, document);
    return document;
  }

  close(uri: string): OpenDocument | undefined {
    const document = this.#byUri.get(uri);
    if (document === undefined) return undefined;
    this.#byUri.delete(uri);
    this.#byFile.delete(document.file);
    return document;
  }

  get(uri: string): OpenDocument | undefined {
    return this.#byUri.get(uri);
  }

  ofFile(file: string): OpenDocument | undefined {
    return this.#byFile.get(file);
  }

  [Symbol.iterator](): IterableIterator<OpenDocument> {
    return this.#byFile.values();
  }
}
