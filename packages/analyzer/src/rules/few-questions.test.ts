import { afterEach, expect, jest, test } from "@jest/globals";
import { CheckerTypeSource } from "../model/checker-type-source.js";
import { Effects } from "../model/effects/effects.js";
import { LibraryModels } from "../model/effects/library/library-models.js";
import { discoverProjects } from "../project/discover.js";
import { openProject } from "../project/project.js";
import { memoryDisk } from "../testkit/memory-disk.js";

afterEach(() => {
  jest.restoreAllMocks();
});

/** The rules that other linters have too, which look at types and no further. */
const comparable = [
  "async-void-callback",
  "await-non-promise",
  "floating-promise",
  "misused-promise",
  "unawaited-return-in-try",
];

function check(text: string, rules: readonly string[]) {
  const disk = memoryDisk({
    "/app/tsconfig.json": `{ "compilerOptions": { "strict": true, "module": "esnext", "target": "es2022", "lib": ["es2022"], "types": [] } }`,
    "/app/main.ts": text,
  });
  const [description] = discoverProjects({ cwd: "/app", disk });
  if (description === undefined) throw new Error("no project");
  return openProject({ ...description, types: "ts-morph" }, disk).check("/app/main.ts", { rules });
}

/** The places whose types were asked for, in the order of the questions. */
function askedIn(text: string, rule: string): readonly string[] {
  const asked: string[] = [];
  const answer = CheckerTypeSource.prototype.answer;
  jest.spyOn(CheckerTypeSource.prototype, "answer").mockImplementation(function (
    this: CheckerTypeSource,
    file,
    questions,
  ) {
    for (const { ask, node } of questions) if (ask === "type") asked.push(node.getText(file));
    return answer.call(this, file, questions);
  });
  check(text, [rule]);
  return asked;
}

test("a value that is plain by its form is asked no type", () => {
  const text = `
declare const a: number, b: { c: number } | undefined;
declare function f(...all: unknown[]): void;
if (a > 1 && !b && typeof a === "string") f(a + 1, -a, !b, \`x\${a}\`, "y", b instanceof Object);
const held: number = a;
const two: string[] = [];
export const one = (a < 2) ? held : two.length;
`;
  expect(askedIn(text, "misused-promise")).toEqual(["b", "b"]);
});

test("a callee is asked its type where one of its arguments returns a promise, and nowhere else", () => {
  const text = `
declare function f(callback: () => void): void;
f(() => {});
f(async () => {});
`;
  expect(askedIn(text, "misused-promise")).toEqual(["() => {}", "async () => {}", "f"]);
});

test("a member is asked its type where what it extends says that it returns nothing", () => {
  const text = `
declare class Base { quiet(): void; counts(): number; }
export class Own extends Base {
  label = "own";
  size: number = 1;
  async quiet() {}
  counts() { return 1; }
  other() { return 2; }
}
`;
  expect(askedIn(text, "misused-promise")).toEqual(["Base", "async quiet() {}"]);
});

test("the rules that other linters have too ask nobody what functions or libraries do", () => {
  const text = `
declare const client: { on(event: string, callback: () => void): void; load(): Promise<number>; size: number };
export async function f(): Promise<number> {
  client.on("data", async () => {});
  client.load();
  if (client.load()) return await client.size;
  try { return client.load(); } catch { return 0; }
}
`;
  const asks = [
    jest.spyOn(Effects.prototype, "ofCall"),
    jest.spyOn(Effects.prototype, "summaryOf"),
    jest.spyOn(Effects.prototype, "throwOf"),
    jest.spyOn(LibraryModels.prototype, "callOf"),
    jest.spyOn(LibraryModels.prototype, "hazardsOf"),
  ];
  expect(new Set(check(text, comparable).map(({ rule }) => rule))).toEqual(new Set(comparable));
  for (const ask of asks) expect(ask).not.toHaveBeenCalled();
});
