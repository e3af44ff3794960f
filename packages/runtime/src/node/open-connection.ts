import { connect, isIP, type NetConnectOpts, type Socket } from "node:net";
import { type ConnectionOptions, connect as connectSecurely } from "node:tls";
import { Coroutine } from "../tasks/coroutine.js";
import { getRunningLoop } from "../tasks/current.js";
import { type Streams, streamsOf } from "./connection.js";
import { ConnectionEnd } from "./connection-end.js";
import { waitOutside } from "./wait-outside.js";

export interface OpenUnixConnectionOptions {
  /** The limit of the reader, in bytes: 64 KiB where it is not given. */
  readonly limit?: number;
  /** Connects by TLS, with Node's own options where they are given. */
  readonly tls?: boolean | ConnectionOptions;
}

export interface OpenConnectionOptions extends OpenUnixConnectionOptions {
  /** 4 or 6: which of the host's addresses are tried. All where it is not given. */
  readonly family?: 4 | 6;
  /** Where the connection starts. */
  readonly localAddress?: string;
  readonly localPort?: number;
  /**
   * In milliseconds: after how long the host's next address is tried besides. 250 where it is not given.
   */
  readonly happyEyeballsDelay?: number;
}

/**
 * Connects to a server, and gives a reader and a writer.
 *
 * Suspends until the connection is there, with its TLS handshake; cancelling the task gives it up.
 *
 * @throws CancelledError where the task is cancelled meanwhile
 * @throws the system's error, whose `code` tells, where no connection can be had
 * @see asyncio.open_connection
 * @example
 * ```ts
 * import { run } from "@awaitwise/runtime";
 * import { openConnection, startServer } from "@awaitwise/runtime/node";
 *
 * await run(async () => {
 *   await using server = await startServer(async (reader, writer) => {
 *     writer.write(`you said ${await reader.readLine()}`);
 *     writer.close();
 *   }, "127.0.0.1", 0);
 *   const [reader, writer] = await openConnection("127.0.0.1", server.port);
 *   writer.write("hello\n");
 *   console.log(String(await reader.readLine()).trim());
 *   writer.close();
 *   await writer.waitClosed();
 * });
 * // prints: you said hello
 * ```
 */
export function openConnection(
  host: string,
  port: number,
  options: OpenConnectionOptions = {},
): Coroutine<Streams> {
  const { family, localAddress, localPort, happyEyeballsDelay, limit, tls } = options;
  return new Coroutine(() =>
    open(
      {
        host,
        port,
        noDelay: true,
        ...(family === undefined ? {} : { family }),
        ...(localAddress === undefined ? {} : { localAddress }),
        ...(localPort === undefined ? {} : { localPort }),
        ...(happyEyeballsDelay === undefined
          ? {}
          : { autoSelectFamilyAttemptTimeout: happyEyeballsDelay }),
      },
      limit,
      tls,
    ),
  );
}

/**
 * `openConnection` to a unix socket, or on Windows to a named pipe.
 *
 * @see asyncio.open_unix_connection
 */
export function openUnixConnection(
  path: string,
  options: OpenUnixConnectionOptions = {},
): Coroutine<Streams> {
  return new Coroutine(() => open({ path }, options.limit, options.tls));
}

async function open(
  target: NetConnectOpts,
  limit: number | undefined,
  tls: boolean | ConnectionOptions | undefined,
): Promise<Streams> {
  const loop = getRunningLoop();
  const end = new ConnectionEnd(loop);
  const isSecure = tls !== undefined && tls !== false;
  let socket: Socket | undefined;
  const abandon = (): void => {
    socket?.destroy();
    end.closed();
  };
  return await waitOutside<Streams>(
    loop,
    ({ succeed, fail }) => {
      if ("path" in target) {
        end.connectsTo(target.path);
      }
      const begun = isSecure
        ? connectSecurely({ ...nameOf(target), ...(tls === true ? {} : tls), ...target })
        : connect({ ...target, allowHalfOpen: true });
      socket = begun;
      begun.once("error", fail);
      begun.once(isSecure ? "secureConnect" : "connect", () => {
        begun.off("error", fail);
        // At once: what the other side sends must find somebody who listens.
        succeed(streamsOf({ loop, socket: begun, limit, isSecure, isServerSide: false, end }));
      });
    },
    abandon,
    () => `a connection to ${"path" in target ? target.path : `${target.host}:${target.port}`}`,
  );
}

/** The name that the server's certificate must have. */
function nameOf(target: NetConnectOpts): { servername?: string } {
  const host = "host" in target ? target.host : undefined;
  return host === undefined || isIP(host) !== 0 ? {} : { servername: host };
}
