import type { Finding } from "@awaitwise/analyzer";
import { type Memories, type OpenWorld, rememberingFolderOf } from "./memories.js";

/**
 * What earlier runs have found in open files, until their projects are read. It is shown, and never kept as a
 * result: an edit, a change on the disk or of a setting has it forgotten.
 */
export class RecalledFindings<Shown> {
  readonly #memories: Memories;
  readonly #world: OpenWorld;
  readonly #show: (file: string, findings: readonly Finding[]) => Shown;
  /** Open files of which nobody has looked yet what is remembered. */
  readonly #opened = new Set<string>();
  readonly #shown = new Map<string, Shown>();

  /** `show` is told what is remembered of a file; what it answers is kept as long as that is shown. */
  constructor(
    memories: Memories,
    world: OpenWorld,
    show: (file: string, findings: readonly Finding[]) => Shown,
  ) {
    this.#memories = memories;
    this.#world = world;
    this.#show = show;
  }

  /** What is shown of a file. */
  of(file: string): Shown | undefined {
    return this.#shown.get(file);
  }

  /** The files of which something is shown. */
  get files(): Iterable<string> {
    return this.#shown.keys();
  }

  opened(file: string): void {
    this.#opened.add(file);
  }

  /** Shows what is remembered of the files that were opened, and tells whether there were any. */
  recall(): boolean {
    const files = [...this.#opened];
    this.#opened.clear();
    for (const file of files) {
      const findings = this.#findingsOf(file);
      if (findings !== undefined) this.#shown.set(file, this.#show(file, findings));
    }
    return files.length > 0;
  }

  /** Forgets what is shown, since something is another than it was. */
  forget(): void {
    this.#shown.clear();
  }

  /** Forgets what was compared with the disk, too; open files are looked at again. */
  forgetAll(): void {
    this.forget();
    this.#memories.forget();
    for (const file of this.#world.buffers.keys()) this.#opened.add(file);
  }

  /** Forgets what the disk said. */
  diskChanged(): void {
    this.forget();
    this.#memories.forget();
  }

  /** Forgets what is shown of projects that have been read. */
  projectRead(): void {
    for (const file of this.#shown.keys()) {
      const owner = this.#world.pool.ownerOf(file);
      if (owner === undefined || this.#world.hasRead(owner.project)) this.#shown.delete(file);
    }
  }

  #findingsOf(file: string): readonly Finding[] | undefined {
    const { pool, configurations, buffers } = this.#world;
    const folder = rememberingFolderOf(file, this.#world);
    const owner = pool.ownerOf(file);
    if (folder === undefined || owner === undefined || this.#world.hasRead(owner.project)) {
      return undefined;
    }
    const configs = configurations.storeOf(file, folder, this.#world.settingsOf(file));
    const texts = new Map([...buffers].map(([one, { text }]) => [one, text]));
    return this.#memories.recall(owner, file, folder, configs, texts)?.findings;
  }
}
