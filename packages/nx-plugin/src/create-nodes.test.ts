import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { CreateNodes } from "nx/src/project-graph/plugins/public-api.js";
import { createNodes } from "./create-nodes.js";
import type { AwaitwiseOptions } from "./options.js";

// What Nx asks of a plugin, held to by the type check.
const forNx: CreateNodes<AwaitwiseOptions> =
  createNodes as unknown as CreateNodes<AwaitwiseOptions>;

let workspaceRoot: string;
beforeEach(() => {
  workspaceRoot = mkdtempSync(join(tmpdir(), "awaitwise nx ü-"));
});
afterEach(() => rmSync(workspaceRoot, { recursive: true, force: true }));

function files(contents: Readonly<Record<string, string>>): string[] {
  for (const [path, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(workspaceRoot, path)), { recursive: true });
    writeFileSync(join(workspaceRoot, path), text);
  }
  return Object.keys(contents).filter((path) => /[tj]sconfig\.json$/.test(path));
}

function infer(found: readonly string[], options?: AwaitwiseOptions) {
  return createNodes[1](found, options, { workspaceRoot });
}

describe("the inferred target", () => {
  test("is that of each project with a tsconfig or jsconfig, and of no other folder", () => {
    const found = files({
      "package.json": '{ "workspaces": ["packages/*"] }',
      "tsconfig.json": "{}",
      "packages/a/package.json": "{}",
      "packages/a/tsconfig.json": "{}",
      "packages/a/jsconfig.json": "{}",
      "packages/a/test/tsconfig.json": "{}",
      "packages/b/project.json": "{}",
      "packages/b/jsconfig.json": "{}",
      "packages/c/package.json": "{}",
    });
    expect(infer(found).map(([file]) => file)).toEqual([
      "packages/a/tsconfig.json",
      "packages/b/jsconfig.json",
    ]);
    expect(forNx[0]).toBe("**/{tsconfig,jsconfig}.json");
  });

  test("is cached by the project, those it depends on, and the configuration", () => {
    const found = files({ "packages/a/package.json": "{}", "packages/a/tsconfig.json": "{}" });
    expect(infer(found)).toEqual([
      [
        "packages/a/tsconfig.json",
        {
          projects: {
            "packages/a": {
              root: "packages/a",
              targets: {
                awaitwise: {
                  command:
                    "awaitwise check --report json:../../dist/awaitwise/packages/a.json --cache-location ../../node_modules/.cache/awaitwise",
                  options: { cwd: "packages/a" },
                  cache: true,
                  inputs: [
                    "default",
                    "^default",
                    "{workspaceRoot}/awaitwise.config.*",
                    "{workspaceRoot}/awaitwise-baseline.json",
                    "{workspaceRoot}/tsconfig*.json",
                  ],
                  outputs: ["{workspaceRoot}/dist/awaitwise/packages/a.json"],
                  metadata: expect.objectContaining({
                    description: "Find missing awaits and serial awaits",
                  }),
                },
              },
            },
          },
        },
      ],
    ]);
  });

  test("is that of the workspace itself where it is one package", () => {
    const found = files({ "package.json": "{}", "tsconfig.json": "{}" });
    const [[, { projects }] = ["", {}]] = infer(found, {
      targetName: "lint-async",
      args: "--preset strict",
      reports: "my reports",
    });
    expect(projects?.["."]?.targets["lint-async"]).toMatchObject({
      command:
        'awaitwise check --report "json:my reports/workspace.json" --cache-location node_modules/.cache/awaitwise --preset strict',
      outputs: ["{workspaceRoot}/my reports/workspace.json"],
    });
  });

  test("is refused where an option is not known or no text", () => {
    expect(() => infer([], { target: "x" } as AwaitwiseOptions)).toThrow(
      '@awaitwise/nx has no option "target": use targetName, args, reports in nx.json',
    );
    expect(() => infer([], { args: 3 } as unknown as AwaitwiseOptions)).toThrow(
      'The option "args" of @awaitwise/nx is 3: give it a text in nx.json',
    );
  });
});
