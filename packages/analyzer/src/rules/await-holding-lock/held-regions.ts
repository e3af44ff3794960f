import { importsFrom } from "../../model/imports.js";
import { runtimeSpecifier } from "../../model/runtime-package.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";

/** Code that runs while a lock is held. */
export interface HeldRegion {
  /** What names the lock. */
  readonly lock: ts.Expression;
  /** Where it is taken. */
  readonly taken: ts.CallExpression;
  readonly nodes: readonly ts.Node[];
}

/** A call that takes a lock, with what names the lock. */
export interface Taking {
  readonly lock: ts.Expression;
  readonly how: "acquire" | "hold" | "with";
}

/** Tells by its name whether a call takes a lock; the types have to agree. */
export function takingOf(call: ts.CallExpression): Taking | undefined {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const how = verbs.get(callee.name.text);
  return how === undefined ? undefined : { lock: unwrap(callee.expression), how };
}

/** Tells whether a file can hold a lock that the rule knows. */
export function mayHoldLock(file: ts.SourceFile): boolean {
  return importsFrom(file, runtimeSpecifier) || importsFrom(file, /^async-mutex$/);
}

/** What runs while a call's lock is held, as far as it stands in one place. */
export function regionOf(call: ts.CallExpression): HeldRegion | undefined {
  const taking = takingOf(call);
  if (taking === undefined) return undefined;
  const { how, lock } = taking;
  if (how === "with") {
    const [body] = call.arguments;
    const inner = body === undefined ? undefined : unwrap(body);
    return inner !== undefined && (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner))
      ? { lock, taken: call, nodes: [inner.body] }
      : undefined;
  }
  const statement = statementOf(call);
  const list = statement?.parent;
  if (statement === undefined || list === undefined || !isList(list)) return undefined;
  const rest = list.statements.slice(list.statements.indexOf(statement) + 1);
  if (how === "hold") return isUsing(statement) ? { lock, taken: call, nodes: rest } : undefined;
  const released = rest.findIndex((one) => releases(one, lock, nameHeldBy(statement)));
  if (released < 0) return undefined;
  const last = rest[released];
  const nodes: ts.Node[] = rest.slice(0, released);
  // In `try { ... } finally { lock.release(); }` the block before the release is held too.
  if (last !== undefined && ts.isTryStatement(last)) nodes.push(last.tryBlock);
  return { lock, taken: call, nodes };
}

const verbs: ReadonlyMap<string, Taking["how"]> = new Map([
  ["acquire", "acquire"],
  ["hold", "hold"],
  ["runExclusive", "with"],
  ["with", "with"],
]);

function statementOf(call: ts.CallExpression): ts.Statement | undefined {
  let at: ts.Node = call;
  while (!ts.isStatement(at)) {
    if (ts.isFunctionLike(at)) return undefined;
    at = at.parent;
  }
  return at;
}

function isList(node: ts.Node): node is ts.Block | ts.SourceFile | ts.CaseOrDefaultClause {
  return ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node);
}

function isUsing(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) &&
    (statement.declarationList.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using
  );
}

// The mutex of async-mutex gives what releases it: `const release = await mutex.acquire()`.
function nameHeldBy(statement: ts.Statement): string | undefined {
  if (!ts.isVariableStatement(statement)) return undefined;
  const name = statement.declarationList.declarations[0]?.name;
  return name !== undefined && ts.isIdentifier(name) ? name.text : undefined;
}

function releases(root: ts.Node, lock: ts.Expression, held: string | undefined): boolean {
  const text = lock.getText();
  const visit = (node: ts.Node): boolean => {
    if (ts.isCallExpression(node)) {
      const callee = unwrap(node.expression);
      if (ts.isIdentifier(callee) && callee.text === held) return true;
      if (
        ts.isPropertyAccessExpression(callee) &&
        callee.name.text === "release" &&
        callee.expression.getText() === text
      ) {
        return true;
      }
    }
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(root);
}
