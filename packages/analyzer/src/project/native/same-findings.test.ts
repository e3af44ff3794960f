import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "@jest/globals";
import type { Finding } from "../../finding.js";
import { mostAwaiting } from "../../testkit/most-awaiting.js";
import { discoverProjects, type ProjectDescription } from "../discover.js";
import { whyNoNativeTypes } from "../native-types.js";
import { openProject, type Project } from "../project.js";
import { closeNativeCompiler, nativeCompiler } from "./native-compiler.js";

const packages = join(fileURLToPath(new URL("../../../..", import.meta.url)));
const [runtime] = discoverProjects({ cwd: packages, project: "runtime/tsconfig.json" });
const description = runtime as ProjectDescription;
const sample = mostAwaiting(description.files, 40);
const few = sample.slice(0, 15);

function findings(project: Project, files: readonly string[]): readonly Finding[] {
  return files.flatMap((file) => project.check(file, { preset: "strict" }));
}

/** Takes every second `await` out of a text, so that there is something to be found. */
function withoutAwaits(text: string): string {
  let count = 0;
  return text.replace(/\bawait /g, (word) => (count++ % 2 === 0 ? "" : word));
}

afterAll(closeNativeCompiler);

// The process is an optional dependency; where it cannot be, nothing can be compared.
const where = whyNoNativeTypes() === undefined ? describe : describe.skip;

where("the native types", () => {
  const native = openProject({ ...description, types: "native" });
  const reference = openProject({ ...description, types: "ts-morph" });

  test("lead to the findings that ts-morph's lead to, in sources as they are", () => {
    expect(findings(native, sample)).toEqual(findings(reference, sample));
    expect(native.withoutNative).toBeUndefined();
  });

  test("lead to them in sources with awaits taken out, and again after that", () => {
    for (const file of sample) {
      const text = withoutAwaits(readFileSync(file, "utf8"));
      for (const project of [native, reference]) project.setBuffer(file, text);
    }
    const found = findings(reference, sample);
    expect(found.length).toBeGreaterThan(sample.length);
    expect(findings(native, sample)).toEqual(found);
    for (const file of sample) for (const one of [native, reference]) one.closeBuffer(file);
    expect(findings(native, sample)).toEqual(findings(reference, sample));
  });

  test("lead to them where trees are let go all the time, and after an edit behind that", () => {
    const [frugal, reference] = (["native", "ts-morph"] as const).map((types) =>
      openProject({ ...description, types }),
    ) as [Project, Project];
    frugal.keepAtMost(20_000);
    const edited = few.filter((_, index) => index % 2 === 0);
    for (const file of edited) {
      const text = withoutAwaits(readFileSync(file, "utf8"));
      for (const project of [frugal, reference]) project.setBuffer(file, text);
    }
    const found = findings(reference, few);
    expect(found.length).toBeGreaterThan(edited.length);
    expect(findings(frugal, few)).toEqual(found);
    for (const file of few) {
      expect(new Set(frugal.bases(file))).toEqual(new Set(reference.bases(file)));
    }
    for (const file of edited) for (const one of [frugal, reference]) one.closeBuffer(file);
    expect(findings(frugal, few)).toEqual(findings(reference, few));
    frugal.close();
  });

  test("tell the same signatures where trees are let go all the time", () => {
    const [frugal, other] = [0, 1].map(() => openProject({ ...description, types: "native" })) as [
      Project,
      Project,
    ];
    frugal.keepAtMost(20_000);
    for (const project of [frugal, other]) findings(project, few);
    expect(frugal.signatures(few)).toEqual(other.signatures(few));
    expect(frugal.signaturesOfFunctions()).toEqual(other.signaturesOfFunctions());
    for (const project of [frugal, other]) project.close();
  });

  test("know the same imports, and signatures that an edit changes or leaves alone", () => {
    for (const file of sample) {
      expect([...native.dependencies(file)].sort()).toEqual(
        [...reference.dependencies(file)].sort(),
      );
    }
    const [file = ""] = sample.filter((one) => one.endsWith("/lock.ts")).concat(sample);
    const before = native.signature(file);
    const text = readFileSync(file, "utf8");
    native.setBuffer(file, `${text}\n// A remark.\n`);
    expect(native.signature(file)).toBe(before);
    native.setBuffer(file, `${text}\nexport const added = 1;\n`);
    expect(native.signature(file)).not.toBe(before);
    native.closeBuffer(file);
  });

  test("lead to them after states of which nobody asked more than what does not parse", () => {
    // Projects of their own, of which nothing has been asked yet.
    const [native, reference] = (["native", "ts-morph"] as const).map((types) =>
      openProject({ ...description, types }),
    ) as [Project, Project];
    const [file = ""] = sample;
    const text = readFileSync(file, "utf8");
    const more = (name: string): string =>
      `${text}\nexport async function ${name}() {\n  await Promise.resolve(1);\n  return [${name.length}];\n}\n${name}();\n`;
    native.setBuffer(file, more("first"));
    native.check(file, { preset: "strict" });
    native.setBuffer(file, more("second"));
    expect(native.problemsOf(file)).toEqual([]);
    for (const project of [native, reference]) project.setBuffer(file, more("third"));
    const found = findings(reference, [file]);
    expect(found.map(({ rule }) => rule)).toContain("floating-promise");
    expect(findings(native, [file])).toEqual(found);
    native.close();
  });

  test("are had again from a new process when the old one has died", () => {
    const [file = ""] = sample;
    const text = `${readFileSync(file, "utf8")}\nexport const more = Promise.resolve(1).then(String);\nmore;\n`;
    const before = nativeCompiler();
    if (typeof before === "string") throw new Error(before);
    process.kill(before.pid ?? 0, "SIGKILL");
    for (const project of [native, reference]) project.setBuffer(file, text);
    const expected = findings(reference, [file]);
    expect(expected.length).toBeGreaterThan(0);
    expect(findings(native, [file])).toEqual(expected);
    const after = nativeCompiler();
    expect(typeof after === "string" ? after : after.pid).not.toBe(before.pid);
    expect(native.withoutNative).toBeUndefined();
  });
});
