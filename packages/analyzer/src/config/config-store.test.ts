import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { ConfigStore, type ConfigStoreOptions, type FileConfig } from "./config-store.js";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "awaitwise-config-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function files(contents: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(contents)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  }
}

function store(options: Partial<ConfigStoreOptions> = {}): ConfigStore {
  return new ConfigStore({ cwd: folder, ...options });
}

function forFile(file: string, options: Partial<ConfigStoreOptions> = {}): FileConfig {
  return store(options).forFile(join(folder, file));
}

function problem(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toMatchObject({ name: "InputError", exitCode: 2 });
    return (error as Error).message.replaceAll(folder, "");
  }
  throw new Error("Nothing was refused");
}

describe("the configuration of a file", () => {
  test("is the recommended preset where there is none", () => {
    expect(forFile("src/a.ts").selection.rules).toContain("floating-promise");
    expect(forFile("src/a.ts")).toMatchObject({
      severities: {},
      unusedSuppressions: "warning",
      requireReason: false,
    });
  });

  test("sets a rule's level and options", () => {
    files({
      "awaitwise.config.json": {
        preset: "none",
        rules: {
          "floating-promise": ["warning", { ignoreVoid: false }],
          "serial-await": "off",
        },
      },
    });
    expect(forFile("src/a.ts")).toMatchObject({
      selection: {
        rules: ["floating-promise"],
        options: { "floating-promise": { ignoreVoid: false } },
      },
      severities: { "floating-promise": "warning" },
    });
  });

  test("may hold comments and trailing commas", () => {
    files({
      "awaitwise.config.json": '{\n  // only this one\n  "rules": { "serial-await": "off", },\n}',
    });
    expect(forFile("a.ts").selection.rules).not.toContain("serial-await");
  });

  test("is the nearest one, and does not take in those further out", () => {
    files({
      "awaitwise.config.json": { rules: { "floating-promise": "off", "serial-await": "off" } },
      "packages/a/awaitwise.config.json": { rules: { "serial-await": "error" } },
    });
    const { path, severities, selection } = forFile("packages/a/src/x.ts");
    expect(path).toBe(join(folder, "packages/a/awaitwise.config.json"));
    expect(severities).toEqual({ "serial-await": "error" });
    expect(selection.rules).toContain("floating-promise");
    expect(forFile("packages/b/src/x.ts").selection.rules).not.toContain("floating-promise");
  });

  test("may stand in package.json, and a package.json without one is passed over", () => {
    files({
      "package.json": { name: "awaitwise", awaitwise: { rules: { "serial-await": "error" } } },
      "packages/a/package.json": { dependencies: { awaitwise: "1" } },
    });
    expect(forFile("packages/a/x.ts")).toMatchObject({
      path: join(folder, "package.json"),
      severities: { "serial-await": "error" },
    });
  });

  test("may be TypeScript or JavaScript that imports", () => {
    files({
      "awaitwise.config.ts": `
        import { defineConfig } from "awaitwise";
        import { rules } from "./shared.js";
        const level: "error" = "error";
        export default defineConfig({ rules: { ...rules, "floating-promise": level } });
      `,
      "shared.ts": `export const rules = { "serial-await": "suggestion" as const };`,
      "js/awaitwise.config.mjs": `export default { rules: { "serial-await": "error" } };`,
      "cjs/awaitwise.config.cjs": `module.exports = { rules: { "serial-await": "warning" } };`,
    });
    expect(forFile("a.ts").severities).toEqual({
      "serial-await": "suggestion",
      "floating-promise": "error",
    });
    expect(forFile("js/a.ts").severities).toEqual({ "serial-await": "error" });
    expect(forFile("cjs/a.ts").severities).toEqual({ "serial-await": "warning" });
  });

  test("shows doubtful findings only where its preset asks for them, whichever rules are asked for", () => {
    files({
      "awaitwise.config.json": {},
      "strict/awaitwise.config.json": { preset: "strict" },
      "none/awaitwise.config.json": { preset: "none", rules: { "serial-await": "error" } },
    });
    expect(forFile("a.ts").selection.preset).toBe("recommended");
    expect(forFile("strict/a.ts").selection.preset).toBe("strict");
    expect(forFile("none/a.ts").selection.preset).toBeUndefined();
    const rules = ["serial-await"];
    expect(forFile("a.ts", { rules }).selection).toMatchObject({ rules, preset: "recommended" });
    expect(forFile("a.ts", { rules, preset: "strict" }).selection.preset).toBe("strict");
  });

  test("is read again after it was forgotten", () => {
    files({ "awaitwise.config.ts": `export default { preset: "none" };` });
    const configs = store();
    expect(configs.forFile(join(folder, "a.ts")).selection.rules).toEqual([]);
    files({ "awaitwise.config.ts": `export default { preset: "recommended" };` });
    expect(configs.forFile(join(folder, "a.ts")).selection.rules).toEqual([]);
    configs.forget();
    expect(configs.forFile(join(folder, "a.ts")).selection.rules).toContain("floating-promise");
  });

  test("gives way to what the command line says", () => {
    files({
      "awaitwise.config.json": {
        preset: "none",
        rules: { "serial-await": "off", "floating-promise": ["warning", { ignoreIife: true }] },
      },
      "other.json": { preset: "none" },
    });
    expect(forFile("a.ts", { rules: ["serial-await"] }).selection.rules).toEqual(["serial-await"]);
    expect(forFile("a.ts", { rules: ["floating-promise"] }).selection.options).toEqual({
      "floating-promise": { ignoreIife: true },
    });
    const recommended = forFile("a.ts", { preset: "recommended" }).selection;
    expect(recommended.rules).toContain("floating-promise");
    expect(recommended.rules).not.toContain("serial-await");
    expect(recommended.preset).toBe("recommended");
    expect(forFile("a.ts", { config: "other.json" }).path).toBe(join(folder, "other.json"));
  });
});

