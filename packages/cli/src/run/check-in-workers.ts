import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { InputError, type ProjectDescription } from "@awaitwise/analyzer";
import { joinSeen, type Seen } from "@awaitwise/analyzer/basics";
import { cancelSignal, mapConcurrent } from "@awaitwise/runtime";
import type { CheckFlags } from "../options/check-options.js";
import { type CheckOutcome, joinOutcomes } from "./check-outcome.js";
import type { WorkerAnswer } from "./check-worker.js";

/** What one worker does: it finds configurations and the cache by itself. */
export interface WorkerShare {
  readonly cwd: string;
  readonly flags: Pick<CheckFlags, "rule" | "preset" | "config" | "cache" | "cacheLocation">;
  readonly projects: readonly ProjectDescription[];
  readonly changed?: readonly string[];
}

/** An outcome with what is worth knowing, and what of the disk it was made from. */
export interface TracedOutcome {
  readonly outcome: CheckOutcome;
  readonly notes: readonly string[];
  /** What went wrong beside the sources, each said once. */
  readonly failures: readonly string[];
  /** `undefined` where it was made from more than that. */
  readonly seen: Seen | undefined;
}

// A worker has to load the compiler, which small work is not worth.
const FEWEST_FILES = 400;

/**
 * How many workers to use: as many as were asked for, else as many as there are processors where that
 * is worth it. There are never more of them than projects, for two that read one project would read
 * it twice.
 */
export function workerCount(
  projects: readonly ProjectDescription[],
  asked: number | undefined,
): number {
  const files = projects.reduce((sum, project) => sum + project.files.length, 0);
  const wanted = asked ?? (files < FEWEST_FILES ? 1 : availableParallelism());
  return Math.max(1, Math.min(wanted, projects.length));
}

/** Deals projects out so that every share has about as many files: the largest first. */
export function shares(
  projects: readonly ProjectDescription[],
  count: number,
): ProjectDescription[][] {
  const dealt = Array.from({ length: count }, () => ({
    files: 0,
    projects: [] as ProjectDescription[],
  }));
  for (const project of [...projects].sort((a, b) => b.files.length - a.files.length)) {
    const least = dealt.reduce((best, share) => (share.files < best.files ? share : best));
    least.projects.push(project);
    least.files += project.files.length;
  }
  return dealt.map((share) => share.projects).filter(({ length }) => length > 0);
}

/**
 * Checks shares of the projects in worker threads. The outcome is the one that one thread would have
 * come to.
 *
 * @throws InputError when a configuration is not valid.
 */
export async function checkInWorkers(share: WorkerShare, count: number): Promise<TracedOutcome> {
  const parts = shares(share.projects, count);
  const outcomes = await mapConcurrent(parts, count, (projects) =>
    inWorker({ ...share, projects }),
  );
  return {
    outcome: joinOutcomes(outcomes.map(({ outcome }) => outcome)),
    notes: [...new Set(outcomes.flatMap(({ notes }) => notes))],
    failures: [...new Set(outcomes.flatMap(({ failures }) => failures))],
    seen: outcomes
      .map(({ seen }) => seen)
      .reduce((all, one) => (all && one ? joinSeen(all, one) : undefined)),
  };
}

async function inWorker(share: WorkerShare): Promise<TracedOutcome> {
  const worker = new Worker(new URL("./check-worker.js", import.meta.url), { workerData: share });
  try {
    const [answer] = (await once(worker, "message", { signal: cancelSignal() })) as [WorkerAnswer];
    if ("outcome" in answer) return answer;
    throw answer.isInput ? new InputError(answer.failure) : new Error(answer.failure);
  } finally {
    await worker.terminate();
  }
}
