import { ts } from "../../syntax.js";
import { isTransactionName } from "../../transaction-handings.js";
import type { CallFacts, SymbolFacts, TypeFacts, TypeSource } from "../../type-source.js";
import { unwrap } from "../../unwrap.js";
import { constantValue, heldText } from "../constant-value.js";
import type { Resource } from "../location.js";
import { type ClientShape, clientShapeOf, handedToLoad, isHandedFetch } from "./client-shapes.js";
import {
  argumentsOf,
  isReadingOperation,
  isTransactionControl,
  onlyReads,
  readingSql,
  textOf,
} from "./decide.js";
import { entityOf } from "./entity.js";
import { documentOf } from "./graphql.js";
import { isInProcessDatabase } from "./in-process.js";
import {
  calleeOf,
  type LibraryMember,
  type LibraryValue,
  LibraryValues,
  memberName,
  receiverOf,
} from "./library-values.js";
import type {
  ChainModel,
  Decider,
  Hazard,
  Latency,
  MemberModel,
  PackageModel,
  Place,
} from "./model.js";
import { packageModels } from "./packages/index.js";
import { plainCall } from "./plain-call.js";
import { redisWord } from "./redis-word.js";
import { Registry } from "./registry.js";
import { parseResource } from "./resource.js";
import { holdsStatements, modelsOf, tablesOf } from "./table.js";
import { untypedCall } from "./untyped.js";
import { isKnownWhere } from "./where-known.js";

const handedFetch: ClientShape = { module: "(http)", type: undefined, called: "fetch" };

function handedByFramework(
  call: ts.CallLikeExpression,
  facts: CallFacts | undefined,
): ClientShape | undefined {
  const handed = handedToLoad(call);
  if (handed !== undefined) return { module: "(load)", type: undefined, called: handed };
  return isHandedFetch(call, facts) ? handedFetch : undefined;
}

/** What a call into a library does. */
export interface LibraryCall {
  /** What is called, for explanations: `pg Client.query`. */
  readonly name: string;
  readonly reads: readonly ResourceUse[];
  readonly writes: readonly ResourceUse[];
  /** What decides whether it writes at all, where a caller of the code around it may say so. */
  readonly decidedBy?: Decider;
  /** The document of GraphQL that it sends, which decides it. */
  readonly sends?: ts.Expression;
  readonly latency: Latency;
  /** The receiver and arguments that it changes in place. */
  readonly changes: readonly ts.Expression[];
  /** It may change what an argument holds as well, which the language's own functions do not. */
  readonly changesInside?: true;
  /** Functions among the arguments that run before it ends. */
  readonly runs: readonly ts.Expression[];
  /** Its callbacks are handed a value made for the call, such as a transaction, and no argument. */
  readonly passesFresh: boolean;
  /** `fresh` where nothing else leads to what it answers; else that is not known. */
  readonly returns: "fresh" | undefined;
  /** The one connection or transaction it goes through, if any. */
  readonly connection: ts.Expression | undefined;
  /** Those of the function itself and of what it is called on. */
  readonly hazards: readonly Hazard[];
}

/** One use of what lies outside the program. */
export interface ResourceUse {
  readonly kind: Resource;
  /** The system behind it, where resources of one kind are apart. */
  readonly system?: string;
  /** A part of it: a table, a model, a collection. */
  readonly name?: string;
  /** What tells one from another: a path, a URL, or the object it is reached through. */
  readonly key?: ts.Expression;
}

/**
 * Answers what calls into libraries do, by the models that come with the analyser and those of the
 * user, which win. A library is known by the types it declares, or by the import a value comes from,
 * so that nothing needs to be installed.
 */
export class LibraryModels {
  readonly #types: TypeSource;
  readonly #values: LibraryValues;
  readonly #databaseInProcess: boolean;
  readonly #calls = new Map<ts.CallLikeExpression, LibraryCall | undefined>();

  constructor(
    types: TypeSource,
    userModels: readonly PackageModel[] = [],
    databaseInProcess = false,
  ) {
    this.#types = types;
    this.#databaseInProcess = databaseInProcess;
    const registry =
      userModels.length === 0 ? ownModels() : new Registry([...userModels, ...packageModels]);
    this.#values = new LibraryValues(types, registry);
  }

