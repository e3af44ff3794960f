import { describe, expect, test } from "@jest/globals";
import { memoryDisk } from "../testkit/memory-disk.js";
import { readConfigFile } from "./config-file.js";
import { type DiscoverOptions, discoverProjects } from "./discover.js";
import { InputError } from "./input-error.js";
import { openProject } from "./project.js";
import { syntheticOptions } from "./synthetic-config.js";

function found(files: Record<string, string | null>, options: Partial<DiscoverOptions> = {}) {
  return discoverProjects({ cwd: "/app", disk: memoryDisk(files), ...options }).map(
    ({ configFile, files: own }) => [configFile, ...own],
  );
}

function complaint(files: Record<string, string | null>, options: Partial<DiscoverOptions> = {}) {
  try {
    discoverProjects({ cwd: "/app", disk: memoryDisk(files), ...options });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.exitCode).toBe(2);
    return error.message;
  }
  throw new Error("Nothing was complained about");
}

describe("a folder", () => {
  test("stands for its tsconfig.json, without declarations and what is installed or built", () => {
    expect(
      found({
        "/app/tsconfig.json": `{ "compilerOptions": { "outDir": "dist" } }`,
        "/app/src/a.ts": "",
        "/app/src/b.tsx": "",
        "/app/src/c.d.ts": "",
        "/app/dist/a.ts": "",
        "/app/node_modules/x/index.ts": "",
      }),
    ).toEqual([["/app/tsconfig.json", "/app/src/a.ts", "/app/src/b.tsx"]]);
  });

  test("leaves what lies below to the nearest tsconfig.json, as far as its own takes it in", () => {
    expect(
      found({
        "/app/tsconfig.json": `{ "exclude": ["old"] }`,
        "/app/a.ts": "",
        "/app/web/tsconfig.json": "{}",
        "/app/web/b.ts": "",
        "/app/old/tsconfig.json": "{}",
        "/app/old/c.ts": "",
      }),
    ).toEqual([
      ["/app/web/tsconfig.json", "/app/web/b.ts"],
      ["/app/tsconfig.json", "/app/a.ts"],
    ]);
  });

  test("stands for what lies beside its own tsconfig.json's sources as well, but for what that leaves out by name", () => {
    expect(
      found({
        "/app/tsconfig.json": `{ "include": ["src"], "exclude": ["old", "./tools/**", "**/*.spec.ts"] }`,
        "/app/src/a.ts": "",
        "/app/server/tsconfig.json": "{}",
        "/app/server/b.ts": "",
        "/app/old/tsconfig.json": "{}",
        "/app/old/c.ts": "",
        "/app/tools/make/tsconfig.json": "{}",
        "/app/tools/make/d.ts": "",
        "/app/broken/tsconfig.json": `{ "extends": "./none.json" }`,
        "/app/broken/e.ts": "",
      }),
    ).toEqual([
      ["/app/tsconfig.json", "/app/src/a.ts"],
      ["/app/server/tsconfig.json", "/app/server/b.ts"],
    ]);
  });

  test("stands for the projects below where its own tsconfig.json holds no source", () => {
    expect(
      found({
        "/app/tsconfig.json": `{ "files": [] }`,
        "/app/web/tsconfig.json": "{}",
        "/app/web/b.ts": "",
      }),
    ).toEqual([["/app/web/tsconfig.json", "/app/web/b.ts"]]);
  });

  test("stands for its jsconfig.json, which takes in JavaScript", () => {
    expect(found({ "/app/jsconfig.json": "{}", "/app/a.js": "" })).toEqual([
      ["/app/jsconfig.json", "/app/a.js"],
    ]);
  });

  test("stands for every project of its solution file, and each file is checked once", () => {
    expect(
      found({
        "/app/tsconfig.json": `{ "files": [], "references": [{ "path": "./a" }, { "path": "./b/tsconfig.lib.json" }] }`,
        "/app/a/tsconfig.json": `{ "compilerOptions": { "composite": true } }`,
        "/app/a/a.ts": "",
        "/app/b/tsconfig.lib.json": `{ "compilerOptions": { "composite": true }, "include": ["*.ts", "../a/*.ts"], "references": [{ "path": "../a" }] }`,
        "/app/b/b.ts": "",
      }),
    ).toEqual([
      ["/app/a/tsconfig.json", "/app/a/a.ts"],
      ["/app/b/tsconfig.lib.json", "/app/b/b.ts"],
    ]);
  });

  test("stands for what lies in it of the project around it", () => {
    const files = {
      "/app/tsconfig.json": "{}",
      "/app/src/deep/a.ts": "",
      "/app/src/b.ts": "",
    };
    expect(found(files, { paths: ["src/deep/"] })).toEqual([
      ["/app/tsconfig.json", "/app/src/deep/a.ts"],
    ]);
  });

  test("stands for the projects below it when it has none", () => {
    expect(
      found({
        "/app/packages/a/tsconfig.json": "{}",
        "/app/packages/a/a.ts": "",
        "/app/packages/b/tsconfig.json": "{}",
        "/app/packages/b/b.ts": "",
        "/app/node_modules/c/tsconfig.json": "{}",
        "/app/node_modules/c/c.ts": "",
      }),
    ).toEqual([
      ["/app/packages/a/tsconfig.json", "/app/packages/a/a.ts"],
      ["/app/packages/b/tsconfig.json", "/app/packages/b/b.ts"],
    ]);
  });

  test("stands for its sources when there is no configuration anywhere", () => {
    expect(
      found({ "/app/a.mts": "", "/app/lib/b.cjs": "", "/app/dist/c.js": "", "/app/readme.md": "" }),
    ).toEqual([[undefined, "/app/a.mts", "/app/lib/b.cjs"]]);
  });
});

