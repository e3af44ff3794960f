import { createHash } from "node:crypto";
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { RuleMeta } from "@awaitwise/analyzer";
import {
  cacheFolder,
  checkState,
  type DiskState,
  diskStateOf,
  readCacheFile,
  type Seen,
  writeCacheFile,
} from "@awaitwise/analyzer/basics";
import type { CheckFlags } from "../options/check-options.js";
import type { CheckOutcome } from "../run/check-outcome.js";
import { isAboutChanges } from "../run/is-about-changes.js";
import { toolDigest } from "./tool-digest.js";

/** What a run came to, as it is needed to report it. */
export interface RememberedRun {
  readonly outcome: CheckOutcome;
  readonly rules: readonly RuleMeta[];
  /** The baseline that the configuration names. */
  readonly baseline?: string;
}

interface Entry extends RememberedRun {
  readonly tool: string;
  readonly state: DiskState;
}

const MOST_RUNS = 20;

/**
 * Remembers whole runs, so that one over unchanged sources need not load the compiler: a run holds as
 * long as every file it read, every folder it listed and every path it looked for are as they were.
 */
export class RunMemory {
  readonly #path: string;
  readonly #started = Date.now();

  /** `undefined` where a run of these options is not to be remembered. */
  static of(paths: readonly string[], flags: CheckFlags, cwd: string): RunMemory | undefined {
    const { cache, fix, fixSuggested, fixDangerous, diff, stdin, listFiles, watch, profileRules } =
      flags;
    const asksForMore =
      flags.printConfig !== undefined ||
      flags.explain !== undefined ||
      flags.trace !== undefined ||
      [fix, fixSuggested, fixDangerous, diff, stdin, listFiles, watch, profileRules].includes(true);
    if (cache === false || asksForMore || isAboutChanges(flags)) return undefined;
    const { project, shard, rule, preset, config, types } = flags;
    const key = JSON.stringify([cwd, paths, project, shard, rule, preset, config, types]);
    const name = createHash("sha256").update(key).digest("hex").slice(0, 24);
    return new RunMemory(join(cacheFolder(flags.cacheLocation, cwd), `run-${name}.json`));
  }

  private constructor(path: string) {
    this.#path = path;
  }

  /** The earlier run, where it still holds; `onDamage` is told of one that cannot be read. */
  async recall(onDamage: (note: string) => void): Promise<RememberedRun | undefined> {
    const read = readCacheFile(this.#path);
    if ("damage" in read) onDamage(`The cache "${this.#path}" is discarded: ${read.damage}`);
    const entry = read.value as Entry | undefined;
    if (entry?.tool !== toolDigest()) return undefined;
    const state = checkState(entry.state, this.#started);
    if (state === undefined) return undefined;
    if (state !== entry.state) await this.#write({ ...entry, state });
    return entry;
  }

  /** Keeps a run. That this fails, as on a full disk, costs the next one time and nothing else. */
  async remember(run: RememberedRun, seen: Seen): Promise<void> {
    await this.#write({ ...run, tool: toolDigest(), state: diskStateOf(seen) });
  }

  async #write(entry: Entry): Promise<void> {
    try {
      await writeCacheFile(this.#path, entry);
      removeOldRuns(join(this.#path, ".."));
    } catch {
      // The cache of the single projects says so already.
    }
  }
}

// Hooks name other files at each commit.
function removeOldRuns(folder: string): void {
  const runs = readdirSync(folder).filter((name) => name.startsWith("run-"));
  if (runs.length <= MOST_RUNS) return;
  const aged = runs
    .map((name) => ({ path: join(folder, name), time: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { path } of aged.slice(MOST_RUNS)) rmSync(path, { force: true });
}
