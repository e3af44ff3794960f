import { KnownFunctions } from "../engine/known-functions.js";
import type { SemanticProgram } from "../model/checker.js";
import type { CheckerTypeSource } from "../model/checker-type-source.js";
import type { Effects, EffectsWorld } from "../model/effects/effects.js";

/** What is known of types and effects in one state of a program. */
export interface Model {
  readonly program: SemanticProgram;
  readonly types: CheckerTypeSource;
  readonly effects: Effects;
  readonly known: KnownFunctions;
}

/** Where few trees are kept, so many files are asked about together. */
const FILES_AT_ONCE = 500;

/** How much text the trees may be made of that a project keeps, and what becomes of its model where they are let go. */
export class TreeLimit {
  #most = Number.POSITIVE_INFINITY;
  #hasLetGo = false;

  /** Sets how many characters of text that is; without it, all trees are kept. */
  keepAtMost(characters: number): void {
    this.#most = characters;
  }

  /**
   * Lets go of the trees of a model's program where there are too many, and answers the model that holds from then on;
   * `undefined` where all are kept. Between two files, since within one the same node has to be the same object.
   */
  letGo(
    { program, types, effects }: Model,
    worldOf: (program: SemanticProgram, types: CheckerTypeSource) => EffectsWorld,
  ): Model | undefined {
    if (program.letGoOfTrees === undefined || (program.heldText ?? 0) <= this.#most)
      return undefined;
    program.letGoOfTrees();
    const without = types.withoutTrees(program);
    effects.letGoOfTrees(worldOf(program, without));
    this.#hasLetGo = true;
    return { program, types: without, effects, known: new KnownFunctions() };
  }

  /** Whether trees were let go since that was asked before: an edit cannot be told by the trees before it then. */
  takeHasLetGo(): boolean {
    const has = this.#hasLetGo;
    this.#hasLetGo = false;
    return has;
  }

  /** So many files at a time that their trees can be in memory together. */
  *partsOf(files: readonly string[]): Iterable<readonly string[]> {
    const size = this.#most === Number.POSITIVE_INFINITY ? files.length : FILES_AT_ONCE;
    for (let from = 0; from < files.length; from += size) yield files.slice(from, from + size);
  }
}
