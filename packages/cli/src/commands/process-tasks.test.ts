import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, test } from "@jest/globals";
import { listeningPorts } from "../processes/listening-ports.js";
import { runCli } from "../testkit/run-cli.js";
import { scratchFolder } from "../testkit/scratch-folder.js";

const cwd = process.cwd();
const runtime = pathToFileURL(join(__dirname, "../../../runtime/dist/index.js")).href;

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

interface Target {
  readonly pid: number;
  /** What it wrote to its standard error so far. */
  stderr(): string;
}

interface StartOptions {
  readonly nodeOptions?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a program, and waits until it has printed a line. Each has a port of its own for its inspector. */
async function start(program: string, options: StartOptions = {}): Promise<Target> {
  const { nodeOptions = ["--inspect-port=0"], env = {} } = options;
  return await started(
    spawn(process.execPath, [...nodeOptions, "--input-type=module", "--eval", program], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
}

async function started(child: ChildProcess): Promise<Target> {
  children.push(child);
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  await once(child.stdout as NonNullable<typeof child.stdout>, "data");
  return { pid: child.pid as number, stderr: () => stderr };
}

/** A program whose tasks wait for one another, and for time, a lock and a promise from outside. */
const SHOP = `
  import { createTask, gather, Lock, run, sleep, taskGroup } from "${runtime}";
  const lock = new Lock();
  async function fetchPrice(symbol) {
    await sleep(3_600_000);
  }
  async function bookOrder() {
    await lock.with(() => new Promise(() => {}));
  }
  async function serve() {
    const prices = gather(
      createTask(() => fetchPrice("A"), { name: "price-A" }),
      createTask(() => fetchPrice("B"), { name: "price-B" }),
    );
    const orders = createTask(async function takeOrders() {
      await taskGroup(async (group) => {
        group.createTask(bookOrder, { name: "order-1" });
        group.createTask(bookOrder, { name: "order-2" });
      });
    }, { name: "orders" });
    setTimeout(() => console.log("up"), 20);
    await gather(prices, orders);
  }
  setInterval(() => {}, 1_000);
  await run(() => createTask(serve, { name: "server" }));
`;

/** A time left and a task's number differ from run to run. */
const settled = (text: string): string =>
  text
    .replace(/\d+(\.\d+)? (ms|s) left/g, "<time> left")
    .replace(/Task-\d+/g, "Task-N")
    .replace(/process \d+ \(node v[^)]*\)/, "process <pid> (node <version>)");

describe("awaitwise pstree", () => {
  test("shows each task below the one that waits for it, and closes the inspector again", async () => {
    const { pid } = await start(SHOP);
    const { code, stdout, stderr } = await runCli(["pstree", String(pid)], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(settled(stdout).trimEnd().split("\n")).toEqual([
      "process <pid> (node <version>)",
      "└── Task-N  waits for server",
      "    └── server (serve)  waits for price-A, price-B, orders",
      "        ├── price-A  sleeps, <time> left",
      "        ├── price-B  sleeps, <time> left",
      "        └── orders (takeOrders)  waits for order-1, order-2",
      "            ├── order-1 (bookOrder)  waits for a promise that is not the runtime's",
      "            └── order-2 (bookOrder)  waits for Lock.with",
    ]);
    await untilClosed(pid);
  });

  test("says where each task awaits, when the program runs in debug mode", async () => {
    using folder = scratchFolder({ "shop.mjs": SHOP });
    const child = spawn(process.execPath, ["--inspect-port=0", join(folder.path, "shop.mjs")], {
      env: { PATH: process.env.PATH, AWAITWISE_RUNTIME_DEBUG: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { pid } = await started(child);
    const { stdout } = await runCli(["pstree", String(pid)], { cwd: folder.path });
    expect(stdout).toMatch(/price-A {2}sleeps, .* left {2}shop\.mjs:5:11\n/);
    expect(stdout).toMatch(/^process \d+ \(node v[\d.]+, shop\.mjs\)\n/);
  });

  test("draws tasks that wait in a circle, and those that several wait for, once", async () => {
    const { pid } = await start(`
      import { createTask, run, sleep } from "${runtime}";
      const tasks = {};
      const start = (name, ...awaited) => {
        tasks[name] = createTask(async () => {
          await sleep(1);
          await Promise.all(awaited.map((other) => tasks[other]));
          await sleep(3_600_000);
        }, { name });
      };
      await run(async () => {
        start("one", "two");
        start("two", "one");
        start("shared");
        start("left", "shared");
        start("right", "shared");
        setTimeout(() => console.log("up"), 50);
        await sleep(3_600_000);
      });
    `);
    const { stdout } = await runCli(["pstree", String(pid)], { cwd });
    expect(settled(stdout).trimEnd().split("\n").slice(1)).toEqual([
      "├── Task-N  sleeps, <time> left",
      "├── left  waits for shared",
      "│   └── shared  sleeps, <time> left",
      "├── right  waits for shared",
      "│   └── shared  see above",
      "└── one  waits for two",
      "    └── two  waits for one",
      "        └── one  see above",
    ]);
  });
});

describe("awaitwise ps", () => {
  test("lists the tasks in the order in which they were made", async () => {
    const { pid } = await start(SHOP);
    const { code, stdout } = await runCli(["ps", String(pid)], { cwd });
    expect(code).toBe(0);
    expect(
      settled(stdout)
        .trimEnd()
        .split("\n")
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ["TASK", "RUNS", "DOES", "AT"],
      [expect.stringMatching(/^Task-N/), "waits for server"],
      ["server", "serve", "waits for price-A, price-B, orders"],
      ["price-A", "sleeps, <time> left"],
      ["price-B", "sleeps, <time> left"],
      ["orders", "takeOrders", "waits for order-1, order-2"],
      ["order-1", "bookOrder", "waits for a promise that is not the runtime's"],
      ["order-2", "bookOrder", "waits for Lock.with"],
    ]);
  });

  test("does a process no harm, however often it is asked", async () => {
    const { pid } = await start(SHOP);
    const codes: number[] = [];
    // Where both sides hung up at once, Node 24 itself fell after some ten times.
    for (let i = 0; i < 30; i++) {
      codes.push((await runCli(["ps", String(pid)], { cwd })).code);
    }
    expect(codes).toEqual(codes.map(() => 0));
    expect(process.kill(pid, 0)).toBe(true);
  });

  test("gives everything as JSON", async () => {
    const { pid } = await start(SHOP);
    const { stdout } = await runCli(["ps", String(pid), "--format", "json"], { cwd });
    const state = JSON.parse(stdout);
    expect(state).toMatchObject({ version: 1, pid, node: process.version, script: null });
    expect(state.loops).toHaveLength(1);
    expect(state.loops[0].tasks[1]).toEqual({
      id: 2,
      name: "server",
      runs: "serve",
      state: "waiting",
      waitsFor: "price-A, price-B, orders",
      dueIn: null,
      awaits: [3, 4, 5],
      isCancelling: false,
      callStack: [],
    });
  });

  test("answers for a process that is busy in a step", async () => {
    const { pid } = await start(`
      import { createTask, run, sleep } from "${runtime}";
      await run(async () => {
        createTask(async function compute() {
          console.log("up");
          for (;;);
        }, { name: "busy" });
        createTask(() => sleep(1), { name: "starved" });
        await sleep(1);
      });
    `);
    const { code, stdout } = await runCli(["ps", String(pid)], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nbusy +compute +runs\nstarved +has not begun\n$/);
  });

  test("uses an inspector that is open already, and leaves it open", async () => {
    const { pid } = await start(SHOP, { nodeOptions: ["--inspect=0"] });
    expect((await runCli(["ps", String(pid)], { cwd })).code).toBe(0);
    expect((await runCli(["ps", String(pid)], { cwd })).code).toBe(0);
    expect(listeningPorts(pid)).toHaveLength(1);
  });

  test("says that no loop runs", async () => {
    const { pid } = await start(`
      import "${runtime}";
      console.log("up");
      setInterval(() => {}, 1_000);
    `);
    expect(await runCli(["ps", String(pid)], { cwd })).toEqual({
      code: 0,
      stdout: `No event loop runs in process ${pid}\n`,
      stderr: "",
    });
  });
});

describe("awaitwise ps refuses, with exit code 2,", () => {
  const refused = async (pid: number | string, ...options: string[]): Promise<string> => {
    const { code, stdout, stderr } = await runCli(["ps", String(pid), ...options], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    return stderr;
  };

  test.each(["shop", "0", "-5", "1.5", "99999999999"])("what is no number: %s", async (operand) => {
    const { code, stderr } = await runCli(["ps", "--", operand], { cwd });
    expect([code, stderr]).toEqual([
      2,
      `error: "${operand}" is no process: give its number, as in awaitwise ps 4242\n`,
    ]);
  });

  test("a process that does not exist", async () => {
    const child = spawn(process.execPath, ["--version"]);
    await once(child, "close");
    expect(await refused(child.pid as number)).toBe(`error: There is no process ${child.pid}\n`);
  });

  test("itself", async () => {
    expect(await refused(process.pid)).toBe(`error: Process ${process.pid} is this one\n`);
  });

  test("a process of another user", async () => {
    // Root may ask every process; so it is one that no longer acts as root, and asks a third user's.
    const isRoot = process.geteuid?.() === 0;
    const idle = isRoot
      ? spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { uid: 65534 })
      : undefined;
    if (idle !== undefined) children.push(idle);
    const pid = idle?.pid ?? 1;
    await refused(process.pid); // Everything that it takes is loaded from here on.
    process.seteuid?.(isRoot ? 65533 : (process.geteuid?.() ?? 0));
    try {
      expect(await refused(pid)).toBe(
        `error: Process ${pid} belongs to another user, and may not be looked into: run this as that user\n`,
      );
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  test("a process that is not Node, and does it no harm", async () => {
    const { pid } = await started(
      spawn("sh", ["-c", "echo up; read forever; echo ended"], { stdio: ["pipe", "pipe", "pipe"] }),
    );
    expect(await refused(pid)).toMatch(
      new RegExp(`^error: Process ${pid} is not Node: (sh|dash|bash|busybox)\\n$`),
    );
    expect(process.kill(pid, 0)).toBe(true);
  });

  test("a process that does not use the runtime", async () => {
    const { pid } = await start(`console.log("up"); setInterval(() => {}, 1_000);`);
    expect(await refused(pid)).toBe(
      `error: Process ${pid} does not use awaitwise's runtime: nothing in its main thread has imported @awaitwise/runtime\n`,
    );
    await untilClosed(pid);
  });

  test("a process that is blocked outside of JavaScript, and does not hang", async () => {
    const { pid } = await start(`
      import { execFileSync } from "node:child_process";
      console.log("up");
      execFileSync("sleep", ["600"]);
    `);
    expect(await refused(pid, "--timeout", "300")).toMatch(
      new RegExp(`^error: Process ${pid} did not open its inspector within 300 ms: it is blocked`),
    );
  });

  test("one that is blocked while its inspector is open", async () => {
    const { pid } = await start(
      `
      import { execFileSync } from "node:child_process";
      console.log("up");
      execFileSync("sleep", ["600"]);
      `,
      { nodeOptions: ["--inspect=0"] },
    );
    expect(await refused(pid, "--timeout", "300")).toBe(
      `error: Process ${pid} does not answer within 300 ms: its main thread is blocked in a call outside of JavaScript\n`,
    );
  });

  test("a process that takes the signal for itself", async () => {
    const { pid, stderr } = await start(`
      process.on("SIGUSR1", () => console.error("mine"));
      console.log("up");
      setInterval(() => {}, 1_000);
    `);
    expect(await refused(pid, "--timeout", "300")).toContain("it handles SIGUSR1 itself");
    expect(stderr()).toBe("mine\n");
  });

  const canDisable = process.allowedNodeEnvironmentFlags.has("--disable-sigusr1");
  (canDisable ? test : test.skip)(
    "one that is closed to the signal, and does not end it",
    async () => {
      const { pid } = await start(SHOP, { nodeOptions: ["--disable-sigusr1"] });
      expect(await refused(pid)).toContain(
        `Process ${pid} refuses to open its inspector: it does not listen to SIGUSR1`,
      );
      expect(process.kill(pid, 0)).toBe(true);
    },
  );
});

/** Ends when the process listens no more: it closes its inspector at a turn of its own. */
async function untilClosed(pid: number): Promise<void> {
  while (listeningPorts(pid)?.length !== 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
