import { type Gather, gatherOf, mappedBefore } from "../../model/gathers.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { type Clash, clashBetween, clashWithin } from "../../serial/clash/clash.js";
import { surroundingObstacle } from "../../serial/surroundings.js";
import type { Rule, RuleContext } from "../rule.js";
import { serialFix } from "./serial-fix.js";

/** A gather of what must not run side by side. */
export const unsafeGather: Rule = {
  meta: {
    id: "unsafe-gather",
    summary: "A gather runs side by side what shares a connection, a file or a variable",
    severity: "warning",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: [],
  },
  defaults: {},
  kinds: [ts.SyntaxKind.CallExpression],
  visit(node, context) {
    const call = node as ts.CallExpression;
    const found = gatherOf(call) ?? taskGroupOf(call);
    if (found === undefined) return;
    const gather = { ...found, mapped: found.mapped ?? mappedBefore(found) };
    if (gather.members.length < 2 && gather.mapped?.body === undefined) return;
    context.decide(() => {
      if (isTest(call)) return;
      const clash = clashOf(gather, context);
      if (clash !== undefined) report(gather, clash, context);
    });
  },
};

// A test may well run against each other what must not, to see what happens.
function isTest(node: ts.Node): boolean {
  return surroundingObstacle(node)?.hazard === "test";
}

function clashOf({ members, mapped }: Gather, context: RuleContext): Clash | undefined {
  if (mapped?.body !== undefined) return clashWithin(mapped.body, context);
  for (const [index, first] of members.entries()) {
    for (const second of members.slice(index + 1)) {
      const clash = clashBetween(first, second, context);
      if (clash !== undefined) return clash;
    }
  }
  return undefined;
}

// The tasks that one group is given, one statement after another.
function taskGroupOf(call: ts.CallExpression): Gather | undefined {
  const owner = groupOf(call);
  const statement = call.parent;
  if (owner === undefined || !ts.isExpressionStatement(statement)) return undefined;
  const { parent: block } = statement;
  if (!ts.isBlock(block)) return undefined;
  const tasks = block.statements.flatMap((one) =>
    ts.isExpressionStatement(one) &&
    ts.isCallExpression(one.expression) &&
    groupOf(one.expression) === owner
      ? [one.expression]
      : [],
  );
  // The first one speaks for all.
  if (tasks[0] !== call) return undefined;
  const members = tasks.flatMap(({ arguments: [work] }) => work ?? []);
  return { call, name: `${owner}.createTask`, kind: "all", members, mapped: undefined };
}

function groupOf({ expression }: ts.CallExpression): string | undefined {
  const callee = unwrap(expression);
  return ts.isPropertyAccessExpression(callee) &&
    callee.name.text === "createTask" &&
    /group/i.test(callee.expression.getText())
    ? callee.expression.getText()
    : undefined;
}

function report(gather: Gather, clash: Clash, context: RuleContext): void {
  const { fix, refused } = serialFix(gather, context.file);
  context.report({
    at: gather.call.expression,
    message: `${clash.message}. ${advice[clash.kind]}`,
    confidence: clash.confidence,
    group: clash.members,
    related: clash.related,
    ...(fix === undefined ? {} : { fixes: [fix] }),
    ...(refused === undefined
      ? {}
      : { refusals: [{ title: "Await one after another", reason: refused }] }),
  });
}

const advice: Readonly<Record<Clash["kind"], string>> = {
  connection:
    "Nothing is gained by starting them together, and when one fails the others are still under way: await one after another",
  stream: "Who comes first is left to chance: await one after another",
  resource: "Who comes first is left to chance: await one after another",
  memory:
    "Whether it is seen is left to chance: await one after another, or hand the value over as a result",
};
