import type { EventLoop } from "../loop/event-loop.js";
import { builtinModule } from "../platform.js";
import type { Coroutine } from "../tasks/coroutine.js";
import type { Future } from "../tasks/future.js";
import type { Task } from "../tasks/task.js";

/** The part of a channel of `node:diagnostics_channel` that the runtime uses. */
interface Channel<M> {
  readonly hasSubscribers: boolean;
  publish(message: M): void;
}

/** What the runtime publishes on `node:diagnostics_channel`, by the names of the channels. */
export interface ChannelMessages {
  "awaitwise:loop:start": { readonly loop: EventLoop };
  /** The error is there where the run ends by a DeadlockError. */
  "awaitwise:loop:stop": { readonly loop: EventLoop; readonly error: unknown };
  "awaitwise:task:create": { readonly task: Task<unknown> };
  /** A step begins: the first one, or the one after an await of something of the runtime's. */
  "awaitwise:task:step": { readonly task: Task<unknown> };
  /** A step ends in an await of something of the runtime's. An await of a foreign promise is not seen. */
  "awaitwise:task:suspend": {
    readonly task: Task<unknown>;
    readonly on: Future<unknown> | Coroutine<unknown>;
  };
  /** A cancellation is asked for, which the task may refuse. */
  "awaitwise:task:cancel": { readonly task: Task<unknown>; readonly message: string | undefined };
  /** The task is done: its state, result and error are there. */
  "awaitwise:task:end": { readonly task: Task<unknown> };
}

const host = builtinModule<{ channel(name: string): Channel<unknown> }>("node:diagnostics_channel");

const silent: Channel<unknown> = { hasSubscribers: false, publish() {} };

/**
 * Without subscribers a channel costs one look at `hasSubscribers`, which V8 makes a constant: whoever publishes makes
 * the message after that look.
 */
function channelOf<N extends keyof ChannelMessages>(name: N): Channel<ChannelMessages[N]> {
  return host?.channel(name) ?? silent;
}

export const loopStarted = channelOf("awaitwise:loop:start");
export const loopStopped = channelOf("awaitwise:loop:stop");
export const taskCreated = channelOf("awaitwise:task:create");
export const stepBegan = channelOf("awaitwise:task:step");
export const taskSuspended = channelOf("awaitwise:task:suspend");
export const cancelRequested = channelOf("awaitwise:task:cancel");
export const taskEnded = channelOf("awaitwise:task:end");
