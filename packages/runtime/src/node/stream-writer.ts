import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { Coroutine } from "../tasks/coroutine.js";
import { type Bytes, bytesOf } from "./bytes.js";
import type { Channel, WriteBufferLimits } from "./channel.js";
import type { SocketAddress } from "./socket-address.js";
import { type StartTlsOptions, startTls } from "./start-tls.js";

/** What `getExtraInfo` knows. */
export interface ExtraInfo {
  /** Where the other side is; null where that is a process, or a unix socket. */
  readonly peername: SocketAddress | null;
  readonly sockname: SocketAddress | null;
  /** Node's own socket. What the program does with it, the streams do not know of. */
  readonly socket: Socket;
  /** Node's own TLS socket, which has the certificate and the cipher; null without TLS. */
  readonly sslObject: TLSSocket | null;
  /** The certificate of the other side; null where it has shown none. */
  readonly peercert: ReturnType<TLSSocket["getPeerCertificate"]> | null;
  readonly cipher: ReturnType<TLSSocket["getCipher"]> | null;
}

/**
 * Sends bytes to a connection or a process. Made by `openConnection`, `startServer` and their kin.
 *
 * `write` never waits: what cannot be sent at once is kept, so await `drain` after writing, or a slow
 * reader makes the program hold everything that it was ever sent. Bytes that were given to `write` must not
 * be changed until they are sent: they are not copied.
 *
 * `await using` closes it, and waits until it is closed.
 *
 * @see asyncio.StreamWriter
 */
export class StreamWriter implements AsyncDisposable {
  /** @internal */ readonly _channel: Channel;
  readonly #isServerSide: boolean;

  /** @internal */
  constructor(channel: Channel, isServerSide: boolean) {
    this._channel = channel;
    this.#isServerSide = isServerSide;
  }

  /**
   * Sends bytes, or text as UTF-8. Does not suspend. On a connection that is closed it does nothing, and
   * `drain` tells.
   *
   * @throws RuntimeError after `writeEof`
   * @throws TypeError where it is neither bytes nor text
   */
  write(data: Bytes): void {
    this._channel.write(bytesOf(data));
  }

  /** Sends several pieces, in as few packets as possible; otherwise as `write`. */
  writelines(pieces: Iterable<Bytes>): void {
    this._channel.writeAll([...pieces].map(bytesOf));
  }

  /**
   * Says to the other side that nothing more is written. Reading goes on.
   *
   * @throws RuntimeError where `canWriteEof` is false
   */
  writeEof(): void {
    this._channel.writeEof();
  }

  /** Whether the connection can be closed in one direction only: not with TLS. */
  canWriteEof(): boolean {
    return !this._channel.isSecure;
  }

  /**
   * Suspends while more than the high-water mark is waiting to be sent, until no more than the low-water mark
   * is; else goes on at once.
   *
   * @throws ConnectionResetError where the connection is closed
   * @throws CancelledError where the task is cancelled meanwhile
   * @throws the connection's error
   * @see asyncio.StreamWriter.drain
   */
  drain(): Coroutine<void> {
    return new Coroutine(() => this._channel.drain());
  }

  /** Sends what is waiting to be sent, then closes the connection. Does not suspend: see `waitClosed`. */
  close(): void {
    this._channel.close();
  }

  /**
   * Closes the connection at once: what is waiting to be sent is dropped.
   *
   * @see asyncio.WriteTransport.abort
   */
  abort(): void {
    this._channel.abort();
  }

  /** Whether the connection is closed, or about to be. */
  isClosing(): boolean {
    return this._channel.isClosing;
  }

  /**
   * Waits until the connection is closed, by this side or by the other.
   *
   * @throws CancelledError where the task is cancelled meanwhile
   * @throws the connection's error, where it was lost
   * @see asyncio.StreamWriter.wait_closed
   */
  waitClosed(): Coroutine<void> {
    return new Coroutine(() => this._channel.waitClosed());
  }

  /** How many bytes are waiting to be sent. */
  getWriteBufferSize(): number {
    return this._channel.writeBufferSize;
  }

  /**
   * Sets when `drain` waits.
   *
   * @throws RangeError where they contradict each other
   * @see asyncio.WriteTransport.set_write_buffer_limits
   */
  setWriteBufferLimits(limits: WriteBufferLimits): void {
    this._channel.setWriteBufferLimits(limits);
  }

  /** What is known of the connection; the fallback where it is not known. */
  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K];
  getExtraInfo<K extends keyof ExtraInfo, D>(name: K, fallback: D): NonNullable<ExtraInfo[K]> | D;
  getExtraInfo(name: string, fallback?: unknown): unknown;
  getExtraInfo(name: string, fallback: unknown = null): unknown {
    return infoOf(this._channel, name) ?? fallback;
  }

  /**
   * Makes a connection that is open a TLS connection. The reader and the writer stay the same; what was read
   * before stays readable, unencrypted as it came.
   *
   * @throws RuntimeError where it is one already, or is closed
   * @throws CancelledError where the task is cancelled meanwhile; the connection is closed then
   * @throws the error of the handshake; the connection is closed then
   * @see asyncio.StreamWriter.start_tls
   */
  startTls(options: StartTlsOptions = {}): Coroutine<void> {
    return new Coroutine(() => startTls(this._channel, this.#isServerSide, options));
  }

  /** Its connection and state. */
  toString(): string {
    return `<StreamWriter ${this._channel}>`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.waitClosed();
  }
}

function infoOf(channel: Channel, name: string): unknown {
  const { socket, isSecure } = channel;
  const secure = isSecure ? (socket as TLSSocket) : null;
  switch (name) {
    case "socket":
      return socket;
    case "peername":
      return channel.peername;
    case "sockname":
      return channel.sockname;
    case "sslObject":
      return secure;
    case "peercert": {
      const certificate = secure?.getPeerCertificate();
      return certificate === undefined || certificate === null || !("subject" in certificate)
        ? null
        : certificate;
    }
    case "cipher":
      return secure?.getCipher();
    default:
      return null;
  }
}
