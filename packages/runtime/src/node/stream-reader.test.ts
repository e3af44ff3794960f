import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { virtualLoop } from "../conformance/virtual-loop.js";
import {
  CancelledError,
  createTask,
  getRunningLoop,
  RuntimeError,
  setEventLoop,
  sleep,
  wait,
} from "../index.js";
import {
  IncompleteReadError,
  LimitOverrunError,
  StreamReader,
  type StreamReaderOptions,
} from "../node.js";
import { runVirtual } from "../testing.js";

const LINES = "line1\nline2\nline3\n";

/** Runs the test with a reader of a loop on virtual time. */
function withReader(
  body: (reader: StreamReader) => Promise<void>,
  options: StreamReaderOptions = {},
): () => Promise<void> {
  return () => runVirtual(() => body(new StreamReader(options)));
}

/** What is left in the reader, taken out. */
async function rest(reader: StreamReader): Promise<string> {
  reader.feedEof();
  return String(await reader.read());
}

describe("a reader that is fed", () => {
  test(
    "nothing holds nothing [test_streams.StreamTests.test_feed_empty_data]",
    withReader(async (reader) => {
      reader.feedData("");
      expect(await rest(reader)).toBe("");
    }),
  );

  test(
    "bytes or text holds them [test_streams.StreamTests.test_feed_nonempty_data]",
    withReader(async (reader) => {
      reader.feedData(Buffer.from("line1\n"));
      reader.feedData(new Uint8Array(Buffer.from("line2\n")));
      reader.feedData("line3\n");
      expect(await rest(reader)).toBe(LINES);
    }),
  );

  test(
    "after its end refuses",
    withReader(async (reader) => {
      reader.feedEof();
      expect(() => reader.feedData("late")).toThrow(RuntimeError);
      expect(() => reader.feedData(7 as never)).toThrow(RuntimeError);
    }),
  );

  test(
    "what is no bytes refuses",
    withReader(async (reader) => {
      expect(() => reader.feedData(7 as never)).toThrow(
        new TypeError("Bytes (a Uint8Array) or a string are needed, not 7"),
      );
    }),
  );

  test(
    "in pieces of any size gives the same bytes in pieces of any other, none of which changes later",
    withReader(async (reader) => {
      const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7) % 251));
      const taken: Buffer[] = [];
      let fed = 0;
      for (let step = 1; fed < bytes.length; step = (step * 31) % 97) {
        reader.feedData(bytes.subarray(fed, fed + step));
        fed = Math.min(bytes.length, fed + step);
        if (step % 3 === 0) {
          taken.push(await reader.read(step));
        }
      }
      reader.feedEof();
      taken.push(await reader.read());
      expect(Buffer.concat(taken).equals(bytes)).toBe(true);
    }),
  );
});

