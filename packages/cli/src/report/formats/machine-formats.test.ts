import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "@awaitwise/analyzer";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { validateXML } from "xmllint-wasm";
import type { Format } from "../../options/formats.js";
import { lookOf } from "../../terminal/terminal.js";
import { reported, reportOf } from "../../testkit/reported.js";
import { formatReport } from "../format-report.js";
import type { Report } from "../report.js";
import { SourceText } from "../source-text.js";
import { MOST_RESULTS } from "./sarif.js";

const source = new SourceText(
  'export async function load() {\n  const ü = await getUser("漢");\n  const cart = await getCart();\n}\n',
);

function format(report: Report, name: Format, env: Record<string, string> = {}): string {
  return formatReport(report, name, {
    terminal: { cwd: "/repo/packages/a", env },
    look: lookOf({ write: () => true }, {}),
    rules,
    texts: () => source,
  });
}

const nasty = 'Line one: "quoted", <b>&amp;</b> 100%\nline two \u0007';
const place = (line: number, column: number, endColumn: number) => ({
  start: source.positionAt(source.offsetAt({ line, column })),
  end: source.positionAt(source.offsetAt({ line, column: endColumn })),
});
const full = reported({
  file: "src/naïve file.ts",
  message: nasty,
  ...place(2, 13, 31),
  group: [place(2, 13, 31), place(3, 16, 31)],
  related: [{ message: "It only reads", file: "../b/src/cart.ts", ...place(1, 1, 7) }],
  fixes: [
    {
      title: "Gather both",
      safety: "suggested",
      edits: [
        { file: "src/naïve file.ts", start: 43, end: 48, text: "" },
        { file: "src/naïve file.ts", start: 31, end: 31, text: "/* x */" },
      ],
    },
  ],
});
const report = reportOf(
  [
    full,
    reported({ severity: "error", rule: "floating-promise" }),
    reported({ severity: "suggestion" }),
  ],
  { problems: [{ file: "src/x.ts", message: '"src/x.ts" cannot be read', isNote: false }] },
);
const empty = reportOf([]);

function schema(name: string): string {
  return readFileSync(join(__dirname, "../../testkit/schemas", name), "utf8");
}

async function xmlErrors(xml: string, xsd: string): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: [{ fileName: "report.xml", contents: xml }],
    schema: [schema(xsd)],
  });
  return errors.map(({ message }) => message);
}

describe("SARIF", () => {
  const path = require.resolve("schemastore/package.json");
  const oasis = join(path, "../schemas/json/sarif-2.1.0.json");
  const ajv = formats.default(new Ajv({ strict: false, allErrors: true, unicodeRegExp: false }));
  const validate = ajv.compile(JSON.parse(readFileSync(oasis, "utf8")));

  test.each([
    ["with findings", report],
    ["without findings", empty],
  ])("validates against the schema of OASIS, %s", (_name, one) => {
    validate(JSON.parse(format(one, "sarif")));
    expect(validate.errors).toBeNull();
  });

  test("carries the place, the evidence as a code flow, a fingerprint and the fixes", () => {
    const [result] = JSON.parse(format(report, "sarif")).runs[0].results;
    const uri = { uri: "src/na%C3%AFve%20file.ts", uriBaseId: "%SRCROOT%" };
    expect(result).toMatchObject({
      ruleId: "serial-await",
      level: "warning",
      locations: [
        {
          physicalLocation: {
            artifactLocation: uri,
            region: { startLine: 2, startColumn: 13, endLine: 2, charOffset: 43, charLength: 18 },
          },
        },
      ],
      partialFingerprints: { "awaitwise/v1": expect.stringMatching(/^[0-9a-f]{20}$/) },
      codeFlows: [
        {
          threadFlows: [
            {
              locations: [
                { location: { message: { text: "It only reads" } } },
                { location: { message: { text: nasty } } },
              ],
            },
          ],
        },
      ],
      fixes: [
        { description: { text: "Gather both" }, artifactChanges: [{ artifactLocation: uri }] },
      ],
    });
  });

  test("describes the rules that it names, and points at them", () => {
    const { tool, results } = JSON.parse(format(report, "sarif")).runs[0];
    expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([
      "floating-promise",
      "serial-await",
    ]);
    expect(results.map(({ ruleIndex }: { ruleIndex: number }) => ruleIndex)).toEqual([1, 0, 1]);
  });

  test("holds no more results than GitHub takes, the worst first, and says so", () => {
    const many = Array.from({ length: MOST_RESULTS }, () => reported({ severity: "suggestion" }));
    const { results, invocations } = JSON.parse(
      format(reportOf([...many, reported({ severity: "error" })]), "sarif"),
    ).runs[0];
    expect(results).toHaveLength(MOST_RESULTS);
    expect(results[0].level).toBe("error");
    expect(invocations[0].toolExecutionNotifications[0].message.text).toBe(
      "1 findings are left out, for a run holds no more than 25000",
    );
  });
});

