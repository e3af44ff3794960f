import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import type { Socket } from "node:net";
import type { EventLoop } from "../loop/event-loop.js";
import { Coroutine } from "../tasks/coroutine.js";
import { getRunningLoop } from "../tasks/current.js";
import { Channel } from "./channel.js";
import { ConnectionEnd } from "./connection-end.js";
import { Process } from "./process.js";
import { SocketPair } from "./socket-pair.js";
import { StreamReader } from "./stream-reader.js";
import { StreamWriter } from "./stream-writer.js";
import { waitOutside } from "./wait-outside.js";

/** A stream between the program and the process. */
export const PIPE = "pipe";
/** Nothing: reading it gives nothing, and what is written to it is dropped. */
export const DEVNULL = "devnull";
/** For the errors of a process: they go where its output goes, in the order in which both are written. */
export const STDOUT = "stdout";

/** A pipe, nothing, a file descriptor of this process's, or where it is not given, this process's own. */
export type Stdio = typeof PIPE | typeof DEVNULL | number;

export interface SubprocessOptions {
  readonly stdin?: Stdio;
  readonly stdout?: Stdio;
  readonly stderr?: Stdio | typeof STDOUT;
  /** The folder in which it runs: this process's own where it is not given. */
  readonly cwd?: string | URL;
  /** Its environment variables: this process's own where they are not given. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The limit of the readers, in bytes: 64 KiB where it is not given. */
  readonly limit?: number;
  /** Whether it is the leader of a session of its own; such a one outlives the loop. */
  readonly startNewSession?: boolean;
  readonly uid?: number;
  readonly gid?: number;
  /** What the process takes for its own name. */
  readonly argv0?: string;
}

/**
 * Starts a program.
 *
 * Suspends until it has started. Cancelling the task meanwhile ends the process.
 *
 * @throws TypeError where an option is not known
 * @throws the system's error, whose `code` tells, where it cannot be started
 * @see asyncio.create_subprocess_exec
 * @example
 * ```ts
 * import { run } from "@awaitwise/runtime";
 * import { createSubprocessExec, PIPE } from "@awaitwise/runtime/node";
 *
 * await run(async () => {
 *   const upper = "process.stdin.on('data', (data) => process.stdout.write(String(data).toUpperCase()))";
 *   const child = await createSubprocessExec(process.execPath, ["-e", upper], {
 *     stdin: PIPE,
 *     stdout: PIPE,
 *   });
 *   const [output] = await child.communicate("hello");
 *   console.log(String(output), child.returnCode);
 * });
 * // prints: HELLO 0
 * ```
 */
export function createSubprocessExec(
  program: string,
  args: readonly string[] = [],
  options: SubprocessOptions = {},
): Coroutine<Process> {
  return new Coroutine(() => start(program, args, options, {}));
}

/**
 * Starts a command line in the system's shell. Never put text from outside into it: the shell would run it.
 *
 * @see asyncio.create_subprocess_shell
 * @example
 * ```ts
 * import { run } from "@awaitwise/runtime";
 * import { createSubprocessShell } from "@awaitwise/runtime/node";
 *
 * await run(async () => {
 *   const child = await createSubprocessShell("exit 7");
 *   console.log(await child.wait());
 * });
 * // prints: 7
 * ```
 */
export function createSubprocessShell(
  command: string,
  options: SubprocessOptions = {},
): Coroutine<Process> {
  return new Coroutine(() => start(command, [], options, { shell: true }));
}

