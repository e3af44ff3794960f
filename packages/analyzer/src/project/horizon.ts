import type { ts } from "../model/compiler.js";

/**
 * What of a project is looked at around one file: what it imports and what that imports, as far as there is room. What
 * lies beyond counts as not installed, of which no rule assumes anything.
 */
export class Horizon {
  /** How many imports lead from the file to those that were met. */
  readonly #distances: Map<string, number>;
  readonly #textOf: (file: string) => string;
  #room = mostCharacters;

  constructor(file: string, textOf: (file: string) => string) {
    this.#distances = new Map([[file, 0]]);
    this.#textOf = textOf;
  }

  /** Takes out of what the imports of a file lead to all that is too far away. */
  within(
    containing: string,
    targets: readonly ts.ResolvedModuleWithFailedLookupLocations[],
  ): readonly ts.ResolvedModuleWithFailedLookupLocations[] {
    const distance = this.#distances.get(containing) ?? 0;
    // What only passes on what others export is no further away than they, nor is the rest of a package.
    const isOfPackage = containing.includes("/node_modules/");
    const step = isOfPackage || passesOn(this.#textOf(containing)) ? 0 : 1;
    return targets.map((target) => {
      const file = target.resolvedModule?.resolvedFileName;
      return file === undefined || this.#isNear(file, distance + step) ? target : nowhere;
    });
  }

  #isNear(file: string, distance: number): boolean {
    if (this.#distances.has(file)) return true;
    if (distance > furthest) return false;
    const { length } = this.#textOf(file);
    if (distance > 1 && length > this.#room) return false;
    this.#room -= length;
    this.#distances.set(file, distance);
    return true;
  }
}

/** How many imports away a file may be. */
const furthest = 2;

/** How much may be read besides the file itself and what it imports, in characters. */
const mostCharacters = 500_000;

const nowhere: ts.ResolvedModuleWithFailedLookupLocations = { resolvedModule: undefined };

function passesOn(text: string): boolean {
  return /^(?:\s|\/\/[^\n]*\n|export\s[^;'"]*\sfrom\s*(["'])[^"'\n]*\1;?)+$/.test(text);
}