describe("read", () => {
  test(
    "of no bytes takes none [test_streams.StreamTests.test_read_zero]",
    withReader(async (reader) => {
      reader.feedData(LINES);
      expect(await reader.read(0)).toEqual(Buffer.alloc(0));
      expect(await rest(reader)).toBe(LINES);
    }),
  );

  test(
    "waits until there is something, and gives what there is [test_streams.StreamTests.test_read]",
    withReader(async (reader) => {
      const task = createTask(() => reader.read(30));
      getRunningLoop().callSoon(() => reader.feedData(LINES));
      expect(String(await task)).toBe(LINES);
      expect(await rest(reader)).toBe("");
    }),
  );

  test(
    "takes no more than it was asked for [test_streams.StreamTests.test_read_line_breaks]",
    withReader(async (reader) => {
      reader.feedData("line1");
      reader.feedData("line2");
      expect(String(await reader.read(5))).toBe("line1");
      expect(await rest(reader)).toBe("line2");
    }),
  );

  test(
    "gives no bytes at the end [test_streams.StreamTests.test_read_eof]",
    withReader(async (reader) => {
      const task = createTask(() => reader.read(1_024));
      getRunningLoop().callSoon(() => reader.feedEof());
      expect(String(await task)).toBe("");
    }),
  );

  test(
    "without a number gives all until the end [test_streams.StreamTests.test_read_until_eof]",
    withReader(async (reader) => {
      const task = createTask(() => reader.read(-1));
      getRunningLoop().callSoon(() => {
        reader.feedData("chunk1\n");
        reader.feedData("chunk2");
        reader.feedEof();
      });
      expect(String(await task)).toBe("chunk1\nchunk2");
    }),
  );

  test(
    "throws the error that was set [test_streams.StreamTests.test_read_exception]",
    withReader(async (reader) => {
      reader.feedData("line\n");
      expect(String(await reader.read(2))).toBe("li");
      const error = new RangeError("broken");
      reader.setException(error);
      expect(await errorOf(reader.read(2))).toBe(error);
    }),
  );

  test(
    "gives more than the limit where more is there [test_streams.StreamTests.test_read_limit]",
    withReader(
      async (reader) => {
        reader.feedData("chunk");
        expect(String(await reader.read(5))).toBe("chunk");
      },
      { limit: 3 },
    ),
  );

  test(
    "of what is there does not give up the turn",
    withReader(async (reader) => {
      reader.feedData(LINES);
      const order: string[] = [];
      const other = createTask(async () => {
        order.push("other");
      });
      await reader.read(1);
      await reader.readExactly(1);
      await reader.readLine();
      await reader.readUntil("2");
      order.push("reader");
      await other;
      expect(order).toEqual(["reader", "other"]);
    }),
  );

  test(
    "runs nothing until it is awaited",
    withReader(async (reader) => {
      reader.feedData("ab");
      const second = reader.read(1);
      expect(String(await reader.read(1))).toBe("a");
      expect(String(await second)).toBe("b");
    }),
  );

  test(
    "by a second task, while one waits, is refused",
    withReader(async (reader) => {
      const task = createTask(() => reader.read(1));
      await sleep(0);
      const error = await errorOf(reader.readLine());
      expect(error).toBeInstanceOf(RuntimeError);
      expect(error.message).toMatch(/^readLine\(\) was called while another task reads/);
      reader.feedData("x");
      expect(String(await task)).toBe("x");
    }),
  );
});

describe("the limit", () => {
  test("must be above 0 [test_streams.StreamTests.test_invalid_limit]", () =>
    runVirtual(async () => {
      for (const limit of [0, -1, Number.NaN]) {
        expect(() => new StreamReader({ limit })).toThrow(
          new RangeError(`A limit above 0 bytes is needed, not ${limit}`),
        );
      }
    }));
});

