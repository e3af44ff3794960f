import { describe, expect, test } from "@jest/globals";
import { memoryDisk } from "../testkit/memory-disk.js";
import { discoverProjects } from "./discover.js";
import { openProject, type Project } from "./project.js";

// Sources of every kind that TypeScript reads: the same mistake is found in each, and nothing else.

const options = `"strict": true, "target": "esnext", "module": "esnext", "moduleResolution": "bundler", "lib": ["esnext"], "types": []`;
const save = `export declare function save(n?: number): Promise<number>;\n`;

function open(files: Record<string, string>, compilerOptions = options): Project[] {
  const config = `{ "compilerOptions": { ${compilerOptions} }, "include": ["."] }`;
  const disk = memoryDisk({ "/app/tsconfig.json": config, ...files });
  return discoverProjects({ cwd: "/app", disk }).map((one) => openProject(one, disk));
}

/** What is found in each file: the rule and the text it is about. */
function foundIn(files: Record<string, string>, compilerOptions = options): string[] {
  return open(files, compilerOptions).flatMap((project) =>
    project.files.flatMap((file) =>
      project
        .check(file)
        .map(({ end, rule, start }) => `${rule}: ${project.text(file)?.slice(start, end)}`),
    ),
  );
}

const float = ["floating-promise: save();"];

describe("plain JavaScript", () => {
  const js = `${options}, "allowJs": true`;

  test("is typed by what it does", () => {
    const code = `async function save() { return await Promise.resolve(1); }\nexport async function f() {\n  save();\n  await save();\n}\n`;
    expect(foundIn({ "/app/a.js": code }, js)).toEqual(float);
    expect(foundIn({ "/app/a.mjs": code }, js)).toEqual(float);
    expect(foundIn({ "/app/a.cjs": code.replace("export ", "") }, js)).toEqual(float);
  });

  test("is typed by its JSDoc, checked by the compiler or not", () => {
    const code = `/** @type {() => Promise<number>} */\nlet save;\n/** @param {Promise<number>} p */\nexport function f(p) {\n  save();\n  p;\n}\n`;
    const found = [...float, "floating-promise: p;"];
    expect(foundIn({ "/app/a.js": code }, js)).toEqual(found);
    expect(foundIn({ "/app/a.js": code }, `${js}, "checkJs": true`)).toEqual(found);
    expect(foundIn({ "/app/a.js": `// @ts-nocheck\n${code}` }, `${js}, "checkJs": true`)).toEqual(
      found,
    );
  });

  test("knows modules of CommonJS", () => {
    const found = foundIn(
      {
        "/app/api.js": `async function save() { return await Promise.resolve(1); }\nmodule.exports = { save };\n`,
        "/app/a.js": `const { save } = require("./api");\nfunction f() { save(); }\nmodule.exports = f;\n`,
      },
      `"allowJs": true, "module": "commonjs", "moduleResolution": "node10", "lib": ["esnext"], "types": []`,
    );
    expect(found).toEqual(float);
  });
});

