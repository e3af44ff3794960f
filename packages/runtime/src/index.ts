export type { Acquirable, Held } from "./acquirable.js";
export { AsCompleted, type AsCompletedOptions, asCompleted } from "./as-completed.js";
export { Barrier, BrokenBarrierError } from "./barrier.js";
export { BoundedSemaphore } from "./bounded-semaphore.js";
export { type AbortSignalOf, cancelSignal, type Signal } from "./cancel-signal.js";
export { type Clock, systemClock, VirtualClock } from "./clock.js";
export { Condition } from "./condition.js";
export { Context, ContextVar, type ContextVarOptions, copyContext, Token } from "./context.js";
export { Coroutine, coroutine, isCoroutineFunction } from "./coroutine.js";
export { createTask } from "./create-task.js";
export { allTasks, currentTask, getRunningLoop } from "./current.js";
export {
  type EventLoopFactory,
  getEventLoop,
  newEventLoop,
  setEventLoop,
  setEventLoopFactory,
} from "./current-event-loop.js";
export {
  createEagerTaskFactory,
  eagerTaskFactory,
  type TaskConstructor,
} from "./eager-task-factory.js";
export {
  type Awaitable,
  ensureFuture,
  isCoroutine,
  isFuture,
  type ResultOf,
} from "./ensure-future.js";
export {
  CancelledError,
  DeadlockError,
  InvalidStateError,
  RuntimeError,
  TimeoutError,
} from "./errors.js";
export { Event } from "./event.js";
export {
  EventLoop,
  type EventLoopOptions,
  type TaskFactory,
  type Work,
} from "./event-loop.js";
export type { ExceptionContext, ExceptionHandler } from "./exception-context.js";
export { type ErrorClass, type ErrorCondition, ExceptionGroup } from "./exception-group.js";
export type { Executor } from "./executor.js";
export { type DoneCallbackOptions, Future } from "./future.js";
export { type GatherOptions, gather } from "./gather.js";
export { Handle, TimerHandle } from "./handle.js";
export { LifoQueue } from "./lifo-queue.js";
export { Lock } from "./lock.js";
export { ConcurrentMap, mapConcurrent } from "./map-concurrent.js";
export { type CompareItems, PriorityQueue } from "./priority-queue.js";
export { Queue, type QueueItems } from "./queue.js";
export { QueueEmpty, QueueFull, QueueShutDown } from "./queue-errors.js";
export { type RunOptions, run } from "./run.js";
export {
  KeyboardInterrupt,
  Runner,
  type RunnerOptions,
  type RunnerRunOptions,
} from "./runner.js";
export { Semaphore } from "./semaphore.js";
export { shield } from "./shield.js";
export { sleep } from "./sleep.js";
export { type StaggeredRaceResult, staggeredRace } from "./staggered-race.js";
export { Task, type TaskOptions } from "./task.js";
export { TaskGroup, taskGroup } from "./task-group.js";
export { Timeout, timeout, timeoutAt } from "./timeout.js";
export {
  ALL_COMPLETED,
  FIRST_COMPLETED,
  FIRST_EXCEPTION,
  type FutureOf,
  type ReturnWhen,
  type WaitOptions,
  wait,
} from "./wait.js";
export { waitFor } from "./wait-for.js";
export { wrapFuture } from "./wrap-future.js";