describe("readLine", () => {
  test(
    "waits for the newline [test_streams.StreamTests.test_readline]",
    withReader(async (reader) => {
      reader.feedData("chunk1 ");
      const task = createTask(() => reader.readLine());
      getRunningLoop().callSoon(() => {
        reader.feedData("chunk2 ");
        reader.feedData("chunk3 ");
        reader.feedData("\n chunk4");
      });
      expect(String(await task)).toBe("chunk1 chunk2 chunk3 \n");
      expect(await rest(reader)).toBe(" chunk4");
    }),
  );

  test(
    "takes a line that is longer than the limit away, and says so [test_streams.StreamTests.test_readline_limit_with_existing_data]",
    withReader(
      async (reader) => {
        reader.feedData("li");
        reader.feedData("ne1\nline2\n");
        expect(await errorOf(reader.readLine())).toEqual(
          new RangeError("A line is longer than the limit of 3 bytes"),
        );
        expect(await rest(reader)).toBe("line2\n");

        const other = new StreamReader({ limit: 3 });
        for (const piece of ["li", "ne1", "li"]) {
          other.feedData(piece);
        }
        expect(await errorOf(other.readLine())).toBeInstanceOf(RangeError);
        expect(await rest(other)).toBe("");
      },
      { limit: 3 },
    ),
  );

  test(
    "keeps to the limit to the byte, the newline not counted [test_streams.StreamTests.test_readline_limit]",
    withReader(
      async (reader) => {
        const loop = getRunningLoop();
        loop.callSoon(() => {
          reader.feedData("chunk1");
          reader.feedData("chunk2");
          reader.feedData("chunk3\n");
          reader.feedEof();
        });
        expect(await errorOf(reader.readLine())).toBeInstanceOf(RangeError);
        expect(await rest(reader)).toBe("");

        const second = new StreamReader({ limit: 7 });
        loop.callSoon(() => {
          second.feedData("chunk1");
          second.feedData("chunk2\n");
          second.feedData("chunk3\n");
          second.feedEof();
        });
        expect(await errorOf(second.readLine())).toBeInstanceOf(RangeError);
        expect(await rest(second)).toBe("chunk3\n");

        const strict = new StreamReader({ limit: 7 });
        strict.feedData("1234567\n");
        expect(String(await strict.readLine())).toBe("1234567\n");
        for (const tooLong of ["12345678\n", "12345678"]) {
          strict.feedData(tooLong);
          expect(await errorOf(strict.readLine())).toBeInstanceOf(RangeError);
        }
        expect(await rest(strict)).toBe("");
      },
      { limit: 7 },
    ),
  );

  test(
    "gives the first of the lines that are there [test_streams.StreamTests.test_readline_nolimit_nowait]",
    withReader(async (reader) => {
      reader.feedData(LINES.slice(0, 6));
      reader.feedData(LINES.slice(6));
      expect(String(await reader.readLine())).toBe("line1\n");
      expect(await rest(reader)).toBe("line2\nline3\n");
    }),
  );

  test(
    "gives what is left at the end, though no newline comes [test_streams.StreamTests.test_readline_eof] [test_streams.StreamTests.test_readline_empty_eof]",
    withReader(async (reader) => {
      reader.feedData("some data");
      reader.feedEof();
      expect(String(await reader.readLine())).toBe("some data");
      expect(String(await reader.readLine())).toBe("");
    }),
  );

  test(
    "leaves the rest to other reads [test_streams.StreamTests.test_readline_read_byte_count]",
    withReader(async (reader) => {
      reader.feedData(LINES);
      await reader.readLine();
      expect(String(await reader.read(7))).toBe("line2\nl");
      expect(await rest(reader)).toBe("ine3\n");
    }),
  );

  test(
    "throws the error that was set [test_streams.StreamTests.test_readline_exception]",
    withReader(async (reader) => {
      reader.feedData("line\n");
      expect(String(await reader.readLine())).toBe("line\n");
      reader.setException(new RangeError("broken"));
      expect(await errorOf(reader.readLine())).toEqual(new RangeError("broken"));
    }),
  );

  test(
    "is what iteration gives",
    withReader(async (reader) => {
      reader.feedData(`${LINES}rest`);
      reader.feedEof();
      const lines: string[] = [];
      for await (const line of reader) {
        lines.push(String(line));
      }
      expect(lines).toEqual(["line1\n", "line2\n", "line3\n", "rest"]);
    }),
  );
});

