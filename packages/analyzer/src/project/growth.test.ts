import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, expect, jest, test } from "@jest/globals";
import { CheckerTypeSource } from "../model/checker-type-source.js";
import { AccessSet } from "../model/effects/access-set.js";
import { memoryDisk } from "../testkit/memory-disk.js";
import { discoverProjects, type TypesFrom } from "./discover.js";
import { closeNativeCompiler, NativeCompiler } from "./native/native-compiler.js";
import { NativeProgram } from "./native/native-program.js";
import { whyNoNativeTypes } from "./native-types.js";
import { openProject, type Project } from "./project.js";

/** Modules of a part call the one before and the first of it; parts know nothing of each other. */
const PART = 8;

function moduleOf(index: number): string {
  const first = index - (index % PART);
  return textOf(
    index,
    [...new Set([index - 1, first])].filter((one) => one >= first && one < index),
  );
}

/** The last module of a chain leads to all others. */
function chainedModuleOf(index: number): string {
  return textOf(
    index,
    [index - 1].filter((one) => one >= 0),
  );
}

/** The same where each module writes so many places that a few of them are more than can be told apart. */
function notingModuleOf(index: number): string {
  const notes = [...Array(10).keys()].map((note) => `note${note}of${index}`);
  return [
    ...notes.map((note) => `let ${note} = 0;`),
    chainedModuleOf(index).replace(
      "const known =",
      `${notes.map((note) => `${note} = ${note} + 1;`).join(" ")}\n  const known =`,
    ),
  ].join("\n");
}

function textOf(index: number, others: readonly number[]): string {
  return [
    ...others.map((one) => `import { load${one}, type Item${one} } from "./m${one}";`),
    `export interface Item${index} { readonly id: string; readonly text: string; ${others.map((one) => `readonly from${one}: Item${one}; `).join("")}}`,
    `const cache${index} = new Map<string, Item${index}>();`,
    `export async function load${index}(id: string): Promise<Item${index}> {`,
    `  const known = cache${index}.get(id);`,
    "  if (known !== undefined) return known;",
    `  const text = await (await fetch("/${index}/" + id)).text();`,
    ...others.map((one) => `  const from${one} = await load${one}(id);`),
    `  const item = { id, text, ${others.map((one) => `from${one}`).join(", ")} };`,
    `  cache${index}.set(id, item);`,
    "  return item;",
    "}",
    `export class Store${index} {`,
    `  readonly items: Item${index}[] = [];`,
    "  async add(one: string, two: string): Promise<void> {",
    `    const first = await load${index}(one);`,
    `    const second = await load${index}(two);`,
    "    this.items.push(first, second);",
    `    load${index}(one);`,
    "  }",
    "}",
  ].join("\n");
}

interface Work {
  readonly findings: number;
  readonly questions: number;
  readonly accesses: number;
  readonly requests: number;
}

function projectOf(modules: number, types: TypesFrom, text = moduleOf): Project {
  const names = [...Array(modules).keys()];
  const disk = memoryDisk({
    "/app/tsconfig.json": `{ "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler", "target": "es2022", "lib": ["es2022", "dom"], "types": [] } }`,
    ...Object.fromEntries(names.map((index) => [`/app/m${index}.ts`, text(index)])),
  });
  const [description] = discoverProjects({ cwd: "/app", disk });
  if (description === undefined) throw new Error("no project was found");
  return openProject({ ...description, types }, disk);
}

/** What it takes to check so many modules: counted, since it is the same on every machine. */
function workOf(modules: number, types: TypesFrom, text = moduleOf): Work {
  let [questions, accesses, requests] = [0, 0, 0];
  const answer = CheckerTypeSource.prototype.answer;
  jest.spyOn(CheckerTypeSource.prototype, "answer").mockImplementation(function (
    this: CheckerTypeSource,
    file,
    asked,
  ) {
    questions += asked.length;
    return answer.call(this, file, asked);
  });
  const ask = NativeCompiler.prototype.ask;
  jest.spyOn(NativeCompiler.prototype, "ask").mockImplementation(function (
    this: NativeCompiler,
    method,
    parameters,
    disk,
  ) {
    requests += (parameters as { requests?: readonly unknown[] }).requests?.length ?? 1;
    return ask.call(this, method, parameters, disk);
  });
  for (const name of Object.getOwnPropertyNames(AccessSet.prototype)) {
    const { value } = Object.getOwnPropertyDescriptor(AccessSet.prototype, name) ?? {};
    if (typeof value !== "function" || name === "constructor") continue;
    jest.spyOn(AccessSet.prototype, name as "has").mockImplementation(function (
      this: AccessSet,
      ...args: readonly unknown[]
    ) {
      accesses += 1;
      return value.apply(this, args);
    } as never);
  }
  const project = projectOf(modules, types, text);
  const findings = project.files.flatMap((file) => project.check(file)).length;
  project.signatures(project.files);
  project.close();
  jest.restoreAllMocks();
  return { findings, questions, accesses, requests };
}

