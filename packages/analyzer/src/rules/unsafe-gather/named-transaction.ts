import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { type Connection, connectionsIn, isNamedAsTransaction } from "../../serial/connection.js";
import { asksDatabase } from "../../serial/handed-transaction.js";
import type { RuleContext } from "../rule.js";
import { isOneOfSeveral } from "./one-of-several.js";

/**
 * The transactions that the code of a member speaks of by name, where it is known to wait for a database, and nobody can tell
 * by types on which connection: `User.findAll({ transaction })`, `tx.insert(users)`. What may be a pool as well, or
 * nothing, is none, and neither is what is declared inside of the member.
 */
export function namedTransactions(member: ts.Node, context: RuleContext): readonly Connection[] {
  const summary = context.summaryOf(ts.isExpression(member) ? unwrap(member) : member);
  if (summary.latency.kind !== "io" || !asksDatabase(summary)) return [];
  return connectionsIn(member, context).filter(({ at }) => isNamed(at, member, context));
}

/** Tells whether a value is a transaction by what the code calls it, and the same one in each run of some code. */
export function isNamed(at: ts.Node, within: ts.Node, context: RuleContext): boolean {
  if (!ts.isIdentifier(at) && !ts.isPropertyAccessExpression(at)) return false;
  if (!isNamedAsTransaction(at, context) || startsOne(at) || isTakenApart(at)) return false;
  if (ts.isPropertyAccessExpression(at)) return true;
  const [declaration] = context.symbolOf(at)()?.declarations ?? [];
  if (declaration === undefined || isOneOfSeveral(at, context) || mayBeNothing(declaration)) {
    return false;
  }
  return declaration.pos < within.pos || declaration.end > within.end;
}

// `transaction.id`: what has data is a record of money or of a chain; `tx.users.find()` asks.
function isTakenApart(at: ts.Node): boolean {
  let whole = at;
  while (ts.isPropertyAccessExpression(whole.parent) && whole.parent.expression === whole) {
    whole = whole.parent;
  }
  return whole !== at && !(ts.isCallExpression(whole.parent) && whole.parent.expression === whole);
}

// `sequelize.transaction(async (own) => ...)`, unlike `trx("users")` of Knex.
function startsOne(at: ts.Identifier | ts.PropertyAccessExpression): boolean {
  const { parent: call } = at;
  if (!ts.isCallExpression(call) || call.expression !== at) return false;
  const [asked] = call.arguments;
  return ts.isPropertyAccessExpression(at) || asked === undefined || ts.isFunctionLike(asked);
}

// `trx?: Transaction`, `({ transaction }) => ...`: who hands in none has the statements run on a pool.
function mayBeNothing(declaration: ts.Node): boolean {
  if (ts.isBindingElement(declaration)) {
    return ts.isParameter(ts.walkUpBindingElementsAndPatterns(declaration));
  }
  return ts.isParameter(declaration) && declaration.questionToken !== undefined;
}