describe("extends and overrides", () => {
  test("a later base wins, and the configuration itself wins over all", () => {
    files({
      "base-a.json": {
        preset: "none",
        rules: { "serial-await": "suggestion", "floating-promise": "suggestion" },
      },
      "base-b.json": { rules: { "serial-await": "warning" } },
      "awaitwise.config.json": {
        extends: ["./base-a.json", "./base-b"],
        rules: { "floating-promise": "error" },
      },
    });
    const config = forFile("a.ts");
    expect(config.severities).toEqual({ "serial-await": "warning", "floating-promise": "error" });
    expect(config.sources.map((source) => source.slice(folder.length))).toEqual([
      "/base-a.json",
      "/base-b.json",
      "/awaitwise.config.json",
    ]);
  });

  test("models of libraries add up, the nearest first", () => {
    files({
      "base.json": { models: [{ package: "a", exports: { load: { latency: "io" } } }] },
      "awaitwise.config.json": {
        extends: "./base.json",
        models: [{ package: "b", exports: { "*": {} } }],
      },
    });
    expect(forFile("a.ts").selection.models?.map((model) => model.package)).toEqual(["b", "a"]);
    expect(store({ cwd: tmpdir() }).forFile(join(tmpdir(), "a.ts")).selection.models).toBe(
      undefined,
    );
  });

  test("a level alone keeps the options that were set before", () => {
    files({
      "base.json": { rules: { "floating-promise": ["warning", { ignoreVoid: false }] } },
      "awaitwise.config.json": { extends: "./base.json", rules: { "floating-promise": "error" } },
    });
    expect(forFile("a.ts").selection.options).toEqual({
      "floating-promise": { ignoreVoid: false },
    });
  });

  test("a package is found where Node finds it, and its patterns start from the one that extends it", () => {
    files({
      "node_modules/shared-config/package.json": { name: "shared-config", main: "index.json" },
      "node_modules/shared-config/index.json": {
        overrides: [{ files: "test/**", rules: { "serial-await": "off" } }],
      },
      "awaitwise.config.json": { extends: "shared-config", rules: { "serial-await": "error" } },
    });
    expect(forFile("src/a.ts").selection.rules).toContain("serial-await");
    expect(forFile("test/a.ts").selection.rules).not.toContain("serial-await");
  });

  test("an override applies to the files that match, and a later one wins", () => {
    files({
      "awaitwise.config.json": {
        overrides: [
          { files: ["*.{test,spec}.ts"], rules: { "serial-await": "off" } },
          { files: "slow/", exclude: "slow/fast.test.ts", rules: { "serial-await": "error" } },
          { files: "legacy\\**", preset: "none" },
        ],
      },
    });
    expect(forFile("src/a.test.ts").selection.rules).not.toContain("serial-await");
    expect(forFile("slow/a.test.ts").severities).toEqual({ "serial-await": "error" });
    expect(forFile("slow/fast.test.ts").severities).toEqual({});
    expect(forFile("legacy/a.ts").selection.rules).toEqual([]);
    expect(forFile("src/a.ts").selection.rules).toContain("floating-promise");
  });
});

