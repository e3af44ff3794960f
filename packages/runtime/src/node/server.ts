import type { Server as NetServer, Socket } from "node:net";
import { CancelledError, RuntimeError } from "../errors.js";
import type { EventLoop } from "../loop/event-loop.js";
import { Lock } from "../synchronisation/lock.js";
import { Coroutine } from "../tasks/coroutine.js";
import type { Future } from "../tasks/future.js";
import { sleep } from "../tasks/sleep.js";
import type { Channel } from "./channel.js";
import { waitOutside } from "./wait-outside.js";

/** Where a server listens. */
export interface ServerSocket {
  /** An internet address; of a unix socket, its path. */
  readonly address: string;
  /** 0 for a unix socket. */
  readonly port: number;
  readonly family: "IPv4" | "IPv6" | "unix";
}

/** One place to listen at: a server of Node's, and how it is told where. */
export interface Listener {
  readonly server: NetServer;
  listen(listening: () => void): void;
}

/**
 * A server that listens: what `startServer` and `startUnixServer` give.
 *
 * `await using` closes it, and waits until its connections are closed.
 *
 * @see asyncio.Server
 */
export class Server implements AsyncDisposable {
  readonly #loop: EventLoop;
  readonly #listeners: readonly Listener[];
  readonly #sockets: ServerSocket[] = [];
  /** Where it was to be reached, also once it is closed. */
  readonly #places: string[] = [];
  readonly #clients = new Set<Channel>();
  /** Sockets that have no streams yet: their TLS handshake is under way. */
  readonly #arriving = new Set<Socket>();
  readonly #waiters = new Set<Future<void>>();
  readonly #starting = new Lock();
  #serving = false;
  #closed = false;
  /** How many of Node's servers are not closed yet. */
  #open = 0;
  #forever: Future<void> | null = null;
  #forgetLoop: () => void = () => {};

  /** @internal */
  constructor(loop: EventLoop, listeners: readonly Listener[]) {
    this.#loop = loop;
    this.#listeners = listeners;
  }

  /** The loop that the server belongs to. */
  getLoop(): EventLoop {
    return this.#loop;
  }

  /** Whether the server takes connections. */
  isServing(): boolean {
    return this.#serving;
  }

