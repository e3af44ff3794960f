import { ts } from "../syntax.js";
import type { CallFacts } from "../type-source.js";
import { unwrap } from "../unwrap.js";
import { contains, isConstant } from "./access-syntax.js";
import type { Answers } from "./answers.js";
import { boundTo } from "./bound-method.js";
import { isCacheAside } from "./cache-fill.js";
import {
  argumentsOf,
  type CallLike,
  calleeOf,
  functionsAmong,
  isCallLike,
  isFunctionLiteral,
  isPlain,
  isRejectionHandler,
} from "./call-syntax.js";
import { constantValue, nameIn } from "./constant-value.js";
import {
  type Argument,
  anyMember,
  type Callable,
  type CallSite,
  type Flow,
  type Making,
} from "./facts.js";
import { isHandedPool } from "./handed-pool.js";
import { isKeyInside, keyOf } from "./keys.js";
import { filledWhereEmpty } from "./lazy-init.js";
import { annotationOf } from "./library/annotation.js";
import { isHandedFetch } from "./library/client-shapes.js";
import { commandCall } from "./library/command-call.js";
import type { LibraryCall, LibraryModels } from "./library/library-models.js";
import { plainCall } from "./library/plain-call.js";
import { isReadingRequest } from "./library/reading-request.js";
import { statementCall } from "./library/statement-call.js";
import { logLine, measurement } from "./library/untyped.js";
import { declared } from "./location.js";
import {
  functionMadeBy,
  type MakingCall,
  madeValue,
  makingOf,
  parameterInField,
} from "./makings.js";
import { namedRead } from "./named-read.js";
import { executorAround, executorOf } from "./promise-executor.js";
import { keyFor, plainKey, type Receiver } from "./receiver-class.js";
import { anyCredential, isAfterRefusal } from "./refusal.js";
import { parameterOf, resolveCall, resolveValue } from "./resolve.js";
import { saysOf } from "./says.js";
import { stopsTimer } from "./timer-stop.js";
import { makesOnlyValue, mapsOnlyValues } from "./unresolved-value.js";
import { isData, runsArguments, untypedMethod } from "./untyped-data.js";
import { anything, deep, freshAt, thisOf, through, ValueFlow } from "./value-flow.js";

/** What a call was found to be. */
export type Reading =
  | { readonly is: "site"; readonly site: CallSite }
  | { readonly is: "external"; readonly external: LibraryCall; readonly callbacks: CallSite[] }
  | { readonly is: "harmless" }
  /** It never returns. */
  | { readonly is: "throws" }
  | { readonly is: "unknown"; readonly why: string; readonly callbacks: CallSite[] };

// A call among its own arguments' flows adds nothing.
const beingRead: Reading = { is: "harmless" };

/** What the code around a call says of it. */
export interface CallSurroundings {
  /** A `catch` around it takes its errors. */
  isCaught(node: ts.Node): boolean;
  /** Somebody waits for it. */
  isAwaited(call: ts.Node): boolean;
  /** Takes notice of what is not known. */
  isUnknown(at: ts.Node, why: string): void;
}

/** Finds out what each call of some code runs, what it hands over, and what it answers. */
export class CallReader {
  readonly flow: ValueFlow;
  readonly #frame: ts.Node;
  readonly #answers: Answers;
  readonly #models: LibraryModels;
  readonly #around: CallSurroundings;
  readonly #readings = new Map<ts.Node, Reading>();
  readonly #self: Receiver | undefined;
  #depth = 0;

