import { type ChildProcess, spawn } from "node:child_process";
import { readSync, writeSync } from "node:fs";

/** The compiler's process has ended, or speaks in a way that is not understood: nothing it said holds. */
export class NativeFailure extends Error {
  override readonly name = "NativeFailure";
}

/** Answers a question of the process, in JSON. */
export type Callback = (argument: string) => string;

// Messages are arrays of three in MessagePack: a kind, a name and a payload.
const REQUEST = 1;
const CALL_ANSWER = 2;
const CALL_ERROR = 3;
const ANSWER = 4;
const ERROR = 5;
const CALL = 6;
const ARRAY_OF_THREE = 0x93;
const UINT8 = 0xcc;
const BIN8 = 0xc4;
const BIN16 = 0xc5;
const BIN32 = 0xc6;

/** Does a piece of work that no answer hangs on, and tells whether there is more of it. */
export type Meanwhile = () => boolean;

interface Pipe {
  readonly _handle: { readonly fd: number; setBlocking?(on: boolean): void };
}

// Beyond that the process, which is written in Go, collects its garbage sooner than when it has doubled. It may
// hold more if it has to.
const MEMORY = "1500MiB";

const living = new Set<ChildProcess>();
let endsWithParent = false;

/**
 * A compiler's process that is asked and waited for in one step, as a checker is called. It ends with
 * this one: by this, and because it reads from a pipe that closes then.
 */
export class Channel {
  readonly #child: ChildProcess;
  readonly #reads: number;
  readonly #writes: number;
  readonly #callbacks: ReadonlyMap<string, Callback>;
  readonly #input = Buffer.allocUnsafeSlow(1 << 16);
  readonly #blockReads: (on: boolean) => void;
  #meanwhile: Meanwhile | undefined;
  #at = 0;
  #end = 0;
  #failure: NativeFailure | undefined;

