import type { Finding } from "@awaitwise/analyzer";
import type { OpenWorld } from "./memories.js";

/**
 * What a file and its nearest neighbours tell of it while its large project has yet to be read. It is shown until
 * that is done and never kept as a result: an edit, a change on the disk or of a setting has it forgotten.
 */
export class NearbyFindings<Shown> {
  readonly #world: OpenWorld;
  readonly #show: (file: string, findings: readonly Finding[]) => Shown;
  /** Files that are as they were when they were opened, and were not looked at so far. */
  readonly #opened = new Set<string>();
  readonly #shown = new Map<string, Shown>();

  /** `show` is told what was found in a file; what it answers is kept as long as that is shown. */
  constructor(world: OpenWorld, show: (file: string, findings: readonly Finding[]) => Shown) {
    this.#world = world;
    this.#show = show;
  }

  opened(file: string): void {
    this.#opened.add(file);
  }

  /** A file is another than it was when it was opened, or not open any more. */
  changed(file: string): void {
    this.#opened.delete(file);
  }

  /** What is shown of a file; looks for it where nobody has. */
  of(file: string): Shown | undefined {
    this.look(file);
    return this.#shown.get(file);
  }

  /** Looks at the first few files that nobody has looked at, at one of them; tells whether there was one. */
  lookAtNext(): boolean {
    const [next] = this.#opened;
    if (next === undefined || this.#shown.size >= mostAtOnce) return false;
    return this.look(next);
  }

  /** Looks at a file that nobody has looked at; tells whether that is one. */
  look(file: string): boolean {
    if (!this.#opened.delete(file)) return false;
    const findings = this.#findingsOf(file);
    if (findings !== undefined) this.#shown.set(file, this.#show(file, findings));
    return true;
  }

  /** Forgets what is shown, since something is another than it was. */
  forget(): void {
    this.#shown.clear();
  }

  #findingsOf(file: string): readonly Finding[] | undefined {
    const { pool, configurations } = this.#world;
    const { enable, maxFileLength } = this.#world.settingsOf(file);
    const owner = pool.ownerOf(file);
    if (!enable || owner === undefined || this.#world.hasRead(owner.project)) return undefined;
    if ((owner.project.text(file)?.length ?? 0) > maxFileLength) return undefined;
    return configurations.checkNearby(
      owner.project,
      file,
      this.#world.folderOf(file),
      this.#world.settingsOf(file),
    );
  }
}

/** How many files are looked at in advance while their projects are not read, which they keep from being read. */
const mostAtOnce = 3;