describe("a source", () => {
  test("stands for itself in the project that contains it, near or referenced", () => {
    const files = {
      "/app/tsconfig.json": `{ "files": [], "references": [{ "path": "./tsconfig.test.json" }] }`,
      "/app/tsconfig.test.json": `{ "compilerOptions": { "composite": true }, "include": ["src"] }`,
      "/app/src/a.ts": "",
      "/app/src/b.ts": "",
      "/app/script.js": "",
    };
    expect(found(files, { paths: ["src/a.ts", "script.js"] })).toEqual([
      ["/app/tsconfig.test.json", "/app/src/a.ts"],
      [undefined, "/app/script.js"],
    ]);
  });
});

describe("a configuration", () => {
  test("is named by its path or its folder, and paths narrow it", () => {
    const files = { "/app/x/tsconfig.json": "{}", "/app/x/a.ts": "", "/app/x/b.ts": "" };
    expect(found(files, { project: "x" })).toEqual([
      ["/app/x/tsconfig.json", "/app/x/a.ts", "/app/x/b.ts"],
    ]);
    expect(found(files, { project: "x/tsconfig.json", paths: ["x/b.ts"] })).toEqual([
      ["/app/x/tsconfig.json", "/app/x/b.ts"],
    ]);
  });

  test("may hold what newer TypeScript removed and what ours does not know yet", () => {
    const options = {
      baseUrl: ".",
      moduleResolution: "node10",
      module: "amd",
      target: "es2077",
      out: "x.js",
      fromTheFuture: true,
    };
    expect(
      found({
        "/app/tsconfig.json": JSON.stringify({ compilerOptions: options }),
        "/app/a.ts": "",
      }),
    ).toEqual([["/app/tsconfig.json", "/app/a.ts"]]);
  });
});

