import { describe, expect, test } from "@jest/globals";
import type { Finding } from "../finding.js";
import { applyFixes } from "../text/apply-fixes.js";
import { type SuppressionOptions, suppress } from "./suppress.js";

const file = "/a.tsx";
const options: SuppressionOptions = {
  rules: ["floating-promise", "serial-await"],
  complete: true,
  unusedSuppressions: "warning",
  requireReason: false,
};

/** Every `load()` of the text is a finding of `rule`. */
function run(text: string, different: Partial<SuppressionOptions> = {}, rule = "floating-promise") {
  const findings = [...text.matchAll(/load\(\)/g)].map(
    ({ index }): Finding => ({
      rule,
      severity: "error",
      confidence: "high",
      message: "m",
      file,
      start: index,
      end: index + 6,
      related: [],
      fixes: [],
    }),
  );
  const result = suppress(file, text, findings, { ...options, ...different });
  return {
    left: result.findings.filter((one) => one.rule === rule).length,
    reasons: result.suppressed.map(({ reason }) => reason),
    remarks: result.findings
      .filter((one) => one.rule !== rule)
      .map((one) => [one.rule, one.severity, one.message, text.slice(one.start, one.end)]),
    fixed: applyFixes(
      text,
      result.findings.flatMap(({ fixes }) => fixes),
    ).text,
  };
}

const none = { left: 0, remarks: [] };

describe("a suppression", () => {
  test("hides the findings of its rule on the next line, and keeps the reason", () => {
    const text =
      "// awaitwise-ignore-next-line floating-promise -- it never rejects\nload();\nload();\n";
    expect(run(text)).toMatchObject({ left: 1, reasons: ["it never rejects"], remarks: [] });
  });

  test("hides those on its own line, in the whole file, and between a start and an end", () => {
    expect(run("load(); // awaitwise-ignore-line floating-promise -- r\n")).toMatchObject(none);
    expect(run("load();\n/* awaitwise-ignore-file floating-promise -- r */\n")).toMatchObject(none);
    const between = [
      "load();",
      "// awaitwise-ignore-start floating-promise -- r",
      "load();",
      "load();",
      "// awaitwise-ignore-end floating-promise",
      "load();",
    ];
    expect(run(between.join("\n"))).toMatchObject({ left: 2, remarks: [] });
  });

  test("without a rule hides every rule, with several those", () => {
    expect(run("// awaitwise-ignore-next-line -- r\nload();")).toMatchObject(none);
    expect(
      run("// awaitwise-ignore-next-line serial-await, floating-promise -- r\nload();", {
        unusedSuppressions: "off",
      }),
    ).toMatchObject(none);
    expect(run("// awaitwise-ignore-next-line serial-await -- r\nload();").left).toBe(1);
  });

  test("may be stacked with other comments, and stand in JSX", () => {
    const stacked = [
      "// awaitwise-ignore-next-line floating-promise -- r",
      "",
      "// and more about it",
      "load();",
    ];
    expect(run(stacked.join("\r\n"))).toMatchObject(none);
    const jsx = [
      "const x = <p>",
      "  {/* awaitwise-ignore-next-line floating-promise -- r */}",
      "  {load()}",
      "</p>;",
    ];
    expect(run(jsx.join("\n"))).toMatchObject(none);
  });

  test("is a comment, and not what looks like one in a string or in the text of an element", () => {
    expect(run('const s = "// awaitwise-ignore-next-line";\nload();').left).toBe(1);
    expect(run("const x = <p>// awaitwise-ignore-next-line\n{load()}</p>;").left).toBe(1);
    expect(run("const t = `// awaitwise-ignore-next-line`;\nload();").left).toBe(1);
    expect(run("// see awaitwise-ignore-next-line in the manual\nload();").left).toBe(1);
  });

  test("at any member of a group hides the group", () => {
    const text =
      "const a = await f();\n// awaitwise-ignore-next-line serial-await -- r\nconst b = await g();\n";
    const group = [text.indexOf("await f"), text.indexOf("await g")].map((start) => ({
      file,
      start,
      end: start + 9,
    }));
    const finding: Finding = {
      rule: "serial-await",
      severity: "warning",
      confidence: "high",
      message: "m",
      file,
      start: 0,
      end: text.length - 1,
      group,
      related: [],
      fixes: [],
    };
    expect(suppress(file, text, [finding], options)).toMatchObject({
      findings: [],
      suppressed: [{ reason: "r" }],
    });
  });
});

