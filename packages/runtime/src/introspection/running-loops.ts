import type { EventLoop } from "../loop/event-loop.js";
import type { LoopSnapshot } from "./snapshot.js";
import { snapshotOf } from "./snapshot.js";

/**
 * Under this name each copy of the runtime in a process leaves a function that gives the snapshots of its
 * running loops: what `awaitwise ps` asks for. A process may hold several copies.
 */
const REGISTRY = Symbol.for("awaitwise.runtime.snapshots");

const running = new Set<EventLoop>();

const registry = globalThis as { [REGISTRY]?: (() => LoopSnapshot[])[] };
registry[REGISTRY] ??= [];
registry[REGISTRY].push(() => [...running].map(snapshotOf));

export function noteRunning(loop: EventLoop): void {
  running.add(loop);
}

export function noteStopped(loop: EventLoop): void {
  running.delete(loop);
}
