import { describe, expect, test } from "@jest/globals";
import { functionNamed, openEffects } from "../../testkit/summarise.js";
import { workbench } from "../../testkit/workbench.js";
import { CheckerTypeSource } from "../checker-type-source.js";
import type { ts } from "../syntax.js";

const main = `
import { load } from "./other.js";
export async function f() { return await load("a"); }
export async function g() { return 1; }
`;
const other = (body: string, before = "") => `
import { rest } from "./third.js";
${before}
export let count = 0;
export async function load(path: string): Promise<string> { ${body} }
`;
const third = `export async function rest(path: string): Promise<string> { return (await fetch(path)).text(); }`;

// What an edit of other.ts costs: functions read and solved anew for what main.ts asks.
function edit(text: string) {
  const first = { "other.ts": other("return rest(path);"), "third.ts": third };
  const { effects, source, sources } = openEffects(main, first);
  effects.summaryOf(functionNamed("f", source));
  effects.summaryOf(functionNamed("g", source));
  const before = effects.counts;
  const bench = workbench();
  bench.load({ "main.ts": main, "other.ts": text, "third.ts": third });
  const program = bench.program();
  const world = {
    types: new CheckerTypeSource(program),
    source: (file: string) => program.getSourceFile(file),
  };
  const edits = sources.flatMap((before) => {
    const after = program.getSourceFile(before.fileName);
    return after === undefined || after === before ? [] : [{ before, after }];
  });
  effects.update(world, edits, (reshapings) => {
    const files = [...reshapings.map(({ after }) => after.source.fileName), bench.path("main.ts")];
    return new Map(files.map((file) => [file, { statements: "all" as const, outward: true }]));
  });
  const now = program.getSourceFile(bench.path("main.ts")) as ts.SourceFile;
  const summary = effects.summaryOf(functionNamed("f", now));
  effects.summaryOf(functionNamed("g", now));
  const after = effects.counts;
  return {
    read: after.read - before.read,
    solved: after.solved - before.solved,
    writes: summary.writes.length,
    line: lineOf(summary.latency.origin?.at),
  };
}

function lineOf(node: ts.Node | undefined): number | undefined {
  const source = node?.getSourceFile();
  return node && source?.getLineAndCharacterOfPosition(node.getStart()).line;
}

test("each function is read and solved once, however often it is asked for", () => {
  const { effects, source } = openEffects(main, {
    "other.ts": other("return rest(path);"),
    "third.ts": third,
  });
  for (let i = 0; i < 3; i += 1) effects.summaryOf(functionNamed("f", source));
  expect(effects.counts).toEqual({ read: 3, solved: 3 });
});

describe("after an edit inside of a function", () => {
  test("that changes nothing about what it does, only that function is looked at again", () => {
    expect(edit(other("const all = rest(path); return all;"))).toMatchObject({
      read: 1,
      solved: 1,
      writes: 0,
    });
  });

  test("that changes what it does, its callers are solved again and nothing else is read", () => {
    expect(edit(other("count += 1; return rest(path);"))).toMatchObject({
      read: 1,
      solved: 2,
      writes: 1,
    });
  });

  test("places in the edited file are those of its new text", () => {
    const moved = `
import { rest } from "./third.js";

export let count = 0;
export async function load(path: string): Promise<string> {


  return (await fetch(path)).text();
}
`;
    expect(edit(moved)).toMatchObject({ line: 7 });
  });
});

test("after an edit of a declaration, what depends on the file is read again", () => {
  expect(edit(other("return rest(path);", "export interface Row { id: string }"))).toMatchObject({
    read: 3,
    solved: 3,
  });
});
