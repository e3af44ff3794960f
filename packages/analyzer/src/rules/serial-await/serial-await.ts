import { shortText } from "../../model/effects/conflict.js";
import { gatherOf } from "../../model/gathers.js";
import { ts } from "../../model/syntax.js";
import { type AwaitGraph, awaitGraph, type Step } from "../../serial/await-graph.js";
import { fixGroup } from "../../serial/fix/group-fix.js";
import { type Group, groupsOf } from "../../serial/groups.js";
import { mayBeRefetch } from "../../serial/refetches.js";
import { surroundingObstacle } from "../../serial/surroundings.js";
import { awaitedCall, branchesOf, holdsAwait, isDropped, type Line } from "../../serial/units.js";
import { otherForms } from "../other-forms.js";
import type { Rule, RuleContext } from "../rule.js";
import { fixHeld, gatherAround, type HeldMembers, heldMembers } from "./held-members.js";

/** Awaits that stand one after another though none needs what another brings. */
export const serialAwait: Rule = {
  meta: {
    id: "serial-await",
    summary: "Awaits that do not need each other run one after another instead of together",
    severity: "warning",
    presets: ["recommended", "strict"],
    fixSafety: "dangerous",
    counterparts: [],
  },
  defaults: {},
  kinds: [
    ts.SyntaxKind.Block,
    ts.SyntaxKind.SourceFile,
    ts.SyntaxKind.CaseClause,
    ts.SyntaxKind.DefaultClause,
    ts.SyntaxKind.ModuleBlock,
    ts.SyntaxKind.ArrowFunction,
    ts.SyntaxKind.ConditionalExpression,
    ts.SyntaxKind.BinaryExpression,
    ts.SyntaxKind.CallExpression,
  ],
  visit(node, context) {
    if (ts.isCallExpression(node)) {
      const gather = gatherOf(node);
      if (gather === undefined || !gather.members.some(holdsAwait)) return;
      context.decide(() => {
        const held = heldMembers(gather, context);
        if (held !== undefined) reportHeld(held, context);
      });
      return;
    }
    for (const line of linesOf(node)) {
      if (!mayHoldTwo("kind" in line ? line : node)) continue;
      if (surroundingObstacle(node)?.tier === "blocks") continue;
      context.decide(() => {
        const graph = awaitGraph(line, context);
        if (graph === undefined) return;
        for (const group of groupsOf(graph, ({ code }) => context.wasSeenToWait(code))) {
          if (!isOfOneGather(group, context)) report(group, graph, context);
        }
      });
    }
  },
};

function linesOf(node: ts.Node): readonly Line[] {
  if (ts.isConditionalExpression(node) || ts.isBinaryExpression(node)) return branchesOf(node);
  if (!ts.isArrowFunction(node)) return [(node as ts.Block).statements];
  return ts.isBlock(node.body) ? [] : [node.body];
}

// What no two awaits of calls stand in, whose results are used or shown, needs no graph.
function mayHoldTwo(node: ts.Node): boolean {
  let count = 0;
  const visit = (at: ts.Node): void => {
    if (count > 1 || (at !== node && ts.isFunctionLike(at))) return;
    const call = ts.isAwaitExpression(at) ? awaitedCall(at) : undefined;
    if (call !== undefined && (!isDropped(at as ts.AwaitExpression) || mayBeRefetch(call)))
      count += 1;
    ts.forEachChild(at, visit);
  };
  visit(node);
  return count > 1;
}

// What a gather holds by its own awaits is told of there.
function isOfOneGather({ members }: Group, context: RuleContext): boolean {
  const [first, ...others] = members.map(({ code }) => gatherAround(code));
  return (
    first !== undefined &&
    others.every((one) => one?.call === first.call) &&
    heldMembers(first, context) !== undefined
  );
}

