import {
  Barrier,
  BoundedSemaphore,
  Condition,
  Event,
  LifoQueue,
  Lock,
  PriorityQueue,
  Queue,
  Semaphore,
} from "../index.js";
import type { Json } from "./program.js";

/** A primitive that a program declares under `objects`. */
export type NamedObject = Lock | Event | Condition | Semaphore | Barrier | Queue<Json>;

/** Makes one object of a program: `["Semaphore", 2]` is `new Semaphore(2)`. */
export function makeObject(kind: string, args: Json[]): NamedObject {
  const size = args[0] as number | undefined;
  switch (kind) {
    case "Lock":
      return new Lock();
    case "Event":
      return new Event();
    case "Condition":
      return new Condition();
    case "Semaphore":
      return new Semaphore(size);
    case "BoundedSemaphore":
      return new BoundedSemaphore(size);
    case "Barrier":
      return new Barrier(size ?? 1);
    case "Queue":
      return new Queue(size);
    case "LifoQueue":
      return new LifoQueue(size);
    case "PriorityQueue":
      return new PriorityQueue(size);
    default:
      throw new SyntaxError(`The scenario language has no object of kind "${kind}"`);
  }
}
