import { existsSync } from "node:fs";
import { join } from "node:path";
import { type ConfigStore, InputError, type Project } from "@awaitwise/analyzer";
import { cacheFolder } from "@awaitwise/analyzer/basics";
import {
  type FileResult,
  fileResult,
  ProjectMemory,
  rememberProject,
} from "@awaitwise/analyzer/memory";
import type { Settings } from "../settings.js";
import type { Buffer } from "./analysis-service.js";
import type { Configurations } from "./configurations.js";
import type { PooledProject, ProjectPool } from "./project-pool.js";

/** What an editor has open, as far as it decides what is remembered. */
export interface OpenWorld {
  readonly pool: ProjectPool;
  readonly configurations: Configurations;
  readonly buffers: ReadonlyMap<string, Buffer>;
  settingsOf(file: string): Settings;
  folderOf(file: string): string | undefined;
  /** Whether a project's files have been read. */
  hasRead(project: Project): boolean;
  /** Whether the projects know of every edit, and what it means elsewhere. */
  readonly isSpread: boolean;
}

/** The workspace folder in whose cache a file's findings belong; `undefined` where they are not to be kept. */
export function rememberingFolderOf(file: string, world: OpenWorld): string | undefined {
  const { enable, cache, traceFiles, maxFileLength } = world.settingsOf(file);
  const text = world.buffers.get(file)?.text ?? "";
  const kept = enable && cache && traceFiles.length === 0 && text.length <= maxFileLength;
  return kept ? world.folderOf(file) : undefined;
}

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