async function start(
  program: string,
  args: readonly string[],
  options: SubprocessOptions,
  more: SpawnOptions,
): Promise<Process> {
  demandKnown(options);
  const loop = getRunningLoop();
  const { stdin, stdout, stderr, limit, cwd, env, uid, gid, argv0 } = options;
  const isMerged = stderr === STDOUT;
  // Output and errors in one pipe: no child of Node's gets one for both, but it can get a socket.
  const pair = isMerged && stdout === PIPE ? await SocketPair.open(loop) : null;
  const output = pair === null ? nodeStdio(stdout) : pair.theirs;
  const spawnOptions: SpawnOptions = {
    stdio: [
      nodeStdio(stdin),
      output,
      isMerged ? (output === "inherit" ? 1 : output) : nodeStdio(stderr),
    ],
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env: { ...env } }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
    ...(argv0 === undefined ? {} : { argv0 }),
    detached: options.startNewSession === true,
    windowsHide: true,
    ...more,
  };
  const begin = (): ChildProcess => spawn(program, args, spawnOptions);
  try {
    return await started(loop, begin, (child) => {
      const named = `process ${child.pid}`;
      return new Process(loop, child, options.startNewSession === true, {
        stdin: writerOf(loop, child.stdin as Socket | null, `the input of ${named}`),
        stdout: readerOf(
          loop,
          pair?.ours ?? (child.stdout as Socket | null),
          limit,
          `the output of ${named}`,
        ),
        stderr: readerOf(loop, child.stderr as Socket | null, limit, `the errors of ${named}`),
      });
    });
  } catch (error) {
    pair?.ours.destroy();
    throw error;
  } finally {
    pair?.theirs.destroy();
  }
}

/** The process, once it has started: it is made at once, lest it ends before anybody listens. */
async function started(
  loop: EventLoop,
  begin: () => ChildProcess,
  make: (child: ChildProcess) => Process,
): Promise<Process> {
  let child: ChildProcess | undefined;
  return await waitOutside<Process>(
    loop,
    ({ succeed, fail }) => {
      const begun = begin();
      child = begun;
      begun.once("error", fail);
      begun.once("spawn", () => {
        // From here on, an error is one of sending a signal, which the sender gets.
        begun.off("error", fail).on("error", () => {});
        succeed(make(begun));
      });
    },
    () => {
      child?.on("error", () => {}).kill("SIGKILL");
      for (const stream of child?.stdio ?? []) {
        stream?.destroy();
      }
    },
    () => "a process to start",
  );
}

function writerOf(loop: EventLoop, pipe: Socket | null, name: string): StreamWriter | null {
  return pipe === null
    ? null
    : new StreamWriter(new Channel(loop, pipe, null, false, new ConnectionEnd(loop), name), false);
}

function readerOf(
  loop: EventLoop,
  pipe: Socket | null,
  limit: number | undefined,
  name: string,
): StreamReader | null {
  if (pipe === null) {
    return null;
  }
  const reader = new StreamReader(limit === undefined ? { loop } : { loop, limit });
  const channel = new Channel(loop, pipe, reader, false, new ConnectionEnd(loop), name);
  // Nothing is ever written to it: when the process has closed it, it is done with.
  pipe.allowHalfOpen = false;
  channel.end.sentEnd();
  return reader;
}

function nodeStdio(stdio: Stdio | undefined): "pipe" | "ignore" | "inherit" | number {
  switch (stdio) {
    case undefined:
      return "inherit";
    case PIPE:
      return "pipe";
    case DEVNULL:
      return "ignore";
    default:
      return stdio;
  }
}

const known: ReadonlySet<string> = new Set([
  "stdin",
  "stdout",
  "stderr",
  "cwd",
  "env",
  "limit",
  "startNewSession",
  "uid",
  "gid",
  "argv0",
]);

function demandKnown(options: SubprocessOptions): void {
  for (const name of Object.keys(options)) {
    if (!known.has(name)) {
      throw new TypeError(
        `A process has no option "${name}": its streams give bytes, and the options are ${[...known].join(", ")}`,
      );
    }
  }
  const streams: [string, unknown, readonly unknown[]][] = [
    ["stdin", options.stdin, [PIPE, DEVNULL]],
    ["stdout", options.stdout, [PIPE, DEVNULL]],
    ["stderr", options.stderr, [PIPE, DEVNULL, STDOUT]],
  ];
  for (const [name, value, allowed] of streams) {
    if (value !== undefined && typeof value !== "number" && !allowed.includes(value)) {
      throw new TypeError(
        `The option "${name}" takes PIPE, DEVNULL${name === "stderr" ? ", STDOUT" : ""} or a file descriptor, not ${String(value)}`,
      );
    }
  }
}