  /** What a call does, or `undefined` where no model speaks of it. */
  callOf(call: ts.CallLikeExpression, facts?: CallFacts): LibraryCall | undefined {
    if (this.#calls.has(call)) return this.#calls.get(call);
    this.#calls.set(call, undefined);
    const member = this.memberOf(call, facts);
    const answer = member === undefined ? this.#unnamed(call, facts) : this.#effects(call, member);
    this.#calls.set(call, answer);
    return answer;
  }

  /**
   * What a call of a function does that is nowhere to be read, by the shape of the type that declares it:
   * a client of HTTP, a port of the file system.
   */
  shapedCall(call: ts.CallLikeExpression, facts: CallFacts | undefined): LibraryCall | undefined {
    const ofType = ts.isCallExpression(call) ? clientShapeOf(facts) : undefined;
    const shape = handedByFramework(call, facts) ?? ofType;
    const callee = calleeOf(call);
    if (shape === undefined || callee === undefined) return undefined;
    const name = memberName(callee) ?? callee.getText();
    for (const entry of this.#values.entriesOfModule(shape.module)) {
      const model =
        shape.type === undefined
          ? entry.export([shape.called ?? name])
          : entry.member(shape.type, shape.called ?? name);
      if (model === undefined) continue;
      const { type } = shape;
      return this.#effects(call, { entry, name, type, model, receiver: receiverOf(callee) });
    }
    return undefined;
  }

  #unnamed(call: ts.CallLikeExpression, facts: CallFacts | undefined): LibraryCall | undefined {
    return handedToLoad(call) === undefined
      ? this.#untyped(call, facts)
      : this.shapedCall(call, facts);
  }

  // Only where nothing at all is known of what is called.
  #untyped(call: ts.CallLikeExpression, facts: CallFacts | undefined): LibraryCall | undefined {
    const known =
      facts ?? (this.#answer({ ask: "call", node: call }, call) as CallFacts | undefined);
    if (known?.target !== undefined || known?.body !== undefined) return undefined;
    const shaped = untypedCall(
      call,
      (name) => this.#initializerOf(name),
      (receiver) => this.#isInProcess(receiver),
    );
    return shaped ?? this.#commandOfRedis(call);
  }

