import type { ReadyEntry } from "../loop/ready-queue.js";
import { DoneCallback } from "./done-callback.js";
import { Future } from "./future.js";
import { CANCELLED, FAILED, FULFILLED, PENDING } from "./future-state.js";

/** More of a list than this would hide the rest of the description. */
const MOST_ITEMS = 6;
const LONGEST_TEXT = 60;
const DEEPEST = 2;

/** Those being described: one that holds itself shows dots in its own place. */
const underWay = new Set<Future<unknown>>();

/**
 * What `String(future)` gives: state, result or error, callbacks, and the place of its making in
 * debug mode.
 *
 * @param state stands in place of the future's own, where it is given
 * @param details are shown after the state
 * @see asyncio's repr of futures
 */
export function describeFuture(
  future: Future<unknown>,
  state: string | null,
  details: () => readonly string[],
): string {
  const name = Object.getPrototypeOf(future).constructor.name;
  if (underWay.has(future)) {
    return `<${name} ...>`;
  }
  underWay.add(future);
  try {
    const parts = [name, state ?? describeState(future), ...details(), ...describeOutcome(future)];
    const place = future._loop._debug ? placeIn(future._madeAt()) : null;
    if (place !== null) {
      parts.push(`created at ${place}`);
    }
    return `<${parts.join(" ")}>`;
  } finally {
    underWay.delete(future);
  }
}

function describeState(future: Future<unknown>): string {
  if (future._state === PENDING) {
    return "pending";
  }
  return future._state === CANCELLED ? "cancelled" : "finished";
}

function describeOutcome(future: Future<unknown>): string[] {
  if (future._state === FULFILLED) {
    return [`result=${describeValue(future._value)}`];
  }
  if (future._state === FAILED) {
    return [`exception=${describeValue(future._value)}`];
  }
  const callbacks = future._callbacks;
  if (callbacks === null) {
    return [];
  }
  const names = (Array.isArray(callbacks) ? callbacks : [callbacks]).map(nameOf);
  if (names.length > 2) {
    names.splice(1, names.length - 2, `<${names.length - 2} more>`);
  }
  return [`cb=[${names.join(", ")}]`];
}

/** A callback by its name; a waiter by the name of the task that will be woken. */
function nameOf(entry: ReadyEntry): string {
  if (entry instanceof DoneCallback) {
    return entry.callback.name || "(anonymous)";
  }
  const { task, _claimant: claimant } = entry as Partial<
    Record<"task" | "_claimant", Named | null>
  >;
  return `wake ${(task ?? claimant)?.getName() ?? "a promise"}`;
}

interface Named {
  getName(): string;
}

/** The file and line in the first line of a stack. */
function placeIn(stack: string | undefined): string | null {
  const [line = ""] = stack?.split("\n") ?? [];
  return /(?:\(|at )([^(]+?)\)?$/.exec(line)?.[1] ?? null;
}

/** A value in few words: a result may be anything, and may hold the future itself. */
function describeValue(value: unknown, depth = 0): string {
  if (typeof value === "string") {
    return JSON.stringify(
      value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}...` : value,
    );
  }
  if (typeof value === "function") {
    return value.name || "(anonymous)";
  }
  if (typeof value !== "object" || value === null) {
    return String(value);
  }
  if (value instanceof Future) {
    return value.toString();
  }
  if (value instanceof Error) {
    return value.message === "" ? value.name : `${value.name}: ${value.message}`;
  }
  if (Array.isArray(value)) {
    return `[${describeItems(value, depth)}]`;
  }
  const name = (Object.getPrototypeOf(value)?.constructor?.name as string | undefined) ?? "Object";
  if (value instanceof Set) {
    return `${name} {${describeItems(value, depth)}}`;
  }
  return name === "Object" ? "{...}" : `${name} {...}`;
}

function describeItems(items: Iterable<unknown>, depth: number): string {
  if (depth === DEEPEST) {
    return "...";
  }
  const shown: string[] = [];
  for (const item of items) {
    if (shown.length === MOST_ITEMS) {
      shown.push("...");
      break;
    }
    shown.push(describeValue(item, depth + 1));
  }
  return shown.join(", ");
}