describe("JUnit and Checkstyle", () => {
  test.each(["junit", "checkstyle"] as const)("%s validates against its schema", async (name) => {
    expect(await xmlErrors(format(report, name), `${name}.xsd`)).toEqual([]);
    expect(await xmlErrors(format(empty, name), `${name}.xsd`)).toEqual([]);
  });

  test("Checkstyle writes one element for each finding", () => {
    const one = reportOf([reported({ message: 'a "b" < c' })]);
    expect(format(one, "checkstyle")).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="4.3">
  <file name="src/a.ts">
    <error line="2" column="9" severity="warning" message="a &quot;b&quot; &lt; c" source="awaitwise.serial-await"/>
  </file>
</checkstyle>
`,
    );
  });

  test("JUnit writes a failed test for each finding, and a passed one where there is none", () => {
    expect(format(reportOf([reported()]), "junit")).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="awaitwise" tests="1" failures="1" errors="0" time="0.012">
  <testsuite name="src/a.ts" tests="1" failures="1" errors="0" skipped="0" time="0">
    <testcase name="serial-await 2:9" classname="src/a.ts" time="0">
      <failure message="These awaits do not need each other" type="warning">src/a.ts:2:9 These awaits do not need each other</failure>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
    expect(format(empty, "junit")).toContain(
      '<testcase name="2 files" classname="awaitwise" time="0"/>',
    );
  });
});

describe("GitLab's code quality report", () => {
  test("validates against its schema, and no two fingerprints are the same", () => {
    const alike = reportOf([reported(), reported(), ...report.findings]);
    const entries = JSON.parse(format(alike, "gitlab"));
    const validate = new Ajv().compile(JSON.parse(schema("gitlab-code-quality.json")));
    validate(entries);
    expect(validate.errors).toBeNull();
    const names = entries.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    expect(new Set(names).size).toBe(5);
    expect(JSON.parse(format(empty, "gitlab"))).toEqual([]);
  });

  test("gives paths from the top of the repository", () => {
    const [entry] = JSON.parse(format(report, "gitlab", { CI_PROJECT_DIR: "/repo" }));
    expect(entry.location).toEqual({
      path: "packages/a/src/naïve file.ts",
      lines: { begin: 2, end: 2 },
    });
  });
});

describe("GitHub's workflow commands", () => {
  test("stand one on a line, with their special characters escaped", () => {
    expect(format(report, "github", { GITHUB_WORKSPACE: "/repo" }).split("\n")[0]).toBe(
      '::warning file=packages/a/src/naïve file.ts,line=2,endLine=2,col=13,endColumn=31,title=awaitwise%3A serial-await::Line one: "quoted", <b>&amp;</b> 100%25%0Aline two \u0007',
    );
    expect(format(report, "github").trimEnd().split("\n")).toHaveLength(3);
    expect(format(empty, "github")).toBe("");
  });

  test("leave out columns of different lines, which GitHub refuses", () => {
    const long = reported({ end: { line: 3, column: 4, offset: 80 } });
    expect(format(reportOf([long]), "github")).toBe(
      "::warning file=src/a.ts,line=2,endLine=3,title=awaitwise%3A serial-await::These awaits do not need each other\n",
    );
  });
});

describe("compact", () => {
  test("is one line for each finding, and nothing where there is none", () => {
    expect(format(report, "compact").split("\n").slice(0, 2)).toEqual([
      'src/naïve file.ts:2:13: warning serial-await: Line one: "quoted", <b>&amp;</b> 100% line two \u0007',
      "src/a.ts:2:9: error floating-promise: These awaits do not need each other",
    ]);
    expect(format(empty, "compact")).toBe("");
  });
});

describe("rdjson", () => {
  test("counts columns in bytes and joins the edits of a fix into one stretch", () => {
    const { source: tool, diagnostics } = JSON.parse(format(report, "rdjson"));
    expect(tool).toEqual({ name: "awaitwise" });
    expect(diagnostics[0]).toMatchObject({
      severity: "WARNING",
      code: { value: "serial-await" },
      location: {
        path: "src/naïve file.ts",
        range: { start: { line: 2, column: 14 }, end: { line: 2, column: 34 } },
      },
      suggestions: [
        {
          range: { start: { line: 2, column: 1 }, end: { line: 2, column: 19 } },
          text: "/* x */  const ü = ",
        },
      ],
      related_locations: [{ message: "It only reads", location: { path: "../b/src/cart.ts" } }],
    });
  });

  test("has no suggestion for a fix that changes another file too", () => {
    const elsewhere = reported({
      fixes: [
        { title: "t", safety: "safe", edits: [{ file: "src/b.ts", start: 0, end: 0, text: "" }] },
      ],
    });
    expect(JSON.parse(format(reportOf([elsewhere]), "rdjson")).diagnostics[0].suggestions).toEqual(
      [],
    );
  });
});
