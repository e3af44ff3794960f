import type { FileReport } from "../analysis/messages.js";

/**
 * Asks a client that pulls to pull again, when a file that it has no reason to ask about got other
 * findings. One question is on its way at a time; what happens meanwhile makes for one more.
 */
export class Refresher {
  readonly #refresh: () => Promise<void>;
  readonly #pulled = new Map<string, string>();
  #edited: string | undefined;
  #asking = false;
  #again = false;

  constructor(refresh: () => Promise<void>) {
    this.#refresh = refresh;
  }

  /** Remembers what the client was told about a file. */
  told({ uri, resultId }: { readonly uri: string; readonly resultId: string }): void {
    this.#pulled.set(uri, resultId);
  }

  /** A client pulls the file that it edits by itself. */
  edited(uri: string): void {
    this.#edited = uri;
  }

  closed(uri: string): void {
    this.#pulled.delete(uri);
    if (this.#edited === uri) this.#edited = undefined;
  }

  report({ uri, resultId }: FileReport): void {
    const known = this.#pulled.get(uri);
    if (uri === this.#edited || (known ?? "none") === resultId) return;
    void this.ask();
  }

  /** Has everything pulled again. */
  async ask(): Promise<void> {
    this.#again = true;
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#refresh();
      }
    } catch {
      // A client that refuses to refresh shows what it has until it asks of its own accord.
    } finally {
      this.#asking = false;
    }
  }
}
