import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Finding, Fix } from "../finding.js";
import { never, runProgram } from "../testkit/run-serial-program.js";
import {
  declarations,
  fileOf,
  forms,
  headers,
  type Program,
  programs,
} from "../testkit/serial-programs.js";
import { workbench } from "../testkit/workbench.js";
import { applyFixes } from "../text/apply-fixes.js";

/**
 * Programs are made of calls with known effects, run as they are and as their fixes make them, over a
 * model of the resources. Fixes called safe must leave the same state and results, and fail alike;
 * suggested ones must do so where nothing fails. `AWAITWISE_FUZZ_RUNS` sets how many files are tried,
 * each of eight programs, `AWAITWISE_FUZZ_SEED` which.
 */
const runs = Number(process.env.AWAITWISE_FUZZ_RUNS ?? 8);
const seed = Number(process.env.AWAITWISE_FUZZ_SEED ?? 5);
const perFile = 8;

const rules = ["serial-await", "serial-await-in-loop", "late-await"];
const failures = [never, 0, 2, 4, 7, 9];

function findings(text: string): readonly Finding[] {
  const bench = workbench();
  bench.load({ "main.ts": text });
  return bench.project.check(bench.path("main.ts"), { rules });
}

type Choose = (finding: Finding) => Fix | undefined;

const safe: Choose = ({ fixes }) => fixes.find(({ safety }) => safety === "safe");
const lastSuggested: Choose = ({ fixes }) =>
  fixes.findLast(({ safety }) => safety === "safe" || safety === "suggested");

/** The text with every chosen fix applied, until there is none. */
function fixed(text: string, choose: Choose): { readonly text: string; readonly count: number } {
  let at = text;
  let count = 0;
  for (let round = 0; round < 8; round += 1) {
    const fixes = findings(at).flatMap((finding) => choose(finding) ?? []);
    const outcome = applyFixes(at, fixes);
    if (outcome.applied.length === 0) break;
    count += outcome.applied.length;
    at = outcome.text;
  }
  return { text: at, count };
}

async function compare(
  before: string,
  after: string,
  count: number,
  marks: readonly number[],
): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    for (const failing of marks) {
      const expected = await runProgram(before, index, failing);
      const found = await runProgram(after, index, failing);
      expect({ ...found, failing, after }).toEqual({ ...expected, failing, after });
    }
  }
}

const files = fc.record({
  header: fc.constantFrom(...headers),
  all: fc.array(programs, { minLength: perFile, maxLength: perFile }),
});

describe("generated programs", () => {
  test("safe fixes leave the same state and results, and fail where the program failed", async () => {
    let fixes = 0;
    await fc.assert(
      fc.asyncProperty(files, async ({ header, all }) => {
        const before = fileOf(header, all);
        const { text, count } = fixed(before, safe);
        fixes += count;
        if (count > 0) await compare(before, text, all.length, failures);
      }),
      { numRuns: runs, seed },
    );
    expect(fixes).toBeGreaterThan(runs);
  }, 86_400_000);

  test("suggested fixes leave the same state and results where nothing fails", async () => {
    let fixes = 0;
    await fc.assert(
      fc.asyncProperty(files, async ({ header, all }) => {
        const before = fileOf(header, all);
        const { text, count } = fixed(before, lastSuggested);
        fixes += count;
        if (count > 0) await compare(before, text, all.length, [never]);
      }),
      { numRuns: Math.ceil(runs / 4), seed },
    );
    expect(fixes).toBeGreaterThan(runs / 4);
  }, 86_400_000);
});

/** Two statements of one form, and what the second is: the program in which a form is fixed, if any is. */
function alone(form: string, returns: number): Program {
  const kind = Object.keys(forms).indexOf(form);
  const statement = { kind, picks: [3, 6, 9, 12, 15, 18], x: "A", y: "B", inner: [] } as const;
  return { statements: [statement], isMethod: false, returns };
}

