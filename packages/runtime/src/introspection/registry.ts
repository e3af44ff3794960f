import { runningLoops } from "../loop/running-loops.js";
import { type LoopSnapshot, snapshotOf } from "./snapshot.js";

/**
 * Under this name each copy of the runtime in a process leaves a function that gives the snapshots of its
 * running loops: what `awaitwise ps` asks for. A process may hold several copies.
 */
const REGISTRY = Symbol.for("awaitwise.runtime.snapshots");

/** Makes this copy known to those who look into the process. */
export function register(): void {
  const registry = globalThis as { [REGISTRY]?: (() => LoopSnapshot[])[] };
  registry[REGISTRY] ??= [];
  registry[REGISTRY].push(() => [...runningLoops].map(snapshotOf));
}
