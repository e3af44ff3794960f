export { AsCompleted, type AsCompletedOptions, asCompleted } from "./combinators/as-completed.js";
export { type GatherOptions, gather } from "./combinators/gather.js";
export { ConcurrentMap, mapConcurrent } from "./combinators/map-concurrent.js";
export { shield } from "./combinators/shield.js";
export { type StaggeredRaceResult, staggeredRace } from "./combinators/staggered-race.js";
export {
  ALL_COMPLETED,
  FIRST_COMPLETED,
  FIRST_EXCEPTION,
  type FutureOf,
  type ReturnWhen,
  type WaitOptions,
  wait,
} from "./combinators/wait.js";
export { waitFor } from "./combinators/wait-for.js";
export {
  Context,
  ContextVar,
  type ContextVarOptions,
  copyContext,
  Token,
} from "./context/context.js";
export {
  CancelledError,
  DeadlockError,
  InvalidStateError,
  RuntimeError,
  TimeoutError,
} from "./errors.js";
export {
  type CallGraphOptions,
  captureCallGraph,
  type FutureCallGraph,
} from "./introspection/call-graph.js";
export type { FrameCallGraphEntry } from "./introspection/call-stack.js";
export type { ChannelMessages } from "./introspection/channels.js";
export { formatCallGraph, printCallGraph } from "./introspection/format-call-graph.js";
export { type Clock, systemClock, VirtualClock } from "./loop/clock.js";
export {
  type EventLoopFactory,
  getEventLoop,
  newEventLoop,
  setEventLoop,
  setEventLoopFactory,
} from "./loop/current-event-loop.js";
export {
  EventLoop,
  type EventLoopOptions,
  type TaskFactory,
  type Work,
} from "./loop/event-loop.js";
export type { ExceptionContext, ExceptionHandler } from "./loop/exception-context.js";
export type { Executor, Submitted } from "./loop/executor.js";
export { Handle, TimerHandle } from "./loop/handle.js";
export { type RunOptions, run } from "./loop/run.js";
export {
  KeyboardInterrupt,
  Runner,
  type RunnerOptions,
  type RunnerRunOptions,
} from "./loop/runner.js";
export { LifoQueue } from "./queues/lifo-queue.js";
export { type CompareItems, PriorityQueue } from "./queues/priority-queue.js";
export { Queue, type QueueItems } from "./queues/queue.js";
export { QueueEmpty, QueueFull, QueueShutDown } from "./queues/queue-errors.js";
export { type AbortSignalOf, cancelSignal, type Signal } from "./scopes/cancel-signal.js";
export { type ErrorClass, type ErrorCondition, ExceptionGroup } from "./scopes/exception-group.js";
export { TaskGroup, taskGroup } from "./scopes/task-group.js";
export { Timeout, timeout, timeoutAt } from "./scopes/timeout.js";
export type { Acquirable, Held } from "./synchronisation/acquirable.js";
export { Barrier, BrokenBarrierError } from "./synchronisation/barrier.js";
export { BoundedSemaphore } from "./synchronisation/bounded-semaphore.js";
export { Condition } from "./synchronisation/condition.js";
export { Event } from "./synchronisation/event.js";
export { Lock } from "./synchronisation/lock.js";
export { Semaphore } from "./synchronisation/semaphore.js";
export { Coroutine, coroutine, isCoroutineFunction } from "./tasks/coroutine.js";
export { createTask } from "./tasks/create-task.js";
export { allTasks, currentTask, getRunningLoop } from "./tasks/current.js";
export {
  createEagerTaskFactory,
  eagerTaskFactory,
  type TaskConstructor,
} from "./tasks/eager-task-factory.js";
export {
  type Awaitable,
  ensureFuture,
  isCoroutine,
  isFuture,
  type ResultOf,
} from "./tasks/ensure-future.js";
export { type DoneCallbackOptions, Future } from "./tasks/future.js";
export { sleep } from "./tasks/sleep.js";
export { Task } from "./tasks/task.js";
export type { TaskOptions } from "./tasks/task-options.js";
export { wrapFuture } from "./tasks/wrap-future.js";