  constructor(
    frame: ts.Node,
    answers: Answers,
    models: LibraryModels,
    around: CallSurroundings,
    self?: Receiver,
  ) {
    this.#frame = frame;
    this.#self = self;
    this.#answers = answers;
    this.#models = models;
    this.#around = around;
    this.flow = new ValueFlow(answers, (call) => this.#flowOfCall(call));
  }

  read(call: CallLike): Reading {
    let known = this.#readings.get(call);
    if (known === beingRead) this.flow.cut();
    if (known === undefined) {
      this.#readings.set(call, beingRead);
      known = this.#readCall(call);
      this.#readings.set(call, known);
    }
    return known;
  }

  #readCall(call: CallLike): Reading {
    // A module is loaded once; to load it twice at a time is the same.
    if (loadsModule(call)) return { is: "harmless" };
    if (executorOf(call) !== undefined) return { is: "harmless" };
    const facts = this.#answers.call(call);
    if (ts.isNewExpression(call) && isHarmlessBase(call.expression.getText())) {
      if (facts?.target === undefined || !isOwnClass(facts.target.declarations)) {
        return { is: "harmless" };
      }
    }
    const annotated = this.#annotation(facts);
    if (annotated !== undefined) return { is: "external", external: annotated, callbacks: [] };
    const line = logLine(call, stopsTimer(call, this.#answers));
    if (line !== undefined) return { is: "external", external: line, callbacks: [] };
    const command = commandCall(call, facts, (name) => this.#valueOf(name));
    if (command !== undefined) return { is: "external", external: command, callbacks: [] };
    const resolved = resolveCall(call, facts, this.#answers, this.#self);
    const isFetch = resolved?.parameter !== undefined && isHandedFetch(call, facts);
    if (resolved !== undefined && !isFetch) {
      const fills = isAfterRefusal(call) ? anyCredential : filledWhereEmpty(call);
      const made = this.#made(call, resolved.targets);
      const site: CallSite = {
        ...this.emptySite(call),
        targets:
          resolved.parameter === undefined
            ? resolved.targets
            : [...resolved.targets, ...this.#otherwise(call)],
        ...(resolved.unless === undefined ? {} : { unless: resolved.unless }),
        ...(made === undefined ? {} : { made: [made] }),
        invokes: resolved.parameter,
        receiver: this.#runsOn(call),
        args: argumentsOf(call).map((one) => this.#argument(one)),
        spread: argumentsOf(call).some((one) => ts.isSpreadElement(one)),
        ...(ts.isCallExpression(call) && isCacheAside(call) ? { caches: true as const } : {}),
        ...(fills === undefined ? {} : { fills }),
        ...(isReadingRequest(call) ? { asks: true as const } : {}),
      };
      // A model may speak of a function of the project by its name.
      const external =
        resolved.parameter === undefined ? undefined : this.#models.callOf(call, facts);
      return external === undefined
        ? { is: "site", site }
        : { is: "external", external, callbacks: this.#runs(call, external) };
    }
    const callee = calleeOf(call);
    // What a package's class sets up is the object that is made.
    if (callee.kind === ts.SyntaxKind.SuperKeyword) return { is: "harmless" };
    const external =
      this.#models.callOf(call, facts) ??
      this.#models.shapedCall(call, facts) ??
      this.#statement(call, facts);
    if (external !== undefined) {
      return { is: "external", external, callbacks: this.#runs(call, external) };
    }
    const measured = measurement(call);
    if (measured !== undefined) return { is: "external", external: measured, callbacks: [] };
    const untyped = this.#untyped(call, facts);
    if (untyped !== undefined) {
      const runs = argumentsOf(call).filter(
        (one) => isFunctionLiteral(one) || (runsArguments(untyped.name) && this.#mayRun(one)),
      );
      return { is: "external", external: untyped, callbacks: this.#callbacks(call, runs) };
    }
    if (onlyThrows(facts)) return { is: "throws" };
    const callbacks = this.#callbacks(call, functionsAmong(argumentsOf(call)));
    const read = namedRead(call, facts, this.#answers);
    if (read?.waits === true) {
      // `PoolClient & Queries`: what is asked of one connection waits for its turn, whatever it is called.
      const isAssumed = read.isDeclared && this.#models.connectionOf(call) === undefined;
      const external: LibraryCall = {
        ...plainCall(callee.getText()),
        reads: [{ kind: "named", ...(isAssumed ? { system: declared } : {}) }],
        latency: "io",
        returns: "fresh",
      };
      return { is: "external", external, callbacks };
    }
    if (read !== undefined || makesOnlyValue(call, facts, this.#answers)) {
      return { is: "external", external: plainCall(callee.getText()), callbacks };
    }
    const field = ts.isPropertyAccessExpression(callee)
      ? parameterInField(callee, this.#answers)
      : undefined;
    if (field !== undefined) {
      const args = argumentsOf(call).map((one) => this.#argument(one));
      return { is: "site", site: { ...this.emptySite(call), invokes: field, args } };
    }
    const own = this.#ownObject(call);
    if (own !== undefined) {
      const external = { ...plainCall(callee.getText()), changes: [own] };
      return { is: "external", external, callbacks };
    }
    return {
      is: "unknown",
      why:
        facts === undefined || facts.target === undefined
          ? "cannot be resolved"
          : "is not known to only read",
      callbacks,
    };
  }

  // `server.unref()`, `form.append("name", name)`: what sets up an object that was made right here.
  #ownObject(call: CallLike): ts.Expression | undefined {
    if (!ts.isCallExpression(call) || !ts.isExpressionStatement(call.parent)) return undefined;
    const callee = unwrap(call.expression);
    if (!ts.isPropertyAccessExpression(callee) || !setsUp.test(callee.name.text)) return undefined;
    let root = unwrap(callee.expression);
    while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
    if (!ts.isIdentifier(root)) return undefined;
    const [declaration] = this.#answers.symbol(root)?.declarations ?? [];
    if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
    if (!isConstant(declaration) || !contains(this.#frame, declaration)) return undefined;
    const made = declaration.initializer && unwrap(declaration.initializer);
    if (made === undefined) return undefined;
    const isMade =
      ts.isNewExpression(made) ||
      (ts.isCallExpression(made) && makes.test(made.expression.getText().split(".").at(-1) ?? ""));
    return isMade ? callee.expression : undefined;
  }

  // A statement in SQL that is written out for somebody who runs it: it says what it does.
  #statement(call: CallLike, facts: CallFacts | undefined): LibraryCall | undefined {
    const isPromise = facts !== undefined && facts.returns.thenable !== "none";
    return statementCall(call, isPromise, (name) => this.#valueOf(name));
  }

  #valueOf(name: ts.Identifier): ts.Expression | undefined {
    return constantValue(this.#answers.symbol(name)?.declarations);
  }

  // A method of a value without a type, where its name says enough.
  #untyped(call: CallLike, facts: CallFacts | undefined): LibraryCall | undefined {
    const callee = calleeOf(call);
    if (facts?.target !== undefined && facts.target.declarations.length > 0) return undefined;
    if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(callee)) return undefined;
    const receiver = callee.expression;
    const method = untypedMethod(callee.name.text, () => this.isData(receiver));
    if (method === undefined) return undefined;
    const { isAny, isUnknown } = this.#answers.type(receiver);
    if (!isAny && !isUnknown) return undefined;
    return { ...plainCall(callee.name.text), changes: method.changes ? [receiver] : [] };
  }

  isData(expression: ts.Expression): boolean {
    return isData(expression, this.#answers, (call) => {
      if (!isCallLike(call)) return false;
      const reading = this.read(call);
      return reading.is === "external" && reading.external.latency === "io";
    });
  }

  #mayRun(argument: ts.Expression): boolean {
    if (isFunctionLiteral(argument)) return true;
    const at = unwrap(argument);
    const name = ts.isIdentifier(at) ? at : ts.isPropertyAccessExpression(at) ? at.name : undefined;
    if (name === undefined || this.isData(argument)) return false;
    const type = this.#answers.type(argument);
    // `Kind.FIRST` of what is not there is a value, as its letters say.
    if (type.isAny) return !/^[A-Z][A-Z0-9_]+$/.test(name.text);
    return type.parts.some(({ signatures }) => signatures.length > 0);
  }

  #annotation(facts: CallFacts | undefined): LibraryCall | undefined {
    const [declaration] = facts?.target?.declarations ?? [];
    if (declaration === undefined) return undefined;
    const said = annotationOf(declaration);
    return said === undefined ? undefined : { ...plainCall(facts?.target?.name ?? ""), ...said };
  }

  // A promise made by hand waits for callbacks that run later.
  #runs(call: CallLike, external: LibraryCall): CallSite[] {
    const runs =
      executorAround(call) === undefined
        ? external.runs.filter((one) => this.#mayRun(one))
        : functionsAmong(argumentsOf(call));
    return this.#callbacks(call, runs, external.passesFresh ? [freshAt(call)] : undefined);
  }

  emptySite(at: ts.Node): CallSite {
    return {
      at,
      key: keyOf(at),
      targets: [],
      invokes: undefined,
      receiver: [],
      args: [],
      spread: false,
      caught: this.#around.isCaught(at),
      waits: this.#around.isAwaited(at),
    };
  }

  #value(expression: ts.Expression): Callable | undefined {
    const resolved = resolveValue(expression, this.#answers);
    const self = this.#self;
    if (resolved === undefined) {
      return this.#madeValue(expression) ?? this.#chosenValue(expression);
    }
    const receiver = resolved.targets.length === 0 ? [] : this.#boundTo(expression);
    const callable = receiver.length === 0 ? resolved : { ...resolved, receiver };
    if (self === undefined) return callable;
    return { ...callable, targets: callable.targets.map((key) => this.#within(key, self)) };
  }

  // What runs where callers hand nothing in: `(path, run = readFile) => run(path)`. Who hands something in is taken to run both.
  #otherwise(call: CallLike): readonly string[] {
    const callee = unwrap(calleeOf(call));
    const declarations = ts.isIdentifier(callee) ? this.#answers.symbol(callee)?.declarations : [];
    const [declared] = declarations ?? [];
    if (declared === undefined) return [];
    return fallbacksOf(declared).flatMap((otherwise) => {
      if (otherwise !== "unknown" && this.#models.onlyComputes(otherwise)) return [];
      const callable = otherwise === "unknown" ? undefined : this.#argument(otherwise).callable;
      if (callable === undefined || callable.parameter !== undefined) {
        this.#around.isUnknown(call, "runs a function that is not known");
        return [];
      }
      return callable.targets;
    });
  }

  // `order && compareBy(order)`, in place or held by a constant: one function, or none at all.
  #chosenValue(expression: ts.Expression): Callable | undefined {
    const named = unwrap(expression);
    const held = ts.isIdentifier(named) ? this.#valueOf(named) : undefined;
    const at = unwrap(held ?? expression);
    const parts = ts.isConditionalExpression(at)
      ? [at.whenTrue, at.whenFalse]
      : ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
        ? [at.right]
        : [];
    const [one, ...others] = parts.filter(
      (part) => !/^(undefined|null)$/.test(unwrap(part).getText()),
    );
    if (one === undefined || others.length > 0 || this.#depth > deepestMaking) return undefined;
    this.#depth += 1;
    const callable = this.#value(one);
    this.#depth -= 1;
    return callable;
  }

  // What the functions that run are made of, where the call that made them is at hand.
  #made(call: CallLike, targets: readonly string[]): Making | undefined {
    if (ts.isNewExpression(call) || targets.length === 0) return undefined;
    const found = makingOf(calleeOf(call), this.#answers);
    if (found === undefined) return undefined;
    const around = keyOf(found.around);
    return targets.some((one) => isKeyInside(plainKey(one), around))
      ? this.#making(found)
      : undefined;
  }

  // A function that a call of the project answers: `run(cached("user", load))`.
  #madeValue(expression: ts.Expression): Callable | undefined {
    const found = madeValue(expression, this.#answers);
    const made = found && functionMadeBy(found.around);
    if (found === undefined || made === undefined || this.#depth > deepestMaking) return undefined;
    return { targets: [keyOf(made)], made: [this.#making(found)] };
  }

  #making({ call, maker }: MakingCall): Making {
    this.#depth += 1;
    const args = (call.arguments ?? []).map((one): Argument => {
      const at = unwrap(one);
      const held = ts.isObjectLiteralExpression(at) ? this.#held(at) : {};
      const callable = isPlain(at) ? { targets: [] } : this.#value(at);
      // What it is a method of goes by other names where the function runs that was made.
      const isMethod = callable?.receiver !== undefined;
      const handed = isMethod ? { ...callable, receiver: anything } : callable;
      return { flows: [], callable: handed, ...held };
    });
    this.#depth -= 1;
    return { key: keyOf(maker), args };
  }

  #keyOf(node: ts.Node): string {
    return this.#self === undefined ? keyOf(node) : this.#within(keyOf(node), this.#self);
  }

  // A function that stands in this code has the `this` of it.
  #within(key: string, self: Receiver): string {
    return isKeyInside(key, keyOf(this.#frame)) ? keyFor(key, self) : key;
  }

  executorSite(call: ts.Node, executor: ts.ArrowFunction | ts.FunctionExpression): CallSite {
    const settles: Argument = { flows: [], callable: { targets: [] } };
    return { ...this.emptySite(call), targets: [this.#keyOf(executor)], args: [settles, settles] };
  }

  // Functions that a library runs see what it was given.
  #callbacks(call: CallLike, runs: readonly ts.Expression[], passed?: readonly Flow[]): CallSite[] {
    const given = passed ?? [
      ...through(this.receiverOf(call), undefined),
      ...argumentsOf(call).flatMap((one) =>
        isFunctionLiteral(one) || runs.includes(one)
          ? []
          : [...this.flow.of(one), ...through(this.flow.of(one), undefined)],
      ),
    ];
    const argument: Argument = { flows: given, callable: { targets: [] } };
    const reduced = this.#reduced(call);
    return runs.flatMap((run): CallSite[] => {
      const callable = this.#value(run);
      if (callable === undefined) {
        if (
          !isFunctionLiteral(run) &&
          !mapsOnlyValues(call, run) &&
          !this.#models.onlyComputes(run) &&
          // `.catch(console.error)`: a line that tells of what went wrong.
          !(isRejectionHandler(run) && this.#models.onlyLogs(run))
        ) {
          this.#around.isUnknown(run, "is run, and is not known");
        }
        return [];
      }
      return [
        {
          ...this.emptySite(call),
          targets: callable.targets,
          invokes: callable.parameter,
          receiver: this.#boundTo(run),
          args: reduced ?? [argument],
          spread: reduced === undefined,
          ...(isRejectionHandler(run) ? { afterFailure: true as const } : {}),
        },
      ];
    });
  }

  // What a list is reduced to begins as what is handed in, and no element of the list.
  #reduced(call: CallLike): readonly Argument[] | undefined {
    if (!ts.isCallExpression(call)) return undefined;
    const callee = calleeOf(call);
    const [, initial, ...more] = call.arguments;
    if (!ts.isPropertyAccessExpression(callee) || !/^reduce(Right)?$/.test(callee.name.text)) {
      return undefined;
    }
    if (initial === undefined || more.length > 0 || call.arguments.some(ts.isSpreadElement)) {
      return undefined;
    }
    const list = this.receiverOf(call);
    const flows = [this.flow.of(initial), through(list, undefined), [], list];
    return flows.map((one) => ({ flows: one, callable: { targets: [] } }));
  }

  receiverOf(call: CallLike): readonly Flow[] {
    if (ts.isNewExpression(call)) return [freshAt(call)];
    const callee = calleeOf(call);
    if (callee.kind === ts.SyntaxKind.SuperKeyword) return [{ value: { root: thisOf(callee) } }];
    return ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)
      ? this.flow.of(callee.expression)
      : [];
  }

  // What the functions that run see as `this`: a method that is called by another name is called on what it was bound to.
  #runsOn(call: CallLike): readonly Flow[] {
    if (ts.isNewExpression(call)) return this.receiverOf(call);
    const callee = unwrap(calleeOf(call));
    return ts.isIdentifier(callee) ? this.#boundTo(callee) : this.receiverOf(call);
  }

  #boundTo(value: ts.Expression): readonly Flow[] {
    return boundTo(value, this.flow, this.#answers);
  }

  #argument(expression: ts.Expression): Argument {
    const at = unwrap(expression);
    const isNone = isPlain(at) || (ts.isIdentifier(at) && at.text === "undefined");
    const callable = isNone ? { targets: [] } : this.#value(at);
    const literal = this.literalOf(at);
    const held = ts.isObjectLiteralExpression(at) ? this.#held(at) : {};
    const parameter = ts.isIdentifier(at) ? parameterOf(at, this.#answers) : undefined;
    const says = isFunctionLiteral(at) ? {} : saysOf(at, this.#answers);
    return {
      flows: this.flow.of(at),
      callable,
      ...(Object.keys(says).length === 0 ? {} : { says }),
      ...held,
      ...(parameter === undefined || parameter.member !== undefined ? {} : { parameter }),
      ...(literal === undefined ? {} : { literal }),
      ...(isHandedPool(at, this.#models, this.#answers) ? { isPool: true as const } : {}),
    };
  }

  // The functions that an object holds, as far as they stand in it.
  #held(literal: ts.ObjectLiteralExpression): Pick<Argument, "members" | "takesOver"> {
    const members = this.#members(literal);
    return literal.properties.some(ts.isSpreadAssignment)
      ? { members, takesOver: true }
      : { members };
  }

  #members(literal: ts.ObjectLiteralExpression): ReadonlyMap<string, Callable> {
    const found = new Map<string, Callable>();
    const all: (Callable | undefined)[] = [];
    for (const property of literal.properties) {
      const callable = ts.isPropertyAssignment(property)
        ? this.#value(property.initializer)
        : ts.isShorthandPropertyAssignment(property)
          ? this.#value(property.name)
          : ts.isMethodDeclaration(property)
            ? { targets: [keyOf(property)] }
            : undefined;
      all.push(callable);
      if (callable === undefined || property.name === undefined) continue;
      if (ts.isIdentifier(property.name)) found.set(property.name.text, callable);
    }
    if (all.every((one) => one !== undefined && one.parameter === undefined)) {
      found.set(anyMember, { targets: all.flatMap((one) => one?.targets ?? []) });
    }
    return found;
  }

  literalOf(at: ts.Expression): string | undefined {
    if (ts.isStringLiteralLike(at)) return at.text;
    const name = nameIn(at);
    const value = name && this.#valueOf(name);
    return value !== undefined && ts.isStringLiteralLike(value) ? value.text : undefined;
  }

  // `constructor(kept) { return kept; }`, of the class or of one that it extends; what is nowhere to be read may do it.
  #mayAnswerAnother(call: ts.NewExpression): boolean {
    let declared = this.#answers.call(call)?.target?.declarations.find(ts.isClassLike);
    for (let depth = 0; depth < 6; depth += 1) {
      if (declared === undefined || declared.getSourceFile().isDeclarationFile) return depth > 0;
      if (
        declared.members.some((one) => ts.isConstructorDeclaration(one) && answersSomething(one))
      ) {
        return true;
      }
      const base = declared.heritageClauses?.find(
        ({ token }) => token === ts.SyntaxKind.ExtendsKeyword,
      )?.types[0]?.expression;
      if (base === undefined) return false;
      declared = ts.isIdentifier(base)
        ? this.#answers.symbol(base)?.declarations.find(ts.isClassLike)
        : undefined;
    }
    return true;
  }

  // `line.match(pattern)`: parts of a text, which hold nothing of what it is looked at with.
  #isOfText(call: CallLike): boolean {
    const { target } = this.#answers.call(call) ?? {};
    const owner = target?.declarations[0]?.parent;
    return (
      target?.origin?.from === "lib" &&
      owner !== undefined &&
      ts.isInterfaceDeclaration(owner) &&
      /^(BigInt|Date|Number|RegExp|String)$/.test(owner.name.text)
    );
  }

  // What a call answers, as far as objects go.
  #flowOfCall(call: ts.CallLikeExpression): CallSite | readonly Flow[] {
    if (!isCallLike(call)) return [];
    if (!contains(this.#frame, call)) {
      // A collection that a module makes for itself is no other, wherever it is used.
      return ts.isNewExpression(call) && argumentsOf(call).length === 0 ? [freshAt(call)] : [];
    }
    if (ts.isNewExpression(call)) {
      if (copies.test(call.expression.getText())) return [freshAt(call)];
      // A proxy's methods are those of what it stands for, and so are those of what a constructor hands back.
      const isItself =
        /(^|\.)Proxy$/.test(call.expression.getText()) || this.#mayAnswerAnother(call);
      const how = isItself ? true : "part";
      const parts = argumentsOf(call).flatMap((one) => deep(this.flow.of(one), how));
      return [freshAt(call), ...parts];
    }
    const reading = this.read(call);
    if (reading.is === "site") return reading.site;
    if (reading.is !== "external") return [];
    const { latency, returns, runs } = reading.external;
    if (latency !== "none" || returns === "fresh" || this.#isOfText(call)) return [freshAt(call)];
    // Some answer what is in a collection; others make a new one of it.
    const callee = calleeOf(call);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : "";
    const receiver = through(this.receiverOf(call), undefined);
    if (entryReaders.has(name)) return receiver;
    const given = argumentsOf(call).filter((one) => !runs.includes(one));
    const inside = [...receiver, ...given.flatMap((one) => through(this.flow.of(one), undefined))];
    return settlers.has(name) ? inside : [freshAt(call), ...deep(inside)];
  }
}

// `ux.error(message): never` of a package; what ends the process, as Node does, is another matter.
function onlyThrows(facts: CallFacts | undefined): boolean {
  const from = facts?.target?.origin?.from;
  const isOther = typeof from === "object" && from.package !== "node";
  return (
    isOther && facts?.returns.isNever === true && !/exit|abort|kill/i.test(facts.target?.name ?? "")
  );
}

// What a parameter, or what is taken out of one, is where nothing is handed in: `run = load`, `{ run = load } = { run: other }`.
function fallbacksOf(declared: ts.Node): readonly (ts.Expression | "unknown")[] {
  if (ts.isParameter(declared))
    return declared.initializer === undefined ? [] : [declared.initializer];
  if (!ts.isBindingElement(declared)) return [];
  const own = declared.initializer === undefined ? [] : [declared.initializer];
  const owner = declared.parent.parent;
  const whole = ts.isParameter(owner) ? owner.initializer : undefined;
  if (whole === undefined) return own;
  const literal = unwrap(whole);
  if (!ts.isObjectLiteralExpression(literal)) return [...own, "unknown"];
  const name = (declared.propertyName ?? declared.name).getText();
  const put = literal.properties.flatMap((one): (ts.Expression | "unknown")[] => {
    if (ts.isSpreadAssignment(one)) return ["unknown"];
    if (one.name?.getText() !== name) return [];
    if (ts.isPropertyAssignment(one)) return [one.initializer];
    return [ts.isShorthandPropertyAssignment(one) ? one.name : "unknown"];
  });
  return [...own, ...put];
}

function answersSomething(declared: ts.ConstructorDeclaration): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node) && node !== declared) return false;
    if (ts.isReturnStatement(node) && node.expression !== undefined) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(declared);
}

// `a(b(c(load)))`: what is made of what is made.
const deepestMaking = 3;

const setsUp =
  /^(on|once|off|add|remove|set|append|prepend|use|register|unref|ref|resume|pause|header|attr|option|with|push|pipe|end|destroy|close|abort|dispose|clear|listen)([A-Z]|s?$)/;
const makes = /^(create|make|build|new|spawn|fork|exec)/;

function loadsModule(call: CallLike): boolean {
  if (!ts.isCallExpression(call)) return false;
  const { expression } = call;
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === "require" && call.arguments.length === 1)
  );
}

// Classes of the platform that read what they are made of, and hold nothing of it.
const copies =
  /^(globalThis\.)?(URL|URLSearchParams|URLPattern|Headers|Date|RegExp|TextEncoder|TextDecoder|Intl\.\w+)$/;

// Members of collections that answer what the collection holds.
const entryReaders = new Set("at find findLast get pop shift values entries".split(" "));
// Members that answer what a function among their arguments makes of it.
const settlers = new Set("reduce reduceRight then catch finally".split(" "));

// Base classes of the language and of Node whose constructors only set up the object.
export function isHarmlessBase(name: string): boolean {
  return /(^|\.)([A-Z]\w*)?(Error|Exception)$|^(Aggregate|Typed)?(EventEmitter|EventTarget|Map|Set|WeakMap|Array|Promise|Object|Readable|Writable|Transform|Duplex)$/.test(
    name,
  );
}

function isOwnClass(declarations: readonly ts.Node[]): boolean {
  return declarations.some((one) => !one.getSourceFile().isDeclarationFile);
}
