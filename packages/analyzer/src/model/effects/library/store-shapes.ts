import { ts } from "../../syntax.js";
import { unwrap } from "../../unwrap.js";
import { takesTurns } from "../named-read.js";
import { type Chain, chainOf, isAwaited, outermostOf } from "./call-chain.js";
import { argumentsOf } from "./decide.js";
import { isReadingSql } from "./reading-sql.js";
import { named, type ShapedCall } from "./shaped-call.js";

/**
 * `pool.query("select ...")`, ``pool.one(sql`select ...`)``: the statement says what is done; anything but a pool may be one
 * connection.
 */
export function statement(call: ts.CallExpression, { root, links }: Chain): ShapedCall | undefined {
  const [link, ...more] = links;
  if (link === undefined || more.length > 0 || !runsStatement.test(link.name)) return undefined;
  if (!/(^|[a-z_])(pool|database|db)$/i.test(root.at(-1) ?? "") || !isAwaited(call))
    return undefined;
  const [text] = argumentsOf(call);
  const written = text === undefined ? undefined : unwrap(text);
  if (written === undefined) return undefined;
  const does = doesStatement(written);
  return does === undefined
    ? undefined
    : { name: does === "reads" ? "SQL select" : "SQL statement", does, kind: "db" };
}

const runsStatement =
  /^(any|anyFirst|execute|exists|many|manyFirst|manyOrNone|maybeOne|maybeOneFirst|one|oneFirst|oneOrNone|query)$/;

// What a statement does that is written out.
function doesStatement(statement: ts.Expression): "reads" | "writes" | undefined {
  const written = ts.isTaggedTemplateExpression(statement) ? statement.template : statement;
  const words =
    ts.isStringLiteralLike(written) || ts.isTemplateExpression(written)
      ? written
          .getText()
          .slice(1, -1)
          .replaceAll(/\$\{[^}]*\}/g, "$")
          .trimStart()
      : "";
  if (isReadingSql(words)) return "reads";
  return /^(select|insert|update|delete|replace|merge|with|call)\b/i.test(words)
    ? "writes"
    : undefined;
}

/** `app.mongo.db.collection("users").findOne(...)`, `db.collection("users").find(...).sort(...).toArray()`. */
export function mongo(call: ts.CallExpression): ShapedCall | undefined {
  const whole = outermostOf(call);
  const { root, links } = chainOf(whole);
  const [on, asked] = links;
  if (on?.name !== "collection" || asked === undefined || root.length === 0) return undefined;
  if (on.call.arguments.length !== 1 || !isAwaited(whole)) return undefined;
  if (root.some((name) => takesTurns.test(name) && name !== "connection")) return undefined;
  const does = ofDocuments(asked, links.at(-1)?.name ?? "", links.length);
  if (does === undefined) return undefined;
  if (whole !== call) return { name: "MongoDB collection", does: "builds", kind: "db" };
  const options = asked.call.arguments.slice(1).at(-1);
  const session = options && sessionIn(options);
  return {
    ...named(`MongoDB ${asked.name}`, does, on.call, "name"),
    isServed: true,
    ...(session === undefined ? {} : { through: session }),
  };
}

function ofDocuments(
  { name, call }: Chain["links"][number],
  last: string,
  links: number,
): "reads" | "writes" | undefined {
  const [first, ...more] = call.arguments;
  // What else it is told may name a session.
  if (more.some((one) => !ts.isObjectLiteralExpression(unwrap(one)) && !isText(one)))
    return undefined;
  if (/^(findOne|countDocuments|estimatedDocumentCount|distinct)$/.test(name)) {
    return links === 2 ? "reads" : undefined;
  }
  if (
    /^((insert|update|delete)(One|Many)|replaceOne|bulkWrite|findOneAnd(Update|Delete|Replace))$/.test(
      name,
    )
  ) {
    return links === 2 ? "writes" : undefined;
  }
  if (last !== "toArray" || !/^(find|aggregate)$/.test(name)) return undefined;
  if (name === "find") return "reads";
  if (first === undefined || !ts.isArrayLiteralExpression(unwrap(first))) return undefined;
  return /\$(out|merge)\b/.test(first.getText()) ? "writes" : "reads";
}

function isText(expression: ts.Expression): boolean {
  return ts.isStringLiteralLike(unwrap(expression));
}

function sessionIn(options: ts.Expression): ts.Expression | undefined {
  const given = unwrap(options);
  if (!ts.isObjectLiteralExpression(given)) return undefined;
  for (const one of given.properties) {
    if (one.name?.getText() !== "session") continue;
    if (ts.isPropertyAssignment(one)) return one.initializer;
    if (ts.isShorthandPropertyAssignment(one)) return one.name;
  }
  return undefined;
}