describe("what cannot be used is said in one line", () => {
  test("a path that does not exist, or is no source", () => {
    expect(complaint({ "/app/a.ts": "" }, { paths: ["nowhere"] })).toBe(
      `"nowhere" does not exist: name a folder, a source or a tsconfig.json`,
    );
    expect(complaint({ "/app/a.md": "" }, { paths: ["a.md"] })).toBe(
      `"a.md" is not a source the analyser reads: name files that end in .ts, .tsx, .mts, .cts, .js, .jsx, .mjs, .cjs`,
    );
  });

  test("a configuration that does not exist", () => {
    expect(complaint({ "/app/a.ts": "" }, { project: "tsconfig.prod.json" })).toBe(
      `"tsconfig.prod.json" does not exist: name a tsconfig.json, or a folder that holds one`,
    );
    expect(complaint({ "/app/x/a.ts": "" }, { project: "x" })).toBe(
      `There is no tsconfig.json or jsconfig.json in "x": name the file, or leave the option out`,
    );
  });

  test("a configuration that cannot be read or does not parse", () => {
    expect(complaint({ "/app/tsconfig.json": null }, { project: "tsconfig.json" })).toBe(
      `"tsconfig.json" cannot be read: check its permissions`,
    );
    expect(
      complaint({ "/app/tsconfig.json": `{\n  "files" [` }, { project: "tsconfig.json" }),
    ).toBe(`"tsconfig.json:2:11" does not parse: ':' expected; correct it`);
  });

  test("a configuration that extends or references what is missing", () => {
    expect(
      complaint(
        { "/app/tsconfig.json": `{ "extends": "./base.json" }`, "/app/a.ts": "" },
        { project: "tsconfig.json" },
      ),
    ).toBe(
      `"tsconfig.json" extends a file that is missing: Cannot read file '/app/base.json'; correct "extends" or install the package that holds it`,
    );
    expect(
      complaint(
        { "/app/tsconfig.json": `{ "references": [{ "path": "./x" }] }`, "/app/a.ts": "" },
        { project: "tsconfig.json" },
      ),
    ).toBe(
      `"tsconfig.json" references "/app/x/tsconfig.json", which does not exist: correct "references" or create the file`,
    );
  });

  test("but not one that a package would bring, or a tool that has not run", () => {
    for (const base of ["@x/base", "@x/base/tsconfig.json", "./.svelte-kit/tsconfig.json"]) {
      expect(
        found(
          { "/app/tsconfig.json": `{ "extends": "${base}" }`, "/app/a.ts": "" },
          { project: "tsconfig.json" },
        ),
      ).toEqual([["/app/tsconfig.json", "/app/a.ts"]]);
    }
  });

  test("nor one that git is told to ignore, since a tool makes it", () => {
    const files = {
      "/app/.git/HEAD": "",
      "/app/.gitignore": "# made by the installation\n/tsconfig.paths.json\ndist\n",
      "/app/packages/a/tsconfig.json": `{ "extends": "../../tsconfig.paths.json" }`,
      "/app/packages/a/a.ts": "",
    };
    const project = { project: "packages/a/tsconfig.json" };
    expect(found(files, project)).toEqual([
      ["/app/packages/a/tsconfig.json", "/app/packages/a/a.ts"],
    ]);
    expect(complaint({ ...files, "/app/.gitignore": "tsconfig.other.json" }, project)).toMatch(
      /extends a file that is missing/,
    );
  });

  test("whose libraries are then the usual ones, where its own list was to be filled by it", () => {
    const libraries = (lib: string) => {
      const disk = memoryDisk({
        "/app/tsconfig.json": `{ "extends": "@x/base", "compilerOptions": { "lib": ${lib} } }`,
        "/app/a.ts": "",
      });
      return readConfigFile("/app/tsconfig.json", "tsconfig.json", disk).options.lib;
    };
    expect(libraries("[]")).toEqual(syntheticOptions().lib);
    expect(libraries('["es2020"]')).toEqual(["lib.es2020.d.ts"]);
  });

  test.each([
    '"extends": "@x/base", "compilerOptions": { "moduleResolution": "node16" }',
    '"compilerOptions": { "module": "esnext", "moduleResolution": "nodenext" }',
    '"compilerOptions": { "module": "commonjs", "moduleResolution": "node16" }',
  ])(
    "what resolves modules as Node does has them of Node's kinds, by their packages: %s",
    (said) => {
      const disk = memoryDisk({
        "/app/package.json": "{}",
        "/app/tsconfig.json": `{ ${said}, "include": ["*.ts"] }`,
        "/app/api.ts":
          "export class Api { async get(id: string) { return (await fetch('/' + id)).text(); } }",
        "/app/page.ts":
          "import type { Api } from './api'; export async function page(api: Api) { api.get('a'); }",
      });
      const [description] = discoverProjects({ cwd: "/app", disk });
      if (description === undefined) throw new Error("no project was found");
      const project = openProject(description, disk);
      expect(project.check("/app/page.ts").map(({ rule }) => rule)).toEqual(["floating-promise"]);
      project.close();
    },
  );

  test("an option of the wrong kind", () => {
    expect(
      complaint(
        { "/app/tsconfig.json": `{ "compilerOptions": { "strict": "yes" } }`, "/app/a.ts": "" },
        { project: "tsconfig.json" },
      ),
    ).toBe(
      `"tsconfig.json:1:34" cannot be used: Compiler option 'strict' requires a value of type boolean; correct the configuration`,
    );
  });

  test("an empty project and a folder without sources", () => {
    expect(complaint({ "/app/tsconfig.json": "{}" }, { project: "tsconfig.json" })).toBe(
      `There is nothing to check in "tsconfig.json": no TypeScript or JavaScript source belongs to it; name a folder or a tsconfig.json that has some`,
    );
    expect(complaint({ "/app/readme.md": "" })).toBe(
      `There is nothing to check in "/app": no TypeScript or JavaScript source belongs to it; name a folder or a tsconfig.json that has some`,
    );
  });
});
