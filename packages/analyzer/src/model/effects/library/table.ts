import { ts } from "../../syntax.js";
import { unwrap } from "../../unwrap.js";
import { outermostOf } from "./call-chain.js";
import { argumentsOf, textOf } from "./decide.js";

type Initializers = (name: ts.Identifier) => ts.Expression | undefined;

/**
 * The tables that a statement of a query builder names: `users` of `db.select().from(users).where(...)`, and those that
 * it joins. `undefined` where it may go to others as well: it says something in SQL, or removes rows, which may take
 * those of other tables along. Builders know tables by their names, or by objects that stand for them; what is said the
 * other way is not known.
 */
export function tablesOf(
  call: ts.CallLikeExpression,
  by: "name" | "object",
  initializerOf: Initializers = () => undefined,
): readonly string[] | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  const tables = new Set<string>();
  let at: ts.Expression = outermostOf(call);
  let isFirst = false;
  while (!isFirst && ts.isCallExpression(at)) {
    const callee = unwrap(at.expression);
    const isMember = ts.isPropertyAccessExpression(callee);
    const inner: ts.Expression = isMember ? unwrap(callee.expression) : callee;
    isFirst = !ts.isCallExpression(inner);
    const name = isMember ? callee.name.text : "";
    if (combines.test(name) || removes.test(name) || at.arguments.some(saysSql)) return undefined;
    // `select("id, author(name)")` takes the rows that these are related to along.
    if (name === "select" && at.arguments.some(hasParentheses)) return undefined;
    const isHead = isFirst && (begins.has(name) || (isHandle(callee) && at.arguments.length > 0));
    if (names.has(name) || joins.test(name) || isHead) {
      const [first] = at.arguments;
      const table = first === undefined ? undefined : tableNamed(first, by, initializerOf);
      if (table === undefined) return undefined;
      tables.add(table);
    }
    at = inner;
  }
  return tables.size === 0 ? undefined : [...tables];
}

/**
 * The models that a call of a delegate goes to: `user` of `prisma.user.findFirst(...)`, and the relations that it
 * includes. `undefined` where its options reach into others, or may, and where rows are removed.
 */
export function modelsOf(
  call: ts.CallLikeExpression,
  model: string | undefined,
): readonly string[] | undefined {
  if (!ts.isCallExpression(call) || model === undefined) return undefined;
  const callee = unwrap(call.expression);
  if (ts.isPropertyAccessExpression(callee) && removes.test(callee.name.text)) return undefined;
  const others = argumentsOf(call).map(relationsIn);
  return others.includes(undefined) ? undefined : [model, ...others.flatMap((one) => one ?? [])];
}

const combines = /union|except|intersect|lateral|^(with|using|extras|raw)|Raw$/i;
const removes = /^(del|delete|truncate|clear)([A-Z]|$)/;
const joins = /^(inner|left|right|full|cross|outer)?(outer)?join$/i;
const names = new Set(
  "from into table selectFrom insertInto updateTable replaceInto mergeInto".split(" "),
);
const begins = new Set(["insert", "update", "$count"]);

// `knex("users")`, `this.db("users")`: a builder that is called itself.
function isHandle(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return true;
  return (
    ts.isPropertyAccessExpression(callee) && /(knex|db|database|trx|tx)$/i.test(callee.name.text)
  );
}

function tableNamed(
  expression: ts.Expression,
  by: "name" | "object",
  initializerOf: Initializers,
): string | undefined {
  const at = unwrap(expression);
  if (by === "object") {
    if (!ts.isIdentifier(at) && !ts.isPropertyAccessExpression(at)) return undefined;
    const name = ts.isIdentifier(at) ? at.text : at.name.text;
    return /view$/i.test(name) ? undefined : name;
  }
  // `users as u`; more than a name is not known.
  const text = textOf(at, initializerOf);
  const [, table] = /^\s*"?([\w.]+)"?(?:\s+(?:as\s+)?\w+)?\s*$/i.exec(text ?? "") ?? [];
  return table?.split(".").at(-1);
}

function hasParentheses(argument: ts.Expression): boolean {
  return ts.isStringLiteralLike(argument) && argument.text.includes("(");
}

// A subquery of its own, in text.
function saysSql(node: ts.Node): boolean {
  if (ts.isTaggedTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    return /\b(select|join)\b/i.test(node.getText());
  }
  return ts.forEachChild(node, (child) => saysSql(child) || undefined) ?? false;
}

// The relations that the options of a call take along by name; `undefined` where there may be others.
function relationsIn(options: ts.Expression): readonly string[] | undefined {
  const at = unwrap(options);
  if (!ts.isObjectLiteralExpression(at)) return undefined;
  const found: string[] = [];
  for (const property of at.properties) {
    if (ts.isSpreadAssignment(property)) return undefined;
    const name = property.name?.getText() ?? "";
    const value = ts.isPropertyAssignment(property) ? unwrap(property.initializer) : undefined;
    if (/^(data|create|update)$/.test(name)) {
      if (writesInside(property)) return undefined;
    } else if (/^(include|select|with|relations|populate|columns|extras)$/.test(name)) {
      const inner =
        value === undefined ? undefined : taken(value, !/^(select|columns)$/.test(name));
      if (inner === undefined) return undefined;
      found.push(...inner);
    } else if (value !== undefined && (filters(value) || saysSql(value))) return undefined;
  }
  return found;
}

// `{ posts: true, team: { include: { owner: true } } }`; what is selected by `true` may be a column as well.
function taken(value: ts.Expression, areRelations: boolean): readonly string[] | undefined {
  if (!ts.isObjectLiteralExpression(value)) return undefined;
  const found: string[] = [];
  for (const property of value.properties) {
    if (!ts.isPropertyAssignment(property)) return undefined;
    const inner = unwrap(property.initializer);
    const name = property.name.getText();
    if (ts.isObjectLiteralExpression(inner)) {
      const deeper = name === "_count" ? undefined : relationsIn(inner);
      if (deeper === undefined) return undefined;
      found.push(name, ...deeper);
    } else if (areRelations || name === "_count") found.push(name);
  }
  return found;
}

const relates =
  /^(connect|connectOrCreate|create|createMany|delete|deleteMany|disconnect|set|update|updateMany|upsert)$/;

// A row that is written together with rows that it is related to.
function writesInside(property: ts.Node): boolean {
  return holds(property, (name) => relates.test(name), 0);
}

// A condition on rows that are related to those asked for.
function filters(condition: ts.Node): boolean {
  return holds(condition, (name) => /^(some|every|none|is|isNot|_count)$/.test(name), 1);
}

function holds(root: ts.Node, wanted: (name: string) => boolean, least: number): boolean {
  const visit = (node: ts.Node, depth: number): boolean => {
    if (ts.isFunctionLike(node)) return false;
    if (depth + least > 0 && ts.isPropertyAssignment(node) && wanted(node.name.getText())) {
      const value = unwrap(node.initializer);
      if (ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value)) return true;
    }
    return ts.forEachChild(node, (child) => visit(child, depth + 1) || undefined) ?? false;
  };
  return visit(root, 0);
}

/**
 * Tells whether a transaction is handed what it does in place: a list of statements, or a function. Each of these
 * speaks for itself then.
 */
export function holdsStatements(call: ts.CallLikeExpression): boolean {
  const [first] = argumentsOf(call);
  const at = first === undefined ? undefined : unwrap(first);
  if (at === undefined) return false;
  if (ts.isArrayLiteralExpression(at)) return at.elements.every((one) => ts.isCallExpression(one));
  return ts.isArrowFunction(at) || ts.isFunctionExpression(at);
}