describe("ignored files", () => {
  test("are those that the patterns match, and those that git ignores", () => {
    files({
      "awaitwise.config.json": { ignore: ["generated/", "*.gen.ts"] },
      ".gitignore": "build\n/src/local.ts\n",
      "packages/a/.gitignore": "!build\nout/\n",
    });
    const configs = store();
    const ignoredBy = (file: string) => configs.ignoredBy(join(folder, file))?.replace(folder, "");
    expect(ignoredBy("src/a.ts")).toBeUndefined();
    expect(ignoredBy("generated/a.ts")).toBe("/awaitwise.config.json");
    expect(ignoredBy("src/a.gen.ts")).toBe("/awaitwise.config.json");
    expect(ignoredBy("src/local.ts")).toBe(".gitignore");
    expect(ignoredBy("src/build/a.ts")).toBe(".gitignore");
    expect(ignoredBy("packages/a/out/a.ts")).toBe(".gitignore");
    expect(ignoredBy("packages/a/build/a.ts")).toBeUndefined();
  });

  test("are not asked of git where the configuration says so", () => {
    files({ "awaitwise.config.json": { gitignore: false }, ".gitignore": "*.ts\n" });
    expect(store().ignoredBy(join(folder, "a.ts"))).toBeUndefined();
  });

  test("stay ignored inside a folder that is ignored, as in git", () => {
    files({ ".gitignore": "build/\n", "build/.gitignore": "!keep.ts\n" });
    expect(store().ignoredBy(join(folder, "build/keep.ts"))).toBe(".gitignore");
  });

  test("are found by the repository's files also from a folder inside it", () => {
    files({ ".git/info/exclude": "secret.ts\n", ".gitignore": "*.tmp.ts\n" });
    const configs = store({ cwd: join(folder, "packages") });
    expect(configs.ignoredBy(join(folder, "packages/a.tmp.ts"))).toBe(".gitignore");
    expect(configs.ignoredBy(join(folder, "packages/secret.ts"))).toBe(".gitignore");
  });
});

