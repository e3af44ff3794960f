import { existsSync } from "node:fs";
import { join } from "node:path";
import { type ConfigStore, InputError } from "@awaitwise/analyzer";
import { cacheFolder } from "@awaitwise/analyzer/basics";
import {
  type FileResult,
  fileResult,
  ProjectMemory,
  rememberProject,
} from "@awaitwise/analyzer/memory";
import type { PooledProject } from "./project-pool.js";

/** What is remembered of projects from one session to the next, and from what the command line has checked. */
export class Memories {
  /** What is on the disk of a project, as far as it holds; kept until something changes there. */
  readonly #read = new Map<string, ProjectMemory | undefined>();

  /**
   * What was found in a file of a workspace folder earlier, where that holds without reading its project;
   * `texts` are those of all open documents.
   */
  recall(
    { key, project }: PooledProject,
    file: string,
    folder: string,
    configs: ConfigStore,
    texts: ReadonlyMap<string, string>,
  ): FileResult | undefined {
    const cache = cacheFolderOf(folder);
    if (cache === undefined) return undefined;
    const place = JSON.stringify([key, cache]);
    if (!this.#read.has(place)) {
      this.#read.set(place, ProjectMemory.read(cache, project.description));
    }
    try {
      if (configs.ignoredBy(file) !== undefined) return undefined;
      return this.#read.get(place)?.recall(file, configs, texts);
    } catch (error) {
      if (error instanceof InputError) return undefined;
      throw error;
    }
  }

  /** Forgets what was compared with the disk. */
  forget(): void {
    this.#read.clear();
  }

  /**
   * Writes down what there is to find in files of a project that is as the disk has it; in slices, with the
   * write that is under way in the end.
   */
  *remember(
    { project, disk }: PooledProject,
    files: readonly string[],
    folder: string,
    configs: ConfigStore,
  ): Generator<void, Promise<void> | undefined, void> {
    const cache = cacheFolderOf(folder);
    if (cache === undefined) return undefined;
    const results = new Map<string, FileResult>();
    for (const file of files) {
      if (configs.ignoredBy(file) !== undefined) continue;
      results.set(file, fileResult(project, file, configs));
      yield;
    }
    if (results.size === 0) return undefined;
    return yield* rememberProject({ project, disk, configs, folder: cache, results });
  }
}

// Where the command line keeps what it remembers. An editor that is shown a folder makes none of its own
// in it.
function cacheFolderOf(folder: string): string | undefined {
  const cache = cacheFolder(undefined, folder);
  return existsSync(join(folder, "node_modules")) || existsSync(cache) ? cache : undefined;
}
