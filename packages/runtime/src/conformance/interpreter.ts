import {
  allTasks,
  asCompleted,
  type Barrier,
  type BoundedSemaphore,
  type Condition,
  currentTask,
  DeadlockError,
  type Event,
  EventLoop,
  type Future,
  gather,
  type Handle,
  type Lock,
  type Queue,
  type Semaphore,
  shield,
  sleep,
  Task,
  taskGroup,
  timeout,
  timeoutAt,
  VirtualClock,
  wait,
  waitFor,
} from "../index.js";
import { describeError, matches, ProgramError, plain, UnknownNameError } from "./describe-error.js";
import { makeObject, type NamedObject } from "./make-object.js";
import type { Body, Json, LogEntry, Program, Statement } from "./program.js";

/** One unit of a program's clock, in milliseconds. */
const UNIT = 1000;

/**
 * Runs one program on a loop with a virtual clock and gives its log. It is the counterpart of the
 * interpreter in `oracle/oracle.py`, operation for operation, and drives the public API only.
 */
export async function runProgram(program: Program): Promise<LogEntry[]> {
  return new Interpreter(program).run();
}

/** An awaitable of the language: a task or future by its name, or a body to run as a coroutine. */
type Awaitable = Future<unknown> | (() => Promise<unknown>);

/** Carries the value of a `return` out of nested blocks; no error of the program. */
class Return {
  constructor(readonly value: Json) {}
}

class Interpreter {
  readonly #program: Program;
  readonly #loop = new EventLoop({ clock: new VirtualClock() });
  readonly #log: LogEntry[] = [];
  readonly #tasks = new Map<string, Task<unknown>>();
  readonly #futures = new Map<string, Future<unknown>>();
  readonly #handles = new Map<string, Handle>();
  readonly #objects = new Map<string, NamedObject>();
  /** The task names that the program gave. */
  readonly #named = new Set(["main"]);
  /** Every task, in the order in which they were made. */
  readonly #made: Task<unknown>[] = [];

  constructor(program: Program) {
    this.#program = program;
  }

