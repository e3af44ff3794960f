import type { Diagnostic, PublishDiagnosticsParams } from "vscode-languageserver/node";
import type { FileReport } from "../analysis/messages.js";
import type { DocumentChange, OpenDocument, OpenDocuments } from "../documents/open-documents.js";
import { type PositionChange, shiftRange } from "../documents/shift-range.js";

/** How long old findings may stay where they were, in milliseconds, before they are moved by hand. */
export const patience = 150;

/**
 * Pushes diagnostics. What arrives for a version that has passed is moved along with the edits made
 * since and shown at once; while nothing new arrives, what was shown before moves too. So findings
 * never vanish and come back while somebody types.
 */
export class Publisher {
  readonly #documents: OpenDocuments;
  readonly #send: (params: PublishDiagnosticsParams) => void;
  readonly #versioned: boolean;
  readonly #shown = new Map<string, Shown>();

  constructor(
    documents: OpenDocuments,
    versioned: boolean,
    send: (params: PublishDiagnosticsParams) => void,
  ) {
    this.#documents = documents;
    this.#versioned = versioned;
    this.#send = send;
  }

  /** Shows what was found in a file, unless it is about a text that nobody has any more. */
  report(report: FileReport): void {
    const document = this.#documents.ofFile(report.file);
    if (document === undefined) {
      if (report.version !== undefined) return;
      this.#shown.delete(report.file);
      this.#send({ uri: report.uri, diagnostics: [...report.diagnostics] });
      return;
    }
    if (report.version === undefined || report.version > document.version) return;
    const shown = this.#of(document);
    if (report.version < shown.reported) return;
    shown.reported = report.version;
    shown.changes = shown.changes.filter(({ version }) => version > shown.reported);
    shown.diagnostics = shown.changes.reduce(
      (diagnostics, { moves }) => shift(diagnostics, moves),
      report.diagnostics,
    );
    this.#publish(document, shown);
  }

  /** Moves what is shown along with an edit. */
  edited(document: OpenDocument, change: DocumentChange): void {
    const shown = this.#of(document);
    shown.changes.push(change);
    shown.diagnostics = shift(shown.diagnostics, change.moves);
    if (shown.timer !== undefined || shown.diagnostics.length === 0) return;
    shown.timer = setTimeout(() => {
      shown.timer = undefined;
      if (this.#documents.ofFile(document.file) === document) this.#publish(document, shown);
    }, patience);
    shown.timer.unref();
  }

  closed(document: OpenDocument): void {
    clearTimeout(this.#shown.get(document.file)?.timer);
    this.#shown.delete(document.file);
  }

  stop(): void {
    for (const { timer } of this.#shown.values()) clearTimeout(timer);
    this.#shown.clear();
  }

  #of(document: OpenDocument): Shown {
    let shown = this.#shown.get(document.file);
    if (shown === undefined) {
      shown = { reported: Number.MIN_SAFE_INTEGER, diagnostics: [], changes: [], timer: undefined };
      this.#shown.set(document.file, shown);
    }
    return shown;
  }

  #publish(document: OpenDocument, shown: Shown): void {
    clearTimeout(shown.timer);
    shown.timer = undefined;
    this.#send({
      uri: document.uri,
      ...(this.#versioned ? { version: document.version } : {}),
      diagnostics: [...shown.diagnostics],
    });
  }
}

interface Shown {
  /** The version that the last report was about. */
  reported: number;
  diagnostics: readonly Diagnostic[];
  /** The edits since then. */
  changes: DocumentChange[];
  timer: NodeJS.Timeout | undefined;
}

function shift(
  diagnostics: readonly Diagnostic[],
  moves: readonly PositionChange[],
): readonly Diagnostic[] {
  return moves.reduce<readonly Diagnostic[]>(
    (list, move) =>
      list.flatMap((diagnostic) => {
        const range = shiftRange(diagnostic.range, move);
        return range === undefined ? [] : [{ ...diagnostic, range }];
      }),
    diagnostics,
  );
}
