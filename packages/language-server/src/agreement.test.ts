import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "@jest/globals";
import { DiagnosticSeverity, WorkspaceDiagnosticRequest } from "vscode-languageserver/node";
import { FixtureProject } from "./testing/fixture-project.js";
import { TestClient } from "./testing/test-client.js";

const commandLine = fileURLToPath(new URL("../../cli/bin/awaitwise.js", import.meta.url));
const build = fileURLToPath(new URL("../../cli", import.meta.url));

let project: FixtureProject;
let client: TestClient;

afterEach(async () => {
  await client.stop();
  project[Symbol.dispose]();
});

const severities: Readonly<Record<string, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  suggestion: DiagnosticSeverity.Information,
};

test("the editor shows what the command line reports, under the same configuration", async () => {
  project = new FixtureProject({
    "tsconfig.json":
      '{"compilerOptions":{"strict":true,"target":"ES2022","module":"ESNext","lib":["ES2022","DOM"],"types":[]}}',
    "awaitwise.config.json": JSON.stringify({
      preset: "strict",
      rules: { "floating-promise": "warning" },
      overrides: [{ files: ["old/**"], rules: { "serial-await": "off" } }],
      ignore: ["generated/**"],
    }),
    "page.ts":
      'import { load } from "./load.js";\nexport async function page() {\n  const one = await load("1");\n  const two = await load("2");\n  load("3");\n  return [one, two];\n}\n',
    "old/page.ts":
      'import { load } from "../load.js";\nexport async function page() {\n  const one = await load("1");\n  const two = await load("2");\n  return [one, two];\n}\n',
    "load.ts":
      "export const load = (name: string): Promise<Response> => fetch(name);\n// awaitwise-ignore-next-line floating-promise -- fire and forget\nload(`x`);\nawait load(`y`), load(`z`);\n",
    "generated/all.ts": 'import { load } from "../load.js";\nload("4");\n',
  });
  spawnSync("npx", ["tsc", "-b", build]);
  const { stdout } = spawnSync(
    process.execPath,
    [commandLine, "check", "--format", "json", "--no-cache", "."],
    { cwd: project.root, encoding: "utf8" },
  );
  const reported = (JSON.parse(stdout).findings as Reported[]).map(
    ({ file, start, rule, severity, message }) =>
      [file, start.line, start.column, rule, severities[severity], message].join(" | "),
  );
  client = await TestClient.start(project);
  const { items } = await client.connection.sendRequest(WorkspaceDiagnosticRequest.type, {
    previousResultIds: [],
  });
  const shown = items.flatMap((item) =>
    item.kind !== "full"
      ? []
      : item.items.map(({ range, code, severity, message }) =>
          [
            item.uri.slice(project.uri("").length + 1),
            range.start.line + 1,
            range.start.character + 1,
            code,
            severity,
            message,
          ].join(" | "),
        ),
  );
  expect(shown.length).toBeGreaterThan(2);
  expect(shown.sort()).toEqual(reported.sort());
});

interface Reported {
  readonly file: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
}
