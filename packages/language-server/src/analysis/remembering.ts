import { type Memories, type OpenWorld, rememberingFolderOf } from "./memories.js";
import type { PooledProject } from "./project-pool.js";
import type { SlicedWork } from "./schedule.js";

/** How long nothing has to happen before what was found is written down, in milliseconds. */
const restBeforeRemembering = 10_000;

/** Writes down what is found in open files, when nothing has happened for a while or when it is asked to. */
export class Remembering {
  readonly #memories: Memories;
  readonly #world: OpenWorld;
  readonly #schedule: (work: SlicedWork) => void;
  readonly #failed: (error: unknown) => void;
  /** Counts what clients and the disk have told. */
  #revision = 0;
  /** The revision that was last written down. */
  #written = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `schedule` has work done when there is nothing else to do. */
  constructor(
    memories: Memories,
    world: OpenWorld,
    schedule: (work: SlicedWork) => void,
    failed: (error: unknown) => void,
  ) {
    this.#memories = memories;
    this.#world = world;
    this.#schedule = schedule;
    this.#failed = failed;
  }

  /** Something is another than it was. */
  changed(): void {
    this.#revision += 1;
  }

  /** There is something to do. */
  disturb(): void {
    clearTimeout(this.#timer);
  }

  /** There is nothing to do any more. */
  rest(): void {
    if (this.#written === this.#revision) return;
    const remembering = this;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#schedule(
        (function* () {
          const written = yield* remembering.write();
          written.catch(remembering.#failed);
        })(),
      );
    }, restBeforeRemembering);
    this.#timer.unref();
  }

  /**
   * Writes down what is found in open files of projects that are as the disk has them; in slices, which end
   * early where something is edited meanwhile.
   */
  *write(): Generator<void, Promise<null>, void> {
    const revision = this.#revision;
    const { configurations } = this.#world;
    const writes: Promise<void>[] = [];
    for (const [pooled, folder, files] of this.#rememberable()) {
      const [first = ""] = files;
      const configs = configurations.storeOf(first, folder, this.#world.settingsOf(first));
      const steps = this.#memories.remember(pooled, files, folder, configs);
      for (;;) {
        const step = steps.next();
        if (revision !== this.#revision) return Promise.all(writes).then(() => null);
        if (step.done === true) {
          if (step.value !== undefined) writes.push(step.value);
          break;
        }
        yield;
      }
    }
    this.#written = revision;
    return Promise.all(writes).then(() => null);
  }

  // Open files by project and workspace folder, where what the editor has of the project is what the disk has.
  #rememberable(): readonly (readonly [PooledProject, string, readonly string[]])[] {
    const { pool, buffers } = this.#world;
    if (this.#written === this.#revision || !this.#world.isSpread) return [];
    const found = new Map<string, readonly [PooledProject, string, string[]]>();
    for (const file of buffers.keys()) {
      const owner = pool.ownerOf(file);
      const folder = rememberingFolderOf(file, this.#world);
      if (owner === undefined || folder === undefined) continue;
      if (!this.#world.hasRead(owner.project)) continue;
      const place = JSON.stringify([owner.key, folder]);
      const known = found.get(place);
      if (known === undefined) found.set(place, [owner, folder, [file]]);
      else known[2].push(file);
    }
    return [...found.values()].filter(([{ project, disk }]) =>
      [...buffers].every(
        ([file, { text }]) => !project.includes(file) || disk.readFile(file) === text,
      ),
    );
  }
}
