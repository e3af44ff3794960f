import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import {
  CancelledError,
  createTask,
  gather,
  getRunningLoop,
  RuntimeError,
  sleep,
} from "../index.js";
import {
  openConnection,
  type StreamReader,
  type Streams,
  type StreamWriter,
  startServer,
} from "../node.js";
import { codeOf, Peer } from "../proofs/peers.js";
import { runVirtual } from "../testing.js";

const PIECE = Buffer.alloc(2 ** 16, "piece");
/** More than the system keeps of a connection in both directions. */
const PIECES = 512;
const LIMIT = 2 ** 16;

/** A connection with both of its ends. */
async function bothEnds(): Promise<[client: Streams, server: Streams, close: () => Promise<void>]> {
  const accepted = getRunningLoop().createFuture<Streams>();
  const server = await startServer(
    (reader: StreamReader, writer: StreamWriter) => accepted.setResult([reader, writer]),
    "127.0.0.1",
    0,
    { limit: LIMIT },
  );
  const client = await openConnection("127.0.0.1", server.port);
  const served = await accepted;
  const close = async (): Promise<void> => {
    client[1].abort();
    served[1].abort();
    await server[Symbol.asyncDispose]();
  };
  return [client, served, close];
}

/** How much the reader holds, as it says itself. */
const held = (reader: StreamReader): number => Number(/(\d+) bytes/.exec(String(reader))?.[1] ?? 0);

describe("a slow reader", () => {
  test("makes the writer wait, so that neither side ever holds more than its limit and a piece", () =>
    runVirtual(async () => {
      const [[, writer], [reader], close] = await bothEnds();
      const loop = getRunningLoop();
      let mostWaiting = 0;
      let mostHeld = 0;
      let drainsThatWaited = 0;
      const writing = createTask(async () => {
        for (let i = 0; i < PIECES; i++) {
          writer.write(PIECE);
          mostWaiting = Math.max(mostWaiting, writer.getWriteBufferSize());
          const before = loop.time();
          await writer.drain();
          drainsThatWaited += loop.time() > before ? 1 : 0;
        }
        writer.writeEof();
      });
      let pieces = 0;
      for (; pieces < PIECES; pieces++) {
        // A real reader would be slow at something. Virtual time does not wait for what is stuck behind it.
        await sleep(10);
        mostHeld = Math.max(mostHeld, held(reader));
        const piece = await reader.readExactly(PIECE.length);
        expect(piece.equals(PIECE)).toBe(true);
      }
      await writing;
      expect([String(await reader.read()), pieces, loop.time()]).toEqual(["", PIECES, 10 * PIECES]);
      expect(mostWaiting).toBeLessThanOrEqual(2 ** 16 + PIECE.length);
      expect(mostHeld).toBeLessThanOrEqual(2 * LIMIT + 2 ** 16);
      expect(drainsThatWaited).toBeGreaterThan(0);
      await close();
    }));

  test("makes the program hold everything that it writes without a drain", () =>
    runVirtual(async () => {
      const [[, writer], , close] = await bothEnds();
      for (let i = 0; i < PIECES; i++) {
        writer.write(PIECE);
        await sleep(1);
      }
      expect(writer.getWriteBufferSize()).toBeGreaterThan((PIECES / 2) * PIECE.length);
      await close();
    }));
});