describe("every form of syntax", () => {
  test("JSX, in TypeScript and in JavaScript", () => {
    const code = `import { save } from "./api";\nexport const view = <button on={async () => {\n  save();\n  await save();\n}} />;\n`;
    const jsx = `${options}, "jsx": "preserve", "allowJs": true`;
    const globals = `declare namespace JSX { interface IntrinsicElements { button: { on: () => Promise<void> } } }`;
    expect(
      foundIn({ "/app/api.d.ts": save, "/app/jsx.d.ts": globals, "/app/a.tsx": code }, jsx),
    ).toEqual(float);
    expect(
      foundIn({ "/app/api.d.ts": save, "/app/jsx.d.ts": globals, "/app/a.jsx": code }, jsx),
    ).toEqual(float);
  });

  test("decorators, enums, namespaces, class fields, static blocks and accessors", () => {
    const code = `import { save } from "./api";
declare const dec: any;
export enum Size { Small = 1, Large = Small << 1 }
export namespace Store {
  export const size = Size.Small;
  save();
}
@dec
export class A {
  @dec() field = save();
  accessor other = 1;
  static #cache = 1;
  static {
    save();
    A.#cache;
  }
  constructor(readonly n: number) {
    save();
  }
  @dec get value() {
    save();
    return this.n;
  }
}
`;
    expect(foundIn({ "/app/api.d.ts": save, "/app/a.ts": code })).toEqual([
      ...float,
      ...float,
      ...float,
      ...float,
    ]);
    expect(
      foundIn(
        { "/app/api.d.ts": save, "/app/a.ts": code.replace("accessor ", "") },
        `${options}, "experimentalDecorators": true`,
      ),
    ).toHaveLength(4);
  });

  test("using, generators, and await at the top level", () => {
    const code = `import { save } from "./api";
declare const open: () => AsyncDisposable & Disposable;
await save();
export async function* f() {
  await using a = open();
  using b = open();
  yield save();
  yield* [1];
  save();
  return [a, b];
}
for await (const n of f()) n;
`;
    expect(foundIn({ "/app/api.d.ts": save, "/app/a.ts": code })).toEqual(float);
  });

  test(".mts and .cts, each by its own kind of module", () => {
    const node = options.replace(`"esnext", "moduleResolution": "bundler"`, `"nodenext"`);
    const files = { "/app/api.d.mts": save, "/app/api.d.cts": save };
    const code = (end: string) => `import { save } from "./api.${end}";\nsave();\n`;
    expect(foundIn({ ...files, "/app/a.mts": code("mjs") }, node)).toEqual(float);
    expect(foundIn({ ...files, "/app/a.cts": code("cjs") }, node)).toEqual(float);
    const fixes = (name: string, end: string) =>
      open({ ...files, [name]: code(end) }, node).flatMap((project) =>
        project.check(name).flatMap((one) => one.fixes.map(({ title }) => title)),
      );
    expect(fixes("/app/a.mts", "mjs")).toContain("Await it");
    expect(fixes("/app/a.cts", "cjs")).not.toContain("Await it");
  });

  test("sources of other languages are left alone", () => {
    const script = `<script lang="ts">import { save } from "./api"; save();</script>`;
    const files = { "/app/api.d.ts": save, "/app/a.vue": script, "/app/b.svelte": script };
    const code = `import A from "./a.vue";\nimport { save } from "./api";\nsave();\nA();\n`;
    expect(foundIn({ ...files, "/app/main.ts": code })).toEqual(float);
  });
});

describe("projects of every shape", () => {
  test("path aliases lead to their sources", () => {
    const paths = `${options}, "paths": { "@/*": ["./src/*"] }`;
    const code = `import { save } from "@/api";\nsave();\n`;
    expect(
      foundIn(
        {
          "/app/src/api.ts": `export async function save() { await Promise.resolve(); }\n`,
          "/app/a.ts": code,
        },
        paths,
      ),
    ).toEqual(float);
  });

  test("options that TypeScript has removed do not stop the analysis", () => {
    const old = `"target": "es2017", "lib": ["esnext"], "module": "commonjs", "moduleResolution": "node", "baseUrl": ".", "importsNotUsedAsValues": "error", "charset": "utf8", "types": []`;
    const code = `import { save } from "src/api";\nsave();\n`;
    const files = { "/app/src/api.d.ts": save, "/app/a.ts": code };
    expect(foundIn(files, old)).toEqual(float);
    expect(foundIn(files, old.replace('"node"', '"node10"'))).toEqual(float);
    expect(foundIn(files, old.replace('"node"', '"classic"').replace("es2017", "es3"))).toEqual(
      float,
    );
  });
});

describe("without an install", () => {
  const code = `import { thing } from "not-installed";
import * as all from "neither";
import "for-its-effects";
import { save } from "./api";
export async function f(given: thing.Job) {
  thing();
  given;
  all.run();
  if (thing()) await given;
  for await (const one of given) one();
  await Promise.all(thing);
  [1].forEach(thing);
  \`\${thing()}\` + all.size;
  const kept = thing();
  save();
}
`;

  test("what does not resolve is no promise and no value: nothing is said of it", () => {
    expect(foundIn({ "/app/api.d.ts": save, "/app/a.ts": code })).toEqual(float);
  });

  test("how much did not resolve is counted, with the modules that lead nowhere", () => {
    const [project] = open({ "/app/api.d.ts": save, "/app/a.ts": code });
    expect(project?.unresolved("/app/a.ts")).toEqual({
      asked: 0,
      unresolved: 0,
      modules: ["not-installed", "neither"],
    });
    const small = `import { thing } from "not-installed";\nthing;\nPromise;\nthing.member;\n`;
    const [other] = open({ "/app/a.ts": small });
    other?.check("/app/a.ts", { rules: ["floating-promise"] });
    expect(other?.unresolved("/app/a.ts")).toEqual({
      asked: 3,
      unresolved: 2,
      modules: ["not-installed"],
    });
    const [whole] = open({ "/app/a.ts": `declare const a: any;\na;\nexport {};\n` });
    whole?.check("/app/a.ts", { rules: ["floating-promise"] });
    expect(whole?.unresolved("/app/a.ts")).toEqual({ asked: 1, unresolved: 0, modules: [] });
    expect(whole?.unresolved("/app/none.ts")).toEqual({ asked: 0, unresolved: 0, modules: [] });
  });
});
