import type { FileReport } from "./messages.js";

/**
 * What a client sees of files that are not open: which of them the unsaved text of an open file concerns, and what
 * was last told of each.
 */
export class ClosedFiles {
  /** Closed files that depend on an edited buffer, by that buffer. */
  readonly #affected = new Map<string, ReadonlySet<string>>();
  /** The result ids of what was told. */
  readonly #told = new Map<string, string>();

  /** The files that the client was told something about. */
  get told(): readonly string[] {
    return [...this.#told.keys()];
  }

  /** A file is closed, and what the client sees of it is about a text that has gone. */
  closed(file: string): void {
    this.#affected.delete(file);
    this.#told.set(file, shownWhileOpen);
  }

  /** Nothing is shown of a file any more, or it is closed no longer and what is told of it is about the editor's text. */
  forget(file: string): void {
    this.#told.delete(file);
  }

  /** Whether the client does not know what is reported of a closed file; it will from here on. */
  isNews({ file, resultId }: FileReport): boolean {
    if ((this.#told.get(file) ?? "none") === resultId) return false;
    this.#told.set(file, resultId);
    return true;
  }

  /** Names the closed files that an edited buffer concerns, in place of those that it did. */
  affect(buffer: string, files: readonly string[]): void {
    if (files.length === 0) this.#affected.delete(buffer);
    else this.#affected.set(buffer, new Set(files));
  }

  affectedBy(buffer: string): ReadonlySet<string> {
    return this.#affected.get(buffer) ?? new Set();
  }

  /** Whether any edited buffer concerns a file. */
  isAffected(file: string): boolean {
    for (const files of this.#affected.values()) if (files.has(file)) return true;
    return false;
  }
}

const shownWhileOpen = "shown while open";
