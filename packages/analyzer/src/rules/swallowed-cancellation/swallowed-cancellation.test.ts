import { expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix, fixesIn } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "swallowed-cancellation";
const head = `import { CancelledError, createTask, run, sleep, type Task } from "@awaitwise/runtime";
declare const log: (...args: unknown[]) => void;
declare function mystery(e: unknown): boolean;
class Missing extends Error {}
export { CancelledError, createTask, run, log, mystery, Missing, type Task };
`;
const check = (code: string) => checkFindings(rule, head + code);
/** The confidences of what is found where a cancellation runs into this catch clause. */
const caught = (clause: string) =>
  findIn(
    rule,
    `${head}export async function f(): Promise<unknown> { for (;;) { try { await sleep(1); } ${clause} } }\n`,
  ).map(({ confidence }) => confidence);

test("the page says what the rule does", () => checkPage(rule));

test("a catch that goes on, returns, breaks or throws something else swallows it", () => {
  expect(caught("catch {}")).toEqual(["high"]);
  expect(caught("catch (e) { console.error(e); }")).toEqual(["high"]);
  expect(caught("catch (e) { return e; }")).toEqual(["high"]);
  expect(caught("catch { break; }")).toEqual(["high"]);
  expect(caught("catch (e) { if (e instanceof Missing) throw e; }")).toEqual(["high"]);
  expect(caught("catch (e) { if (e instanceof Error) log(1); else throw e; }")).toEqual(["high"]);
  expect(caught("catch (e) { if (!(e instanceof Error)) throw e; }")).toEqual(["high"]);
  expect(caught("catch (e) { throw new Error('failed', { cause: e }); }")).toEqual(["medium"]);
  expect(caught("catch (e) { if (e instanceof CancelledError) return 1; throw e; }")).toEqual([
    "medium",
  ]);
  expect(
    caught("catch (e) { if ((e as Error).name === 'CancelledError') break; throw e; }"),
  ).toEqual(["medium"]);
  expect(caught("catch (e) { mystery(e); }")).toEqual(["low"]);
});

test("a catch that throws it on keeps it, however it asks", () => {
  for (const body of [
    "throw e;",
    "log(e); throw e;",
    "if (e instanceof CancelledError) throw e;",
    "if (!(e instanceof Missing)) throw e;",
    "if (e instanceof Missing || e instanceof RangeError) { log(e); } else { throw e; }",
    "if (e instanceof Missing && mystery(e)) return 1; throw e;",
    "if ((e as Error).name === 'CancelledError') throw e; return 1;",
    "if ((e as Error).name !== 'AbortError') throw e;",
    "if (mystery(e)) throw e;",
    "return Promise.reject(e);",
    "switch (1 as number) { case 1: throw e; }",
    "process.exit(1);",
    "task.uncancel();",
  ]) {
    expect([
      body,
      caught(`catch (e) { ${body} }`.replace("task.", "(createTask as any).")),
    ]).toEqual([body, []]);
  }
});

test("it arrives where the runtime is awaited, through functions of the project too", () => {
  check(`
const pause = async () => { await sleep(1); };
async function outer() { await pause(); }
async function foreign() { await fetch("a"); }
async function again() { await again(); }
async function safe() { try { await sleep(1); } catch (e) { throw e; } }
export async function f(task: Task<void>) {
  try { await outer(); } catch {}
                       //^^^^^ swallowed-cancellation
  try { await task; } catch (e) { log(1); }
                    //^^^^^^^^^ swallowed-cancellation
  try { await foreign(); await again(); } catch {}
  try { await safe(); } catch {}
  try { sleep(1).then(log); } catch {}
  try { (async () => { await sleep(1); })().then(log); } catch {}
  try { await run(outer); } catch {}
  try { try { await sleep(1); } catch (e) { throw e; } } catch {}
}
try { await sleep(1); } catch {}
`);
});

test("whoever has cancelled a task catches what comes of it", () => {
  check(`
export async function stop(task: Task<void>, other: Task<void>) {
  task.cancel();
  try { await task; } catch {}
  try { await other; } catch {}
                     //^^^^^ swallowed-cancellation
  other.cancel();
}
`);
});

test("a file that does not know the runtime is left alone", () => {
  checkFindings(
    rule,
    "export const f = async (p: Promise<void>) => { try { await p; } catch {} };\n",
  );
});

test("the fix throws it on, and imports what it needs", () => {
  const wrap = (imports: string, clause: string) =>
    `import ${imports} from "@awaitwise/runtime";\nexport async function f() {\n  try {\n    await sleep(1);\n  } ${clause}\n}\n`;
  checkFix(
    rule,
    wrap("{ sleep }", "catch (cause) {\n    // Why.\n    console.error(cause);\n  }"),
    wrap(
      "{ sleep, CancelledError }",
      "catch (cause) {\n    if (cause instanceof CancelledError) throw cause;\n    // Why.\n    console.error(cause);\n  }",
    ),
  );
  checkFix(
    rule,
    wrap("{ CancelledError as Stop, sleep }", "catch {}"),
    wrap(
      "{ CancelledError as Stop, sleep }",
      "catch (error) { if (error instanceof Stop) throw error; }",
    ),
  );
  checkFix(
    rule,
    wrap("{ sleep }", "catch {\n  }"),
    wrap(
      "{ sleep, CancelledError }",
      "catch (error) {\n    if (error instanceof CancelledError) throw error;\n  }",
    ),
  );
  const namespace = wrap("* as aio", "catch {}").replace("sleep(", "aio.sleep(");
  expect(fixesIn(rule, namespace)).toEqual(["suggested: Throw a CancelledError on"]);
  checkFix(
    rule,
    namespace,
    namespace.replace(
      "catch {}",
      "catch (error) { if (error instanceof aio.CancelledError) throw error; }",
    ),
  );
});