  // What stands at the beginning of a chain may be declared in the file that makes the database, without its type.
  #isInProcess(receiver: ts.Expression): boolean {
    if (this.#databaseInProcess) return true;
    let at = unwrap(receiver);
    while (ts.isCallExpression(at) || ts.isPropertyAccessExpression(at)) at = unwrap(at.expression);
    return (
      ts.isIdentifier(at) &&
      this.#declarationsOf(at).some(
        (one) => !ts.isParameter(one) && isInProcessDatabase(one.getSourceFile()),
      )
    );
  }

  // A command that Redis alone knows by that word.
  #commandOfRedis(call: ts.CallLikeExpression): LibraryCall | undefined {
    const command = redisWord(call, (name) => this.#initializerOf(name));
    if (command === undefined) return undefined;
    for (const entry of this.#values.entriesOfModule("ioredis")) {
      const model = entry.member("Redis", command.name);
      if (model !== undefined) {
        return this.#effects(call, { entry, type: "Redis", model, ...command });
      }
    }
    return undefined;
  }

  /** The member of a library that a call runs. */
  memberOf(call: ts.CallLikeExpression, facts?: CallFacts): LibraryMember | undefined {
    const known =
      facts ?? (this.#answer({ ask: "call", node: call }, call) as CallFacts | undefined);
    // Code of the project itself is read, not looked up, except where a model names it.
    if (known?.body !== undefined && !known.body.getSourceFile().isDeclarationFile) {
      return this.#byDeclaration(call, known);
    }
    const member = this.#values.memberOf(call) ?? this.#byType(call, known);
    return isKnownWhere(call, member?.model) ? member : undefined;
  }

  /** Tells whether a function that is handed on by its name only computes, by its model: `.then(Schema.parse)`. */
  onlyComputes(reference: ts.Expression): boolean {
    const model = this.#values.referred(reference)?.model;
    if (model === undefined || model.only !== undefined) return false;
    return !(
      model.byName ??
      model.reads ??
      model.writes ??
      model.changes ??
      model.runs ??
      model.hazard ??
      model.latency ??
      model.value
    );
  }

  /** The same of one that writes a line of a log. */
  onlyLogs(reference: ts.Expression): boolean {
    const model = this.#values.referred(reference)?.model;
    return model?.hazard === "log";
  }

  /** The function that a call answers in another form, where a model says so: `work` of `cache(work)`. */
  wrappedBy(call: ts.CallExpression): ts.Expression | undefined {
    const index = this.#values.memberOf(call)?.model?.answersArgument;
    return index === undefined ? undefined : call.arguments[index];
  }

  /** The library value that an expression stands for, by where it comes from. */
  valueOf(expression: ts.Expression): LibraryValue | undefined {
    return this.#values.of(expression);
  }

  /** Names the library value that calling a function answers; empty where that is none. */
  answerOf(declared: ts.FunctionLikeDeclaration): string {
    const value = this.#values.answerOf(declared);
    if (value === undefined) return "";
    return value.is === "instance"
      ? `${value.entry.name} ${value.type}`
      : `${value.entries.map(({ name }) => name).join()}.${value.path.join(".")}`;
  }

  /** Tells whether an expression stands for an object of a library's own, as `prisma.user` does. */
  isInstance(expression: ts.Expression): boolean {
    return this.#values.of(unwrap(expression))?.is === "instance";
  }

  /** Tells whether an expression stands for a library's object that no connection or transaction serves alone. */
  isPool(expression: ts.Expression): boolean {
    return (
      this.isInstance(expression) &&
      this.hazardsOf(expression).length === 0 &&
      this.#rootConnection(unwrap(expression), 0) === undefined
    );
  }

  /** What stands in the way of using a value side by side with itself. */
  hazardsOf(expression: ts.Expression): readonly Hazard[] {
    const at = unwrap(expression);
    const found = new Set<Hazard>();
    const value = this.#values.of(at);
    const declared = this.#typeOf(at);
    // Where a value comes from says more than its type: a manager that a pool serves has the type of
    // one that a transaction serves.
    const instances =
      value?.is === "instance"
        ? [value]
        : declared === undefined
          ? []
          : this.#values.nearestOf(declared);
    for (const { entry, type } of instances) {
      for (const model of entry.lineage(type)) for (const one of list(model.hazard)) found.add(one);
    }
    return [...found];
  }

  /** The hazards of a type, for declarations that no expression stands for. */
  hazardsOfType(type: TypeFacts): readonly Hazard[] {
    const found = this.#values
      .nearestOf(type)
      .flatMap(({ entry, type: name }) =>
        entry.lineage(name).flatMap((model) => list(model.hazard)),
      );
    return [...new Set(found)];
  }

  /**
   * The connection or transaction that a call goes through: something it is called on, or an
   * argument or option of it. A repository stands for the manager that it was taken from.
   */
  connectionOf(call: ts.CallLikeExpression): ts.Expression | undefined {
    const callee = calleeOf(call);
    const found = callee === undefined ? undefined : this.#rootConnection(callee, 0);
    if (found !== undefined) return found;
    for (const argument of argumentsOf(call)) {
      for (const value of withOptions(argument)) {
        if (isName(value) && this.#isConnection(value)) return value;
      }
    }
    return undefined;
  }

  #rootConnection(expression: ts.Expression, depth: number): ts.Expression | undefined {
    let at = unwrap(expression);
    // A method may hand out the transaction of the request, where there is one: `db.txClient()`.
    let handedOut: ts.Expression | undefined;
    for (;;) {
      if (isName(at) && this.#isConnection(at)) return this.#wayToConnection(at);
      const ways = waysOf(at);
      if (ways !== undefined) {
        const found = ways.find((way) => this.#rootConnection(way, depth + 1) !== undefined);
        return found === undefined ? undefined : this.#rootConnection(found, depth + 1);
      }
      if (ts.isCallExpression(at) && this.hazardsOf(at).includes("transaction")) handedOut = at;
      if (ts.isCallExpression(at) || ts.isNewExpression(at)) {
        const named = ts.isCallExpression(at) && choosesConnection.test(nameOfCall(at));
        for (const argument of at.arguments ?? []) {
          for (const value of withOptions(argument)) {
            if (!isName(value)) continue;
            if (this.#isConnection(value) || (named && this.#isContext(value))) return value;
          }
        }
      }
      if (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at)) {
        at = unwrap(at.expression);
      } else if (ts.isCallExpression(at)) at = unwrap(at.expression);
      else if (ts.isTaggedTemplateExpression(at)) at = unwrap(at.tag);
      else break;
    }
    if (handedOut !== undefined) return handedOut;
    if (depth > 3 || !ts.isIdentifier(at) || this.#values.of(at)?.is !== "instance") {
      return undefined;
    }
    const initializer = this.#initializerOf(at);
    return initializer === undefined ? undefined : this.#rootConnection(initializer, depth + 1);
  }

  // Of a choice the one way that is a connection: `const one = manager ?? this.dataSource.manager`.
  #wayToConnection(at: ts.Expression): ts.Expression {
    const made = ts.isIdentifier(at) ? this.#initializerOf(at) : undefined;
    const ways = made === undefined ? undefined : waysOf(unwrap(made));
    const found =
      ways?.filter(
        (way) => isName(way) && (this.#isConnection(way) || isTransactionName(nameOf(way))),
      ) ?? [];
    return found.length === 1 ? (found[0] ?? at) : at;
  }

  #isConnection(expression: ts.Expression): boolean {
    return this.hazardsOf(expression).some((one) => one === "connection" || one === "transaction");
  }

  // What carries a request carries its transaction: `connection.getRepository(ctx, User)` is the
  // repository of that transaction, where one is open.
  #isContext(expression: ts.Expression): boolean {
    const origins = this.#typeOf(expression)?.parts.flatMap((part) => part.origins) ?? [];
    return origins.length === 0
      ? /^(ctx|context|requestContext)$/.test(expression.getText())
      : origins.some(({ name }) => /(Ctx|Context)$/.test(name));
  }

  #instancesOf(expression: ts.Expression): readonly Extract<LibraryValue, { is: "instance" }>[] {
    const type = this.#typeOf(expression);
    return type === undefined ? [] : this.#values.instancesOf(type);
  }

  #typeOf(expression: ts.Expression): TypeFacts | undefined {
    const type = this.#answer({ ask: "type", node: expression }, expression) as
      | TypeFacts
      | undefined;
    return type === undefined || type.isAny ? undefined : type;
  }

  // A function of the project that a model names by its package or file.
  #byDeclaration(call: ts.CallLikeExpression, facts: CallFacts): LibraryMember | undefined {
    const origin = facts.target?.origin;
    if (origin === undefined) return undefined;
    const callee = calleeOf(call);
    const receiver = callee === undefined ? undefined : receiverOf(callee);
    for (const entry of this.#values.entriesOf(origin)) {
      const owner = ownerOf(facts.target);
      const model =
        owner === undefined ? entry.export([origin.name]) : entry.member(owner, origin.name);
      if (model !== undefined) {
        const name = owner === undefined ? origin.name : `${owner}.${origin.name}`;
        return { entry, name, type: owner, model, receiver };
      }
    }
    return undefined;
  }

  #byType(call: ts.CallLikeExpression, facts: CallFacts | undefined): LibraryMember | undefined {
    const callee = calleeOf(call);
    if (callee === undefined) return undefined;
    const receiver = receiverOf(callee);
    const name = memberName(callee);
    if (receiver !== undefined && name !== undefined) {
      for (const instance of this.#instancesOf(receiver)) {
        const member = this.#values.member(instance, name, receiver);
        if (member !== undefined) return member;
      }
    }
    if (receiver === undefined) {
      for (const { entry, type } of this.#instancesOf(callee)) {
        const model = entry.member(type, "()");
        if (model !== undefined) return { entry, name: type, type, model, receiver: callee };
      }
    }
    const target = facts?.target;
    if (target?.origin === undefined) return undefined;
    const owner = ownerOf(target);
    for (const entry of this.#values.entriesOf(target.origin)) {
      const model =
        owner === undefined
          ? (entry.export([target.origin.name]) ?? constructorOf(call, entry, target))
          : entry.member(owner, target.name);
      if (model !== undefined) {
        const label = owner === undefined ? target.name : `${owner}.${target.name}`;
        return { entry, name: label, type: owner, model, receiver };
      }
    }
    return undefined;
  }

  #effects(call: ts.CallLikeExpression, member: LibraryMember): LibraryCall {
    const { entry, type, receiver } = member;
    const lineage = type === undefined ? [] : entry.lineage(type);
    const chain = lineage.find((one) => one.chain !== undefined)?.chain;
    const model = member.model ?? chainModel(chain, member);
    const args = argumentsOf(call);
    const initializerOf = (name: ts.Identifier): ts.Expression | undefined =>
      this.#initializerOf(name);
    if (isPartOfStatement(call, member.name)) {
      return { ...plainCall(label(entry.name, member.name)), returns: "fresh" };
    }
    // `$({ reject: false })` gives the same function with other defaults, and runs nothing.
    const [first, ...more] = args;
    const setsDefaults =
      ts.isCallExpression(call) &&
      more.length === 0 &&
      first &&
      ts.isObjectLiteralExpression(first);
    if (model.decidedBy?.by === "program" && setsDefaults === true) {
      return { ...plainCall(label(entry.name, member.name)), returns: "fresh" };
    }
    const sent =
      model.writes?.some((one) => one.startsWith("net")) === true ? documentOf(call) : undefined;
    const writes =
      this.#writes(call, member, model, chain) &&
      !(sent !== undefined && isReadingOperation(sent, initializerOf));
    const use = (pattern: string): ResourceUse[] => {
      const parsed = parseResource(pattern);
      if (parsed === undefined) return [];
      if (parsed.name === "$statements" && holdsStatements(call)) return [];
      const parts = this.#parts(parsed.name, call, receiver, entry.system);
      const key = place(
        parsed.key ?? (parsed.kind === "db" ? "receiver" : undefined),
        call,
        receiver,
      );
      return parts.map((part) => ({
        kind: parsed.kind,
        ...(entry.system === undefined ? {} : { system: entry.system }),
        ...(part === undefined ? {} : { name: part }),
        ...(key === undefined ? {} : { key }),
      }));
    };
    const hazards = new Set<Hazard>([
      ...list(model.hazard),
      ...lineage.flatMap((one) => list(one.hazard)),
    ]);
    if (this.#databaseInProcess && entry.system === "sql") hazards.add("memo");
    if (model.decidedBy?.by === "sql") {
      const text = args[model.decidedBy.argument];
      if (text !== undefined && isTransactionControl(textOf(text, initializerOf) ?? "")) {
        hazards.add("transaction");
      }
    }
    return {
      name: label(entry.name, member.name),
      reads: [
        ...(model.byName === undefined ? [] : [{ kind: "named" as const, system: model.byName }]),
        ...(model.reads ?? []).flatMap(use),
      ],
      writes: writes ? (model.writes ?? []).flatMap(use) : [],
      ...(writes && model.decidedBy !== undefined && chain === undefined
        ? { decidedBy: model.decidedBy }
        : {}),
      ...(writes && sent !== undefined ? { sends: sent } : {}),
      latency: model.latency ?? "none",
      changes: (model.changes ?? []).flatMap((one) => place(one, call, receiver) ?? []),
      ...(entry.name === "lib" || entry.name === "node" ? {} : { changesInside: true as const }),
      runs: (model.runs ?? []).flatMap((index) => args[index] ?? []),
      passesFresh: model.passes !== undefined,
      returns: model.fresh === true || ts.isNewExpression(call) ? "fresh" : undefined,
      connection: this.connectionOf(call),
      hazards: [...hazards],
    };
  }

  #writes(
    call: ts.CallLikeExpression,
    member: LibraryMember,
    { decidedBy }: MemberModel,
    chain: ChainModel | undefined,
  ): boolean {
    if (chain !== undefined) {
      if (chainWrites(call, chain.writes)) return true;
      // What ends a chain without an argument says nothing that the chain has not said.
      const says = decidedBy === undefined || argumentsOf(call).length > 0;
      if (member.model === undefined || !says) return false;
    }
    return (
      decidedBy === undefined ||
      !onlyReads(decidedBy, call, (name) => this.#initializerOf(name, decidedBy.by === "sql"))
    );
  }

  // The parts of a resource that a call goes to; one that is `undefined` stands for all of it.
  #parts(
    name: string | undefined,
    call: ts.CallLikeExpression,
    receiver: ts.Expression | undefined,
    system: string | undefined,
  ): readonly (string | undefined)[] {
    const whole = [undefined];
    const at = receiver === undefined ? undefined : unwrap(receiver);
    const initializerOf = (one: ts.Identifier): ts.Expression | undefined =>
      this.#initializerOf(one);
    switch (name) {
      case "$model": {
        const model = at === undefined || memberName(at) === "[]" ? undefined : memberName(at);
        return modelsOf(call, model) ?? whole;
      }
      case "$table":
        return tablesOf(call, "name", initializerOf) ?? whole;
      case "$object":
        return tablesOf(call, "object", initializerOf) ?? whole;
      case "$entity":
        return [entityOf(call, (one) => this.#declarationsOf(one), system === "mongodb")];
      case "$statements":
        return whole;
      default:
        return [this.#part(name, call, receiver)];
    }
  }

  #part(
    name: string | undefined,
    call: ts.CallLikeExpression,
    receiver: ts.Expression | undefined,
  ): string | undefined {
    if (name === "$receiver") {
      const at = receiver === undefined ? undefined : unwrap(receiver);
      return at === undefined ? undefined : memberName(at) === "[]" ? undefined : memberName(at);
    }
    if (name === undefined || !/^\$\d$/.test(name)) return name;
    const argument = argumentsOf(call)[Number(name.slice(1))];
    return argument === undefined
      ? undefined
      : textOf(argument, (identifier) => this.#initializerOf(identifier));
  }

  // Of a statement that is put together, what it begins with says what it does.
  #initializerOf(name: ts.Identifier, grows = false): ts.Expression | undefined {
    const declared = this.#declarationsOf(name);
    const value = constantValue(declared);
    return value ?? (grows ? heldText(declared, readingSql) : undefined);
  }

  #declarationsOf(name: ts.Identifier): readonly ts.Node[] {
    const symbol = this.#answer({ ask: "symbol", node: name }, name) as SymbolFacts | undefined;
    return symbol?.declarations ?? [];
  }

  #answer(question: Parameters<TypeSource["answer"]>[1][number], node: ts.Node): unknown {
    return this.#types.answer(node.getSourceFile(), [question])[0];
  }
}

