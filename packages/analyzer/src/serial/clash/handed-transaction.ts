import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import type { ClashModel } from "./clash-model.js";
import { isNamed } from "./named-transaction.js";
import { isOneOfSeveral } from "./one-of-several.js";

/** A transaction that some code hands down to what it calls. */
export interface HandedTransaction {
  readonly identity: unknown;
  readonly name: string;
  readonly at: ts.Node;
}

/**
 * The transactions that a member of a gather hands to functions that cannot be followed to their end: whoever is
 * given a transaction and waited for runs its statements on it. What may be a pool as well is none, and neither is
 * what is declared inside of the member.
 */
export function handedTransactions(
  member: ts.Node,
  context: ClashModel,
): readonly HandedTransaction[] {
  const found: HandedTransaction[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node) && mayQuery(node, context)) {
      for (const argument of node.arguments) {
        for (const value of valuesIn(argument)) {
          const handed = transactionOf(value, member, context);
          if (handed !== undefined) found.push(handed);
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(member);
  return found;
}

// What is known to its end tells by itself which connection it uses.
function mayQuery(call: ts.CallExpression, context: ClashModel): boolean {
  const { unknown } = context.summaryOf(call);
  if (unknown === undefined || context.libraryCall(call) !== undefined) return false;
  const returns = context.callOf(call)()?.returns;
  return returns === undefined || returns.isAny || returns.thenable !== "none";
}

function valuesIn(argument: ts.Expression): readonly ts.Expression[] {
  const at = unwrap(argument);
  if (!ts.isObjectLiteralExpression(at)) return [at];
  return at.properties.flatMap((property): ts.Expression[] => {
    if (ts.isPropertyAssignment(property)) return [unwrap(property.initializer)];
    return ts.isShorthandPropertyAssignment(property) ? [property.name] : [];
  });
}

function transactionOf(
  value: ts.Expression,
  member: ts.Node,
  context: ClashModel,
): HandedTransaction | undefined {
  if (!ts.isIdentifier(value)) return undefined;
  const isTyped = context.hazardsOf(value).includes("transaction");
  if (!isTyped && !isNamed(value, member, context)) return undefined;
  if (isOneOfSeveral(value, context)) return undefined;
  const symbol = context.symbolOf(value)();
  const [declaration] = symbol?.declarations ?? [];
  if (symbol === undefined || declaration === undefined) return undefined;
  if (member.pos <= declaration.pos && declaration.end <= member.end) return undefined;
  return { identity: symbol.identity, name: value.text, at: value };
}
