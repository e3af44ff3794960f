import { expect, test } from "@jest/globals";
import { createTask, type Future, gather, sleep } from "../index.js";
import { describeWait } from "../introspection/describe-wait.js";
import {
  createSubprocessExec,
  openConnection,
  PIPE,
  type StreamReader,
  type StreamWriter,
  startServer,
  toThread,
} from "../node.js";
import type { Task } from "../tasks/task.js";
import { runVirtual } from "../testing.js";

/** What each task waits for, once all of them wait. */
async function waits(...work: (() => PromiseLike<unknown>)[]): Promise<string[]> {
  const tasks: Task<unknown>[] = work.map((one) => createTask(one));
  await sleep(1);
  const words = tasks.map(describeWait);
  for (const task of tasks) {
    task.cancel();
  }
  await gather(tasks as Future<unknown>[], { returnExceptions: true });
  return words;
}

test("a task that waits for a connection says which, and what for", () =>
  runVirtual(async () => {
    let accepted: readonly [StreamReader, StreamWriter] | undefined;
    await using server = await startServer(
      async (reader, writer) => {
        accepted = [reader, writer];
        await sleep(1_000);
      },
      "127.0.0.1",
      0,
    );
    const [reader, writer] = await openConnection("127.0.0.1", server.port);
    const there = `the connection to 127.0.0.1:${server.port}`;
    const found = await waits(
      async () => {
        await reader.readLine();
      },
      async () => {
        await writer.waitClosed();
      },
    );
    expect(found).toEqual([`readLine of ${there}`, `the end of ${there}`]);
    writer.write(Buffer.alloc(20_000_000));
    expect(await waits(() => writer.drain())).toEqual([`room to write to ${there}`]);
    const place = `127.0.0.1:${server.port}`;
    server.close();
    expect(await waits(() => server.waitClosed())).toEqual([`the end of the server at ${place}`]);
    accepted?.[1].abort();
    writer.abort();
  }));

test("a task that waits for a process or a thread says which", () =>
  runVirtual(async () => {
    const program = "process.stdin.resume()";
    await using child = await createSubprocessExec(process.execPath, ["-e", program], {
      stdin: PIPE,
      stdout: PIPE,
      stderr: PIPE,
    });
    // Time stands still while a process or a thread is waited for, so these are looked at by another task.
    const ended = createTask(async () => await child.wait());
    const output = createTask(async () => await child.stdout?.read());
    const thread = createTask(async () => {
      await toThread(function work() {
        return 1;
      });
    });
    await sleep(0);
    await sleep(0);
    expect([ended, output, thread].map((task: Task<unknown>) => describeWait(task))).toEqual([
      `the end of process ${child.pid}`,
      `read of the output of process ${child.pid}`,
      "work in an executor",
    ]);
    await thread;
    child.stdin?.close();
    await gather([ended, output] as Future<unknown>[]);
  }));
