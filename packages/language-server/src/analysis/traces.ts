import { resolve } from "node:path";
import { InputError, Measurements, nodeDisk } from "@awaitwise/analyzer";

/** The traces that the user has named, each set of them read once until one of its files changes. */
export class Traces {
  readonly #warn: (message: string) => void;
  readonly #read = new Map<
    string,
    { readonly files: readonly string[]; readonly measurements: Measurements | undefined }
  >();

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** What the traces say; a set of which one cannot be read says nothing, and the user is told why. */
  of(paths: readonly string[], folder: string): Measurements | undefined {
    if (paths.length === 0) return undefined;
    const key = JSON.stringify([folder, paths]);
    let known = this.#read.get(key);
    if (known === undefined) {
      const files = paths.map((path) => resolve(folder, path).replaceAll("\\", "/"));
      known = { files, measurements: this.#measure(paths, folder) };
      this.#read.set(key, known);
    }
    return known.measurements;
  }

  /** Whether a file is one of the traces: it is then read anew. */
  forgetIfRead(file: string): boolean {
    const stale = [...this.#read].filter(([, { files }]) => files.includes(file));
    for (const [key] of stale) this.#read.delete(key);
    return stale.length > 0;
  }

  #measure(paths: readonly string[], folder: string): Measurements | undefined {
    try {
      const measurements = Measurements.read(paths, nodeDisk, folder);
      for (const note of measurements.notes) this.#warn(note);
      return measurements;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#warn(error.message);
      return undefined;
    }
  }
}
