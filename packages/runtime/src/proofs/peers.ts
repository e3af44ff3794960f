import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createServer as createSecureServer } from "node:tls";
import { generate } from "selfsigned";
import type { EventLoop } from "../index.js";

/** A key and a certificate for `localhost` that the tests trust because they made it. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export async function makeCertificate(): Promise<Certificate> {
  const made = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    curve: "P-256",
    extensions: [
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { key: made.private, cert: made.cert };
}

/** A server of Node's own, of which the loop knows nothing. */
export class Peer implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => {}).on("close", () => this.#sockets.delete(socket));
    });
  }

  static async listen(
    where: string | null,
    onConnection: (socket: Socket) => void,
    certificate?: Certificate,
  ): Promise<Peer> {
    const server =
      certificate === undefined
        ? createServer(onConnection)
        : createSecureServer(certificate, onConnection);
    const peer = new Peer(server);
    await new Promise<void>((resolve) => {
      if (where === null) {
        server.listen(0, "127.0.0.1", resolve);
      } else {
        server.listen(where, resolve);
      }
    });
    return peer;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Answers the first line that comes, as a web server does. */
export function answer(socket: Socket): void {
  socket.once("data", () => {
    socket.end("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nTest message");
  });
}

/** A folder that is removed at the end, for the paths of unix sockets. */
export class TemporaryFolder implements Disposable {
  readonly #path = mkdtempSync(path.join(tmpdir(), "awaitwise-"));

  at(name: string): string {
    return path.join(this.#path, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.#path, { recursive: true, force: true });
  }
}

/** The code of the system's error that awaiting throws. */
export async function codeOf(awaitable: PromiseLike<unknown>): Promise<unknown> {
  try {
    await awaitable;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return "no error";
}

/** Waits until the loop has nothing of the host's any more, and gives how many things it waits for: none. */
export async function untilQuiet(loop: EventLoop): Promise<number> {
  const inside = loop as unknown as { readonly _external: number; readonly _listening: number };
  while (inside._listening > 0) {
    await new Promise(setImmediate);
  }
  return inside._external;
}