describe("a configuration that is not valid", () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    [
      "an unknown key",
      { rule: {} },
      '"/awaitwise.config.json" is not a valid configuration: "rule" is not known; did you mean "rules"?',
    ],
    [
      "an unknown rule",
      { rules: { "floating-promises": "error" } },
      '"/awaitwise.config.json" is not a valid configuration: "floating-promises" is not known in "rules"; did you mean "floating-promise"?',
    ],
    [
      "an unknown level",
      { rules: { "serial-await": "warn" } },
      '"/awaitwise.config.json" is not a valid configuration: "rules.serial-await" is "warn": use "off", "suggestion", "warning" or "error", or a list of "off", "suggestion", "warning" or "error" and an object; did you mean "warning"?',
    ],
    [
      "an option of the wrong kind",
      { rules: { "floating-promise": ["error", { ignoreVoid: "yes" }] } },
      '"/awaitwise.config.json" is not a valid configuration: "rules.floating-promise[1].ignoreVoid" is "yes": use true or false',
    ],
    [
      "an unknown option",
      { rules: { "floating-promise": ["error", { ignoreVoids: true }] } },
      '"/awaitwise.config.json" is not a valid configuration: "ignoreVoids" is not known in "rules.floating-promise[1]"; did you mean "ignoreVoid"?',
    ],
    [
      "a word that an option does not take",
      { rules: { "unawaited-return-in-try": ["error", { elsewhere: "never" }] } },
      '"/awaitwise.config.json" is not a valid configuration: "rules.unawaited-return-in-try[1].elsewhere" is "never": use "any", "await", "no-await" or "suggest-no-await"',
    ],
    [
      "an unknown key inside an option",
      { rules: { "misused-promise": ["error", { checksVoidReturn: { argument: false } }] } },
      '"/awaitwise.config.json" is not a valid configuration: "argument" is not known in "rules.misused-promise[1].checksVoidReturn"; did you mean "arguments"?',
    ],
    [
      "an option that is of none of its forms",
      { rules: { "misused-promise": ["error", { checksVoidReturn: "no" }] } },
      '"/awaitwise.config.json" is not a valid configuration: "rules.misused-promise[1].checksVoidReturn" is "no": use true or false, or an object',
    ],
    [
      "a list whose item lacks something",
      {
        rules: {
          "floating-promise": [
            "error",
            { allowForKnownSafeCalls: ["go", { from: "package", name: "test" }] },
          ],
        },
      },
      '"/awaitwise.config.json" is not a valid configuration: "rules.floating-promise[1].allowForKnownSafeCalls[1].package" is missing: add it, a string',
    ],
    [
      "a list whose item is of no kind there is",
      {
        rules: {
          "floating-promise": ["error", { allowForKnownSafeCalls: [{ from: "npm", name: "x" }] }],
        },
      },
      '"/awaitwise.config.json" is not a valid configuration: "rules.floating-promise[1].allowForKnownSafeCalls[0].from" is "npm": use "lib", "file" or "package"',
    ],
    [
      "an option of a rule that has none",
      { rules: { "dangling-task": ["error", { depth: 2 }] } },
      '"/awaitwise.config.json" is not a valid configuration: "depth" is not known in "rules.dangling-task[1]": nothing can be set there',
    ],
    [
      "an override without files",
      { overrides: [{ rules: {} }] },
      '"/awaitwise.config.json" is not a valid configuration: "overrides[0].files" is missing: add it, a string, or a list, each item a string',
    ],
    [
      "a list instead of an object",
      [],
      '"/awaitwise.config.json" is not a valid configuration: The configuration is []: use an object',
    ],
    [
      "broken JSON",
      '{\n  "rules": {\n}',
      "\"/awaitwise.config.json:3:2\" does not parse: '}' expected; correct it",
    ],
    [
      "a base that is missing",
      { extends: "./nowhere.json" },
      '"/awaitwise.config.json" extends "./nowhere.json", which does not exist: correct "extends", or install the package that holds it',
    ],
    [
      "a circle",
      { extends: "./awaitwise.config.json" },
      'Configurations extend each other in a circle: "/awaitwise.config.json" -> "/awaitwise.config.json"; take one "extends" out',
    ],
  ];
  test.each(cases)(
    "names the key, the value and what is allowed: %s",
    (_name, content, message) => {
      files({ "awaitwise.config.json": content });
      expect(problem(() => forFile("a.ts"))).toBe(message);
    },
  );

  test("is said where it fails while it runs", () => {
    files({ "awaitwise.config.js": "throw new Error('no luck');" });
    expect(problem(() => forFile("a.ts"))).toBe(
      '"/awaitwise.config.js" failed while it ran: no luck; it must export an object by default, without awaiting',
    );
  });

  test("tells what it was read from, so that a change of it can be seen", () => {
    files({
      "awaitwise.config.json": { extends: "./base" },
      "base.json": {},
      ".gitignore": "dist\n",
      "lib/awaitwise.config.cjs": "module.exports = {};",
    });
    const reads = new Set<string>();
    const configs = store({
      onRead: (path, what) => reads.add(`${what} ${relative(folder, path)}`),
    });
    configs.forFile(join(folder, "a.ts"));
    configs.ignoredBy(join(folder, "a.ts"));
    const told = ["text awaitwise.config.json", "text base.json", "text .gitignore"];
    expect(told.filter((one) => !reads.has(one))).toEqual([]);
    expect(
      ["existence base", "existence awaitwise.config.ts"].filter((one) => !reads.has(one)),
    ).toEqual([]);
    expect([...reads].filter((one) => one.startsWith("anything"))).toEqual([]);
    // What a program looks at cannot be told.
    configs.forFile(join(folder, "lib/a.ts"));
    expect(reads).toContain("anything lib/awaitwise.config.cjs");
  });

  test("is said where there are two in one folder", () => {
    files({ "awaitwise.config.json": {}, "package.json": { awaitwise: {} } });
    expect(problem(() => forFile("a.ts"))).toBe(
      'There are two configurations in "": keep one of "awaitwise.config.json" and "package.json"',
    );
  });

  test("is said where the one named on the command line is missing", () => {
    expect(problem(() => forFile("a.ts", { config: "nowhere.json" }))).toMatch(
      /^"\/nowhere\.json" cannot be read: /,
    );
  });
});