describe("each form that is fixed", () => {
  test.each([
    ["declarators", 0, ""],
    ["choice beside an await", 0, ""],
    ["choice between two", 0, ""],
    ["choice behind a test", 0, ""],
    ["choice beside an await", 0, headers[1]],
    ["arguments", 0, ""],
    ["operands", 0, ""],
    ["array", 0, ""],
    ["array with more", 0, ""],
    ["object", 0, ""],
    ["template", 0, ""],
    ["nested calls", 0, ""],
    ["arrow function", 0, ""],
    ["object of an arrow function", 0, ""],
    ["returned array", 0, ""],
    ["returned template", 0, ""],
    ["returned call", 0, ""],
    ["own object", 0, ""],
    ["own list", 0, ""],
    ["own to a try", 0, ""],
    ["collecting loop", 0, ""],
    ["collecting loop with steps", 0, ""],
    ["loop that goes on collecting", 0, ""],
    ["loop that uses what it awaits", 0, ""],
    ["loop that collects what it counts", 0, ""],
    ["loop over pairs that goes on with the next", 0, ""],
    ["loop by index", 0, ""],
    ["loop that asks before it goes on", 0, ""],
    ["loop of any length", 0, headers[1]],
    ["loop of any length", 0, headers[2]],
    ["loop of any length", 0, headers[3]],
    ["loop of any length that uses what it awaits", 0, headers[1]],
    ["loop that notes its errors", 0, ""],
    ["loop of any length that notes its errors", 0, headers[1]],
    ["loop of any length that notes its errors", 0, headers[2]],
    ["loop of any length that notes its errors", 0, headers[3]],
    ["loop that notes its errors behind a test", 0, ""],
    ["loop that notes its errors behind a test", 0, headers[1]],
    ["loop that goes on after an error", 0, ""],
    ["loop that goes on after an error of its own", 0, ""],
    ["more than awaited", 0, ""],
    ["member of what is awaited", 0, ""],
    ["spread objects", 0, ""],
    ["spread lists", 0, ""],
    ["patterns of lists", 0, ""],
    ["pattern that is assigned", 0, ""],
    ["keys and values", 0, ""],
    ["set of two", 0, ""],
    ["comparison", 0, ""],
    ["same choice twice", 0, ""],
    ["choices of different things", 0, ""],
    ["returned object", 0, ""],
    ["returned from a try", 0, ""],
    ["names that a fix would take", 0, ""],
    ["reads that throw", 0, ""],
    ["summing loop", 0, ""],
    ["loop that fills an object", 0, ""],
    ["loop that fills a map", 0, ""],
    ["loop that asks what it fills", 0, ""],
    ["loop of two waits", 0, ""],
    ["loop of gathers", 0, ""],
    ["loop in a loop", 0, ""],
    ["loop of reads that throw", 0, ""],
    ["loop of checks", 0, ""],
    ["loop that throws what it noted", 0, ""],
    ["loop with a closure", 0, ""],
    ["loop over entries", 0, headers[1]],
    ["loop over entries", 0, headers[2]],
    ["loop over entries", 0, headers[3]],
    ["loop in a loop of any length", 0, headers[1]],
    ["loop in a loop of any length", 0, headers[2]],
    ["loop in a loop of any length", 0, headers[3]],
    ["computed", 1, ""],
    ["computed", 2, ""],
    ["computed", 3, ""],
    ["declarators", 0, headers[1]],
    ["returned call", 0, headers[1]],
  ])("%s, returned in form %d, after header %#", async (form, returns, header) => {
    const before = fileOf(header, [alone(form, returns)]);
    const { text, count } = fixed(before, safe);
    expect({ count: count > 0, before }).toEqual({ count: true, before });
    await compare(before, text, 1, [never, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test.each([
    "choice that writes",
    "shared object",
    "filled argument",
    "captured variable",
    "loop that collects in an argument",
    "loop that collects in a shared list",
    "kept by a handler",
    "list kept by a handler",
    "write whose result is used",
    "loop that counts its errors",
    "loop over own files",
    "loop that a gather waits for",
    "loop whose turns need the one before",
    "loop that changes what it reads",
    "call of a closure that counts",
    "argument that changes between",
    "argument that is counted up",
    "condition that may end",
    "what stands in for nothing",
    "assigned where there is nothing",
    "choice whose test changes",
    "remembered reads",
    "chains",
    "recursion over a list",
    "loop that asks what it fills before it waits",
    "loop that changes its item",
    "loop that counts before it waits",
    "loop that goes on with the outer one",
    "loop that ends early",
    "loop that looks for one",
    "loop of remembered reads",
    "loop of changes that keeps its errors",
  ])("%s is not fixed by itself", (form) => {
    const before = fileOf("", [alone(form, 0)]);
    expect(before).toContain(declarations);
    expect(fixed(before, safe)).toEqual({ text: before, count: 0 });
  });

  test.each([
    "loop over own files",
    "loop that a gather waits for",
    "remembered reads",
    "loop of remembered reads",
    "chains",
    "recursion over a list",
  ])("%s is fixed by a suggestion, which leaves the same where nothing fails", async (form) => {
    const before = fileOf("", [alone(form, 0)]);
    const { text, count } = fixed(before, lastSuggested);
    expect({ count: count > 0, before }).toEqual({ count: true, before });
    await compare(before, text, 1, [never]);
  });
});
