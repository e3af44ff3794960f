import type { ProjectPool } from "./project-pool.js";

/**
 * What other files could see of a file when they were last checked. While that stays as it was, an
 * edit of the file leaves their findings as they are.
 */
export class SeenSignatures {
  readonly #pool: ProjectPool;
  readonly #seen = new Map<string, string>();

  constructor(pool: ProjectPool) {
    this.#pool = pool;
  }

  has(file: string): boolean {
    return this.#seen.has(file);
  }

  /** Remembers what other files see of a file now; they have to be up to date with it. */
  see(file: string): void {
    this.#seen.set(file, this.#pool.signature(file));
  }

  /** Looks again, and tells whether others may see something new: so for a file that was never seen. */
  changed(file: string): boolean {
    const before = this.#seen.get(file);
    this.see(file);
    return before === undefined || before !== this.#seen.get(file);
  }

  /** A signature rests on those of the files that it imports: it goes where one of those changed. */
  forget(files: Iterable<string>): void {
    for (const file of files) this.#seen.delete(file);
  }

  clear(): void {
    this.#seen.clear();
  }
}
