import { InputError } from "@awaitwise/analyzer";
import { WebSocket } from "ws";

interface Answer {
  readonly id?: number;
  readonly result?: {
    readonly result: { readonly value?: unknown };
    readonly exceptionDetails?: { readonly exception?: { readonly description?: string } };
  };
  readonly error?: { readonly message: string };
}

interface Question {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** A connection to the inspector of another process. */
export class InspectorSession {
  readonly #socket: WebSocket;
  readonly #pid: number;
  readonly #timeout: number;
  readonly #questions = new Map<number, Question>();

  private constructor(socket: WebSocket, pid: number, timeout: number) {
    this.#socket = socket;
    this.#pid = pid;
    this.#timeout = timeout;
    socket.on("message", (data) => {
      const answer = JSON.parse(String(data)) as Answer;
      this.#questions.get(answer.id ?? 0)?.resolve(answer);
    });
    socket.on("close", () => this.#fail("ended before it had answered"));
  }

  /**
   * @param timeout in milliseconds, for each answer
   * @throws InputError where the inspector does not take the connection
   */
  static async connect(url: string, pid: number, timeout: number): Promise<InspectorSession> {
    const socket = new WebSocket(url, { handshakeTimeout: timeout, perMessageDeflate: false });
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.on("error", (error) =>
        reject(
          new InputError(`The inspector of process ${pid} refuses to speak: ${error.message}`),
        ),
      );
    });
    return new InspectorSession(socket, pid, timeout);
  }

  /**
   * Runs an expression in the main thread of the process, between two steps of its own or in the middle of one, and
   * gives its value.
   *
   * @throws InputError where the thread does not answer in time, or the expression throws
   */
  async evaluate(expression: string): Promise<unknown> {
    const id = this.#questions.size + 1;
    const answer = await new Promise<Answer>((resolve, reject) => {
      const late = setTimeout(
        () => this.#fail(`does not answer within ${this.#timeout} ms: ${BLOCKED}`),
        this.#timeout,
      );
      const settle = <A>(then: (value: A) => void) => {
        return (value: A): void => {
          clearTimeout(late);
          then(value);
        };
      };
      this.#questions.set(id, { resolve: settle(resolve), reject: settle(reject) });
      const params = { expression, returnByValue: true, silent: true };
      this.#socket.send(JSON.stringify({ id, method: "Runtime.evaluate", params }));
    });
    const thrown = answer.result?.exceptionDetails;
    if (answer.error !== undefined || thrown !== undefined) {
      const why = answer.error?.message ?? thrown?.exception?.description;
      throw new InputError(`Process ${this.#pid} could not answer: ${why}`);
    }
    return answer.result?.result.value;
  }

  #fail(why: string): void {
    for (const { reject } of this.#questions.values()) {
      reject(new InputError(`Process ${this.#pid} ${why}`));
    }
  }

  /**
   * Waits until the other side hangs up.
   *
   * @param timeout in milliseconds: this side hangs up then
   */
  async closed(timeout: number): Promise<void> {
    if (this.#socket.readyState !== WebSocket.CLOSED) {
      await new Promise<void>((resolve) => {
        const late = setTimeout(() => this.close(), timeout);
        this.#socket.once("close", () => {
          clearTimeout(late);
          resolve();
        });
      });
    }
  }

  /** Hangs up. */
  close(): void {
    this.#socket.close();
  }
}

const BLOCKED = "its main thread is blocked in a call outside of JavaScript";
