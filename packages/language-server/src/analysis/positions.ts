import { type PositionEncoding, PositionMap } from "../documents/position-encoding.js";

const keptMaps = 100;

/** The positions of files as clients count them, of some files at a time. */
export class Positions {
  readonly #maps = new Map<string, PositionMap>();
  readonly #text: (file: string) => string;

  constructor(text: (file: string) => string) {
    this.#text = text;
  }

  of(file: string, encoding: PositionEncoding): PositionMap {
    let map = this.#maps.get(file);
    if (map === undefined) {
      if (this.#maps.size >= keptMaps) this.#maps.clear();
      map = new PositionMap(this.#text(file), encoding);
      this.#maps.set(file, map);
    }
    return map;
  }

  /** A file's text is another. */
  forget(file: string): void {
    this.#maps.delete(file);
  }

  clear(): void {
    this.#maps.clear();
  }
}