describe("drain", () => {
  test("lets all go on that wait [test_streams.StreamTests.test_multiple_drain]", () =>
    runVirtual(async () => {
      const [[, writer], [reader], close] = await bothEnds();
      for (let i = 0; i < PIECES; i++) {
        writer.write(PIECE);
      }
      let drained = 0;
      const drainers = Array.from({ length: 10 }, () =>
        createTask(async () => {
          await writer.drain();
          drained++;
        }),
      );
      await sleep(100);
      expect(drained).toBe(0);
      for (let i = 0; i < PIECES; i++) {
        await reader.readExactly(PIECE.length);
      }
      await gather(drainers);
      expect(drained).toBe(10);
      await close();
    }));

  test("throws where the other side has closed the connection [test_streams.StreamTests.test_drain_raises]", () =>
    runVirtual(async () => {
      await using peer = await Peer.listen(null, (socket) => socket.destroy());
      const [, writer] = await openConnection("127.0.0.1", peer.port);
      const writing = createTask(async () => {
        for (;;) {
          writer.write("foo\n");
          await writer.drain();
          await sleep(0);
        }
      });
      expect(["EPIPE", "ECONNRESET"]).toContain(await codeOf(writing));
    }));

  test("can be cancelled: nothing is lost", () =>
    runVirtual(async () => {
      const [[, writer], [reader], close] = await bothEnds();
      for (let i = 0; i < PIECES; i++) {
        writer.write(PIECE);
      }
      writer.writeEof();
      const task = createTask(() => writer.drain());
      await sleep(10);
      task.cancel();
      expect(await errorOf(task)).toBeInstanceOf(CancelledError);
      expect(await reader.read()).toHaveLength(PIECES * PIECE.length);
      await close();
    }));

  test("waits for everything to be sent where the high-water mark is 0", () =>
    runVirtual(async () => {
      const [[, writer], [reader], close] = await bothEnds();
      writer.setWriteBufferLimits({ high: 0 });
      for (let i = 0; i < PIECES; i++) {
        writer.write(PIECE);
      }
      writer.writeEof();
      const reading = createTask(() => reader.read());
      await writer.drain();
      expect(writer.getWriteBufferSize()).toBe(0);
      expect(await reading).toHaveLength(PIECES * PIECE.length);
      await close();
    }));

  test("goes on at the low-water mark, and takes a fourth of the high one for it", () =>
    runVirtual(async () => {
      const [[, writer], [reader], close] = await bothEnds();
      const levels: number[] = [];
      for (const limits of [{ high: 2 ** 22 }, { low: 2 ** 20 }, { high: 2 ** 22, low: 0 }]) {
        writer.setWriteBufferLimits(limits);
        while (writer.getWriteBufferSize() <= 2 ** 22) {
          writer.write(PIECE);
          await sleep(1);
        }
        const draining = createTask(async () => {
          await writer.drain();
          levels.push(writer.getWriteBufferSize());
        });
        while (!draining.done()) {
          await reader.read(PIECE.length);
          await sleep(1);
        }
      }
      const lows = [2 ** 20, 2 ** 20, 0];
      expect(levels.map((level, i) => level <= (lows[i] as number))).toEqual([true, true, true]);
      await close();
    }));

  test("refuses marks that contradict each other", () =>
    runVirtual(async () => {
      const [[, writer], , close] = await bothEnds();
      for (const limits of [{ high: 1, low: 2 }, { low: -1 }, { high: Number.NaN }]) {
        expect(() => writer.setWriteBufferLimits(limits)).toThrow(RangeError);
      }
      await close();
    }));
});

describe("a writer", () => {
  test("sends pieces in their order, and then its end", () =>
    runVirtual(async () => {
      const [[, writer], [reader], close] = await bothEnds();
      writer.write("a");
      writer.writelines(["b", Buffer.from("c"), new Uint8Array([100])]);
      writer.write("e");
      expect(writer.canWriteEof()).toBe(true);
      writer.writeEof();
      writer.writeEof();
      expect(() => writer.write("f")).toThrow(RuntimeError);
      expect([String(await reader.read()), writer.isClosing()]).toEqual(["abcde", false]);
      await close();
    }));

  test("that is aborted drops what was not sent; its reader ends", () =>
    runVirtual(async () => {
      const [[clientReader, writer], [reader], close] = await bothEnds();
      for (let i = 0; i < PIECES; i++) {
        writer.write(PIECE);
      }
      writer.abort();
      expect(writer.isClosing()).toBe(true);
      await writer.waitClosed();
      expect(String(await clientReader.read())).toBe("");
      let got = 0;
      for (let piece = await reader.read(PIECE.length); piece.length > 0; ) {
        got += piece.length;
        piece = await reader.read(PIECE.length);
      }
      expect(got).toBeLessThan(PIECES * PIECE.length);
      await close();
    }));

  test("refuses what is neither bytes nor text", () =>
    runVirtual(async () => {
      const [[, writer], , close] = await bothEnds();
      expect(() => writer.write(7 as never)).toThrow(TypeError);
      await close();
    }));
});