/** So many characters of text may have their trees in memory in these tests. */
const MOST_TEXT = 20_000;

/** How many trees of a project's sources are alive when so many modules were checked, each once. */
async function treesAfter(modules: number): Promise<{ live: number; parsed: number }> {
  const seen = new WeakSet<object>();
  const trees: WeakRef<object>[] = [];
  const get = NativeProgram.prototype.getSourceFile;
  jest.spyOn(NativeProgram.prototype, "getSourceFile").mockImplementation(function (
    this: NativeProgram,
    file,
  ) {
    const source = get.call(this, file);
    if (source === undefined || seen.has(source) || !file.startsWith("/app/")) return source;
    seen.add(source);
    trees.push(new WeakRef(source));
    return source;
  });
  const project = projectOf(modules, "native");
  project.keepAtMost(MOST_TEXT);
  project.expect(project.files);
  for (const file of project.files) project.check(file);
  // Jest keeps what a function that it watches has answered.
  jest.restoreAllMocks();
  // What a WeakRef was asked for stays until the turn ends.
  await setImmediate();
  collect();
  const live = trees.filter((tree) => tree.deref() !== undefined).length;
  project.close();
  return { live, parsed: trees.length };
}

function collect(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

afterAll(closeNativeCompiler);

/** What the later of two sizes takes more than the earlier. */
function beyond(later: Work, earlier: Work): Work {
  return {
    findings: later.findings - earlier.findings,
    questions: later.questions - earlier.questions,
    accesses: later.accesses - earlier.accesses,
    requests: later.requests - earlier.requests,
  };
}

test("twice as much to check takes twice the questions to types and the joining of effects, exactly", () => {
  const [one, two, four] = [1, 2, 4].map((parts) => workOf(parts * PART, "ts-morph")) as [
    Work,
    Work,
    Work,
  ];
  const part = beyond(two, one);
  expect(part.findings).toBe(one.findings);
  expect(part.questions).toBeGreaterThan(PART * 50);
  expect(part.accesses).toBeGreaterThan(PART * 50);
  expect(beyond(four, two)).toEqual({
    findings: 2 * part.findings,
    questions: 2 * part.questions,
    accesses: 2 * part.accesses,
    requests: 0,
  });
});

// The process is an optional dependency; where it cannot be, nothing can be asked.
const where = whyNoNativeTypes() === undefined ? test : test.skip;

where("twice as much to check takes hardly more than twice the requests to the process", () => {
  const [one, two, four] = [1, 2, 4].map((parts) => workOf(parts * PART, "native")) as [
    Work,
    Work,
    Work,
  ];
  expect(one.requests).toBeGreaterThan(PART * 10);
  const [more, most] = [beyond(two, one), beyond(four, two)];
  expect(more.requests).toBeLessThanOrEqual(one.requests);
  // What is asked of many at once is asked in rounds, of which there can be one more or less.
  expect(most.requests).toBeLessThan(1.05 * 2 * more.requests);
  expect(most.questions).toBe(2 * more.questions);
});

test("in a chain of calls, what each does is looked at once for each that leads to it, and not all of the way there", () => {
  const [one, two, four] = [12, 24, 48].map((modules) =>
    workOf(modules, "ts-morph", chainedModuleOf),
  ) as [Work, Work, Work];
  const [more, most] = [beyond(two, one), beyond(four, two)];
  expect(most.questions).toBe(2 * more.questions);
  // Twice as many have twice as much in common with each other: four times that, and not eight.
  expect(most.accesses).toBeLessThan(4 * more.accesses);
});

test("a chain of calls takes no more for each module once it leads to more than can be told apart", () => {
  const [one, two, three] = [20, 26, 32].map((modules) =>
    workOf(modules, "ts-morph", notingModuleOf),
  ) as [Work, Work, Work];
  const [more, most] = [beyond(two, one), beyond(three, two)];
  expect(more.questions).toBeGreaterThan(6 * 50);
  expect(most.questions).toBe(more.questions);
  expect(most.accesses).toBeLessThanOrEqual(more.accesses);
});

where("however many modules were checked, few trees are kept where few may be", async () => {
  const [some, many] = [await treesAfter(4 * PART), await treesAfter(16 * PART)] as const;
  const most = 2 * Math.ceil(MOST_TEXT / moduleOf(PART - 1).length);
  expect(some.live).toBeLessThan(most);
  expect(many.live).toBeLessThan(most);
  expect(many.parsed).toBeGreaterThanOrEqual(16 * PART);
  // A part that is let go in its middle has some of its trees made again, and no tree is made again often.
  expect(many.parsed).toBeLessThan(1.5 * 16 * PART);
});