function reportHeld(held: HeldMembers, context: RuleContext): void {
  const { gather, titles, members, doubt } = held;
  const fix = fixHeld(held);
  const names = list(titles.map((one) => `\`${one}\``));
  const what = `\`${gather.name}\` is there to have ${names} wait together, but an \`await\` among its members keeps those after it from being started`;
  context.report({
    at: placeAmong(members, context.file),
    message:
      doubt === undefined
        ? `${what}. Leave the \`await\` out`
        : `${what}. Leave the \`await\` out if their order does not matter: ${doubt.reason}`,
    ...(doubt === undefined ? {} : { confidence: "low", severity: "suggestion" }),
    group: members,
    related: [
      { at: gather.call.expression, message: "this waits for all of them" },
      ...(doubt === undefined || ts.isSourceFile(doubt.at)
        ? []
        : [{ at: doubt.at, message: doubt.reason }]),
    ],
    fixes: typeof fix === "string" ? [] : [fix],
    refusals: typeof fix === "string" ? [{ title: "Start them together", reason: fix }] : [],
  });
}

function report(group: Group, graph: AwaitGraph, context: RuleContext): void {
  const runsFunctions =
    group.chains.some((chain) => chain.length > 1) ||
    group.members.some(({ point }) => point?.isChoice === true);
  const outcome = fixGroup(group, graph, context, otherForms(context, { runsFunctions }));
  const [doubt] = group.doubts;
  context.report({
    at: placeOf(group, context.file),
    message: doubt === undefined ? sure(group) : doubtful(group, doubt.reason),
    ...(doubt === undefined ? {} : { confidence: "low", severity: "suggestion" }),
    group: group.members.map(({ code }) => code),
    ...(group.chains.every((chain) => chain.length === 1)
      ? {}
      : { chains: group.chains.map((chain) => chain.map((step) => group.members.indexOf(step))) }),
    related: [
      ...group.members.flatMap(latencyOf),
      ...[...group.doubts, ...group.assumed].flatMap(({ at, reason }) =>
        ts.isSourceFile(at) ? [] : [{ at, message: reason }],
      ),
    ],
    fixes: "fixes" in outcome ? outcome.fixes : [],
    refusals: "refused" in outcome ? [{ title: "Gather them", reason: outcome.refused }] : [],
  });
}

function placeOf({ members }: Group, file: ts.SourceFile) {
  return placeAmong(
    members.map(({ unit }) => unit.statement ?? unit.node),
    file,
  );
}

function placeAmong(nodes: readonly ts.Node[], file: ts.SourceFile) {
  const start = Math.min(...nodes.map((node) => node.getStart(file)));
  return { file: file.fileName, start, end: Math.max(...nodes.map(({ end }) => end)) };
}

function sure(group: Group): string {
  const { after, before, assumed } = group;
  const read = group.members.every(({ point }) => point?.refetches === true)
    ? "each have something fetched anew"
    : assumed.every(({ hazard }) => hazard === "progress")
      ? "only read"
      : "are taken to only read";
  if (group.chains.some((chain) => chain.length > 1)) {
    const chains = group.chains.map((chain) => chain.map(titleOf).join(" then "));
    return `The chains ${list(chains)} ${read} and need nothing of each other, but run one after another: ${before} waits in a row where ${after} would do. Run them side by side`;
  }
  return `${list(group.members.map(titleOf))} ${read} and none needs another's result, but each starts when the one before it has ended: ${before} waits in a row where ${after} would do. Gather them, so that they wait together`;
}

function doubtful(group: Group, reason: string): string {
  return `${list(group.members.map(titleOf))} wait one after another, and none needs another's result. Gather them if their order does not matter: ${reason}`;
}

function titleOf({ point, code }: Step): string {
  return `\`${point?.title ?? shortText(code)}\``;
}

function latencyOf(step: Step): { at: ts.Node; message: string }[] {
  const { origin, what } = step.summary.latency;
  return origin === undefined || origin.at === step.point?.call
    ? []
    : [{ at: origin.at, message: `${titleOf(step)} waits for ${what} here` }];
}

function list(names: readonly string[]): string {
  return names.length === 2
    ? names.join(" and ")
    : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
