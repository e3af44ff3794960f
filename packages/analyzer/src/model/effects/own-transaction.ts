import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import type { Answers } from "./answers.js";
import { argumentsOf } from "./call-syntax.js";
import { constantValue } from "./constant-value.js";
import type { LibraryCall } from "./library/library-models.js";

/**
 * Tells whether a call begins or ends a transaction on a connection that the function around it has taken for itself: what
 * becomes visible by it to others was written by what the same function runs, and is told there. The connection may not
 * be one that somebody has handed in, whose earlier statements are told elsewhere.
 */
export function controlsOwnTransaction(
  call: ts.CallLikeExpression,
  { hazards, connection }: LibraryCall,
  answers: Answers,
): boolean {
  if (connection === undefined || !ts.isCallExpression(call)) return false;
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || unwrap(callee.expression) !== unwrap(connection)) {
    return false;
  }
  const isControl =
    controls.test(callee.name.text) ||
    (hazards.includes("transaction") && saysControl(argumentsOf(call)[0], answers));
  return isControl && isTakenHere(unwrap(connection), call, answers);
}

const controls =
  /^((begin|commit|rollback|start|abort)(Transaction)?|savepoint|connect|release|end(Session)?)$/;

// `client.query("BEGIN")`; more than that in one text does something.
function saysControl(text: ts.Expression | undefined, answers: Answers): boolean {
  if (text === undefined) return false;
  let at = unwrap(text);
  if (ts.isIdentifier(at)) {
    const value = constantValue(answers.symbol(at)?.declarations);
    at = value === undefined ? at : unwrap(value);
  }
  return (
    ts.isStringLiteralLike(at) &&
    /^\s*(begin|commit|rollback|start\s+transaction|end)\b[^;]*;?\s*$/i.test(at.text)
  );
}

// `const runner = source.createQueryRunner()`, `const client = await pool.connect()`, `const client = new Client()`, in the function itself.
function isTakenHere(connection: ts.Expression, call: ts.Node, answers: Answers): boolean {
  if (!ts.isIdentifier(connection)) return false;
  const [declaration, ...others] = answers.symbol(connection)?.declarations ?? [];
  if (declaration === undefined || others.length > 0 || !ts.isVariableDeclaration(declaration)) {
    return false;
  }
  const { initializer, parent } = declaration;
  if (initializer === undefined || (parent.flags & ts.NodeFlags.Const) === 0) return false;
  const around = ts.findAncestor(call, ts.isFunctionLike);
  if (around === undefined || ts.findAncestor(declaration, ts.isFunctionLike) !== around) {
    return false;
  }
  let made: ts.Expression = unwrap(initializer);
  if (ts.isNewExpression(made)) return true;
  if (ts.isAwaitExpression(made)) made = unwrap(made.expression);
  const callee = ts.isCallExpression(made) ? unwrap(made.expression) : undefined;
  return (
    callee !== undefined && ts.isPropertyAccessExpression(callee) && takes.test(callee.name.text)
  );
}

const takes =
  /^(acquire|connect|createQueryRunner|getConnection|getPoolClient|startSession|transaction|beginTransaction)$/;
