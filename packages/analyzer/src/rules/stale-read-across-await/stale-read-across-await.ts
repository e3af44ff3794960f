import { placeOf } from "../../model/effects/conflict.js";
import { mayAlias, rootId } from "../../model/effects/location.js";
import type { Access } from "../../model/effects/summary.js";
import { isAsync } from "../../model/enclosing-function.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import { surroundingObstacle } from "../../serial/surroundings.js";
import type { Rule, RuleContext } from "../rule.js";
import { sharingOf } from "./sharing.js";
import { staleFix } from "./stale-fix.js";
import { type StaleWrite, staleWrites } from "./stale-writes.js";

/** A write, after an await, of what was read before it. */
export const staleReadAcrossAwait: Rule = {
  meta: {
    id: "stale-read-across-await",
    summary: "Shared state is written after an await from what it was before",
    severity: "warning",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: ["require-atomic-updates"],
  },
  defaults: {},
  kinds: [
    ts.SyntaxKind.FunctionDeclaration,
    ts.SyntaxKind.FunctionExpression,
    ts.SyntaxKind.ArrowFunction,
    ts.SyntaxKind.MethodDeclaration,
  ],
  visit(node, context) {
    if (!isAsync(node)) return;
    const body = node as ts.FunctionLikeDeclaration;
    const found = staleWrites(body);
    if (found.length === 0) return;
    context.decide(() => {
      if (surroundingObstacle(node)?.hazard === "test") return;
      for (const write of found) judge(write, body, context);
    });
  },
};

function judge(write: StaleWrite, body: ts.FunctionLikeDeclaration, context: RuleContext): void {
  const sharing = sharingOf(write.target, body, context);
  if (sharing === undefined) return;
  const changed = changedMeanwhile(write, context);
  if (changed === undefined && sharing.doubtful) return;
  const name = write.target.getText();
  const before = write.copy === undefined ? "" : ` as \`${write.copy.getText()}\``;
  const who =
    changed === undefined ? sharing.who : `what is awaited changes it too (${placeOf(changed)})`;
  context.report({
    at: write.assignment,
    message: `\`${name}\` is read${before} before the await and written after it from that value, so that what changed it in between is lost: ${who}. Await first, and read it when the new value is there`,
    confidence:
      changed !== undefined || sharing.certain
        ? "high"
        : write.copy !== undefined && !context.typeOf(write.copy)().parts.every(isPrimitive)
          ? "low"
          : "medium",
    group: [write.awaited],
    related: [
      { at: write.read, message: `\`${name}\` is read here` },
      ...(changed === undefined
        ? []
        : [{ at: changed.at, message: `\`${name}\` is changed here` }]),
    ],
    fixes: staleFix(write),
  });
}

// A copy of an object's reference still shows what changes in the object.
function isPrimitive({ isPrimitive: primitive, isNullish }: TypeFacts): boolean {
  return primitive || isNullish;
}

// The awaited code itself may write what is read around it; then every run loses that write.
function changedMeanwhile(write: StaleWrite, context: RuleContext): Access | undefined {
  const own = context
    .summaryOf(write.assignment)
    .writes.filter(({ at, isDirect }) => isDirect && isPartOf(at, write));
  const inner = context.summaryOf(write.awaited.expression).writes;
  return inner.find(({ location, isDirect }) =>
    own.some(
      (one) =>
        !isDirect &&
        one.location.kind === location.kind &&
        mayAlias(one.location, location) &&
        rootOf(one) === rootOf({ location }),
    ),
  );
}

function isPartOf(at: ts.Node, { assignment, target }: StaleWrite): boolean {
  return at === assignment || at === target || at.parent === assignment;
}

function rootOf({ location }: Pick<Access, "location">): string {
  if (location.kind === "field") return `${rootId(location.root)} ${location.name}`;
  return "key" in location ? String(location.key) : location.kind;
}
