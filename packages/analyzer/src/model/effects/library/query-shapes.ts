import { ts } from "../../syntax.js";
import { unwrap } from "../../unwrap.js";
import { takesTurns } from "../named-read.js";
import { type Chain, chainOf, isAwaited, outermostOf } from "./call-chain.js";
import { argumentsOf } from "./decide.js";
import { calleeOf, memberName, receiverOf } from "./library-values.js";
import { octokit } from "./octokit-shape.js";
import { named, partsOf, type ShapedCall } from "./shaped-call.js";
import { collections, d1, files, keyValues, knexTable, mongo, statement } from "./store-shapes.js";
import { modelsOf } from "./table.js";

/**
 * Recognises calls by words that one kind of client alone puts together: `db.query.users.findFirst(...)`,
 * `db.select().from(users)`, `api.get("/users")`. Where packages are not installed, a client that came
 * through a context or an injected field has no type, and its calls still look like nothing else.
 */
export function shapedCall(
  call: ts.CallExpression,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): ShapedCall | undefined {
  const chain = chainOf(call);
  return (
    logged(chain) ??
    traced(chain) ??
    prisma(call, chain) ??
    sequelize(call, chain) ??
    drizzle(chain) ??
    kysely(chain) ??
    objection(call, chain) ??
    knexTable(call) ??
    typeorm(call, initializerOf) ??
    statement(call, chain) ??
    mongo(call) ??
    d1(call) ??
    keyValues(call, chain) ??
    files(call, chain) ??
    collections(call, chain) ??
    supabase(chain) ??
    dataLoader(chain) ??
    trpc(chain) ??
    queryClient(chain) ??
    octokit(call, chain) ??
    request(call, chain) ??
    body(call, chain)
  );
}

/** Recognises a line that is written to a logger: `this.logger.info(...)`. */
export function loggedCall(call: ts.CallExpression): ShapedCall | undefined {
  return logged(chainOf(call));
}

function logged({ links }: Chain): ShapedCall | undefined {
  const link = links.at(-1);
  const receiver = link && receiverOf(unwrap(link.call.expression));
  if (link === undefined || receiver === undefined) return undefined;
  // `logger[level](line)` writes one too, where nothing is made of its answer.
  const isLevel = level.test(link.name) || (isOfAnyName(link.call) && isDropped(link.call));
  return isLevel && isLogger(receiver)
    ? { name: `logger ${link.name}`, does: "logs", kind: "db" }
    : undefined;
}

// `this.logger`, and what hands one out or is made of one: `getLogger("jobs")`, `logger.child({ id })`.
function isLogger(expression: ts.Expression): boolean {
  const at = unwrap(expression);
  if (ts.isIdentifier(at)) return namesLogger.test(at.text);
  if (!ts.isCallExpression(at)) return namesLogger.test(memberName(at) ?? "");
  const callee = calleeOf(at);
  if (callee === undefined || isLogger(callee)) return callee !== undefined;
  const inner = receiverOf(callee);
  return inner !== undefined && isLogger(inner);
}

function isOfAnyName({ expression }: ts.CallExpression): boolean {
  const callee = unwrap(expression);
  return ts.isElementAccessExpression(callee) && !ts.isStringLiteralLike(callee.argumentExpression);
}

function isDropped(call: ts.Node): boolean {
  return ts.isExpressionStatement(call.parent);
}

const namesLogger = /^(_?log|logging|console|.*logger)$/i;

// `span.setAttribute("id", id)`: what tells of the work and is no part of it.
function traced({ root, links }: Chain): ShapedCall | undefined {
  const [link, ...more] = links;
  if (link === undefined || more.length > 0 || !/(^|[a-z])span$/i.test(root.at(-1) ?? "")) {
    return undefined;
  }
  return /^(setAttributes?|setStatus|recordException|addEvent|addLink|updateName|end)$/.test(
    link.name,
  )
    ? { name: `span ${link.name}`, does: "logs", kind: "db" }
    : undefined;
}

