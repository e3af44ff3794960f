import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { overWorker } from "./analysis/start-worker.js";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { TestClient } from "./testing/test-client.js";

// A thread runs what was built: sources are no program.
const built = new URL("../dist/analysis/worker.js", import.meta.url);
const text = "async function f(): Promise<number> {\n  return 1;\n}\nf();\n";

let project: FixtureProject;
let client: TestClient;
let threads: Worker[];

beforeEach(async () => {
  execFileSync("npx", ["tsc", "-b", fileURLToPath(new URL("..", import.meta.url))]);
  threads = [];
  project = new FixtureProject({ "tsconfig.json": strictConfig, "a.ts": text });
  client = new TestClient(project, {}, () => {
    const thread = new Worker(built);
    threads.push(thread);
    return overWorker(thread);
  });
  await client.initialize();
});
afterEach(async () => {
  await client.stop();
  project[Symbol.dispose]();
});

test("a thread that is killed is replaced, with all that was open and unsaved", async () => {
  client.open("a.ts", text);
  client.edit("a.ts", "f();", "\nf();");
  expect(await client.findings("a.ts")).toEqual(["5:1 floating-promise"]);
  await threads[0]?.terminate();
  await client.until(() => client.logged.some((line) => line.includes("was started again")));
  client.edit("a.ts", "f();", "\nf();");
  expect(await client.findings("a.ts")).toEqual(["6:1 floating-promise"]);
  expect(threads).toHaveLength(2);
});

test("what a thread says before anybody listens is heard, and so is its end", async () => {
  const thread = new Worker("require('node:worker_threads').parentPort.postMessage('early')", {
    eval: true,
  });
  const running = overWorker(thread);
  await once(thread, "exit");
  const heard: unknown[] = [];
  running.listen((message) => heard.push(message));
  running.onExit((reason) => heard.push(reason));
  expect(heard).toEqual(["early", "its thread ended"]);
});
