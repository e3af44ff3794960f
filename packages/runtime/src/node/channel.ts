import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { RuntimeError } from "../errors.js";
import type { EventLoop } from "../loop/event-loop.js";
import type { Future } from "../tasks/future.js";
import { sleep } from "../tasks/sleep.js";
import { ConnectionEnd } from "./connection-end.js";
import { ownAddress, peerAddress, placeName, type SocketAddress } from "./socket-address.js";
import { ConnectionResetError } from "./stream-errors.js";
import type { ByteSource, StreamReader } from "./stream-reader.js";

/** In bytes, as in asyncio: above `high` those who write wait, until no more than `low` are left. */
const HIGH_WATER = 2 ** 16;

const nothing = Buffer.alloc(0);

interface Chunk {
  /** Empty where it was given back. */
  bytes: Buffer;
}

export interface WriteBufferLimits {
  /** In bytes: where more is waiting to be sent, `drain` waits. 64 KiB where it is not given. */
  readonly high?: number;
  /** In bytes: `drain` goes on where no more than this is left. A quarter of `high` where it is not given. */
  readonly low?: number;
}

/**
 * A socket or pipe of Node's, as the loop sees it: what happens there comes into the loop as an entry of its
 * own, in the order in which it happened, so that no task is woken past the loop's order.
 */
export class Channel implements ByteSource {
  readonly loop: EventLoop;
  readonly end: ConnectionEnd;
  /** Remembered: a socket that is closed has forgotten them. */
  readonly peername: SocketAddress | null;
  readonly sockname: SocketAddress | null;
  readonly #reader: StreamReader | null;
  readonly #name: string;
  #socket: Socket;
  #isSecure: boolean;
  #high = HIGH_WATER;
  #low = HIGH_WATER / 4;
  #writingPaused = false;
  #wroteEof = false;
  #closing = false;
  #lost = false;
  #aborted = false;
  /** Data was dropped that had not been sent. */
  #cutOff = false;
  #error: Error | null = null;
  /** What `waitClosed` throws. */
  #closeError: Error | null = null;
  /** What has come, and is fed to the reader at its turns. */
  readonly #coming = new Set<Chunk>();
  readonly #drainWaiters = new Set<Future<void>>();
  readonly #closeWaiters = new Set<Future<void>>();
  readonly #lostCallbacks: (() => void)[] = [];

  constructor(
    loop: EventLoop,
    socket: Socket,
    reader: StreamReader | null,
    isSecure: boolean,
    end = new ConnectionEnd(loop),
    name = "a connection",
  ) {
    this.loop = loop;
    this.end = end;
    this.#reader = reader;
    this.#name = name;
    this.#socket = socket;
    this.#isSecure = isSecure;
    this.peername = peerAddress(socket);
    this.sockname = ownAddress(socket);
    if (this.sockname !== null && this.peername !== null) {
      end.meetAt(placeName(this.sockname), placeName(this.peername));
    }
    // Reading to the end must not end writing. In a handshake it must, so it is not set before.
    socket.allowHalfOpen = true;
    this.whenLost(loop._whenClosed(() => socket.destroy()));
    this.#attach();
  }

  get socket(): Socket {
    return this.#socket;
  }

  /** What it is, for those who look at who waits for what. */
  get place(): string {
    const { peername } = this;
    return peername === null ? this.#name : `the connection to ${placeName(peername)}`;
  }

  get isSecure(): boolean {
    return this.#isSecure;
  }

  get writeBufferSize(): number {
    return this.#socket.writableLength;
  }

  /** Calls back when the connection is gone. */
  whenLost(callback: () => void): void {
    this.#lostCallbacks.push(callback);
  }

  pauseReading(): void {
    this.end.pause(true);
    this.#socket.pause();
  }

  resumeReading(): void {
    this.end.pause(false);
    this.#socket.resume();
  }

  beginWait(): () => void {
    return this.end.beginWait();
  }

  setWriteBufferLimits({ high, low }: WriteBufferLimits): void {
    const top = high ?? (low === undefined ? HIGH_WATER : 4 * low);
    const bottom = low ?? Math.floor(top / 4);
    if (!(top >= bottom && bottom >= 0)) {
      throw new RangeError(
        `Limits are needed where high is at least low and low at least 0, not high ${top} and low ${bottom}`,
      );
    }
    this.#high = top;
    this.#low = bottom;
    this.#pauseWritingIfFull();
  }

  write(bytes: Buffer): void {
    if (this.#wroteEof) {
      throw new RuntimeError("write() was called after writeEof(): nothing more can be sent");
    }
    if (this.#closing || bytes.length === 0) {
      return;
    }
    this.end.sent(bytes.length);
    this.#socket.write(bytes, this.#flushed);
    this.#pauseWritingIfFull();
  }

  writeAll(pieces: readonly Buffer[]): void {
    this.#socket.cork();
    try {
      for (const piece of pieces) {
        this.write(piece);
      }
    } finally {
      this.#socket.uncork();
    }
  }

  writeEof(): void {
    if (this.#isSecure) {
      throw new RuntimeError("A TLS connection cannot be closed in one direction only: close() it");
    }
    if (!this.#wroteEof && !this.#closing) {
      this.#wroteEof = true;
      this.end.sentEnd();
      this.#socket.end();
    }
  }

  get isClosing(): boolean {
    return this.#closing;
  }

