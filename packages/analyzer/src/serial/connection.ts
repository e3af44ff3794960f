import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import { calledName } from "./names.js";
import { isRecord } from "./records.js";
import type { SerialModel } from "./serial-model.js";

/** A connection or transaction that some code names, and so may use. */
export interface Connection {
  readonly identity: unknown;
  readonly name: string;
  readonly what: "the connection" | "the transaction";
  readonly at: ts.Node;
}

/** The connection that two awaits share, where they do. */
export function sharedConnection(
  a: { readonly connections: readonly Connection[] },
  b: { readonly connections: readonly Connection[] },
): Connection | undefined {
  return b.connections.find((one) =>
    a.connections.some((other) => other.identity === one.identity),
  );
}

/**
 * The values in an expression that stand for one connection: by their types where these are known,
 * else by the names that transactions go by. What a called function does with a connection of its
 * own is a matter of effects.
 */
export function connectionsIn(node: ts.Node, model: SerialModel): readonly Connection[] {
  const found: Connection[] = [];
  const inside: ts.Node[] = [];
  const seen = new Set<ts.Node>();
  const visit = (at: ts.Node): void => {
    if (ts.isTypeNode(at)) return;
    if (isValue(at)) {
      const connection = connectionOf(at, model);
      if (connection !== undefined) {
        if (!inside.some((body) => isMadeIn(body, at, model))) found.push(connection);
        return;
      }
      found.push(...connectionsHeldBy(at, model));
    }
    ts.forEachChild(at, visit);
    // A function of the same function speaks of what it closes over as the call itself would.
    const body = ts.isCallExpression(at) ? closureCalledBy(at, model) : undefined;
    if (body === undefined || seen.has(body)) return;
    seen.add(body);
    inside.push(body);
    ts.forEachChild(body, visit);
    inside.pop();
  };
  visit(node);
  return found;
}

/**
 * The connections that an object was made with, which it may use: `const users = new Users(tx)`,
 * `const queries = queriesOn({ transaction: tx })`.
 */
function connectionsHeldBy(node: ts.Node, model: SerialModel): readonly Connection[] {
  if (!ts.isIdentifier(node)) return [];
  return (model.symbolOf(node)()?.declarations ?? []).flatMap((one) => {
    if (one.getSourceFile() !== node.getSourceFile()) return [];
    // `const { findUser } = queriesOn(tx)`.
    const whole = ts.isBindingElement(one) ? ts.walkUpBindingElementsAndPatterns(one) : one;
    if (!ts.isVariableDeclaration(whole)) return [];
    const made = whole.initializer === undefined ? undefined : unwrap(whole.initializer);
    return argumentsOf(made)
      .flatMap(partsOf)
      .flatMap((part) => {
        const at = unwrap(part);
        return (isValue(at) ? connectionOf(at, model) : undefined) ?? [];
      });
  });
}

// `findBy(tx)(users)` is made with what both calls are handed.
function argumentsOf(made: ts.Expression | undefined): readonly ts.Expression[] {
  if (made === undefined || !(ts.isNewExpression(made) || ts.isCallExpression(made))) return [];
  return [...argumentsOf(unwrap(made.expression)), ...(made.arguments ?? [])];
}

// What an object holds that is written in place.
function partsOf(argument: ts.Expression): readonly ts.Expression[] {
  const at = unwrap(argument);
  if (!ts.isObjectLiteralExpression(at)) return [at];
  return at.properties.flatMap((one) => {
    if (ts.isPropertyAssignment(one)) return [one.initializer];
    return ts.isShorthandPropertyAssignment(one) ? [one.name] : [];
  });
}

/** The function that a call runs, where it is written in one of those around the call. */
function closureCalledBy(call: ts.CallExpression, model: SerialModel): ts.Node | undefined {
  if (!ts.isIdentifier(call.expression)) return undefined;
  const body = model.callOf(call)()?.body;
  const around = body === undefined ? undefined : ts.findAncestor(body.parent, ts.isFunctionLike);
  if (around === undefined) return undefined;
  return ts.findAncestor(call, (one) => one === around) === undefined ? undefined : body;
}

function isMadeIn(body: ts.Node, node: ts.Node, model: SerialModel): boolean {
  const declarations = ts.isIdentifier(node) ? (model.symbolOf(node)()?.declarations ?? []) : [];
  return declarations.some((one) => ts.findAncestor(one, (at) => at === body) !== undefined);
}

function isValue(node: ts.Node): node is ts.Identifier | ts.PropertyAccessExpression {
  if (ts.isPropertyAccessExpression(node)) return true;
  if (!ts.isIdentifier(node)) return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !ts.isParameter(parent) && !ts.isBindingElement(parent);
}

