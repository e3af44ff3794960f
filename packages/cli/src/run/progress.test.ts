import { expect, test } from "@jest/globals";
import type { Terminal } from "../terminal/terminal.js";
import { projectProgress } from "./progress.js";

function terminalOf(isTTY: boolean, env: Record<string, string> = {}) {
  let written = "";
  let time = 0;
  const stream = {
    write: (text: string) => {
      written += text;
    },
    isTTY,
    columns: 30,
  };
  const terminal: Terminal = {
    cwd: "/repo",
    env,
    stdout: stream,
    stderr: stream,
    readStdin: async () => "",
    now: () => time,
  };
  return {
    terminal,
    written: () => written,
    wait: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

const project = (name: string) => ({
  configFile: `/repo/${name}/tsconfig.json`,
  directory: `/repo/${name}`,
  roots: [],
  files: [],
});

test("nothing is shown while the work is quick, and the line is cleared in the end", () => {
  const { terminal, written, wait } = terminalOf(true);
  const progress = projectProgress(terminal, 3);
  progress.show(0, project("a"));
  expect(written()).toBe("");
  wait(600);
  progress.show(1, project("b"));
  expect(written()).toBe("\r\u001b[2KChecking 2 of 3: b/tsconfig.j");
  progress.clear();
  expect(written().endsWith("\r\u001b[2K")).toBe(true);
});

test("nothing is shown where no person is watching, or where there is one project only", () => {
  for (const [one, total] of [
    [terminalOf(false), 3],
    [terminalOf(true, { CI: "true" }), 3],
    [terminalOf(true), 1],
  ] as const) {
    const progress = projectProgress(one.terminal, total);
    one.wait(600);
    progress.show(0, project("a"));
    progress.clear();
    expect(one.written()).toBe("");
  }
});