// The platform's own names need no package before them.
function label(module: string, member: string): string {
  return module === "lib" || module === "node" ? member : `${module} ${member}`.trim();
}

let own: Registry | undefined;

function ownModels(): Registry {
  own ??= new Registry(packageModels);
  return own;
}

function chainModel(chain: ChainModel | undefined, { name, receiver }: LibraryMember): MemberModel {
  if (chain === undefined) return {};
  const { uses, keptBy } = chain;
  // In a chain that is written in one piece, nobody else has what is changed.
  const isKept = receiver !== undefined && ts.isIdentifier(unwrap(receiver));
  const changes = isKept && keptBy !== undefined && !keptBy.split(/\s+/).includes(memberOf(name));
  return {
    reads: [uses],
    writes: [uses],
    latency: "io",
    ...(changes ? { changes: ["receiver"] } : {}),
  };
}

// `limit` of `Database.limit`.
function memberOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

// A builder's call writes when a writing member stands before it in the chain, or is it.
function chainWrites(call: ts.CallLikeExpression, names: string): boolean {
  const writing = new Set(names.split(/\s+/));
  let at: ts.Expression | undefined = calleeOf(call);
  while (at !== undefined) {
    const name = memberName(at);
    if (name !== undefined && writing.has(name)) return true;
    const inner: ts.Expression | undefined = receiverOf(at);
    const before: ts.Expression | undefined =
      inner ?? (ts.isCallExpression(at) ? at.expression : undefined);
    at = before === undefined ? undefined : unwrap(before);
  }
  return false;
}

