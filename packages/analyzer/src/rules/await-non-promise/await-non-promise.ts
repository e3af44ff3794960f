import type { Confidence, Fix } from "../../finding.js";
import { awaitability } from "../../model/awaitability.js";
import { isFromPackage } from "../../model/specifier.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import { removeWord } from "../fix-text.js";
import type { Asked, Rule, RuleContext } from "../rule.js";
import { isOpenCall } from "./open-call.js";

/** An await, in one of its forms, of what cannot be awaited. */
export const awaitNonPromise: Rule = {
  meta: {
    id: "await-non-promise",
    summary: "What is awaited is no promise, so that nothing is waited for",
    severity: "warning",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: ["@typescript-eslint/await-thenable"],
  },
  defaults: {},
  kinds: [
    ts.SyntaxKind.AwaitExpression,
    ts.SyntaxKind.ForOfStatement,
    ts.SyntaxKind.VariableDeclarationList,
    ts.SyntaxKind.CallExpression,
  ],
  visit(node, context) {
    if (ts.isAwaitExpression(node)) checkAwait(node, context);
    else if (ts.isForOfStatement(node)) checkForAwait(node, context);
    else if (ts.isVariableDeclarationList(node)) checkAwaitUsing(node, context);
    else if (ts.isCallExpression(node)) checkGather(node, context);
  },
};

function checkAwait(node: ts.AwaitExpression, context: RuleContext): void {
  const type = context.typeOf(node.expression);
  context.decide(() => {
    if (awaitability(type()) !== "never") return;
    context.report({
      at: node,
      message: `\`${short(node.expression)}\` is ${say(type())} and no promise, so this \`await\` waits for nothing. Remove it, or await what was meant`,
      confidence: confidenceOf(node, type(), context),
      fixes: [withoutAwait(node)],
    });
  });
}

function confidenceOf(node: ts.AwaitExpression, type: TypeFacts, context: RuleContext): Confidence {
  if (isMeantAsPause(node, type)) return "low";
  return type.isVoid && isOpenCall(node.expression, context) ? "low" : "high";
}

function checkForAwait(node: ts.ForOfStatement, context: RuleContext): void {
  const { awaitModifier } = node;
  if (awaitModifier === undefined) return;
  const type = context.typeOf(node.expression);
  context.decide(() => {
    if (type().isAny || type().hasSymbol("asyncIterator")) return;
    const members = membersOf(type());
    const promises = members.some((member) => awaitability(member) === "always");
    // Of what may be anything, nobody knows that it is no promise.
    const open = members.some((member) => awaitability(member) === "maybe");
    context.report({
      at: {
        file: context.file.fileName,
        start: node.getStart(),
        end: node.statement.pos,
      },
      message: promises
        ? `\`${short(node.expression)}\` is a plain iterable of promises: when one rejects before its turn, nobody has handled it yet. Await \`Promise.all\` of it and loop over the results`
        : `\`${short(node.expression)}\` is a plain iterable of values, so \`for await\` waits for nothing. Use \`for\`, or iterate over what was meant`,
      ...(open && !promises ? { confidence: "low" as const } : {}),
      fixes: promises
        ? []
        : [
            {
              title: "Use for instead of for await",
              safety: "suggested",
              edits: [removeWord(awaitModifier)],
            },
          ],
    });
  });
}

function checkAwaitUsing(list: ts.VariableDeclarationList, context: RuleContext): void {
  if ((list.flags & ts.NodeFlags.AwaitUsing) !== ts.NodeFlags.AwaitUsing) return;
  for (const { initializer } of list.declarations) {
    if (initializer === undefined) continue;
    const type = context.typeOf(initializer);
    context.decide(() => {
      if (type().isAny || type().hasSymbol("asyncDispose")) return;
      const start = list.getStart();
      context.report({
        at: initializer,
        message: `\`${short(initializer)}\` is disposed of synchronously, so \`await using\` waits for nothing. Use \`using\``,
        fixes:
          list.declarations.length > 1 || !context.file.text.startsWith("await", start)
            ? []
            : [
                {
                  title: "Use using instead of await using",
                  safety: "suggested",
                  edits: [{ file: context.file.fileName, start, end: afterAwait(list), text: "" }],
                },
              ],
      });
    });
  }
}