  /** Runs the program as `run` would, and then what it left behind. */
  async run(): Promise<LogEntry[]> {
    this.#loop.setTaskFactory((loop, coroutine, options) => {
      const task = new Task(coroutine, { ...options, loop });
      this.#made.push(task);
      return task;
    });
    this.#loop.setExceptionHandler((_loop, context) => {
      if (!context.message.includes("never retrieved")) {
        this.#record("exception_handler", context.message, context.exception);
      }
    });
    const main = this.#loop.createTask(() => this.#main(), { name: "main" });
    try {
      await this.#loop.runUntilComplete(main);
    } catch (error) {
      if (error instanceof DeadlockError) {
        this.#record("deadlock");
        return this.#log;
      }
    }
    const left = this.#made.filter((task) => !task.done());
    this.#record(
      "main_ended",
      left.map((task) => this.#taskName(task)),
    );
    for (const task of left) {
      task.cancel();
    }
    try {
      if (left.length > 0) {
        await this.#loop.runUntilComplete(gather(left, { returnExceptions: true }));
      }
    } catch (error) {
      if (error instanceof DeadlockError) {
        this.#record("deadlock");
        return this.#log;
      }
      throw error;
    }
    this.#record("closed");
    return this.#log;
  }

  async #main(): Promise<unknown> {
    for (const [name, [kind, ...args]] of Object.entries(this.#program.objects ?? {})) {
      this.#objects.set(name, makeObject(kind, args));
    }
    for (const name of this.#program.futures ?? []) {
      this.#futures.set(name, this.#loop.createFuture());
    }
    return await this.#taskBody(this.#program.main);
  }

  // Logging

  #record(what: string, ...values: unknown[]): void {
    this.#log.push([this.#loop.time() / UNIT, this.#who(), what, ...values.map(plain)]);
  }

  #who(): string {
    const task = currentTask(this.#loop);
    return task === null ? "loop" : this.#taskName(task);
  }

  /** The program's name for a task; `#k` for the k-th task made, where it gave none. */
  #taskName(task: Task<unknown>): string {
    const name = task.getName();
    return this.#named.has(name) ? name : `#${this.#made.indexOf(task)}`;
  }

  // Names

  #lookup(name: string): Future<unknown> {
    return this.#tasks.get(name) ?? known(this.#futures, name);
  }

  #nameOf(future: Future<unknown>): string {
    for (const table of [this.#tasks, this.#futures]) {
      for (const [name, value] of table) {
        if (value === future) {
          return name;
        }
      }
    }
    return future instanceof Task ? this.#taskName(future) : "?";
  }

  #awaitable(item: Json): Awaitable {
    return typeof item === "string"
      ? this.#lookup(item)
      : () => this.#coroutine(item as unknown as Body);
  }

  #object<T extends NamedObject>(name: Json): T {
    return known(this.#objects, name) as T;
  }

  // Bodies

  /** A coroutine of the program: its body, and the value it returns. */
  async #coroutine(body: Body): Promise<Json> {
    try {
      await this.#block(body);
    } catch (error) {
      if (error instanceof Return) {
        return error.value;
      }
      throw error;
    }
    return null;
  }

  async #taskBody(body: Body): Promise<Json> {
    this.#record("start");
    let value: Json;
    try {
      value = await this.#coroutine(body);
    } catch (error) {
      this.#record("raised", error);
      throw error;
    }
    this.#record("returned", value);
    return value;
  }

  async #block(body: Body): Promise<void> {
    for (const statement of body) {
      await this.#statement(statement);
    }
  }

  async #statement([op, ...args]: Statement): Promise<void> {
    switch (op) {
      case "log":
        return this.#record("log", args[0]);
      case "return":
        throw new Return(args[0] ?? null);
      case "raise":
        throw new ProgramError(String(args[0]));
    }
    const operation = this.#operations[op];
    if (operation === undefined) {
      throw new SyntaxError(`The scenario language has no operation "${op}"`);
    }
    let value: unknown;
    try {
      value = operation(...(args as never[]));
      // Only what an operation awaits may take a hop: a plain one must stay within its statement.
      if (value instanceof Promise) {
        value = await value;
      }
    } catch (error) {
      if (!(error instanceof Return)) {
        this.#record(op, `!${describeError(error)}`);
      }
      throw error;
    }
    this.#record(op, value);
  }

  readonly #operations: Record<string, (...args: never[]) => unknown> = {
    // Tasks
    sleep: async (delay: number) => await sleep(delay * UNIT),
    spawn: (name: string, body: Body) => {
      this.#named.add(name);
      this.#tasks.set(
        name,
        this.#loop.createTask(() => this.#taskBody(body), { name }),
      );
    },
    await: async (name: string) => await this.#lookup(name),
    call: async (body: Body) => await this.#coroutine(body),
    cancel: (name: string, message?: string) => this.#lookup(name).cancel(message),
    uncancel: () => currentTask()?.uncancel(),
    cancelling: (name?: string) =>
      (name === undefined ? currentTask() : known(this.#tasks, name))?.cancelling(),
    state: (name: string) => this.#state(this.#lookup(name)),
    result: (name: string) => this.#lookup(name).result(),
    exception: (name: string) => this.#lookup(name).exception(),
    all_tasks: () => [...allTasks()].map((task) => this.#taskName(task)).sort(),
    on_done: (name: string, label: string) => {
      this.#lookup(name).addDoneCallback((future) => {
        this.#record("done_callback", label, this.#state(this.#lookup(this.#nameOf(future))));
      });
    },

    // Combinators
    gather: async (items: Json[], returnExceptions = false) =>
      await gather(
        items.map((item) => this.#awaitable(item)),
        { returnExceptions },
      ),
    gather_start: (name: string, items: Json[], returnExceptions = false) => {
      this.#futures.set(
        name,
        gather(
          items.map((item) => this.#awaitable(item)),
          { returnExceptions },
        ),
      );
    },
    wait: async (
      names: string[],
      limit: number | null = null,
      returnWhen: "ALL_COMPLETED" | "FIRST_COMPLETED" | "FIRST_EXCEPTION" = "ALL_COMPLETED",
    ) => {
      const [done, pending] = await wait(this.#lookupAll(names), {
        timeout: inMilliseconds(limit),
        returnWhen,
      });
      return [done, pending].map((set) => [...set].map((future) => this.#nameOf(future)).sort());
    },
    wait_for: async (item: Json, limit: number | null) =>
      await waitFor(this.#awaitable(item), inMilliseconds(limit)),
    shield: async (item: Json) => await shield(this.#awaitable(item)),
    as_completed: async (names: string[], limit: number | null = null) => {
      const seen: Json[] = [];
      const tasks = this.#lookupAll(names);
      for await (const future of asCompleted(tasks, { timeout: inMilliseconds(limit) })) {
        seen.push([this.#nameOf(future), this.#state(future)]);
        this.#record("completed", this.#nameOf(future));
      }
      return seen;
    },
    as_completed_iter: async (names: string[], limit: number | null = null) => {
      const seen: unknown[] = [];
      const tasks = this.#lookupAll(names);
      for (const earliest of asCompleted(tasks, { timeout: inMilliseconds(limit) })) {
        seen.push(await earliest);
      }
      return seen;
    },

    // Scopes
    timeout: async (delay: number | null, body: Body) => {
      const scope = await timeout(inMilliseconds(delay), async (scope) => {
        await this.#block(body);
        return scope;
      });
      return scope.expired();
    },
    timeout_at: async (when: number | null, body: Body) => {
      await timeoutAt(inMilliseconds(when), () => this.#block(body));
    },
    timeout_reschedule: async (
      delay: number | null,
      first: Body,
      when: number | null,
      second: Body,
    ) => {
      const scope = await timeout(inMilliseconds(delay), async (scope) => {
        await this.#block(first);
        scope.reschedule(inMilliseconds(when));
        await this.#block(second);
        return scope;
      });
      return scope.expired();
    },
    task_group: async (children: [name: string, body: Body][], body: Body) => {
      const returned = await taskGroup(async (group) => {
        for (const [name, child] of children) {
          this.#named.add(name);
          this.#tasks.set(
            name,
            group.createTask(() => this.#taskBody(child), { name }),
          );
        }
        try {
          await this.#block(body);
        } catch (error) {
          // A return leaves the group as no error.
          if (error instanceof Return) {
            return error;
          }
          throw error;
        }
        return null;
      });
      if (returned !== null) {
        throw returned;
      }
    },

    // Control
    try: async (body: Body, kinds: string[], handler: Body, final: Body) => {
      try {
        await this.#block(body);
      } catch (error) {
        if (error instanceof Return || !matches(error, kinds)) {
          throw error;
        }
        this.#record("caught", error);
        await this.#block(handler);
      } finally {
        await this.#block(final);
      }
    },
    repeat: async (count: number, body: Body) => {
      for (let round = 0; round < count; round++) {
        await this.#block(body);
      }
    },

    // Futures and callbacks
    set_result: (name: string, value: Json) => known(this.#futures, name).setResult(value),
    set_exception: (name: string, message: string) =>
      known(this.#futures, name).setException(new ProgramError(message)),
    call_soon: (label: string) => {
      this.#handles.set(
        label,
        this.#loop.callSoon(() => this.#record("callback", label)),
      );
    },
    call_later: (delay: number, label: string) => {
      this.#handles.set(
        label,
        this.#loop.callLater(delay * UNIT, () => this.#record("callback", label)),
      );
    },
    call_at: (when: number, label: string) => {
      this.#handles.set(
        label,
        this.#loop.callAt(when * UNIT, () => this.#record("callback", label)),
      );
    },
    cancel_handle: (label: string) => known(this.#handles, label).cancel(),

    // Synchronisation
    with: async (name: string, body: Body) => {
      await this.#object<Lock | Semaphore>(name).with(async () => {
        this.#record("entered", name);
        await this.#block(body);
      });
    },
    acquire: async (name: string) => await this.#object<Lock | Semaphore>(name).acquire(),
    release: (name: string) => this.#object<Lock | BoundedSemaphore>(name).release(),
    locked: (name: string) => this.#object<Lock | Semaphore>(name).locked(),
    event_set: (name: string) => this.#object<Event>(name).set(),
    event_clear: (name: string) => this.#object<Event>(name).clear(),
    event_wait: async (name: string) => await this.#object<Event>(name).wait(),
    cond_wait: async (name: string) => {
      const condition = this.#object<Condition>(name);
      return await condition.with(async () => await condition.wait());
    },
    cond_notify: async (name: string, count: number) => {
      const condition = this.#object<Condition>(name);
      await condition.with(async () => condition.notify(count));
    },
    cond_notify_all: async (name: string) => {
      const condition = this.#object<Condition>(name);
      await condition.with(async () => condition.notifyAll());
    },
    barrier_wait: async (name: string) => await this.#object<Barrier>(name).wait(),
    barrier_reset: async (name: string) => await this.#object<Barrier>(name).reset(),
    barrier_abort: async (name: string) => await this.#object<Barrier>(name).abort(),

    // Queues
    put: async (name: string, value: Json) => await this.#object<Queue<Json>>(name).put(value),
    get: async (name: string) => await this.#object<Queue<Json>>(name).get(),
    put_nowait: (name: string, value: Json) => this.#object<Queue<Json>>(name).putNowait(value),
    get_nowait: (name: string) => this.#object<Queue<Json>>(name).getNowait(),
    task_done: (name: string) => this.#object<Queue<Json>>(name).taskDone(),
    join: async (name: string) => await this.#object<Queue<Json>>(name).join(),
    qsize: (name: string) => this.#object<Queue<Json>>(name).qsize(),
    shutdown: (name: string, immediate = false) =>
      this.#object<Queue<Json>>(name).shutdown(immediate),
  };

  #lookupAll(names: string[]): Future<unknown>[] {
    return names.map((name) => this.#lookup(name));
  }

  #state(future: Future<unknown>): Json {
    if (!future.done()) {
      return "pending";
    }
    if (future.cancelled()) {
      return "cancelled";
    }
    const error = future.exception();
    return error !== null ? describeError(error) : ["result", plain(future.result())];
  }
}

/** The value under a name, as the oracle's dictionaries give it. */
function known<T>(table: ReadonlyMap<string, T>, name: Json): T {
  const value = table.get(String(name));
  if (value === undefined) {
    throw new UnknownNameError(`The program has made nothing named "${String(name)}" yet`);
  }
  return value;
}

function inMilliseconds(units: number | null): number | null {
  return units === null ? null : units * UNIT;
}
