import type { MemberModel, PackageModel } from "../model.js";

const waits: MemberModel = { latency: "timer" };
const lock: MemberModel = { writes: ["lock"], latency: "timer", hazard: "lock" };

/** The runtime that comes with this analyser. */
export const runtime: PackageModel = {
  package: "@awaitwise/runtime",
  exports: {
    sleep: waits,
    "gather wait waitFor shield asCompleted run timeout timeoutAt taskGroup createTask mapConcurrent coroutine toThread":
      { runs: [0, 1, 2] },
    "currentTask allTasks cancelSignal getRunningLoop": { reads: ["process"] },
    "wrapFuture isCoroutine iscoroutine": {},
  },
  types: {
    "Lock Semaphore BoundedSemaphore Condition": {
      hazard: "lock",
      members: {
        "acquire wait waitFor": lock,
        with: { ...lock, runs: [0] },
        hold: lock,
        "release notify notifyAll": { writes: ["lock"], changes: ["receiver"], hazard: "lock" },
        locked: { reads: ["lock"] },
      },
    },
    "Queue PriorityQueue LifoQueue": {
      hazard: "iterator",
      members: {
        "get put join": {
          reads: ["queue"],
          writes: ["queue"],
          changes: ["receiver"],
          latency: "timer",
        },
        "*": { changes: ["receiver"] },
      },
    },
    Event: { members: { wait: waits, "set clear": { changes: ["receiver"] }, isSet: {} } },
    TaskGroup: { members: { createTask: { changes: ["receiver"], runs: [0] } } },
    "Task Future": {
      members: {
        "cancel uncancel setResult setException addDoneCallback removeDoneCallback": {
          changes: ["receiver"],
        },
        "*": {},
      },
    },
    StreamReader: {
      hazard: "stream",
      members: {
        "*": { reads: ["stream"], writes: ["stream"], changes: ["receiver"], latency: "io" },
      },
    },
    StreamWriter: {
      hazard: "stream",
      members: { "*": { writes: ["stream"], changes: ["receiver"], latency: "io" } },
    },
  },
};
