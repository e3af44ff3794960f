import { expect, test } from "@jest/globals";
import { gather, taskGroup } from "../index.js";
import { openConnection, type Streams, startServer } from "../node.js";
import { ExploreError, explore } from "../testing.js";

/** A till behind a server: each line asks for so many pieces, and is told how many are left. */
async function sell(
  orders: readonly string[],
  handle: (line: string) => string,
): Promise<string[]> {
  await using server = await startServer(
    async (reader, writer) => {
      await using closing = writer;
      for await (const line of reader) {
        closing.write(Buffer.from(handle(line.toString())));
        await closing.drain();
      }
    },
    "127.0.0.1",
    0,
  );
  const connections: (readonly [string, Streams])[] = [];
  for (const order of orders) {
    connections.push([order, await openConnection("127.0.0.1", server.port)]);
  }
  return await gather(
    connections.map(([order, [reader, writer]]) => async () => {
      await using closing = writer;
      let answer = "";
      for (const line of order.split(",")) {
        closing.write(Buffer.from(`${line}\n`));
        answer += (await reader.readLine()).toString().trim();
      }
      return answer;
    }),
  );
}

test("what comes by several connections comes in any order: a test that relies on one fails", async () => {
  const relies = async (): Promise<void> => {
    const seen: string[] = [];
    await sell(["a", "b"], (line) => {
      seen.push(line.trim());
      return line;
    });
    expect(seen).toEqual(["a", "b"]);
  };
  const error = await explore(relies, { schedules: 200 }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ExploreError);
  const { seed, message } = error as ExploreError;
  expect(seed).toMatch(/arrival \d+ by \d+/);
  expect(message).toMatch(/what came by the connection to 127\.0\.0\.1:\d+ was noticed only when/);
});

test("what comes by one connection keeps its order in every schedule", async () => {
  const done = await explore(
    async () => {
      const [first, second] = await sell(["1,2,3,4", "5,6,7,8"], (line) => line);
      expect([first, second]).toEqual(["1234", "5678"]);
    },
    { schedules: 100 },
  );
  expect(done.schedules).toBe(100);
  expect(done.orders).toBeGreaterThan(1);
});

test("pieces that are sent without waiting arrive as they were sent", async () => {
  const { schedules } = await explore(
    async () => {
      const received: string[] = [];
      await using server = await startServer(
        async (reader, writer) => {
          received.push((await reader.read()).toString());
          writer.close();
        },
        "127.0.0.1",
        0,
      );
      await taskGroup(async (group) => {
        for (const name of ["a", "b"]) {
          group.createTask(async () => {
            const [reader, writer] = await openConnection("127.0.0.1", server.port);
            for (let piece = 0; piece < 5; piece++) {
              writer.write(Buffer.from(`${name}${piece}`));
              await writer.drain();
            }
            writer.writeEof();
            expect((await reader.read()).length).toBe(0);
            writer.close();
          });
        }
      });
      expect(received.sort()).toEqual(["a0a1a2a3a4", "b0b1b2b3b4"]);
    },
    { schedules: 50 },
  );
  expect(schedules).toBe(50);
});
