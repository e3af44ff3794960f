import type { FileReport } from "../analysis/messages.js";
import { Refresher } from "../diagnostics/refresher.js";

/**
 * Has a client ask again for what it shows beside the text, code lenses and inlay hints, when that may be
 * another although the client has edited nothing there: settings, configurations and traces changed, or
 * an edit of another file did. Its own edits it follows by itself.
 */
export class ViewRefresher {
  readonly #refresher: Refresher;
  readonly #seen = new Map<string, string>();
  #edited: string | undefined;

  /** `refresh` sends what the client said that it understands. */
  constructor(refresh: () => Promise<void>) {
    this.#refresher = new Refresher(refresh);
  }

  edited(uri: string): void {
    this.#edited = uri;
  }

  closed(uri: string): void {
    this.#seen.delete(uri);
    if (this.#edited === uri) this.#edited = undefined;
  }

  /** Takes notice of what is found in a file now. */
  report({ uri, resultId }: FileReport): void {
    const known = this.#seen.get(uri);
    this.#seen.set(uri, resultId);
    if (known === undefined || known === resultId || uri === this.#edited) return;
    this.everythingChanged();
  }

  everythingChanged(): void {
    void this.#refresher.ask();
  }
}
