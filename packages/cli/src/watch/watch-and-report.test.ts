import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ConfigStore } from "@awaitwise/analyzer";
import { expect, test } from "@jest/globals";
import { targetsOf } from "../run/targets.js";
import { wantedProjects } from "../run/wanted-projects.js";
import {
  cleanSource,
  droppedPromise,
  plainTsconfig,
  scratchFolder,
} from "../testkit/scratch-folder.js";
import { watchAndReport } from "./watch-and-report.js";
import { WatchSession } from "./watch-session.js";

test("each change is followed by a report, and a broken configuration by what is wrong with it", async () => {
  using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": cleanSource });
  const cwd = folder.path;
  const session = await WatchSession.start(cwd, () => {
    const configs = new ConfigStore({ cwd });
    return { configs, ...wantedProjects(targetsOf([], undefined, cwd), configs) };
  });
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text.split("\n")[0] ?? "") };
  const steps: Record<string, string>[] = [
    { "src/a.ts": droppedPromise },
    { "awaitwise.config.json": "{ broken" },
    { "awaitwise.config.json": '{ "preset": "none" }' },
  ];
  const changes = {
    next: async () => {
      const step = steps.shift() ?? {};
      for (const [file, text] of Object.entries(step)) folder.write(file, text);
      return Object.keys(step).map((file) => join(cwd, file));
    },
    watchOver: () => undefined,
    close: () => undefined,
  };
  await watchAndReport(
    session,
    changes,
    { format: "compact" },
    { cwd, env: {}, stdout: stream, stderr: stream, readStdin: async () => "", now: () => 0 },
  );
  const again = "Watching for changes; press Ctrl-C to stop";
  const finding = expect.stringMatching(/^src\/a\.ts:2:3: error floating-promise/);
  expect(written).toEqual([
    "",
    again,
    finding,
    again,
    finding,
    expect.stringMatching(/^error: ".*awaitwise\.config\.json:1:9" does not parse: /),
    again,
    "",
    again,
  ]);
});

test("the built program sees a file change, and ends with 130 on Ctrl-C", async () => {
  using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": cleanSource });
  const bin = join(__dirname, "../../bin/awaitwise.js");
  const child = spawn(process.execPath, [bin, "--watch", "--format", "compact"], {
    cwd: folder.path,
  });
  try {
    const output = outputOf(child);
    await output.shows(/Watching for changes/);
    folder.write("src/a.ts", droppedPromise);
    await output.shows(/src\/a\.ts:2:3: error floating-promise/);
    folder.write("src/deep/b.ts", droppedPromise);
    await output.shows(/src\/deep\/b\.ts:2:3: error floating-promise/);
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([130, null]);
  } finally {
    child.kill("SIGKILL");
  }
});

/** Collects what a process writes, and waits until it shows something. */
function outputOf({ stdout, stderr }: ChildProcessWithoutNullStreams) {
  let text = "";
  let look = (): void => undefined;
  for (const stream of [stdout, stderr]) {
    stream.on("data", (chunk) => {
      text += String(chunk);
      look();
    });
  }
  return {
    shows: async (pattern: RegExp): Promise<void> =>
      await new Promise((resolve) => {
        look = () => {
          if (pattern.test(text)) resolve();
        };
        look();
      }),
  };
}
