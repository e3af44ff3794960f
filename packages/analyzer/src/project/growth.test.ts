import { afterAll, expect, jest, test } from "@jest/globals";
import { CheckerTypeSource } from "../model/checker-type-source.js";
import { AccessSet } from "../model/effects/access-set.js";
import { memoryDisk } from "../testkit/memory-disk.js";
import { discoverProjects, type TypesFrom } from "./discover.js";
import { closeNativeCompiler, NativeCompiler } from "./native/native-compiler.js";
import { whyNoNativeTypes } from "./native-types.js";
import { openProject } from "./project.js";

/** Modules of a part call the one before and the first of it; parts know nothing of each other. */
const PART = 8;

function moduleOf(index: number): string {
  const first = index - (index % PART);
  const others = [...new Set([index - 1, first])].filter((one) => one >= first && one < index);
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

/** What it takes to check so many modules: counted, since it is the same on every machine. */
function workOf(modules: number, types: TypesFrom): Work {
  const names = [...Array(modules).keys()];
  const disk = memoryDisk({
    "/app/tsconfig.json": `{ "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler", "target": "es2022", "lib": ["es2022", "dom"], "types": [] } }`,
    ...Object.fromEntries(names.map((index) => [`/app/m${index}.ts`, moduleOf(index)])),
  });
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
  const [description] = discoverProjects({ cwd: "/app", disk });
  if (description === undefined) throw new Error("no project was found");
  const project = openProject({ ...description, types }, disk);
  const findings = project.files.flatMap((file) => project.check(file)).length;
  project.signatures(project.files);
  project.close();
  jest.restoreAllMocks();
  return { findings, questions, accesses, requests };
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