// `knex.select(knex.raw("..."))`: what is handed to the builder of a statement is not run by itself.
function isPartOfStatement(call: ts.CallLikeExpression, name: string): boolean {
  if (!ts.isCallExpression(call) || !/(^|\.)raw$/.test(name)) return false;
  let at: ts.Node = call;
  while (
    ts.isArrayLiteralExpression(at.parent) ||
    ts.isObjectLiteralExpression(at.parent) ||
    ts.isPropertyAssignment(at.parent) ||
    ts.isPropertyAccessExpression(at.parent) ||
    (ts.isCallExpression(at.parent) && at.parent.expression === at)
  ) {
    at = at.parent;
  }
  const { parent } = at;
  return (
    ts.isCallExpression(parent) &&
    parent.expression !== at &&
    !/^(Promise\.\w+|gather)$/.test(parent.expression.getText())
  );
}

function place(
  where: Place | undefined,
  call: ts.CallLikeExpression,
  receiver: ts.Expression | undefined,
): ts.Expression | undefined {
  return where === "receiver"
    ? receiver
    : where === undefined
      ? undefined
      : argumentsOf(call)[where];
}

// The class or interface that holds a method; `undefined` for what stands in a module.
function ownerOf(target: SymbolFacts | undefined): string | undefined {
  const owner = target?.declarations[0]?.parent;
  return owner !== undefined && (ts.isInterfaceDeclaration(owner) || ts.isClassLike(owner))
    ? owner.name?.text
    : undefined;
}