// Some have the word in front of the level: `logging.logError(error)`.
const level =
  /^(alert|crit|critical|debug|emerg|err|error|fatal|info|log|notice|silly|success|trace|verbose|warn|warning|log(Debug|Error|Fatal|Info|Trace|Verbose|Warn|Warning))$/;

// `prisma.user.findMany(...)`; under another name the options have to look like Prisma's too.
function prisma(call: ts.CallExpression, { root, links }: Chain): ShapedCall | undefined {
  const [link, ...more] = links;
  const [client = "", part] = root.slice(-2);
  if (link === undefined || more.length > 0 || part === undefined) return undefined;
  const does = prismaReads.has(link.name)
    ? "reads"
    : prismaWrites.has(link.name)
      ? "writes"
      : undefined;
  if (does === undefined) return undefined;
  // `this.botRepository.findFirst({ where })` is some table's, and nobody knows which.
  if (/[a-z](Repository|Repo)$/.test(part) && !/prisma/i.test(client)) {
    const isFind = /^find(First|Unique|Many)/.test(link.name);
    return isFind && hasPrismaOptions(call)
      ? { name: `Prisma ${link.name}`, does, kind: "db" }
      : undefined;
  }
  if (!/prisma/i.test(client) && !(isClient.test(client) && hasPrismaOptions(call))) {
    return undefined;
  }
  return {
    name: `Prisma ${part}.${link.name}`,
    does,
    kind: "db",
    ...partsOf(modelsOf(call, part)),
  };
}

const isClient = /^(_?(db|database|orm|client|tx|trx)|(db|database)[A-Z]\w*)$/;