  constructor(
    executable: string,
    parameters: readonly string[],
    callbacks: ReadonlyMap<string, Callback>,
  ) {
    this.#callbacks = callbacks;
    this.#child = spawn(executable, parameters, {
      stdio: ["pipe", "pipe", "ignore"],
      env: { GOMEMLIMIT: MEMORY, ...process.env },
    });
    this.#child.on("error", () => {});
    const { stdin, stdout } = this.#child as unknown as { stdin: Pipe; stdout: Pipe };
    this.#reads = stdout?._handle?.fd ?? -1;
    this.#writes = stdin?._handle?.fd ?? -1;
    if (!(this.#reads >= 0) || !(this.#writes >= 0)) {
      this.#child.kill();
      throw new NativeFailure(`"${executable}" could not be started`);
    }
    this.#blockReads = (on) => stdout._handle.setBlocking?.(on);
    this.#blockReads(true);
    stdin._handle.setBlocking?.(true);
    // Neither pipe nor process may keep this one alive, and nothing but the calls here may read.
    this.#child.stdout?.pause();
    (this.#child.stdout as unknown as { unref(): void }).unref();
    (this.#child.stdin as unknown as { unref(): void }).unref();
    this.#child.stdin?.on("error", () => {});
    this.#child.unref();
    living.add(this.#child);
    if (!endsWithParent) {
      endsWithParent = true;
      process.on("exit", () => {
        for (const child of living) child.kill("SIGKILL");
      });
    }
  }

  /** The number of the process, for what measures it. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  get failure(): NativeFailure | undefined {
    return this.#failure;
  }

  /** Calls `listener` when this process has heard that the other has ended. */
  whenEnded(listener: () => void): void {
    this.#child.once("exit", listener);
  }

  /**
   * Asks, and answers what comes back. Where the answer is not there at once, the work that is given is gone on
   * with until it is.
   *
   * @throws {@link NativeFailure} when the process has ended; a plain Error with what it objects to.
   */
  request(method: string, payload: string, meanwhile?: Meanwhile): Buffer {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      this.#workWhileWaiting(meanwhile);
      this.#write(REQUEST, method, payload);
      for (;;) {
        const [kind, name, body] = this.#message();
        if (kind === CALL) this.#call(name, body);
        else if (kind === ANSWER && name === method) return body;
        else if (kind === ERROR && name === method) throw new Error(body.toString("utf8"));
        else throw new NativeFailure(`it said ${kind} "${name}" where "${method}" was asked`);
      }
    } catch (error) {
      if (error instanceof NativeFailure) this.#fail(error);
      throw error;
    } finally {
      this.#workWhileWaiting(undefined);
    }
  }

  #workWhileWaiting(meanwhile: Meanwhile | undefined): void {
    if (this.#meanwhile === meanwhile || this.#failure !== undefined) return;
    this.#meanwhile = meanwhile;
    this.#blockReads(meanwhile === undefined);
  }

  close(): void {
    this.#fail(new NativeFailure("it was closed"));
  }

  #fail(failure: NativeFailure): void {
    this.#failure ??= failure;
    living.delete(this.#child);
    this.#child.stdin?.destroy();
    this.#child.stdout?.destroy();
    this.#child.kill("SIGKILL");
  }

  #call(name: string, body: Buffer): void {
    const callback = this.#callbacks.get(name);
    try {
      if (callback === undefined) throw new Error(`nothing answers "${name}"`);
      this.#write(CALL_ANSWER, name, callback(body.toString("utf8")));
    } catch (error) {
      this.#write(CALL_ERROR, name, (error as Error).message);
      throw new NativeFailure((error as Error).message);
    }
  }

  #write(kind: number, name: string, payload: string): void {
    const size = Buffer.byteLength(payload);
    const message = Buffer.allocUnsafe(2 + 5 + Buffer.byteLength(name) + 5 + size);
    message[0] = ARRAY_OF_THREE;
    message[1] = kind;
    let at = header(message, 2, Buffer.byteLength(name));
    at += message.write(name, at);
    at = header(message, at, size);
    at += message.write(payload, at);
    for (let from = 0; from < at; ) {
      from += this.#retried(() => writeSync(this.#writes, message, from, at - from));
    }
  }

  #message(): [kind: number, name: string, body: Buffer] {
    if (this.#byte() !== ARRAY_OF_THREE) throw new NativeFailure("it said what is no message");
    const first = this.#byte();
    const kind = first === UINT8 ? this.#byte() : first;
    const name = this.#bytes().toString("utf8");
    return [kind, name, this.#bytes()];
  }

  #bytes(): Buffer {
    const marker = this.#byte();
    const width = marker === BIN8 ? 1 : marker === BIN16 ? 2 : marker === BIN32 ? 4 : 0;
    if (width === 0) throw new NativeFailure("it said what is no message");
    let size = 0;
    for (let count = 0; count < width; count += 1) size = size * 256 + this.#byte();
    // A buffer of its own, that views of words can be laid over.
    const bytes = Buffer.allocUnsafeSlow(size);
    let filled = Math.min(size, this.#end - this.#at);
    this.#input.copy(bytes, 0, this.#at, this.#at + filled);
    this.#at += filled;
    while (filled < size) {
      const from = filled;
      if (size - from >= this.#input.length) filled += this.#read(bytes, from, size - from);
      else {
        this.#fill();
        const taken = Math.min(size - from, this.#end);
        this.#input.copy(bytes, from, 0, taken);
        this.#at = taken;
        filled += taken;
      }
    }
    return bytes;
  }

  #byte(): number {
    if (this.#at >= this.#end) this.#fill();
    return this.#input[this.#at++] as number;
  }

  #fill(): void {
    this.#at = 0;
    this.#end = 0;
    this.#end = this.#read(this.#input, 0, this.#input.length);
  }

  #read(into: Buffer, from: number, size: number): number {
    const count = this.#retried(() => readSync(this.#reads, into, from, size, null));
    if (count === 0) throw new NativeFailure("it has ended");
    return count;
  }

  #retried(work: () => number): number {
    for (;;) {
      try {
        return work();
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (code !== "EAGAIN" && code !== "EINTR") throw new NativeFailure(message);
        if (this.#meanwhile === undefined) Atomics.wait(pause, 0, 0, 1);
        else if (!goOn(this.#meanwhile)) this.#workWhileWaiting(undefined);
      }
    }
  }
}

// What fails there is met again by those who need what it would have brought; the answer is still to be read.
function goOn(work: Meanwhile): boolean {
  try {
    return work();
  } catch {
    return false;
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));

function header(into: Buffer, at: number, size: number): number {
  if (size < 0x100) {
    into[at] = BIN8;
    into[at + 1] = size;
    return at + 2;
  }
  if (size < 0x10000) {
    into[at] = BIN16;
    into.writeUInt16BE(size, at + 1);
    return at + 3;
  }
  into[at] = BIN32;
  into.writeUInt32BE(size, at + 1);
  return at + 5;
}