describe("comments of other tools", () => {
  test("hide the rules whose counterparts they disable", () => {
    const name = "@typescript-eslint/no-floating-promises";
    expect(run(`// eslint-disable-next-line ${name} -- r\nload();`)).toMatchObject(none);
    expect(run(`load(); // eslint-disable-line ${name}`)).toMatchObject(none);
    expect(run(`// oxlint-disable-next-line ${name}\nload();`)).toMatchObject(none);
    const short = name.slice(1).replace("-eslint", "");
    expect(run(`// oxlint-disable-next-line ${short}\nload();`)).toMatchObject(none);
    expect(run(`// oxlint-disable-next-line eslint/no-await-in-loop\nload();`)).not.toMatchObject(
      none,
    );
    const biome = "// biome-ignore lint/nursery/noFloatingPromises: it never rejects\nload();";
    expect(run(biome)).toMatchObject(none);
    expect(run(biome.replace("nursery", "correctness"))).toMatchObject(none);
    expect(run(biome.replace("Floating", "Misused"))).not.toMatchObject(none);
    expect(run("// biome-ignore lint: generated\nload();")).toMatchObject(none);
    const block = `/* eslint-disable ${name} */\nload();\n/* eslint-enable ${name} */\nload();`;
    expect(run(block)).toMatchObject({ left: 1, remarks: [] });
    expect(run("/* eslint-disable */\nload();")).toMatchObject(none);
  });

  test("do not hide other rules, and are never called unused", () => {
    expect(run("// eslint-disable-next-line no-console\nload();")).toMatchObject({
      left: 1,
      remarks: [],
    });
  });
});

describe("a suppression that is of no use", () => {
  test("is reported, and its removal takes the line with it", () => {
    expect(run("a();\n  // awaitwise-ignore-next-line serial-await -- r\n  b();\n")).toEqual({
      left: 0,
      reasons: [],
      remarks: [
        [
          "unused-suppression",
          "warning",
          'Nothing is found here that "serial-await" flags: remove the comment',
          "// awaitwise-ignore-next-line serial-await -- r",
        ],
      ],
      fixed: "a();\n  b();\n",
    });
  });

  test("is removed without its line where code stands before it, and with its braces in JSX", () => {
    expect(run("b(); // awaitwise-ignore-line serial-await\nc();\n").fixed).toBe("b();\nc();\n");
    expect(run("b(/* awaitwise-ignore-line serial-await */ 1);\n").fixed).toBe("b( 1);\n");
    expect(run("const x = <p>\n  {/* awaitwise-ignore-next-line */}\n  text\n</p>;\n").fixed).toBe(
      "const x = <p>\n  text\n</p>;\n",
    );
  });

  test("in part loses only the name that is of no use", () => {
    const first = run("// awaitwise-ignore-next-line serial-await, floating-promise -- r\nload();");
    expect(first.remarks.map(([, , message, at]) => [message, at])).toEqual([
      ['Nothing is found here that "serial-await" flags: remove its name', "serial-await"],
    ]);
    expect(first.fixed).toBe("// awaitwise-ignore-next-line floating-promise -- r\nload();");
    expect(
      run("// awaitwise-ignore-next-line floating-promise, serial-await -- r\nload();").fixed,
    ).toBe("// awaitwise-ignore-next-line floating-promise -- r\nload();");
  });

  test("names a rule that does not exist, with the one that is meant", () => {
    expect(run("// awaitwise-ignore-next-line serial-awaits -- r\nb();").remarks[0]?.[2]).toBe(
      'There is no rule "serial-awaits"; did you mean "serial-await": remove the comment',
    );
  });

  test("is not called unused where its rule did not run", () => {
    const one = { rules: ["serial-await"], complete: false };
    expect(run("// awaitwise-ignore-next-line floating-promise -- r\nb();", one).remarks).toEqual(
      [],
    );
    expect(run("// awaitwise-ignore-next-line -- r\nb();", one).remarks).toEqual([]);
  });

  test("is not called unused where it hides what another preset would show", () => {
    const text = "// awaitwise-ignore-next-line floating-promise -- r\nlate();";
    const start = text.indexOf("late");
    const held: Finding = {
      rule: "floating-promise",
      severity: "error",
      confidence: "low",
      message: "m",
      file,
      start,
      end: start + 6,
      related: [],
      fixes: [],
    };
    expect(run(text).remarks).toHaveLength(1);
    expect(run(text, { heldBack: [held] })).toMatchObject({ left: 0, reasons: [], remarks: [] });
    expect(run(text, { heldBack: [{ ...held, start: 0, end: 2 }] }).remarks).toHaveLength(1);
  });

  test("has the severity that the configuration gives, or is not reported", () => {
    const text = "// awaitwise-ignore-next-line serial-await -- r\nb();";
    expect(run(text, { unusedSuppressions: "error" }).remarks[0]?.[1]).toBe("error");
    expect(run(text, { unusedSuppressions: "off" }).remarks).toEqual([]);
  });
});

describe("a reason", () => {
  test("can be required", () => {
    const without = "// awaitwise-ignore-next-line floating-promise\nload();";
    expect(run(without).remarks).toEqual([]);
    expect(run(without, { requireReason: true }).remarks.map(([rule]) => rule)).toEqual([
      "suppression-without-reason",
    ]);
    expect(
      run("// awaitwise-ignore-next-line floating-promise -- because\nload();", {
        requireReason: true,
      }).remarks,
    ).toEqual([]);
  });
});
