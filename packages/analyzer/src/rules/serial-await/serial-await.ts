import { ts } from "../../model/syntax.js";
import type { Rule, RuleContext } from "../rule.js";
import { barrierAround } from "./barriers.js";
import { fixGroup } from "./gather-fix.js";
import { type Member, memberOf } from "./member.js";
import { namesIn, namesOf } from "./names.js";

/** Awaits that stand one after another though none needs what another brings. */
export const serialAwait: Rule = {
  meta: {
    id: "serial-await",
    summary: "Awaits that do not need each other run one after another instead of together",
    severity: "warning",
    presets: ["recommended", "strict"],
    fixSafety: "safe",
    counterparts: [],
  },
  defaults: {},
  kinds: [
    ts.SyntaxKind.Block,
    ts.SyntaxKind.SourceFile,
    ts.SyntaxKind.CaseClause,
    ts.SyntaxKind.DefaultClause,
    ts.SyntaxKind.ModuleBlock,
  ],
  visit(node, context) {
    if (!("statements" in node)) return;
    const statements = (node as ts.Block).statements;
    for (const run of runsOf(statements)) {
      for (const { call } of run) context.callOf(call);
      context.decide(() => {
        if (barrierAround(run[0]?.statement ?? node)) return;
        for (const group of groupsOf(run, context)) report(group, context);
      });
    }
  },
};

// Neighbouring statements that each await one call; anything else between them ends the run.
function* runsOf(statements: readonly ts.Statement[]): Iterable<Member[]> {
  let run: Member[] = [];
  for (const statement of statements) {
    const member = memberOf(statement);
    if (member !== undefined) run.push(member);
    else {
      if (run.length > 1) yield run;
      run = [];
    }
  }
  if (run.length > 1) yield run;
}

// Cuts a run where one member needs a name that an earlier one of its group brings, or is not
// proven to be a read that waits for something.
function* groupsOf(run: readonly Member[], context: RuleContext): Iterable<Member[]> {
  let group: Member[] = [];
  let brought = new Set<unknown>();
  const start = (): void => {
    group = [];
    brought = new Set();
  };
  for (const member of run) {
    const effect = context.effectOf(member.call);
    const reads = effect.readsOnly && effect.latency && argumentsOnlyRead(member.call, context);
    const depends = [...namesIn(member.call, context)].some((name) => brought.has(name));
    if (!reads || depends) {
      if (group.length > 1) yield group;
      start();
      if (!reads) continue;
    }
    group.push(member);
    for (const name of namesOf(member.binding, context)) brought.add(name);
  }
  if (group.length > 1) yield group;
}

// Arguments are evaluated before the call: in a gather, before the other calls have ended.
function argumentsOnlyRead(call: ts.CallExpression, context: RuleContext): boolean {
  const harmless = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node)) return true;
    if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return false;
    if (ts.isCallExpression(node) && !context.effectOf(node).readsOnly) return false;
    if (ts.isNewExpression(node) || ts.isDeleteExpression(node)) return false;
    if (ts.isPostfixUnaryExpression(node)) return false;
    if (ts.isPrefixUnaryExpression(node) && isStep(node.operator)) return false;
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) return false;
    return ts.forEachChild(node, (child) => (harmless(child) ? undefined : true)) !== true;
  };
  return [call.expression, ...call.arguments].every((part) => harmless(part));
}

function isStep(operator: ts.PrefixUnaryOperator): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function report(group: readonly Member[], context: RuleContext): void {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) return;
  const names = group.map(({ call }) => `\`${call.expression.getText()}\``);
  context.report({
    at: { file: context.file.fileName, start: first.statement.getStart(), end: last.statement.end },
    message: `${list(names)} only read and none needs another's result, but each starts when the one before it has ended. Gather them, so that they wait together`,
    group: group.map(({ awaited }) => awaited),
    related: group.flatMap(({ call }) => {
      const { at, why } = context.effectOf(call);
      return at === undefined || at === call
        ? []
        : [{ at, message: `\`${call.expression.getText()}\` ${why} here` }];
    }),
    fixes: fixGroup(group, context),
  });
}

function list(names: readonly string[]): string {
  return names.length === 2
    ? names.join(" and ")
    : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