function hasPrismaOptions(call: ts.CallExpression): boolean {
  const [options] = argumentsOf(call);
  // `db.user.findMany()`, of all rows.
  if (options === undefined) return /\.(findMany|findFirst|count)$/.test(call.expression.getText());
  return (
    options !== undefined &&
    ts.isObjectLiteralExpression(options) &&
    options.properties.some(
      ({ name }) => name !== undefined && /^(where|data|select|include)$/.test(name.getText()),
    )
  );
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const prismaReads = words(
  "aggregate count findFirst findFirstOrThrow findMany findUnique findUniqueOrThrow groupBy",
);
const prismaWrites = words(
  "create createMany createManyAndReturn delete deleteMany update updateMany updateManyAndReturn upsert",
);

// `models.User.findOne({ where: { id } })`, `db.Post.scope("public").findByPk(id)`: a class of Sequelize's among those of a database.
// With a transaction, or in other words, it is left to who knows more of it.
function sequelize(call: ts.CallExpression, { root, links }: Chain): ShapedCall | undefined {
  const [models = "", model = ""] = root.length === 1 ? ["", ...root] : root.slice(-2);
  const last = links.at(-1);
  // `models.User.findOne(...)`, `User.findAll(...)`.
  if (!/^(|models?|db|database)$/.test(models) || !/^[A-Z][a-zA-Z]*[a-z]/.test(model))
    return undefined;
  if (last === undefined || !links.slice(0, -1).every(({ name }) => /^(un)?scoped?$/.test(name))) {
    return undefined;
  }
  const options = call.arguments.at(-1);
  const named =
    options !== undefined && ts.isObjectLiteralExpression(options)
      ? options.properties.map(({ name }) => name?.getText() ?? "...")
      : [];
  if (named.includes("...") || named.includes("transaction") || named.includes("lock"))
    return undefined;
  const isAsked =
    last.name === "findByPk" ||
    (/^(findOne|findAll|findAndCountAll|count|sum|min|max)$/.test(last.name) &&
      named.includes("where"));
  if (!isAsked) return undefined;
  // What is included is of other tables.
  const parts = named.includes("include") ? undefined : [model];
  return { name: `Sequelize ${model}.${last.name}`, does: "reads", kind: "db", ...partsOf(parts) };
}

// What follows the first word of a change in Drizzle.
const changeSteps: ReadonlyMap<string, RegExp> = new Map([
  ["insert", /^values$/],
  ["update", /^set$/],
  ["delete", /^(where|returning)$/],
]);

// `db.query.users.findFirst(...)`, `db.$count(users)`, `db.select().from(users).where(...)`, `db.insert(users).values(...)`.
function drizzle({ root, links }: Chain): ShapedCall | undefined {
  const [first, second] = links;
  if (first === undefined) return undefined;
  const part = root.at(-1);
  if (
    second === undefined &&
    /^find(First|Many)$/.test(first.name) &&
    root.at(-2) === "query" &&
    part !== undefined
  ) {
    const tables = modelsOf(first.call, part);
    return { name: `Drizzle ${part}.${first.name}`, does: "reads", kind: "db", ...partsOf(tables) };
  }
  if (root.length === 0) return undefined;
  const isSelect = /^select(Distinct|DistinctOn)?$/.test(first.name);
  if (isSelect && second?.name === "from")
    return named("Drizzle select", "reads", second.call, "object");
  if (!isClient.test(root.at(-1) ?? "")) return undefined;
  if (first.name === "$count") {
    return second === undefined
      ? named("Drizzle $count", "reads", first.call, "object")
      : undefined;
  }
  if (isSelect && second === undefined) return { name: "select", does: "builds", kind: "db" };
  if (first.name === "insert" || first.name === "update") {
    if (second === undefined) {
      const [table] = first.call.arguments;
      return table !== undefined && (ts.isIdentifier(table) || ts.isPropertyAccessExpression(table))
        ? { name: first.name, does: "builds", kind: "db" }
        : undefined;
    }
  }
  return second !== undefined && changeSteps.get(first.name)?.test(second.name) === true
    ? named(`Drizzle ${first.name}`, "writes", first.call, "object")
    : undefined;
}

// `db.selectFrom("user").selectAll().executeTakeFirst()`.
function kysely({ root, links }: Chain): ShapedCall | undefined {
  const start = links.find(({ name }) =>
    /^(selectFrom|insertInto|updateTable|deleteFrom)$/.test(name),
  );
  const last = links.at(-1);
  if (start === undefined || last === undefined || root.length === 0) return undefined;
  const runs = /^(execute|executeTakeFirst|executeTakeFirstOrThrow)$/.test(last.name);
  if (!runs) return { name: `Kysely ${last.name}`, does: "builds", kind: "db" };
  const writes =
    start.name !== "selectFrom" ||
    links.some(({ name }) => /^(forUpdate|forShare|forNoKeyUpdate)$/.test(name));
  return named(`Kysely ${start.name}`, writes ? "writes" : "reads", start.call, "name");
}

// `Account.query().findById(id).throwIfNotFound()`, also of a class that a function hands out (`this.accountModel().query()`).
function objection(call: ts.CallExpression, { root, links }: Chain): ShapedCall | undefined {
  const whole = outermostOf(call);
  if (!isAwaited(whole)) return undefined;
  const all = whole === call ? links : chainOf(whole).links;
  const start = all.findIndex(({ name }) =>
    /^(query|\$query|\$relatedQuery|\$fetchGraph)$/.test(name),
  );
  const begin = all[start];
  if (begin === undefined) return undefined;
  // What it is handed there is the transaction.
  const [transaction, ...more] = begin.call.arguments.slice(begin.name === "$relatedQuery" ? 1 : 0);
  if (begin.name === "$fetchGraph") return fetchedGraph(begin.call);
  if (more.length > 0 || !(transaction === undefined || mayBeLeftOut(transaction)))
    return undefined;
  const on = [...root, ...all.slice(0, start).map(({ name }) => name)];
  if (on.some((name) => takesTurns.test(name) || /^bind(Knex|Transaction)$/.test(name))) {
    return undefined;
  }
  const names = all.slice(start + 1).map(({ name }) => name);
  const isKnown = begin.name !== "query" || names.some((name) => isOfObjection.test(name));
  if (!isKnown || names.includes("transacting")) return undefined;
  if (whole !== call) return { name: "Objection query", does: "builds", kind: "db" };
  const writes = names.some((name) => changesRows.test(name));
  return {
    name: `Objection ${names[0] ?? begin.name}`,
    does: writes ? "writes" : "reads",
    kind: "db",
    ...(transaction === undefined ? {} : { through: transaction }),
  };
}

// `find(id: string, trx?: Transaction)`: who calls it without one has it ask the pool, and who hands one over says which.
function mayBeLeftOut(name: ts.Expression): boolean {
  if (!ts.isIdentifier(name)) return false;
  for (let at: ts.Node = name; at.parent !== undefined; at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    const declared = at.parameters.find((one) => one.name.getText() === name.text);
    if (declared !== undefined) return declared.questionToken !== undefined;
  }
  return false;
}

// `await project.$fetchGraph("account")` puts what it reads into the row, or, asked, where there is nothing yet; an option may
// name a transaction.
function fetchedGraph(call: ts.CallExpression): ShapedCall | undefined {
  const row = receiverOf(call.expression);
  const [, options] = call.arguments;
  if (row === undefined || /transaction/.test(options?.getText() ?? "")) return undefined;
  if (options !== undefined && !ts.isObjectLiteralExpression(unwrap(options))) return undefined;
  const fills = /\bskipFetched: true\b/.test(options?.getText() ?? "");
  return { name: "Objection $fetchGraph", does: "reads", kind: "db", changes: fills ? [] : [row] };
}

const isOfObjection =
  /^(findByIds?|findOne|withGraph(Fetched|Joined)|throwIfNotFound|resultSize|onBuild|modify(Graph)?|where(In|Null|NotNull|Not|Exists|JsonSupersetOf)|(insert|patch|update)(AndFetch\w*|Graph\w*)?|upsertGraph\w*|deleteById|(un)?relate)$/;
const changesRows =
  /^(insert|update|patch|upsert|delete|del|relate|unrelate|increment|decrement|truncate|forUpdate|forShare|forNoKeyUpdate)/;

// `this.createQueryBuilder("user").where(...).getOne()`, and the same by way of a constant.
function typeorm(
  call: ts.CallExpression,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): ShapedCall | undefined {
  const links: { readonly name: string; readonly call: ts.CallExpression }[] = [];
  let at: ts.Expression = call;
  const kept: ts.Identifier[] = [];
  for (let steps = 0; steps < 4; steps += 1) {
    const chain = chainOf(at as ts.CallExpression);
    links.unshift(...chain.links);
    let begin = unwrap((chain.links[0]?.call ?? at) as ts.Expression);
    begin = ts.isCallExpression(begin) ? unwrap(begin.expression) : begin;
    const root = receiverOf(begin);
    if (links[0]?.name === "createQueryBuilder") {
      const on = chain.root.at(-1) ?? "";
      if (chain.root.length === 0 || takesTurns.test(on)) return undefined;
      break;
    }
    const inner = root === undefined ? undefined : unwrap(root);
    const made = inner !== undefined && ts.isIdentifier(inner) ? initializerOf(inner) : undefined;
    const before = made === undefined ? undefined : unwrap(made);
    if (before === undefined || !ts.isCallExpression(before)) return undefined;
    kept.push(inner as ts.Identifier);
    at = before;
  }
  if (links[0]?.name !== "createQueryBuilder") return undefined;
  const last = links.at(-1)?.name ?? "";
  const name = `TypeORM ${last}`;
  const writes = links.some(({ name: one }) =>
    /^(insert|update|delete|softDelete|restore|setLock|into)$/.test(one),
  );
  if (
    !/^(execute|stream|get(One|OneOrFail|Many|ManyAndCount|Count|Exists|RawOne|RawMany|RawAndEntities))$/.test(
      last,
    )
  ) {
    return { name, does: "builds", kind: "db", changes: kept };
  }
  const reads = !writes && last.startsWith("get");
  return { name, does: reads ? "reads" : "writes", kind: "db" };
}

// `supabase.from("users").select("*").eq("id", id)`.
function supabase({ root, links }: Chain): ShapedCall | undefined {
  const [first, second] = links;
  if (first === undefined || !/supabase/i.test(root.join("."))) return undefined;
  if (root.at(-1) === "auth" && /^get(User|Session|Claims)$/.test(first.name)) {
    return { name: `Supabase auth.${first.name}`, does: "reads", kind: "net" };
  }
  if (first.name !== "from") return undefined;
  if (second === undefined) return { name: "Supabase from", does: "builds", kind: "db" };
  const writes = links.some(({ name }) =>
    /^(insert|update|upsert|delete|upload|remove)$/.test(name),
  );
  const shaped = named("Supabase from", writes ? "writes" : "reads", first.call, "name");
  return { ...shaped, isServed: true };
}

// `dataLoader.get("users").load(id)`, `ctx.loaders.users.loadMany(ids)`.
function dataLoader({ root, links }: Chain): ShapedCall | undefined {
  const last = links.at(-1);
  if (last === undefined || links.length > 2 || !/^load(Many)?$/.test(last.name)) return undefined;
  const [first] = links;
  if (links.length === 2 && first?.name !== "get") return undefined;
  const isKept = root.slice(0, -1).some((name) => /^_?(data)?loaders$/i.test(name));
  const isLoader = root.some((name) => /data_?loaders?$/i.test(name));
  return (isKept || isLoader) && last.call.arguments.length === 1
    ? { name: `DataLoader ${last.name}`, does: "reads", kind: "anything" }
    : undefined;
}

// `trpc.users.list.query(...)`; under another name of the client, a router and a procedure stand between.
function trpc({ root, links }: Chain): ShapedCall | undefined {
  const [link, ...more] = links;
  if (link === undefined || more.length > 0 || root.length < 2) return undefined;
  if (!/trpc/i.test(root[root[0] === "this" ? 1 : 0] ?? "")) {
    const [first] = link.call.arguments;
    if (root.length < (root[0] === "this" ? 4 : 3) || link.call.arguments.length > 1)
      return undefined;
    if (first !== undefined && !ts.isObjectLiteralExpression(unwrap(first))) return undefined;
    if (isConnected.test(root.at(-1) ?? "") || !isAwaited(link.call)) return undefined;
  }
  if (link.name === "query") return { name: "tRPC query", does: "reads", kind: "net" };
  return link.name === "mutate" ? { name: "tRPC mutate", does: "writes", kind: "net" } : undefined;
}

// `queryClient.ensureQueryData(options)`.
function queryClient({ root, links }: Chain): ShapedCall | undefined {
  const [link, ...more] = links;
  if (link === undefined || more.length > 0 || !/queryClient$/i.test(root.at(-1) ?? "")) {
    return undefined;
  }
  return /^(ensure|fetch|prefetch)(Infinite)?Query(Data)?$/.test(link.name) && isAwaited(link.call)
    ? { name: `QueryClient ${link.name}`, does: "reads", kind: "net" }
    : undefined;
}

const isConnected =
  /(pool|db|database|client|conn|connection|sequelize|knex|pg|sql|manager|runner)$/i;

// `api.get("/users")`, `this.http.post(\`/users/${id}\`, data)`, where somebody waits for the answer.
function request(call: ts.CallExpression, { root, links }: Chain): ShapedCall | undefined {
  const [link, ...more] = links;
  if (link === undefined || more.length > 0) return undefined;
  const owner = root.at(-1) ?? "";
  const args = argumentsOf(call);
  const method = link.name === "request" ? methodIn(args) : undefined;
  const isRead =
    /^(get|head|options)$/.test(link.name) ||
    (link.name === "request" && (method === undefined ? isPlain(args) : isReading.test(method)));
  if (!isRead && method === undefined && !/^(post|put|patch|delete)$/.test(link.name)) {
    return undefined;
  }
  // A path alone is asked of a client of whatever name, as long as it is none of what keeps entries by paths.
  const isOfNoName = owner === "" || keepsEntries.test(owner);
  if (!isHttpClient.test(owner) && method === undefined && (!isRead || isOfNoName)) {
    return undefined;
  }
  if (!isAddress(args[0]) && !(isHttpClient.test(owner) && namesAddress(args[0]))) return undefined;
  if (!isAwaited(call) || args.some((one) => ts.isFunctionLike(unwrap(one)))) return undefined;
  const kind = isHttpClient.test(owner) || !isRead ? "net" : "addressed";
  return { name: `HTTP ${link.name}`, does: isRead ? "reads" : "writes", kind };
}

const isHttpClient = /(^|[a-z_$])(api|axios|http|https|rest|request|fetcher|client|instance)$/i;
const keepsEntries =
  /(cache|storage|store|map|memory|redis|kv|bucket|disk|fs|files?|folder|tree|vault|router|routes?|server|app|config|settings|session|cookies|headers|params|agent|page|browser|database|db|ref)$/i;

// `client.request("/users")`, with options that are written out and name no method and no body.
function isPlain([, options, ...more]: readonly ts.Expression[]): boolean {
  if (more.length > 0) return false;
  if (options === undefined) return true;
  const given = unwrap(options);
  return (
    ts.isObjectLiteralExpression(given) &&
    given.properties.every(
      (one) =>
        one.name !== undefined &&
        /^(headers|params|query|signal|timeout)$/.test(one.name.getText()),
    )
  );
}

// `client.request("/users", { method: "POST", body })`: the method, where nothing else can name one.
function methodIn([, options, ...more]: readonly ts.Expression[]): string | undefined {
  const given = options && unwrap(options);
  if (given === undefined || !ts.isObjectLiteralExpression(given) || more.length > 0) {
    return undefined;
  }
  if (given.properties.some((one) => ts.isSpreadAssignment(one))) return undefined;
  const method = given.properties.find((one) => one.name?.getText() === "method");
  const value = method && ts.isPropertyAssignment(method) ? unwrap(method.initializer) : undefined;
  return value !== undefined && ts.isStringLiteralLike(value) ? value.text : undefined;
}

const isReading = /^(get|head)$/i;

function isAddress(url: ts.Expression | undefined): boolean {
  const text =
    url === undefined
      ? ""
      : ts.isStringLiteralLike(url)
        ? url.text
        : ts.isTemplateExpression(url)
          ? url.getText().slice(1)
          : "";
  return /^(\/|https?:|\$\{[^}]*(url|base|host|endpoint|api)[^}]*\})/i.test(text);
}