describe("readUntil", () => {
  test(
    "needs a separator that is not empty [test_streams.StreamTests.test_readuntil_separator]",
    withReader(async (reader) => {
      for (const separator of ["", [""], []]) {
        expect(await errorOf(reader.readUntil(separator))).toBeInstanceOf(RangeError);
      }
    }),
  );

  test(
    "finds a separator wherever it is [test_streams.StreamTests.test_readuntil_multi_chunks]",
    withReader(async (reader) => {
      for (const data of ["lineAAA", "lineAAA", "lineAAAxxx"]) {
        reader.feedData(data);
        expect(String(await reader.readUntil("AAA"))).toBe("lineAAA");
      }
      expect(await rest(reader)).toBe("xxx");
    }),
  );

  test(
    "finds a separator that comes in pieces [test_streams.StreamTests.test_readuntil_multi_chunks_1]",
    withReader(async (reader) => {
      const cases: [string[], string][] = [
        [["QWEaa", "XYaa", "a"], "QWEaaXYaaa"],
        [["QWEaa", "XYa", "aa"], "QWEaaXYaaa"],
        [["aaa"], "aaa"],
        [["Xaaa"], "Xaaa"],
        [["XXX", "a", "a", "a"], "XXXaaa"],
      ];
      for (const [pieces, whole] of cases) {
        for (const piece of pieces) {
          reader.feedData(piece);
        }
        expect(String(await reader.readUntil("aaa"))).toBe(whole);
      }
      expect(await rest(reader)).toBe("");
    }),
  );

  test(
    "says what it has got where the stream ends before [test_streams.StreamTests.test_readuntil_eof]",
    withReader(async (reader) => {
      reader.feedData("some dataAA");
      reader.feedEof();
      const error = await errorOf(reader.readUntil("AAA"));
      expect(error).toBeInstanceOf(IncompleteReadError);
      expect(error.message).toBe("11 bytes read on a total of undefined expected bytes");
      const { partial, expected } = error as IncompleteReadError;
      expect([String(partial), expected]).toEqual(["some dataAA", null]);
      expect(await rest(reader)).toBe("");
    }),
  );

  test(
    "keeps what is longer than the limit, and says how much can be read away [test_streams.StreamTests.test_readuntil_limit_found_sep]",
    withReader(
      async (reader) => {
        reader.feedData("some dataAA");
        const missing = await errorOf(reader.readUntil("AAA"));
        expect(missing).toBeInstanceOf(LimitOverrunError);
        expect(missing.message).toMatch(/not found/);
        expect((missing as LimitOverrunError).consumed).toBe(9);
        reader.feedData("A");
        const found = await errorOf(reader.readUntil("AAA"));
        expect(found).toBeInstanceOf(LimitOverrunError);
        expect(found.message).toMatch(/is found/);
        expect((found as LimitOverrunError).consumed).toBe(9);
        expect(await rest(reader)).toBe("some dataAAA");
      },
      { limit: 3 },
    ),
  );

  test(
    "of several separators ends at the first place where one ends [test_streams.StreamTests.test_readuntil_multi_separator]",
    withReader(async (reader) => {
      reader.feedData("line 1\nline 2\r");
      expect(String(await reader.readUntil(["\r", "\n"]))).toBe("line 1\n");
      expect(String(await reader.readUntil(["\r", "\n"]))).toBe("line 2\r");
      reader.feedData("ABCDEFG");
      expect(String(await reader.readUntil(["DEF", "BCDE"]))).toBe("ABCDE");
      expect(await rest(reader)).toBe("FG");
    }),
  );

  test(
    "of several separators that end at one place takes the shortest for the limit [test_streams.StreamTests.test_readuntil_multi_separator_limit]",
    withReader(
      async (reader) => {
        reader.feedData("some dataA");
        const error = await errorOf(reader.readUntil(["A", "ome dataA"]));
        expect(error).toBeInstanceOf(LimitOverrunError);
        expect(error.message).toMatch(/is found/);
        expect(await rest(reader)).toBe("some dataA");
      },
      { limit: 3 },
    ),
  );

  test(
    "looks again from the start where a long separator could have begun there [test_streams.StreamTests.test_readuntil_multi_separator_negative_offset]",
    withReader(async (reader) => {
      reader.feedData("data");
      const task = createTask(() => reader.readUntil(["A", "long sep"]));
      getRunningLoop().callSoon(() => reader.feedData("Z"));
      getRunningLoop().callSoon(() => reader.feedData("Aaaa"));
      expect(String(await task)).toBe("dataZA");
      expect(await rest(reader)).toBe("aaa");
    }),
  );

  test(
    "takes any kind of bytes for a separator [test_streams.StreamTests.test_readuntil_bytearray]",
    withReader(async (reader) => {
      for (const separator of ["\r\n", Buffer.from("\r\n"), new Uint8Array([13, 10])]) {
        reader.feedData("some data\r\n");
        expect(String(await reader.readUntil(separator))).toBe("some data\r\n");
      }
    }),
  );
});