function connectionOf(
  node: ts.Identifier | ts.PropertyAccessExpression,
  model: SerialModel,
): Connection | undefined {
  const what = isNamedAsTransaction(node, model) ? "the transaction" : byType(node, model);
  if (what === undefined) return undefined;
  return { identity: identityOf(node, model), name: node.getText(), what, at: node };
}

/** Tells whether the code itself says of a value that it is a transaction, whatever its type is known to be. */
export function isNamedAsTransaction(
  node: ts.Identifier | ts.PropertyAccessExpression,
  model: SerialModel,
): boolean {
  const name = ts.isIdentifier(node) ? node.text : node.name.text;
  return (
    (byName.test(name) && !isRecord(node, model)) ||
    isWrittenAsTransaction(node, model) ||
    isOfTransactionCallback(node, model)
  );
}

// `database.transaction(async (manager) => ...)`: what the function is handed is the transaction, by whatever name.
function isOfTransactionCallback(node: ts.Expression, model: SerialModel): boolean {
  if (!ts.isIdentifier(node)) return false;
  return (model.symbolOf(node)()?.declarations ?? []).some((one) => {
    if (!ts.isParameter(one) || one.parent.parameters[0] !== one) return false;
    const { parent: callback } = one;
    const call = callback.parent;
    return (
      ts.isCallExpression(call) &&
      call.arguments.some((argument) => argument === (callback as ts.Node)) &&
      startsTransaction.test(calledName(call))
    );
  });
}

const startsTransaction = /^\$?(run|with|in|start|begin|use|execute|do)?(In)?[tT]ransaction(al)?$/;

// `queryRunner` stands for one connection in every code base that has the word.
const byName =
  /^(tx|trx|txn|transaction|dbTransaction|transactionClient|transactionManager|queryRunner|dbSession|mongoSession)$/;

const connections: ReadonlyMap<string, Connection["what"]> = new Map([
  ["Client", "the connection"],
  ["ClientBase", "the connection"],
  ["PoolClient", "the connection"],
  ["PoolConnection", "the connection"],
  ["QueryRunner", "the connection"],
  ["CommonQueryMethods", "the connection"],
  ["DatabaseTransactionConnection", "the transaction"],
  ["ClientSession", "the transaction"],
  ["Transaction", "the transaction"],
  ["TransactionClient", "the transaction"],
  ["EntityManager", "the transaction"],
  ["PgTransaction", "the transaction"],
  ["MySqlTransaction", "the transaction"],
  ["SQLiteTransaction", "the transaction"],
]);

const packages =
  /^(pg|@types\/pg|pg-pool|mysql2?|promise-mysql|typeorm|slonik|@silverhand\/slonik|mongodb|mongoose|sequelize|sequelize-typescript|knex|@prisma\/client|@mikro-orm\/.*|drizzle-orm|kysely|objection)$/;

function byType(node: ts.Node, model: SerialModel): Connection["what"] | undefined {
  for (const { origins } of model.typeOf(node)().parts) {
    for (const origin of origins) {
      const what = connections.get(origin.name);
      if (what === undefined) continue;
      const from =
        typeof origin.from === "object" ? origin.from.package : (origin.scope ?? origin.module);
      if (from !== undefined && packages.test(from)) return what;
      if (origin.name === "TransactionClient" || origin.name === "QueryRunner") return what;
    }
  }
  return undefined;
}

// `DbOrTx`, `PrismaTransaction`: what is or may be a transaction, by the name of its written type.
const transactionType =
  /(^|[a-z])Tr?x$|^(Db|Database|Drizzle|Knex|Kysely|Mongo|Pg|Prisma|Sql)Transaction$/;

function isWrittenAsTransaction(node: ts.Node, model: SerialModel): boolean {
  if (!ts.isIdentifier(node)) return false;
  const declarations = model.symbolOf(node)()?.declarations ?? [];
  return declarations.some((one) => {
    const type = ts.isParameter(one) || ts.isVariableDeclaration(one) ? one.type : undefined;
    if (type === undefined || !ts.isTypeReferenceNode(type)) return false;
    const { typeName } = type;
    return transactionType.test(ts.isIdentifier(typeName) ? typeName.text : typeName.right.text);
  });
}

// `ctx.state.transaction` is one thing wherever it is named in a function.
function identityOf(node: ts.Expression, model: SerialModel): unknown {
  const at = unwrap(node);
  if (ts.isIdentifier(at)) return model.symbolOf(at)()?.identity ?? `name ${at.text}`;
  return at.getText().replaceAll(/[\s?!]/g, "");
}
