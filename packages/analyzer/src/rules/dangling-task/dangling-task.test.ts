import { expect, test } from "@jest/globals";
import { checkFindings } from "../../testkit/check-findings.js";
import { checkFix, fixesIn } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "dangling-task";
const head = `import { coroutine, createTask, type EventLoop, taskGroup } from "@awaitwise/runtime";
export const work = coroutine(async (n: number) => n);
`;

test("the page says what the rule does", () => checkPage(rule));

test("a task has to be kept, awaited, or started in a group", () => {
  checkFindings(
    rule,
    `${head}
export async function f(loop: EventLoop) {
  createTask(work(1));
//^^^^^^^^^^^^^^^^^^^^ dangling-task
  loop.createTask(work(2));
//^^^^^^^^^^^^^^^^^^^^^^^^^ dangling-task
  await createTask(work(3));
  const kept = createTask(work(4));
  void createTask(work(5));
  await taskGroup(async (group) => { group.createTask(work(6)); });
  return kept;
}
`,
  );
});

test("another function of that name is left alone", () => {
  checkFindings(rule, `declare function createTask(): Promise<void>;\ncreateTask();\n`);
});

test("the fix awaits, or says that it is meant", () => {
  const code = `${head}export async function f() {\n  createTask(work(1));\n}\n`;
  expect(fixesIn(rule, code)).toEqual([
    "suggested: Await it",
    "suggested: Say with void that letting go of it is meant",
  ]);
  for (const [title, word] of [
    ["Await", "await"],
    ["void", "void"],
  ] as const) {
    const reason = word === "void" ? " // Not awaited: the task runs on by itself" : "";
    const after = code
      .replace("  createTask", `  ${word} createTask`)
      .replace("(1));", `(1));${reason}`);
    checkFix(rule, code, after, { title });
  }
});
