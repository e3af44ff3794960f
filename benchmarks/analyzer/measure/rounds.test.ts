import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { measureRounds } from "./rounds.js";
import type { Tool } from "./types.js";

let work = "";
beforeEach(() => {
  work = realpathSync(mkdtempSync(path.join(os.tmpdir(), "awaitwise-rounds-")));
});
afterEach(() => rmSync(work, { recursive: true }));

const tool = (id: string, program: string, prepare = () => {}): Tool => ({
  id,
  title: id,
  checks: "nothing",
  codes: [0],
  remembers: false,
  prepare,
  command: () => [process.execPath, "-e", program],
  count: (output) => JSON.parse(output).findings,
});

test("a tool that fails is said to have failed and not asked again; the others are measured all the same", async () => {
  const tools = [
    tool("absent", "", () => {
      throw new Error("it is not installed");
    }),
    tool("failing", 'console.error("no memory"); process.exit(3)'),
    tool("garbled", 'console.log("<html>")'),
    tool("right", "console.log('{ \"findings\": 7 }')"),
  ];
  const project = {
    id: "p",
    title: "p",
    directory: work,
    lines: 1,
    edited: { file: "", offset: 0 },
  };
  const how = { rounds: 2, states: ["cold"] as const, limit: 60, work };
  const measured = await measureRounds([project], tools, how, () => {});
  const said = measured.map(({ tool: id, run }) => [
    id,
    typeof run === "string" ? run : run.findings,
  ]);
  expect(said).toEqual([
    ["absent", "could not be set up: it is not installed"],
    ["failing", "ended with 3: no memory"],
    ["garbled", expect.stringMatching(/^ended with 0, and printed what is not understood: /)],
    ["right", 7],
    ["right", 7],
  ]);
});
