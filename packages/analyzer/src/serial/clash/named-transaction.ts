import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { type Connection, connectionsIn, isNamedAsTransaction } from "../connection.js";
import { asksDatabase } from "../handed-transaction.js";
import { calledName } from "../names.js";
import type { ClashModel } from "./clash-model.js";
import { isOneOfSeveral } from "./one-of-several.js";

/**
 * The transactions that the code of a member speaks of by name, where it is known to wait for a database, and nobody can tell
 * by types on which connection: `User.findAll({ transaction })`, `tx.insert(users)`. What may be a pool as well, or
 * nothing, is none, and neither is what is declared inside of the member.
 */
export function namedTransactions(member: ts.Node, context: ClashModel): readonly Connection[] {
  const summary = context.summaryOf(ts.isExpression(member) ? unwrap(member) : member);
  if (summary.latency.kind !== "io" || !asksDatabase(summary)) return [];
  return connectionsIn(member, context).filter(({ at }) => isNamed(at, member, context));
}

/**
 * Tells whether a value is a transaction by what the code calls it, by where it comes from and by what is done with it: a name
 * such as `tx` goes as well by transactions of money, hashes, traces and pools.
 */
export function isNamed(at: ts.Node, within: ts.Node, context: ClashModel): boolean {
  if (!ts.isIdentifier(at) || !isNamedAsTransaction(at, context) || !isPutToUse(at, context)) {
    return false;
  }
  // What its type tells of is told by that.
  const { isAny, isUnknown } = context.typeOf(at)();
  if (!isAny && !isUnknown) return false;
  const [declaration, ...others] = context.symbolOf(at)()?.declarations ?? [];
  if (declaration === undefined || others.length > 0 || isOneOfSeveral(at, context)) return false;
  if (!comesAsOne(declaration)) return false;
  return declaration.pos < within.pos || declaration.end > within.end;
}

// `tx.insert(users)`, `trx("users")`, `find(id, { transaction })`, `User.query(trx)`, `load(id, trx)`; what stands in rows, in conditions
// or among the values of a statement is data.
function isPutToUse(at: ts.Identifier, context: ClashModel): boolean {
  const { parent } = at;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === at) return isAsked(parent);
  if (ts.isCallExpression(parent)) {
    if (parent.expression === at) {
      const [asked] = parent.arguments;
      return asked !== undefined && !ts.isFunctionLike(asked);
    }
    return takesOne(parent, context);
  }
  const isOption =
    ts.isShorthandPropertyAssignment(parent) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === at);
  if (!isOption || !options.test(parent.name.getText())) return false;
  return ts.isCallExpression(parent.parent.parent) || ts.isNewExpression(parent.parent.parent);
}

function isAsked(member: ts.PropertyAccessExpression): boolean {
  let whole: ts.Node = member;
  while (ts.isPropertyAccessExpression(whole.parent) && whole.parent.expression === whole) {
    whole = whole.parent;
  }
  return ts.isCallExpression(whole.parent) && whole.parent.expression === whole;
}

const options =
  /^(transaction|transacting|trx|txn|tx|session|queryRunner|client|connection|manager)$/;

function takesOne(call: ts.CallExpression, context: ClashModel): boolean {
  const name = calledName(call);
  if (
    /^(query|transacting|useTransaction|session|withTransaction|\$query|\$relatedQuery)$/.test(name)
  ) {
    return true;
  }
  if (context.libraryCall(call) !== undefined) return false;
  // `const find = finderOn(tx)` makes something that asks; else who is handed one has to be waited for.
  if (
    ts.findAncestor(call, (one) => ts.isFunctionLike(one) || ts.isVariableDeclaration(one))
      ?.kind === ts.SyntaxKind.VariableDeclaration
  )
    return true;
  const returns = context.callOf(call)()?.returns;
  return returns === undefined || returns.isAny || returns.thenable !== "none";
}

// Handed in by who has one, begun here, or taken out of what a request carries along.
function comesAsOne(declaration: ts.Node): boolean {
  if (ts.isParameter(declaration)) {
    const { questionToken, initializer, type } = declaration;
    return (
      questionToken === undefined &&
      initializer === undefined &&
      !/\b(undefined|null)\b/.test(type?.getText() ?? "")
    );
  }
  if (ts.isBindingElement(declaration)) {
    const whole = ts.walkUpBindingElementsAndPatterns(declaration);
    const from = ts.isVariableDeclaration(whole) ? whole.initializer : undefined;
    return from !== undefined && ts.isPropertyAccessExpression(unwrap(from));
  }
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return false;
  let made = unwrap(declaration.initializer);
  if (ts.isAwaitExpression(made)) made = unwrap(made.expression);
  const callee = ts.isCallExpression(made) ? unwrap(made.expression) : undefined;
  return (
    callee !== undefined &&
    ts.isPropertyAccessExpression(callee) &&
    /^(transaction|beginTransaction|startTransaction|createQueryRunner|startSession)$/.test(
      callee.name.text,
    ) &&
    /(db|database|knex|sequelize|conn|connection|pool|orm|manager|source|mongoose|runner)$/i.test(
      callee.expression.getText(),
    )
  );
}
