import { statSync, unlinkSync } from "node:fs";
import { createServer, type ListenOptions, type Server as NetServer, type Socket } from "node:net";
import { createServer as createSecureServer, type TlsOptions } from "node:tls";
import { captureContext } from "../context/async-context.js";
import { copyContext } from "../context/context.js";
import type { EventLoop } from "../loop/event-loop.js";
import { Coroutine } from "../tasks/coroutine.js";
import { getRunningLoop } from "../tasks/current.js";
import { streamsOf } from "./connection.js";
import { type Listener, Server } from "./server.js";
import type { StreamReader } from "./stream-reader.js";
import type { StreamWriter } from "./stream-writer.js";

/** Is called in a task of its own for each connection. It must close the writer when it is done. */
export type ClientHandler = (reader: StreamReader, writer: StreamWriter) => unknown;

export interface StartUnixServerOptions {
  /** The limit of the readers, in bytes: 64 KiB where it is not given. */
  readonly limit?: number;
  /** How many connections may wait to be accepted. 100 where it is not given. */
  readonly backlog?: number;
  /** Serves by TLS, with Node's own options: `key` and `cert` at least. */
  readonly tls?: TlsOptions;
  /** Whether it listens at once: true where it is not given. */
  readonly startServing?: boolean;
}

export interface StartServerOptions extends StartUnixServerOptions {
  /** Whether a server for IPv6 refuses IPv4. */
  readonly ipv6Only?: boolean;
}

/**
 * Starts a server, and calls the handler with a reader and a writer for each connection, in a task of its own.
 * Where that task fails, the loop's exception handler is told, and the connection closed.
 *
 * @param host an address or a name, or several; null for all addresses of this machine
 * @param port 0 for any that is free: `server.port` tells which
 * @throws the system's error, whose `code` tells, where it cannot listen
 * @see asyncio.start_server
 * @example
 * ```ts
 * import { gather, run } from "@awaitwise/runtime";
 * import { openConnection, startServer } from "@awaitwise/runtime/node";
 *
 * await run(async () => {
 *   await using server = await startServer(async (reader, writer) => {
 *     for await (const line of reader) {
 *       writer.write(line);
 *       await writer.drain();
 *     }
 *     writer.close();
 *   }, "127.0.0.1", 0);
 *   const echo = async (text: string) => {
 *     const [reader, writer] = await openConnection("127.0.0.1", server.port);
 *     writer.write(text);
 *     writer.writeEof();
 *     return String(await reader.read());
 *   };
 *   console.log(await gather(() => echo("one"), () => echo("two")));
 * });
 * // prints: [ 'one', 'two' ]
 * ```
 */
export function startServer(
  handler: ClientHandler,
  host: string | readonly string[] | null,
  port: number,
  options: StartServerOptions = {},
): Coroutine<Server> {
  const hosts = host === null || typeof host === "string" ? [host] : host;
  const { ipv6Only, backlog = 100 } = options;
  return start(
    handler,
    hosts.map((name) => ({
      port,
      backlog,
      ...(name === null || name === "" ? {} : { host: name }),
      ...(ipv6Only === undefined ? {} : { ipv6Only }),
    })),
    options,
  );
}

/**
 * `startServer` on a unix socket, or on Windows on a named pipe. A socket that is left at the path is replaced;
 * the path is removed when the server is closed.
 *
 * @see asyncio.start_unix_server
 */
export function startUnixServer(
  handler: ClientHandler,
  path: string,
  options: StartUnixServerOptions = {},
): Coroutine<Server> {
  return start(handler, [{ path, backlog: options.backlog ?? 100 }], options);
}

function start(
  handler: ClientHandler,
  places: readonly ListenOptions[],
  options: StartUnixServerOptions,
): Coroutine<Server> {
  if (typeof handler !== "function") {
    throw new TypeError(`A function is needed to handle connections, not ${String(handler)}`);
  }
  return new Coroutine(async () => {
    const loop = getRunningLoop();
    const accept = accepting(loop, handler, options);
    const listeners = places.map((place): Listener => {
      const server = newServer(options.tls, (socket, raw) => accept(own, socket, raw, place.path));
      if (options.tls !== undefined) {
        server.on("connection", (raw: Socket) => own._arrives(raw));
      }
      return {
        server,
        listen(listening) {
          if (place.path !== undefined) {
            removeSocket(place.path);
          }
          server.listen(place, listening);
        },
      };
    });
    const own = new Server(loop, listeners);
    if (options.startServing !== false) {
      await own.startServing();
    }
    return own;
  });
}

type OnConnection = (socket: Socket, raw: Socket) => void;

function newServer(tls: TlsOptions | undefined, onConnection: OnConnection): NetServer {
  if (tls === undefined) {
    return createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
      onConnection(socket, socket),
    );
  }
  return createSecureServer({ ...tls, noDelay: true }, (socket) => {
    onConnection(socket, (socket as { _parent?: Socket })._parent ?? socket);
  });
}

/** What takes a connection: its handler runs in the context in which the server was started. */
function accepting(loop: EventLoop, handler: ClientHandler, options: StartUnixServerOptions) {
  const { limit, tls } = options;
  const host = captureContext();
  const context = copyContext();
  return (server: Server, socket: Socket, raw: Socket, path: string | undefined): void => {
    // At once: what the client sends must find somebody who listens.
    const [reader, writer] = streamsOf({
      loop,
      socket,
      limit,
      isSecure: tls !== undefined,
      isServerSide: true,
    });
    const channel = writer._channel;
    if (path !== undefined) {
      channel.end.isAcceptedAt(path);
    }
    server._attach(channel, raw);
    const begin = (): void => {
      const task = loop.createTask(async () => await handler(reader, writer), {
        context: context.copy(),
      });
      task.addDoneCallback(() => {
        if (task.cancelled()) {
          writer.close();
        } else if (task.exception() !== null) {
          loop.callExceptionHandler({
            message: "The handler of a connection failed",
            exception: task.exception(),
            task,
          });
          writer.close();
        }
      });
    };
    loop._callSoon(() => {
      if (host === null) {
        begin();
      } else {
        host.runInAsyncScope(begin);
      }
    });
  };
}

/** A socket that a server before has left at the path; anything else there stays, and is an error. */
function removeSocket(path: string): void {
  const isAbstract = path.startsWith("\0");
  if (!isAbstract && statSync(path, { throwIfNoEntry: false })?.isSocket()) {
    unlinkSync(path);
  }
}