  /** Where the server listens; empty once it is closed, and before `startServing`. */
  get sockets(): readonly ServerSocket[] {
    return [...this.#sockets];
  }

  /**
   * The port of the first socket.
   *
   * @throws RuntimeError where the server does not listen
   */
  get port(): number {
    const [first] = this.#sockets;
    if (first === undefined) {
      throw new RuntimeError("The server listens nowhere: start it, or start a new one");
    }
    return first.port;
  }

  /**
   * Begins to listen; nothing happens where the server listens already.
   *
   * @throws RuntimeError where the server is closed
   * @throws the system's error, whose `code` tells, where it cannot
   * @see asyncio.Server.start_serving
   */
  startServing(): Coroutine<void> {
    return new Coroutine(async () => {
      await this.#starting.with(async () => {
        if (this.#closed) {
          throw new RuntimeError("The server is closed: start a new one");
        }
        if (!this.#serving) {
          await this.#listen();
        }
      });
      await sleep(0);
    });
  }

  /**
   * Serves until the task is cancelled, or the server is closed: then closes it, waits until its connections
   * are closed, and throws the CancelledError.
   *
   * @throws RuntimeError where the server is closed, or another task serves it
   * @throws CancelledError in the end
   * @see asyncio.Server.serve_forever
   */
  serveForever(): Coroutine<never> {
    return new Coroutine(async () => {
      if (this.#forever !== null) {
        throw new RuntimeError("Another task is in serveForever() of this server");
      }
      await this.startServing();
      this.#forever = this.#loop
        .createFuture<void>()
        ._describeAs(() => `the end of serving at ${this.#places.join(", ")}`);
      try {
        await this.#forever;
      } catch (error) {
        if (error instanceof CancelledError) {
          this.close();
          await this.waitClosed();
        }
        throw error;
      } finally {
        this.#forever = null;
      }
      throw new CancelledError();
    });
  }

  /**
   * Takes no more connections; those that are open stay open. Does not suspend: see `waitClosed`.
   *
   * @see asyncio.Server.close
   */
  close(): void {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    this.#serving = false;
    this.#sockets.length = 0;
    this.#forgetLoop();
    for (const { server } of this.#listeners) {
      if (server.listening) {
        server.close();
      }
    }
    this.#forever?.cancel();
    this.#wakeIfClosed();
  }

  /**
   * Closes the connections, once what is waiting to be sent is sent.
   *
   * @see asyncio.Server.close_clients
   */
  closeClients(): void {
    for (const client of [...this.#clients]) {
      client.close();
    }
  }

  /**
   * Closes the connections at once: what is waiting to be sent is dropped.
   *
   * @see asyncio.Server.abort_clients
   */
  abortClients(): void {
    for (const client of [...this.#clients]) {
      client.abort();
    }
    for (const socket of this.#arriving) {
      socket.destroy();
    }
  }

  /**
   * Waits until the server is closed and none of its connections is left.
   *
   * @throws CancelledError where the task is cancelled meanwhile
   * @see asyncio.Server.wait_closed
   */
  waitClosed(): Coroutine<void> {
    return new Coroutine(async () => {
      if (this.#isOver()) {
        return;
      }
      const waiter = this.#loop
        .createFuture<void>()
        ._describeAs(() => `the end of the server at ${this.#places.join(", ")}`);
      this.#waiters.add(waiter);
      try {
        await waiter;
      } finally {
        this.#waiters.delete(waiter);
      }
    });
  }

  toString(): string {
    const state = this.#closed ? "closed" : this.#serving ? "serving" : "not started";
    return `<Server ${[state, ...this.#sockets.map(placeText)].join(" ")}>`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.waitClosed();
  }

  /** @internal A connection has come, which has no streams yet. */
  _arrives(socket: Socket): void {
    this.#arriving.add(socket);
    socket.once("close", () => this.#arriving.delete(socket));
  }

  /** @internal A connection has got its streams. */
  _attach(channel: Channel, raw: Socket): void {
    this.#arriving.delete(raw);
    this.#clients.add(channel);
    channel.whenLost(() => {
      this.#clients.delete(channel);
      this.#wakeIfClosed();
    });
  }

  async #listen(): Promise<void> {
    try {
      for (const listener of this.#listeners) {
        await this.#openListener(listener);
      }
    } catch (error) {
      this.close();
      throw error;
    }
    if (!this.#closed) {
      this.#serving = true;
      this.#forgetLoop = this.#loop._whenClosed(() => {
        this.close();
        this.abortClients();
      });
    }
  }

  async #openListener({ server, listen }: Listener): Promise<void> {
    const abandon = (): void => void server.close(() => {});
    await waitOutside<void>(
      this.#loop,
      ({ succeed, fail }) => {
        server.once("error", fail);
        listen(() => {
          server.off("error", fail);
          succeed();
        });
      },
      abandon,
      () => "a server to listen",
    );
    this.#open++;
    // Until it is closed, what still arrives with it included.
    this.#loop._listening++;
    server.once("close", () => {
      this.#loop._callSoon(() => {
        this.#open--;
        this.#loop._listening--;
        this.#wakeIfClosed();
      });
    });
    const place = placeOf(server);
    this.#sockets.push(place);
    this.#places.push(placeText(place));
  }

  #isOver(): boolean {
    return this.#closed && this.#open === 0 && this.#clients.size === 0;
  }

  #wakeIfClosed(): void {
    if (this.#isOver()) {
      for (const waiter of this.#waiters) {
        if (!waiter.done()) {
          waiter.setResult();
        }
      }
    }
  }
}

function placeOf(server: NetServer): ServerSocket {
  const place = server.address();
  if (place === null || typeof place === "string") {
    return { address: place ?? "", port: 0, family: "unix" };
  }
  return {
    address: place.address,
    port: place.port,
    family: place.family === "IPv6" ? "IPv6" : "IPv4",
  };
}

function placeText({ address, port, family }: ServerSocket): string {
  return family === "unix" ? address : `${address}:${port}`;
}
