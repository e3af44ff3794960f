import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import type { Finding } from "../finding.js";
import { memoryDisk } from "../testkit/memory-disk.js";
import { mostAwaiting } from "../testkit/most-awaiting.js";
import { discoverProjects, type ProjectDescription } from "./discover.js";
import { openProject, type Project } from "./project.js";

const config = `{ "compilerOptions": { "strict": true, "target": "es2022", "module": "esnext", "moduleResolution": "bundler", "types": [], "lib": ["es2022", "dom"] } }`;
const others = Object.fromEntries(
  Array.from({ length: 100 }, (_, index) => [`/app/n${index}.ts`, "export const n = 1;\n"]),
);

function open(files: Readonly<Record<string, string>>): Project {
  const disk = memoryDisk({ "/app/tsconfig.json": config, ...files });
  const [description] = discoverProjects({ cwd: "/app", disk });
  if (description === undefined) throw new Error("No project was found");
  return openProject(description, disk);
}

const inShort = (findings: readonly Finding[] | undefined, text: string) =>
  findings?.map(({ rule, start, end }) => `${rule} ${text.slice(start, end)}`);

describe("what stands near to a file", () => {
  const text = `import { near } from "./near";
import { inferred } from "./inferred";
export async function f(url: string) {
  near();
  inferred();
  fetch(url);
  const one = await near();
  const two = await near();
  return [one, two];
}
`;
  const near = `export async function near(): Promise<number> { return 1; }`;
  const files: Record<string, string> = {
    ...others,
    "/app/a.ts": text,
    "/app/near.ts": near,
    "/app/inferred.ts": `import { second } from "./second"; export const inferred = () => second();`,
    "/app/second.ts": `import { third } from "./third"; export const second = () => third();`,
    "/app/third.ts": `export async function third() { return 3; }`,
  };

  test("tells what rests on types that are near, and nothing of what is further away", () => {
    const project = open(files);
    expect(inShort(project.checkNearby("/app/a.ts"), text)).toEqual([
      "floating-promise near();",
      "floating-promise fetch(url);",
    ]);
    const whole = inShort(project.check("/app/a.ts"), text);
    expect(whole).toEqual([
      "floating-promise near();",
      "floating-promise inferred();",
      "floating-promise fetch(url);",
    ]);
  });

  test("is not looked at in a small project, nor in one that has been read", () => {
    const {
      "/app/n0.ts": _,
      "/app/n1.ts": __,
      "/app/n2.ts": ___,
      "/app/n3.ts": ____,
      ...rest
    } = files;
    expect(open({ ...rest, "/app/n4.ts": "" }).checkNearby("/app/a.ts")).toBeDefined();
    const small = open({ "/app/a.ts": text, "/app/near.ts": near });
    expect(small.checkNearby("/app/a.ts")).toBeUndefined();
    const read = open(files);
    read.check("/app/third.ts");
    expect(read.checkNearby("/app/a.ts")).toBeUndefined();
    read.setBuffer("/app/a.ts", `${text}\n`);
    expect(read.checkNearby("/app/a.ts")).toBeUndefined();
  });

  test("leaves what nests too deep, and broken statements, to others", () => {
    const broken = `import { near } from "./near";\nnear();\nfunction ( {\n  near();\n`;
    const project = open({ ...files, "/app/a.ts": broken });
    expect(inShort(project.checkNearby("/app/a.ts"), broken)).toEqual(["floating-promise near();"]);
    const deep = open({ ...files, "/app/a.ts": `import "./near";${"(".repeat(20_000)}` });
    expect(deep.checkNearby("/app/a.ts")).toBeUndefined();
    expect(deep.check("/app/a.ts")).toEqual([]);
  });
});

describe("in a project of this repository", () => {
  const packages = join(fileURLToPath(new URL("../../..", import.meta.url)));
  const [found] = discoverProjects({ cwd: packages, project: "runtime/tsconfig.test.json" });
  const description = found as ProjectDescription;
  const sample = mostAwaiting(description.files, 10);
  const key = ({ rule, start, end, message }: Finding): string =>
    `${rule} ${start}-${end} ${message}`;

  test("is found only what is found when all of it is read", () => {
    const whole = openProject(description);
    let early = 0;
    for (const file of sample) {
      let count = 0;
      const text = readFileSync(file, "utf8").replace(/\bawait /g, (word) =>
        count++ % 2 === 0 ? "" : word,
      );
      whole.setBuffer(file, text);
      const project = openProject(description);
      project.setBuffer(file, text);
      const near = project.checkNearby(file, { preset: "strict" })?.map(key);
      const all = whole.check(file, { preset: "strict" }).map(key);
      whole.closeBuffer(file);
      expect(near?.filter((one) => !all.includes(one))).toEqual([]);
      early += near?.length ?? 0;
    }
    expect(early).toBeGreaterThan(100);
  });
});