  /** Sends what is waiting to be sent, then closes. */
  close(): void {
    if (!this.#closing) {
      this.#closing = true;
      this.end.closing();
      this.#socket.destroySoon();
    }
  }

  /** Closes at once: what is waiting to be sent is dropped. */
  abort(): void {
    this.#aborted = true;
    this.#closing = true;
    this.end.closing();
    this.#socket.destroy();
  }

  async drain(): Promise<void> {
    const error = this.#reader?.exception() ?? null;
    if (error !== null) {
      throw error;
    }
    if (this.#closing) {
      // Code that writes and drains in a loop must get to see that the connection is gone.
      await sleep(0);
      if (this.#lost || this.#socket.writableLength === 0) {
        throw new ConnectionResetError("The connection is closed: nothing can be written to it");
      }
    }
    if (this.#writingPaused) {
      await this.#waitIn(this.#drainWaiters, () => `room to write to ${this.place}`);
    }
  }

  async waitClosed(): Promise<void> {
    if (!this.#lost) {
      await this.#waitIn(this.#closeWaiters, () => `the end of ${this.place}`);
    } else if (this.#closeError !== null) {
      throw this.#closeError;
    }
  }

  /** From here on the bytes go through another socket, which wraps this one. */
  replaceSocket(socket: Socket): void {
    this.#socket = socket;
    this.#isSecure = true;
    this.whenLost(this.loop._whenClosed(() => socket.destroy()));
    this.#attach();
  }

  /** Listens no more, leaves what comes where it is, and gives back what has come and nobody has read. */
  detach(): void {
    const socket = this.#socket;
    socket.pause();
    socket.off("data", this.#onData).off("end", this.#onEnd).off("close", this.#onClose);
    const unread = [this.#reader?._takeUnread() ?? nothing];
    for (const chunk of this.#coming) {
      unread.push(chunk.bytes);
      chunk.bytes = nothing;
    }
    const bytes = Buffer.concat(unread);
    if (bytes.length > 0) {
      this.end.received(-bytes.length);
      socket.unshift(bytes);
    }
  }

  toString(): string {
    const state = this.#lost ? "closed" : this.#closing ? "closing" : "open";
    return `<${this.#isSecure ? "TLS " : ""}connection ${state}>`;
  }

  #attach(): void {
    const socket = this.#socket;
    socket.on("error", this.#onError).on("close", this.#onClose);
    if (this.#reader !== null) {
      this.#reader._setSource(this);
      socket.on("data", this.#onData).on("end", this.#onEnd);
    }
  }

  async #waitIn(waiters: Set<Future<void>>, words: () => string): Promise<void> {
    const waiter = this.loop.createFuture<void>()._describeAs(words);
    waiters.add(waiter);
    const endWait = this.end.beginWait();
    try {
      await waiter;
    } finally {
      endWait();
      waiters.delete(waiter);
    }
  }

  #pauseWritingIfFull(): void {
    if (this.#socket.writableLength > this.#high) {
      this.#writingPaused = true;
    }
  }

  readonly #flushed = (error?: Error | null): void => {
    if (error) {
      this.#cutOff = true;
    } else if (this.#writingPaused && this.#socket.writableLength <= this.#low) {
      this.loop._callSoon(this.#resumeWriting);
    }
  };

  readonly #resumeWriting = (): void => {
    if (this.#writingPaused && this.#socket.writableLength <= this.#low) {
      this.#writingPaused = false;
      settle(this.#drainWaiters, null);
    }
  };

  readonly #onData = (chunk: Buffer): void => {
    const reader = this.#reader as StreamReader;
    const { length } = chunk;
    reader._announce(length);
    const coming: Chunk = { bytes: chunk };
    this.#coming.add(coming);
    this.#arrive(() => {
      this.#coming.delete(coming);
      this.end.received(length);
      if (!this.#closing) {
        reader._arrive(coming.bytes, length);
      }
    });
  };

  readonly #onEnd = (): void => {
    this.#arrive(() => {
      this.end.receivedEnd();
      this.#reader?.feedEof();
      if (this.#isSecure) {
        this.close();
      }
    });
  };

  readonly #onError = (error: Error): void => {
    this.#error ??= error;
  };

  readonly #onClose = (): void => {
    this.#arrive(this.#lose);
  };

  /** An entry of the loop, behind what came by this connection before. */
  #arrive(entry: () => void): void {
    this.loop._arrive(() => this.loop._callSoon(entry), this);
  }

  readonly #lose = (): void => {
    this.#lost = true;
    this.#closing = true;
    if (this.#cutOff && !this.#aborted) {
      this.#error ??= new ConnectionResetError(
        "The connection was closed before everything was sent",
      );
    }
    const error = this.#error;
    this.#closeError = error;
    if (error === null) {
      this.#reader?.feedEof();
    } else {
      this.#reader?.setException(error);
    }
    settle(this.#drainWaiters, error);
    settle(this.#closeWaiters, error);
    this.#writingPaused = false;
    this.end.closed();
    for (const callback of this.#lostCallbacks.splice(0)) {
      callback();
    }
  };
}

function settle(waiters: ReadonlySet<Future<void>>, error: Error | null): void {
  for (const waiter of waiters) {
    if (!waiter.done()) {
      if (error === null) {
        waiter.setResult();
      } else {
        waiter.setException(error);
      }
    }
  }
}
