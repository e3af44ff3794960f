import { describe, expect, test } from "@jest/globals";
import { Effects } from "../model/effects/effects.js";
import { ts } from "../model/syntax.js";
import type { Answer, Question, TypeFacts, TypeSource } from "../model/type-source.js";
import type { Rule, RuleContext } from "../rules/rule.js";
import { checkFile, internalError } from "./check-file.js";

/** Answers every question with a type whose text is what stands at the place; keeps each batch. */
class EchoSource implements TypeSource {
  readonly batches: string[][] = [];

  answer(_file: ts.SourceFile, questions: readonly Question[]): readonly Answer[] {
    const texts = questions.map(({ node }) => node.getText());
    this.batches.push(texts);
    return texts.map((text) => ({ text }) as TypeFacts);
  }
}

function rule(id: string, visit: (node: ts.Node, context: RuleContext) => void): Rule {
  return {
    meta: {
      id,
      summary: id,
      severity: "warning",
      presets: ["strict"],
      fixSafety: "none",
      counterparts: [],
    },
    defaults: {},
    kinds: [ts.SyntaxKind.Identifier],
    visit,
  };
}

function run(code: string, ...rules: Rule[]) {
  const source = ts.createSourceFile("/a.ts", code, ts.ScriptTarget.Latest, true);
  const types = new EchoSource();
  const findings = checkFile(
    { source, topLevelAwait: true },
    rules.map((one) => ({ rule: one, options: {} })),
    types,
    new Effects({ types, source: () => source }),
  );
  return { findings, batches: types.batches };
}

const reportsType = rule("reports-type", (node, context) => {
  const type = context.typeOf(node);
  context.decide(() => context.report({ at: node, message: type().text }));
});

describe("questions", () => {
  test("of all rules and places are answered in one batch, each place once", () => {
    const again = rule("asks-again", reportsType.visit);
    const { findings, batches } = run("a; b; c;", reportsType, again);
    expect(batches).toEqual([["a", "b", "c"]]);
    expect(findings.map(({ rule: id, message }) => `${id} ${message}`)).toEqual([
      "asks-again a",
      "reports-type a",
      "asks-again b",
      "reports-type b",
      "asks-again c",
      "reports-type c",
    ]);
  });

  test("that come up while deciding are a batch of their own", () => {
    const asksLater = rule("asks-later", (node, context) => {
      const first = context.typeOf(node);
      context.decide(() => {
        first();
        const second = context.typeOf(node.parent);
        context.decide(() => context.report({ at: node, message: second().text }));
      });
    });
    const { findings, batches } = run("a; b;", asksLater);
    expect(batches).toEqual([
      ["a", "b"],
      ["a;", "b;"],
    ]);
    expect(findings.map(({ message }) => message)).toEqual(["a;", "b;"]);
  });

  test("are not asked when nothing needs them", () => {
    const asksAlone = rule("asks-alone", (node, context) => {
      context.typeOf(node);
    });
    expect(run("a;", asksAlone).batches).toEqual([]);
  });
});

describe("a rule that throws", () => {
  const message = (when: string) =>
    `The rule "${when}" failed on "/a.ts" and was left out there: no luck. Report it with the file that causes it`;
  const throws = (): never => {
    throw new Error("no luck");
  };

  test("while reading is one finding at the place, and the others still run", () => {
    const { findings } = run("a; b;", rule("throws-reading", throws), reportsType);
    expect(findings.map(({ rule: id, message: text, start }) => [id, text, start])).toEqual([
      [internalError, message("throws-reading"), 0],
      ["reports-type", "a", 0],
      ["reports-type", "b", 3],
    ]);
  });

  test("while deciding is one finding, and the others still run", () => {
    const deciding = rule("throws-deciding", (_node, context) => context.decide(throws));
    const { findings } = run("a; b;", deciding, reportsType);
    expect(findings.map(({ rule: id }) => id)).toEqual([
      "reports-type",
      internalError,
      "reports-type",
    ]);
  });
});

test("a tree too deep for the call stack is still walked", () => {
  const counts = rule("counts", (node, context) => {
    if (node.getText() === "a") context.report({ at: node, message: "found" });
  });
  const { findings } = run(`a${".b".repeat(20_000)};`, counts);
  expect(findings.map(({ message }) => message)).toEqual(["found"]);
});