/** `env.DB.prepare("SELECT ...").bind(id).first()`: other databases that prepare a statement run it in other words. */
export function d1(call: ts.CallExpression): ShapedCall | undefined {
  const whole = outermostOf(call);
  const { root, links } = chainOf(whole);
  const [begin, ...steps] = links;
  const last = steps.pop()?.name ?? "";
  if (begin?.name !== "prepare" || root.length === 0 || !isAwaited(whole)) return undefined;
  const isOfD1 = steps.length > 0 || root.includes("env") || last === "first";
  if (!isOfD1 || !/^(first|all|raw|run)$/.test(last)) return undefined;
  if (steps.length > 1 || steps.some(({ name }) => name !== "bind")) return undefined;
  const [text] = argumentsOf(begin.call);
  const does = text === undefined ? undefined : doesStatement(unwrap(text));
  if (does === undefined) return undefined;
  return { name: `D1 ${last}`, does: whole === call ? does : "builds", kind: "db", isServed: true };
}

/** `c.env.SESSIONS_KV.get(id)`. */
export function keyValues(call: ts.CallExpression, { root, links }: Chain): ShapedCall | undefined {
  const [link, ...more] = links;
  if (link === undefined || more.length > 0 || !root.slice(0, -1).includes("env")) return undefined;
  if (!/(^|_)KV(_|$)/.test(root.at(-1) ?? "") || !isAwaited(call)) return undefined;
  const does = /^(get|getWithMetadata|list)$/.test(link.name)
    ? "reads"
    : /^(put|delete)$/.test(link.name)
      ? "writes"
      : undefined;
  return does && { name: `KV ${link.name}`, does, kind: "db", isServed: true };
}

/** `container.fs.readFile(path, "utf8")`: a file system that has Node's words, whoever has it. */
export function files(call: ts.CallExpression, { root, links }: Chain): ShapedCall | undefined {
  const [link, ...more] = links;
  if (link === undefined || more.length > 0 || root.length < 2 || !isAwaited(call))
    return undefined;
  if (!/^(fs|fsp|fsPromises)$/.test(root.at(-1) ?? "") || call.arguments.length === 0)
    return undefined;
  const does = /^(access|lstat|readFile|readdir|readlink|realpath|stat)$/.test(link.name)
    ? "reads"
    : /^(appendFile|copyFile|mkdir|rename|rm|rmdir|symlink|unlink|writeFile)$/.test(link.name)
      ? "writes"
      : undefined;
  return does && { name: `fs ${link.name}`, does, kind: "fs" };
}

/** `knex("users").where({ id }).first()`, `db("users").count()`: a builder of Knex, which alone is called with a table. */
export function knexTable(call: ts.CallExpression): ShapedCall | undefined {
  const whole = outermostOf(call);
  let start: ts.Expression = whole;
  const names: string[] = [];
  while (ts.isCallExpression(start) && ts.isPropertyAccessExpression(unwrap(start.expression))) {
    const callee = unwrap(start.expression) as ts.PropertyAccessExpression;
    const inner: ts.Expression = unwrap(callee.expression);
    if (!ts.isCallExpression(inner)) break;
    names.unshift(callee.name.text);
    start = inner;
  }
  if (!ts.isCallExpression(start) || !isAwaited(whole)) return undefined;
  const handle = unwrap(start.expression);
  const name = ts.isPropertyAccessExpression(handle) ? handle.name : handle;
  const [table, ...more] = start.arguments;
  if (!ts.isIdentifier(name) || !/^(knex|db|database)$/.test(name.text)) return undefined;
  if (table === undefined || more.length > 0 || names.length === 0) return undefined;
  // What runs in a transaction, draws on a cursor or is made of more than words says so by other names.
  if (!isText(table) || !names.every((one) => asksKnex.test(one) || changesKnex.test(one))) {
    return undefined;
  }
  if (whole !== call) return { name: "Knex query", does: "builds", kind: "db" };
  const does = names.some((one) => changesKnex.test(one)) ? "writes" : "reads";
  return named(`Knex ${names[0] ?? "select"}`, does, start, "name");
}

const asksKnex =
  /^(where(Not|In|NotIn|Null|NotNull|Between|Like|ILike|Exists)?|andWhere(Not|In)?|orWhere(Not|In)?|select|first|pluck|count(Distinct)?|sum|min|max|avg|orderBy|groupBy|having|limit|offset|distinct|as|(left|inner|right)?[jJ]oin)$/;
const changesKnex =
  /^(insert|update|del|delete|increment|decrement|truncate|onConflict|merge|ignore|returning)$/;

/** `req.payload.find({ collection: "posts" })`: Payload's collections and globals, by their options. */
export function collections(
  call: ts.CallExpression,
  { root, links }: Chain,
): ShapedCall | undefined {
  const [link, ...more] = links;
  if (link === undefined || more.length > 0 || root.at(-1) !== "payload") return undefined;
  const [options] = call.arguments;
  const given = options === undefined ? undefined : unwrap(options);
  if (given === undefined || !ts.isObjectLiteralExpression(given)) return undefined;
  const has = (name: string): boolean =>
    given.properties.some((one) => one.name?.getText() === name);
  // In the request's own transaction, where it is handed on.
  if (has("req") || given.properties.some(ts.isSpreadAssignment)) return undefined;
  if (!has(/Global$/.test(link.name) ? "slug" : "collection")) return undefined;
  const does = /^(find|findByID|findGlobal|count|findVersions|findVersionByID)$/.test(link.name)
    ? "reads"
    : /^(create|update|updateGlobal|delete)$/.test(link.name)
      ? "writes"
      : undefined;
  return does && { name: `Payload ${link.name}`, does, kind: "db" };
}
