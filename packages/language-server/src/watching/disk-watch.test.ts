import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { DiskEvent } from "../analysis/messages.js";
import { FixtureProject, strictConfig } from "../testing/fixture-project.js";
import { TestClient } from "../testing/test-client.js";
import { type DiskWatch, watchDisk } from "./disk-watch.js";

let project: FixtureProject;
let watch: DiskWatch;
let seen: DiskEvent[];
let wake: () => void;

const begin = async (everything = true): Promise<void> => {
  seen = [];
  wake = () => {};
  watch = watchDisk(
    [project.root],
    everything,
    (events) => {
      seen.push(...events);
      wake();
    },
    () => {},
  );
  await watch.ready();
};
const until = async (kind: DiskEvent["kind"], name: string): Promise<void> => {
  const file = project.path(name);
  while (!seen.some((event) => event.kind === kind && event.file === file)) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
};

beforeEach(() => {
  project = new FixtureProject({ "tsconfig.json": strictConfig, "src/a.ts": "", "src/b.txt": "" });
});
afterEach(() => {
  watch.close();
  project[Symbol.dispose]();
});

test("a file is created, changed and deleted", async () => {
  await begin();
  project.write("src/new.ts", "1;");
  await until("created", "src/new.ts");
  project.write("src/a.ts", "2;");
  await until("changed", "src/a.ts");
  project.remove("src/new.ts");
  await until("deleted", "src/new.ts");
});

test("folders that come to be are watched, and their files told", async () => {
  await begin();
  project.write("src/deep/er/c.ts", "1;");
  await until("created", "src/deep/er/c.ts");
  project.write("src/deep/er/d.ts", "1;");
  await until("created", "src/deep/er/d.ts");
});

test("a folder that goes away takes its files along", async () => {
  project.write("src/deep/c.ts", "1;");
  await begin();
  project.remove("src/deep");
  await until("deleted", "src/deep/c.ts");
});

test("files that no analysis reads are not told", async () => {
  await begin();
  project.write("src/b.txt", "new");
  project.write("src/a.ts", "new");
  await until("changed", "src/a.ts");
  expect(seen.map(({ file }) => file)).not.toContain(project.path("src/b.txt"));
});

test("an installation is told where the client watches everything else", async () => {
  await begin(false);
  project.write("src/a.ts", "new");
  project.write("node_modules/saver/package.json", "{}");
  await until("changed", "node_modules");
  expect(seen.map(({ file }) => file)).not.toContain(project.path("src/a.ts"));
});

test("a client that does not watch hears of changes all the same", async () => {
  const text = "async function f(): Promise<number> {\n  return 1;\n}\n";
  project.write("src/a.ts", `import { f } from "./f.js";\nf();\n`);
  const client = await TestClient.start(project, {
    watchDisk: (...args) => {
      watch = watchDisk(...args);
      return watch;
    },
  });
  client.open("src/a.ts", `import { f } from "./f.js";\nf();\n`);
  expect(await client.findings("src/a.ts")).toEqual([]);
  await watch.ready();
  project.write("src/f.ts", `export ${text}`);
  await client.until(() => client.published.at(-1)?.diagnostics.length === 1);
  await client.stop();
});

test("a client that watches is asked to, and what it does not watch is watched here", async () => {
  let everything: boolean | undefined;
  const client = await TestClient.start(project, {
    capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
    watchDisk: (folders, all, tell, warn) => {
      everything = all;
      watch = watchDisk(folders, all, tell, warn);
      return watch;
    },
  });
  await client.until(() => client.registrations.length > 0);
  await client.settled();
  expect([everything, client.registrations.map(({ method }) => method)]).toEqual([
    false,
    ["workspace/didChangeWatchedFiles"],
  ]);
  await client.stop();
});

test("a client that refuses to watch after all is not waited for: everything is watched here", async () => {
  let everything: boolean | undefined;
  const client = new TestClient(project, {
    capabilities: {
      workspace: {
        didChangeWatchedFiles: { dynamicRegistration: true },
        didChangeConfiguration: { dynamicRegistration: true },
      },
    },
    watchDisk: (folders, all, tell, warn) => {
      everything = all;
      watch = watchDisk(folders, all, tell, warn);
      return watch;
    },
  });
  const asked: string[] = [];
  client.connection.onRequest(
    "client/registerCapability",
    ({ registrations }: { registrations: { method: string }[] }) => {
      asked.push(...registrations.map(({ method }) => method));
      throw new Error("Not here");
    },
  );
  await client.initialize();
  await client.settled();
  expect([everything, asked.sort()]).toEqual([
    true,
    ["workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles"],
  ]);
  await client.stop();
});