describe("readExactly", () => {
  test(
    "gives nothing for 0 bytes, and refuses less [test_streams.StreamTests.test_readexactly_zero_or_less]",
    withReader(async (reader) => {
      reader.feedData(LINES);
      expect(String(await reader.readExactly(0))).toBe("");
      expect(await errorOf(reader.readExactly(-1))).toEqual(
        new RangeError("readExactly() needs a number of bytes of 0 or more, not -1"),
      );
      expect(await rest(reader)).toBe(LINES);
    }),
  );

  test(
    "waits until as many bytes are there [test_streams.StreamTests.test_readexactly]",
    withReader(async (reader) => {
      const task = createTask(() => reader.readExactly(2 * LINES.length));
      getRunningLoop().callSoon(() => {
        for (let i = 0; i < 3; i++) {
          reader.feedData(LINES);
        }
      });
      expect(String(await task)).toBe(LINES + LINES);
      expect(await rest(reader)).toBe(LINES);
    }),
  );

  test(
    "knows no limit [test_streams.StreamTests.test_readexactly_limit]",
    withReader(
      async (reader) => {
        reader.feedData("chunk");
        expect(String(await reader.readExactly(5))).toBe("chunk");
      },
      { limit: 3 },
    ),
  );

  test(
    "says what it has got where the stream ends before [test_streams.StreamTests.test_readexactly_eof]",
    withReader(async (reader) => {
      const task = createTask(() => reader.readExactly(36));
      getRunningLoop().callSoon(() => {
        reader.feedData(LINES);
        reader.feedEof();
      });
      const error = await errorOf(task);
      expect(error).toBeInstanceOf(IncompleteReadError);
      expect(error.message).toBe("18 bytes read on a total of 36 expected bytes");
      const { partial, expected } = error as IncompleteReadError;
      expect([String(partial), expected]).toEqual([LINES, 36]);
      expect(await rest(reader)).toBe("");
    }),
  );

  test(
    "throws the error that was set [test_streams.StreamTests.test_readexactly_exception]",
    withReader(async (reader) => {
      reader.feedData("line\n");
      expect(String(await reader.readExactly(2))).toBe("li");
      reader.setException(new RangeError("broken"));
      expect(await errorOf(reader.readExactly(2))).toEqual(new RangeError("broken"));
    }),
  );
});

describe("the end of a stream", () => {
  test(
    "is reached when everything was read [test_streams.StreamTests.test_at_eof]",
    withReader(async (reader) => {
      const seen = [reader.atEof()];
      reader.feedData("some data\n");
      seen.push(reader.atEof());
      await reader.readLine();
      seen.push(reader.atEof());
      reader.feedData("some data\n");
      reader.feedEof();
      seen.push(reader.atEof());
      await reader.readLine();
      expect([...seen, reader.atEof()]).toEqual([false, false, false, false, true]);
    }),
  );
});

describe("an error that is set", () => {
  test(
    "can be asked for [test_streams.StreamTests.test_exception]",
    withReader(async (reader) => {
      expect(reader.exception()).toBe(null);
      const error = new RangeError("broken");
      reader.setException(error);
      expect(reader.exception()).toBe(error);
    }),
  );

  test(
    "is thrown by who waits [test_streams.StreamTests.test_exception_waiter]",
    withReader(async (reader) => {
      const reading = createTask(() => reader.readLine());
      const setting = createTask(async () => reader.setException(new RangeError("broken")));
      await wait([reading, setting]);
      expect(() => reading.result()).toThrow(new RangeError("broken"));
    }),
  );

  test(
    "leaves alone a task that was cancelled before [test_streams.StreamTests.test_exception_cancel]",
    withReader(async (reader) => {
      const task = createTask(() => reader.readLine());
      await sleep(0);
      task.cancel();
      reader.setException(new RuntimeError("message"));
      expect(await errorOf(task)).toBeInstanceOf(CancelledError);
      expect(String(reader)).not.toContain("waiter");
    }),
  );
});