function constructorOf(
  call: ts.CallLikeExpression,
  entry: LibraryMember["entry"],
  target: SymbolFacts,
): MemberModel | undefined {
  return ts.isNewExpression(call) && entry.type(target.name) !== undefined ? {} : undefined;
}

// An argument, and the values of the options it is made of where it is written in place.
function* withOptions(argument: ts.Expression): Iterable<ts.Expression> {
  const at = unwrap(argument);
  yield at;
  if (!ts.isObjectLiteralExpression(at)) return;
  for (const property of at.properties) {
    if (ts.isPropertyAssignment(property)) yield unwrap(property.initializer);
    else if (ts.isShorthandPropertyAssignment(property)) yield property.name;
    else if (ts.isSpreadAssignment(property)) yield unwrap(property.expression);
  }
}

function isName(expression: ts.Expression): boolean {
  return (
    ts.isIdentifier(expression) ||
    ts.isPropertyAccessExpression(expression) ||
    expression.kind === ts.SyntaxKind.ThisKeyword
  );
}

function list<T extends string>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

// `getRepository`, `getManager`, `transactionFor`.
// `dbOrTx(this.db, options?.trx)`.
const choosesByName = /[a-z]Or(Tr?x|Transaction)$/;

const choosesConnection = /repository|manager|connection|transaction|^em$/i;

function nameOfCall({ expression }: ts.CallExpression): string {
  return nameOf(unwrap(expression));
}

function nameOf(callee: ts.Expression): string {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? callee.text : "";
}

// The two values that a choice has: `one ?? other`, `test ? one : other`.
function waysOf(at: ts.Expression): readonly ts.Expression[] | undefined {
  if (ts.isCallExpression(at) && choosesByName.test(nameOfCall(at)))
    return at.arguments.map((one) => unwrap(one));
  if (ts.isConditionalExpression(at)) return [unwrap(at.whenTrue), unwrap(at.whenFalse)];
  if (!ts.isBinaryExpression(at)) return undefined;
  const { kind } = at.operatorToken;
  return kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken
    ? [unwrap(at.left), unwrap(at.right)]
    : undefined;
}