// `api.get(url)`, `this.http.get(this.baseUrl + path)`: what is called an address is one to a client of HTTP.
function namesAddress(url: ts.Expression | undefined): boolean {
  const at = url && unwrap(url);
  if (at === undefined) return false;
  if (ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return isAddress(at.left) || namesAddress(at.left);
  }
  const name = ts.isIdentifier(at) ? at.text : (memberName(at) ?? "");
  return /(^|[a-z_])(url|uri|endpoint|href)$/i.test(name);
}

// `(await fetch("/items")).json()`, where `fetch` was handed in.
function fetchedBy(call: ts.CallExpression): string {
  const receiver = receiverOf(unwrap(call.expression));
  const awaited = receiver === undefined ? undefined : unwrap(receiver);
  const asked =
    awaited !== undefined && ts.isAwaitExpression(awaited) ? unwrap(awaited.expression) : awaited;
  return asked !== undefined && ts.isCallExpression(asked) && asked.expression.getText() === "fetch"
    ? "response"
    : "";
}

// `await response.json()`.
function body(call: ts.CallExpression, { root, links }: Chain): ShapedCall | undefined {
  const [link] = links.slice(-1);
  const [answer = "", part] = root.length === 0 ? [fetchedBy(call)] : root;
  if (link === undefined || call.arguments.length > 0 || !isAwaited(call)) return undefined;
  // `response.clone().text()`
  const isCopy = links.length === 2 && links[0]?.name === "clone";
  if (links.length > 1 && !isCopy) return undefined;
  if (!/res|resp|response|result|data|file|blob/i.test(answer)) return undefined;
  const isWhole = part === undefined && /^(arrayBuffer|blob|formData|json|text)$/.test(link.name);
  // `response.body?.cancel()`: nobody wants the rest of it.
  const isRest = part === "body" && root.length === 2 && !isCopy && link.name === "cancel";
  return isWhole || isRest
    ? { name: `${answer}.${link.name}`, does: "takes", kind: "net" }
    : undefined;
}