describe("cancelling a read", () => {
  test.each([
    ["read", (reader: StreamReader) => reader.read(2)],
    ["readExactly", (reader: StreamReader) => reader.readExactly(5)],
    ["readUntil", (reader: StreamReader) => reader.readUntil("!")],
    ["readLine", (reader: StreamReader) => reader.readLine()],
  ])("%s takes nothing out of the stream", (name, read) =>
    runVirtual(async () => {
      const reader = new StreamReader();
      if (name !== "read") {
        reader.feedData("abc");
      }
      const task = createTask(() => read(reader));
      await sleep(0);
      task.cancel();
      expect(await errorOf(task)).toBeInstanceOf(CancelledError);
      reader.feedData("d");
      expect(await rest(reader)).toBe(name === "read" ? "d" : "abcd");
    }),
  );
});

describe("a reader belongs to", () => {
  test("no loop where none runs and none was set [test_streams.StreamTests.test_streamreader_constructor_without_loop]", () => {
    expect(() => new StreamReader()).toThrow(RuntimeError);
  });

  test("the loop that runs [test_streams.StreamTests.test_streamreader_constructor_use_running_loop]", () =>
    runVirtual(async () => {
      const reader = new StreamReader();
      const task = createTask(() => reader.read(1));
      await sleep(0);
      reader.feedData("x");
      expect(String(await task)).toBe("x");
    }));

  test("the loop that was set [test_streams.StreamTests.test_streamreader_constructor_use_global_loop]", async () => {
    const loop = virtualLoop();
    setEventLoop(loop);
    const reader = new StreamReader();
    setEventLoop(null);
    loop.callSoon(() => reader.feedData("x"));
    expect(String(await loop.runUntilComplete(() => reader.read(1)))).toBe("x");
    loop.close();
  });

  test("the loop that it was given", async () => {
    const loop = virtualLoop();
    const reader = new StreamReader({ loop });
    loop.callLater(5, () => reader.feedData("x"));
    expect(String(await loop.runUntilComplete(() => reader.read(1)))).toBe("x");
    expect(loop.time()).toBe(5);
    loop.close();
  });
});

describe("a reader's description", () => {
  test(
    "is its class alone where there is nothing to say [test_streams.StreamTests.test___repr__]",
    withReader(async (reader) => {
      expect(String(reader)).toBe("<StreamReader>");
    }),
  );

  test(
    "tells a limit that is not the usual one [test_streams.StreamTests.test___repr__nondefault_limit]",
    withReader(
      async (reader) => {
        expect(String(reader)).toBe("<StreamReader limit=123>");
      },
      { limit: 123 },
    ),
  );

  test(
    "tells that the end has come [test_streams.StreamTests.test___repr__eof]",
    withReader(async (reader) => {
      reader.feedEof();
      expect(String(reader)).toBe("<StreamReader eof>");
    }),
  );

  test(
    "tells how much there is [test_streams.StreamTests.test___repr__data]",
    withReader(async (reader) => {
      reader.feedData("data");
      expect(String(reader)).toBe("<StreamReader 4 bytes>");
    }),
  );

  test(
    "tells the error [test_streams.StreamTests.test___repr__exception]",
    withReader(async (reader) => {
      reader.setException(new RuntimeError("broken"));
      expect(String(reader)).toBe("<StreamReader exception=RuntimeError: broken>");
    }),
  );

  test(
    "tells that somebody waits [test_streams.StreamTests.test___repr__waiter]",
    withReader(async (reader) => {
      const task = createTask(() => reader.read(1));
      await sleep(0);
      expect(String(reader)).toMatch(/^<StreamReader waiter=<Future pending.*>>$/);
      reader.feedData("x");
      await task;
      expect(String(reader)).toBe("<StreamReader>");
    }),
  );
});
