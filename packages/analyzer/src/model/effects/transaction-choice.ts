import { ts } from "../syntax.js";
import { isTransactionName } from "../transaction-handings.js";
import { unwrap } from "../unwrap.js";

/**
 * The parts of a choice between a transaction and a pool that are transactions by their names: `trx` of `trx ?? this.db`, of
 * `trx ? trx : this.db`, and of `dbOrTx(this.db, options?.trx)`. None where there is no choice.
 */
export function transactionsAmong(value: ts.Expression): readonly ts.Expression[] {
  const parts = choicesIn(unwrap(value));
  const transactions = parts.filter(isTransaction);
  return transactions.length < parts.length ? transactions : [];
}

function choicesIn(at: ts.Expression): readonly ts.Expression[] {
  if (ts.isConditionalExpression(at)) return [at.whenTrue, at.whenFalse];
  if (ts.isBinaryExpression(at) && /^(\?\?|\|\|)$/.test(at.operatorToken.getText())) {
    return [at.left, at.right];
  }
  return ts.isCallExpression(at) && /or(Tx|Trx|Transaction)$/i.test(at.expression.getText())
    ? at.arguments
    : [];
}

function isTransaction(part: ts.Expression): boolean {
  const at = unwrap(part);
  if (ts.isPropertyAccessExpression(at)) return isTransactionName(at.name.text);
  return ts.isIdentifier(at) && isTransactionName(at.text);
}