function checkGather(call: ts.CallExpression, context: RuleContext): void {
  const [argument] = call.arguments;
  const asked = gathers(call, context);
  if (asked === undefined || argument === undefined) return;
  // The runtime's `gather` calls the functions that it is given.
  const calls = ts.isIdentifier(unwrap(call.expression));
  const isValue = (part: TypeFacts): boolean =>
    awaitability(part) === "never" && !(calls && part.signatures.length > 0);
  const isOnlyValue = (type: TypeFacts): boolean => type.parts.every(isValue);
  const list = unwrap(argument);
  if (ts.isArrayLiteralExpression(list)) {
    const elements = list.elements.filter((one) => !ts.isOmittedExpression(one));
    const types = elements.map((one) =>
      context.typeOf(ts.isSpreadElement(one) ? one.expression : one),
    );
    context.decide(() => {
      if (!asked()) return;
      elements.forEach((element, index) => {
        const type = types[index]?.();
        if (type === undefined) return;
        const members = ts.isSpreadElement(element) ? (type.elements ?? []) : [type];
        const [value] = members;
        if (value !== undefined && members.every(isOnlyValue)) {
          reportMember(element, value, "low", context);
        }
      });
    });
    return;
  }
  const type = context.typeOf(argument);
  context.decide(() => {
    if (!asked() || !type().hasSymbol("iterator")) return;
    const members = membersOf(type());
    const [value] = members;
    if (value !== undefined && members.every(isOnlyValue)) {
      reportMember(argument, value, "high", context, "holds only values");
      return;
    }
    // A loop that builds a list of values and promises has no way to leave the values out.
    const mixed = members.find((one) => one.parts.some(isValue));
    if (mixed !== undefined) {
      reportMember(argument, mixed, "low", context, "holds values beside promises");
    }
  });
}

function reportMember(
  at: ts.Expression,
  type: TypeFacts,
  confidence: Confidence,
  context: RuleContext,
  what = "is",
): void {
  context.report({
    at,
    message: `\`${short(at)}\` ${what} ${say(type)}${what === "is" ? " and no promise" : ""}, so there is nothing to wait for. Leave it out, or call what was meant`,
    confidence,
  });
}

const aggregators = new Set(["all", "allSettled", "any", "race"]);

// `Promise.all` and its like, by syntax first and by type then; the runtime's `gather` by origin.
function gathers(call: ts.CallExpression, context: RuleContext): Asked<boolean> | undefined {
  const callee = unwrap(call.expression);
  if (ts.isIdentifier(callee)) {
    if (callee.text !== "gather") return undefined;
    const target = context.symbolOf(callee);
    return () => {
      const origin = target()?.origin;
      return origin !== undefined && isFromPackage(origin, "@awaitwise/runtime");
    };
  }
  const name = ts.isPropertyAccessExpression(callee)
    ? callee.name.text
    : ts.isElementAccessExpression(callee) && ts.isStringLiteralLike(callee.argumentExpression)
      ? callee.argumentExpression.text
      : "";
  if (!aggregators.has(name)) return undefined;
  const receiver = context.typeOf((callee as ts.PropertyAccessExpression).expression);
  // Both `Promise` and a class that extends it have promises for their prototype.
  return () => receiver().property("prototype")?.isPromise ?? false;
}

function membersOf(type: TypeFacts): readonly TypeFacts[] {
  return type.parts.flatMap((part) => part.elements ?? part.arguments.slice(0, 1));
}

// `await null` and its like give other work a turn; code after a call of type `never` does not run.
function isMeantAsPause({ expression }: ts.AwaitExpression, type: TypeFacts): boolean {
  const inner = unwrap(expression);
  return (
    type.isNever ||
    ts.isLiteralExpression(inner) ||
    ts.isVoidExpression(inner) ||
    inner.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(inner) && inner.text === "undefined")
  );
}

function withoutAwait(node: ts.AwaitExpression): Fix {
  const { expression } = node;
  const start = node.getStart();
  const body = ts.isArrowFunction(node.parent) && node.parent.body === node;
  const brace = body && expression.getText().startsWith("{");
  return {
    title: "Remove the await",
    safety: "suggested",
    edits: [
      {
        file: node.getSourceFile().fileName,
        start,
        end: start + (/^await\s*/.exec(node.getText())?.[0].length ?? 0),
        text: brace ? "(" : "",
      },
      ...(brace
        ? [{ file: node.getSourceFile().fileName, start: node.end, end: node.end, text: ")" }]
        : []),
    ],
  };
}

function afterAwait(list: ts.VariableDeclarationList): number {
  return list.getStart() + (/^await\s*/.exec(list.getText())?.[0].length ?? 0);
}

function say(type: TypeFacts): string {
  if (type.isVoid) return "a call that returns nothing";
  return `of type \`${type.text.length > 60 ? `${type.text.slice(0, 57)}...` : type.text}\``;
}

function short(node: ts.Node): string {
  const text = node.getText().replaceAll(/\s+/g, " ");
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
