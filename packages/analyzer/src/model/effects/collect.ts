import { isPlainList } from "../plain-list.js";
import { ts } from "../syntax.js";
import type { Question } from "../type-source.js";
import { unwrap } from "../unwrap.js";
import {
  contains,
  frameOf,
  isAssignment,
  isConstant,
  isInFunction,
  isMutableField,
  isOfModule,
  isStep,
  tellsProgress,
  withoutDefault,
} from "./access-syntax.js";
import { actsByName, settlesByName } from "./acting-names.js";
import type { Answers } from "./answers.js";
import { isCacheAside, isCacheName, isMadeOnce } from "./cache-fill.js";
import {
  argumentsOf,
  type CallLike,
  calleeOf,
  isCallee,
  isCallLike,
  isFunctionLiteral,
  isPlain,
} from "./call-syntax.js";
import { conditionOf } from "./condition.js";
import { constantValue } from "./constant-value.js";
import type {
  CallSite,
  Condition,
  Facts,
  Flow,
  Held,
  OwnLatency,
  ParameterRef,
  RawAccess,
} from "./facts.js";
import { keyOf } from "./keys.js";
import {
  filledWhereEmpty,
  isCredential,
  isPlaceholder,
  lazyAssignment,
  makesFolder,
  untilLoaded,
} from "./lazy-init.js";
import { preparationOf } from "./library/decide.js";
import type { LibraryCall, LibraryModels, ResourceUse } from "./library/library-models.js";
import type { Decider } from "./library/model.js";
import { contents, everything, type Location, type ResourceLocation } from "./location.js";
import {
  entryOf,
  type Manner,
  mannerOf,
  mannerOfChange,
  mannerOfStep,
  onlyCounts,
} from "./manner.js";
import { controlsOwnTransaction } from "./own-transaction.js";
import { ownerOf } from "./owner-type.js";
import { executorLatency, executorOf } from "./promise-executor.js";
import { isPromiseQueue } from "./promise-queue.js";
import { CallReader, type CallSurroundings } from "./read-call.js";
import type { Receiver } from "./receiver-class.js";
import { isReference } from "./reference.js";
import { dropsCredential } from "./refusal.js";
import { hasModifier, parameterOf } from "./resolve.js";
import type { Reentrant } from "./summary.js";
import { constructorOf, type ValueFlow } from "./value-flow.js";

/** What is asked about: a function or class as called, other code as it stands, or one call alone. */
export type Extent = "function" | "code" | "call";

/**
 * Reads one piece of code: what it accesses by itself, what it calls, and what it hands back. What
 * only a type checker knows is asked for the whole piece at once. An inherited method is read as instances of the class
 * `self` run it.
 */
export function collectFacts(
  root: ts.Node,
  extent: Extent,
  answers: Answers,
  models: LibraryModels,
  self?: Receiver,
): Facts {
  return new Collector(root, extent, answers, models, self).collect();
}

class Collector {
  readonly #root: ts.Node;
  readonly #extent: Extent;
  readonly #frame: ts.Node;
  readonly #answers: Answers;
  readonly #models: LibraryModels;
  readonly #reader: CallReader;
  readonly #flow: ValueFlow;
  readonly #accesses: RawAccess[] = [];
  readonly #calls: CallSite[] = [];
  readonly #returns: Flow[] = [];
  readonly #own = new Set<string>();
  readonly #lazyRegions: ts.Node[] = [];
  /** The last names of what is assigned to. */
  readonly #assigned = new Set<string>();
  #latency: OwnLatency = { kind: "none", at: undefined, what: "" };
  #throws: ts.Node | undefined;
  #unknown: Facts["unknown"];

  constructor(
    root: ts.Node,
    extent: Extent,
    answers: Answers,
    models: LibraryModels,
    self: Receiver | undefined,
  ) {
    this.#root = root;
    this.#extent = extent;
    this.#answers = answers;
    this.#models = models;
    this.#frame = extent === "function" ? root : frameOf(root);
    const around: CallSurroundings = {
      isCaught: (node) => this.#isCaught(node),
      isAwaited: (call) => this.#isAwaited(call),
      isUnknown: (at, why) => this.#isUnknown(at, why),
    };
    this.#reader = new CallReader(this.#frame, answers, models, around, self);
    this.#flow = this.#reader.flow;
  }

  collect(): Facts {
    const { dispatches } = this.#answers;
    try {
      this.#prefetch();
      this.#visitRoot();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#isUnknown(this.#root, "nests too deep to be followed");
    }
    this.#joinLazyReads();
    return {
      key: keyOf(this.#root),
      root: this.#root,
      accesses: this.#accesses,
      calls: this.#calls,
      latency: this.#latency,
      throws: this.#throws,
      unknown: this.#unknown,
      returns: this.#returns,
      own: this.#own,
      dispatches: this.#answers.dispatches > dispatches,
    };
  }

  // One batch for everything that reading the code will need.
  #prefetch(): void {
    const questions: Question[] = [];
    const assignments: ts.BinaryExpression[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isTypeNode(node) || (node !== this.#root && ts.isFunctionLike(node))) return;
      if (isCallLike(node)) questions.push({ ask: "call", node });
      else if (ts.isIdentifier(node) && isReference(node)) {
        questions.push({ ask: "symbol", node });
      } else if (ts.isPropertyAccessExpression(node) && !isCallee(node)) {
        questions.push({ ask: "symbol", node: node.name });
      }
      if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
        assignments.push(node);
      }
      const unloaded = untilLoaded(node);
      if (unloaded !== undefined) this.#lazyRegions.push(unloaded);
      ts.forEachChild(node, visit);
    };
    visit(this.#root);
    this.#answers.prefetch(this.#root.getSourceFile(), questions);
    for (const one of assignments) {
      this.#assigned.add(one.left.getText().replace(/^.*\./s, ""));
      const lazy = this.#isKept(one.left) ? lazyAssignment(one) : undefined;
      if (lazy?.renews === false) this.#lazyRegions.push(...lazy.region);
    }
  }

  // A local that is filled where it is empty is filled anew in each call.
  #isKept(target: ts.Expression): boolean {
    const at = unwrap(target);
    if (ts.isPropertyAccessExpression(at)) return true;
    // An entry is filled where its collection is kept: `this.clients[id]`.
    if (ts.isElementAccessExpression(at)) return this.#isKept(at.expression);
    if (!ts.isIdentifier(at)) return false;
    const [declaration] = this.#answers.symbol(at)?.declarations ?? [];
    return declaration !== undefined && !contains(this.#frame, declaration);
  }

  #visitRoot(): void {
    const root = this.#root;
    if (this.#extent === "call" && isCallLike(root)) this.#call(root);
    else if (this.#extent === "code") this.#visit(root);
    else if (ts.isClassLike(root)) this.#construct(root);
    else if (ts.isFunctionLike(root) && "parameters" in root) this.#function(root);
  }

  #function(root: ts.SignatureDeclaration): void {
    if (ts.isConstructorDeclaration(root) && ts.isClassLike(root.parent)) {
      this.#fields(root.parent);
    }
    for (const parameter of root.parameters) this.#visit(parameter);
    const body = (root as ts.FunctionLikeDeclaration).body;
    if (body === undefined) return;
    this.#visit(body);
    if (ts.isArrowFunction(root) && !ts.isBlock(body)) {
      this.#returns.push(...this.#flow.of(body as ts.Expression));
    }
  }

  // A class without a constructor runs that of the class it extends, then its field initializers.
  #construct(declared: ts.ClassLikeDeclaration): void {
    const clause = declared.heritageClauses?.find(
      ({ token }) => token === ts.SyntaxKind.ExtendsKeyword,
    );
    const [base] = clause?.types ?? [];
    if (base !== undefined) {
      const above = this.#answers
        .symbol(base.expression)
        ?.declarations.find((one) => ts.isClassLike(one));
      if (above !== undefined && !above.getSourceFile().isDeclarationFile) {
        this.#calls.push({
          ...this.#reader.emptySite(base),
          targets: [keyOf(constructorOf(above as ts.ClassLikeDeclaration))],
          receiver: [{ value: { root: { from: "this", key: keyOf(declared) } } }],
        });
      }
    }
    this.#fields(declared);
  }

  #fields(declared: ts.ClassLikeDeclaration): void {
    for (const member of declared.members) {
      if (
        ts.isPropertyDeclaration(member) &&
        member.initializer !== undefined &&
        !hasModifier(member, ts.SyntaxKind.StaticKeyword)
      ) {
        this.#visit(member.initializer);
      }
    }
  }

  #visit(node: ts.Node): void {
    if (ts.isTypeNode(node) || ts.isFunctionLike(node) || ts.isDecorator(node)) return;
    if (ts.isClassLike(node) || ts.isInterfaceDeclaration(node)) return;
    if (isCallLike(node)) {
      this.#callee(node);
      for (const argument of argumentsOf(node)) this.#visit(argument);
      if (ts.isTaggedTemplateExpression(node)) this.#visit(node.template);
      this.#call(node);
      return;
    }
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
      this.#assignment(node);
      return;
    }
    if (ts.isIdentifier(node)) {
      if (isReference(node)) this.#variable(node, false);
      return;
    }
    if (ts.isPropertyAccessExpression(node)) {
      this.#visit(node.expression);
      this.#field(node, false);
      return;
    }
    if (ts.isElementAccessExpression(node)) {
      this.#visit(node.expression);
      this.#visit(node.argumentExpression);
      this.#element(node, false);
      return;
    }
    this.#statement(node);
  }

  #statement(node: ts.Node): void {
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      if (onlyCounts(node)) this.#visitTarget(node.operand);
      else this.#visit(node.operand);
      if (isStep(node.operator)) this.#write(node.operand, node, mannerOfStep(node.operator));
      return;
    }
    if (ts.isDeleteExpression(node)) {
      this.#visit(node.expression);
      this.#write(node.expression, node, "reentrant");
      return;
    }
    if (ts.isVariableDeclaration(node) || ts.isBindingElement(node)) {
      if (this.#extent !== "function" && ts.isIdentifier(node.name)) this.#own.add(keyOf(node));
    } else if (ts.isReturnStatement(node)) {
      if (node.expression !== undefined) this.#returns.push(...this.#flow.of(node.expression));
    } else if (ts.isThrowStatement(node)) {
      if (!this.#isCaught(node)) this.#throws ??= node;
    } else if (ts.isForOfStatement(node)) {
      this.#forOf(node);
    } else if (ts.isForInStatement(node)) {
      if (ts.isExpression(node.initializer)) this.#write(node.initializer, node, "plain");
    } else if (ts.isSpreadElement(node) || ts.isSpreadAssignment(node)) {
      this.#contentsOf(node.expression, node, false);
    } else if (ts.isTemplateSpan(node)) {
      this.#written(node.expression);
    } else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
      for (const part of [node.left, node.right]) this.#written(part);
    } else if (
      ts.isVariableDeclarationList(node) &&
      (node.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using
    ) {
      this.#isUnknown(node, "disposes of a resource");
    }
    ts.forEachChild(node, (child) => {
      this.#visit(child);
    });
  }

  // An object that is put into a text says what it holds: `${params}`, of `new URLSearchParams()`.
  #written(part: ts.Expression): void {
    const name = unwrap(part);
    if (!ts.isIdentifier(name)) return;
    const [declaration] = this.#answers.symbol(name)?.declarations ?? [];
    if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return;
    const made = declaration.initializer && unwrap(declaration.initializer);
    if (made === undefined || declaration.getSourceFile().isDeclarationFile) return;
    if (ts.isNewExpression(made) || ts.isArrayLiteralExpression(made)) {
      this.#contentsOf(name, part, false);
    }
  }

  #forOf(node: ts.ForOfStatement): void {
    if (ts.isExpression(node.initializer)) this.#write(node.initializer, node, "plain");
    const awaits = node.awaitModifier !== undefined;
    if (!awaits || isPlainList(this.#answers.type(node.expression))) {
      this.#contentsOf(node.expression, node.expression, false);
      return;
    }
    // Each turn draws the next value of something outside, or of a generator that is called here.
    const source = unwrap(node.expression);
    const maker = this.#makerOf(source);
    const reading = maker === undefined ? undefined : this.#reader.read(maker);
    if (reading?.is === "site") return;
    this.#waits({ kind: "io", at: node.expression, what: "an asynchronous iterator" });
    if (reading?.is === "external" || this.#reader.isData(node.expression)) return;
    // What is drawn from is another afterwards.
    const on = shared(this.#flow.of(source));
    if (on.length === 0 && !ts.isIdentifier(source)) {
      this.#isUnknown(node.expression, "draws from an asynchronous iterator");
    } else if (on.length > 0) {
      const what = { field: { name: everything, owner: undefined }, on };
      this.#access(node.expression, true, source.getText(), what, "plain");
    }
  }

  // The call that makes what a name stands for, where it never stands for anything else.
  #makerOf(source: ts.Expression): CallLike | undefined {
    if (isCallLike(source)) return source;
    if (!ts.isIdentifier(source)) return undefined;
    const [declaration] = this.#answers.symbol(source)?.declarations ?? [];
    if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
    if (!isConstant(declaration) || declaration.initializer === undefined) return undefined;
    if (!contains(this.#root, declaration)) return undefined;
    const made = unwrap(declaration.initializer);
    const call = ts.isAwaitExpression(made) ? unwrap(made.expression) : made;
    return isCallLike(call) ? call : undefined;
  }

  // Variables.

  #variable(
    name: ts.Identifier,
    write: boolean,
    at: ts.Node = name,
    manner: Manner = "plain",
  ): void {
    const [declaration] = this.#answers.symbol(name)?.declarations ?? [];
    if (declaration === undefined || declaration.getSourceFile().isDeclarationFile) {
      if (write) this.#access(at, true, name.text, { location: globalLocation(name) }, manner);
      return;
    }
    const list = ts.isVariableDeclaration(declaration) ? declaration.parent : undefined;
    const isVariable =
      list !== undefined || ts.isParameter(declaration) || ts.isBindingElement(declaration);
    if (!isVariable) return;
    if (!write && isConstant(declaration)) return;
    // What the code itself declares is nobody else's.
    if (contains(this.#root, declaration)) return;
    const kind = isInFunction(declaration) ? "local" : "module";
    const location: Location = { kind, key: keyOf(declaration), name: name.text };
    this.#access(at, write, name.text, { location }, manner);
  }

  // Fields.

  #field(
    node: ts.PropertyAccessExpression,
    write: boolean,
    at: ts.Node = node,
    manner: Manner = "plain",
  ): void {
    const symbol = this.#answers.symbol(node.name);
    const declarations = symbol?.declarations ?? [];
    const [declaration] = declarations;
    const accessor = declarations.find((one) =>
      write ? ts.isSetAccessor(one) : ts.isGetAccessor(one),
    );
    if (accessor !== undefined && !accessor.getSourceFile().isDeclarationFile) {
      this.#accessor(node, accessor);
      return;
    }
    if (ts.isIdentifier(node.name) && isOfModule(declaration)) {
      this.#variable(node.name, write, at, manner);
      return;
    }
    if (declaration !== undefined && !write && !isMutableField(declaration)) return;
    // What a library's object leads to is the library's, where its types are not there to say so.
    if (declaration === undefined && !write && this.#models.isInstance(node)) return;
    const fromLib = symbol?.origin?.from === "lib";
    if (fromLib && !write) {
      if (/^(length|size)$/.test(node.name.text)) this.#contentsOf(node.expression, at, false);
      return;
    }
    const owner = ownerOf(symbol, this.#answers);
    this.#objectAccess(node.expression, { name: node.name.text, owner }, at, write, manner, node);
  }

  #objectAccess(
    object: ts.Expression,
    field: Held,
    at: ts.Node,
    write: boolean,
    manner: Manner,
    text: ts.Node,
  ): void {
    const flows = shared(this.#flow.of(object));
    // A field of an object is not one of what the object holds.
    const isWhole = field.name === contents || field.name === everything;
    const on = isWhole ? flows : flows.filter((flow) => !isHeld(flow));
    if (on.length > 0) this.#access(at, write, text.getText(), { field, on }, manner);
  }

  #accessor(node: ts.PropertyAccessExpression, accessor: ts.Node): void {
    const below = this.#answers.overriders(accessor).filter((one) => one.kind === accessor.kind);
    this.#calls.push({
      ...this.#reader.emptySite(node),
      targets: [accessor, ...below].map(keyOf),
      receiver: this.#flow.of(node.expression),
    });
  }

  #element(
    node: ts.ElementAccessExpression,
    write: boolean,
    at: ts.Node = node,
    manner: Manner = "plain",
  ): void {
    const { argumentExpression: key } = node;
    if (ts.isStringLiteralLike(key)) {
      const field = { name: key.text, owner: undefined };
      this.#objectAccess(node.expression, field, at, write, manner, node);
    } else this.#contentsOf(node.expression, at, write, write ? entryOf(manner) : manner);
  }

  /** The elements, entries or length of a collection. */
  #contentsOf(
    collection: ts.Expression,
    at: ts.Node,
    write: boolean,
    manner: Manner = "plain",
  ): void {
    const text = unwrap(collection);
    // Whoever looks into a cache finds what is there, or makes it anew.
    const how = !write && isCacheName(text.getText()) ? "once" : manner;
    const field = { name: contents, owner: undefined };
    this.#objectAccess(collection, field, at, write, how, text);
  }

  // Writes.

  #assignment(node: ts.BinaryExpression): void {
    const target = unwrap(node.left);
    if (ts.isObjectLiteralExpression(target) || ts.isArrayLiteralExpression(target)) {
      this.#visit(node.right);
      this.#write(target, node, "plain");
      return;
    }
    const lazy = lazyAssignment(node);
    const isSet = node.operatorToken.kind === ts.SyntaxKind.EqualsToken || onlyCounts(node);
    if (isSet) this.#visitTarget(target);
    else this.#visit(target);
    this.#visit(node.right);
    if (isPromiseQueue(node)) return;
    this.#write(target, node, mannerOf(node, lazy));
    if (tellsProgress(target)) this.#shows(node);
  }

  // What leads to what is written, which itself is not read.
  #visitTarget(target: ts.Expression): void {
    const to = unwrap(target);
    if (ts.isPropertyAccessExpression(to)) this.#visit(to.expression);
    else if (ts.isElementAccessExpression(to)) {
      this.#visit(to.expression);
      this.#visit(to.argumentExpression);
    }
  }

  /** What is set is shown on the terminal. */
  #shows(at: ts.Expression): void {
    const what = { location: { kind: "resource", resource: "stdio" } as const };
    this.#accesses.push({ at, write: true, once: false, text: at.getText(), what });
  }

  #write(target: ts.Expression, at: ts.Node, manner: Manner): void {
    const to = unwrap(target);
    if (ts.isIdentifier(to)) this.#variable(to, true, at, manner);
    else if (ts.isPropertyAccessExpression(to)) this.#field(to, true, at, manner);
    else if (ts.isElementAccessExpression(to)) this.#element(to, true, at, manner);
    else if (ts.isArrayLiteralExpression(to)) {
      for (const element of to.elements) this.#write(withoutDefault(element), at, manner);
    } else if (ts.isObjectLiteralExpression(to)) {
      for (const property of to.properties) {
        if (ts.isPropertyAssignment(property)) {
          this.#write(withoutDefault(property.initializer), at, manner);
        } else if (ts.isShorthandPropertyAssignment(property)) {
          this.#variable(property.name, true, at, manner);
        }
      }
    }
  }

  #access(
    at: ts.Node,
    write: boolean,
    text: string,
    what: RawAccess["what"],
    manner: Manner,
  ): void {
    const isAssigned = write && ts.isBinaryExpression(at) && isAssignment(at.operatorToken.kind);
    const isEarly =
      isAssigned &&
      !dropsCredential(at) &&
      (this.#waitsAfter(at) || isPlaceholder(at, at.left.getText()));
    const early = isEarly ? { early: true as const } : {};
    // What others find before it is complete is no value that was made where there was none.
    const filled: Reentrant = manner === "filled" && early.early === undefined ? "filled" : true;
    const isSaid = manner === "loaded" || manner === "counted" || manner === "turned";
    const how = isSaid ? manner : filled;
    const reentrant = manner === "plain" || manner === "once" ? {} : { reentrant: how };
    this.#accesses.push({ at, write, once: manner === "once", text, what, ...reentrant, ...early });
  }

  // The same function waits for something once the node has been evaluated.
  #waitsAfter(node: ts.Node): boolean {
    const visit = (at: ts.Node): boolean => {
      if (at.end <= node.end || (at !== this.#root && ts.isFunctionLike(at))) return false;
      if (ts.isAwaitExpression(at) && at.pos >= node.end) return true;
      return ts.forEachChild(at, (child) => visit(child) || undefined) ?? false;
    };
    return this.#extent === "function" && visit(this.#root);
  }

  // A test before a lazy initialisation, and what follows it, read what it made.
  #joinLazyReads(): void {
    const lazy = new Set(
      this.#accesses.filter(({ once, write }) => once && write).map(({ text }) => text),
    );
    if (lazy.size === 0) return;
    for (const access of this.#accesses) {
      if (!access.write && lazy.has(access.text)) access.once = true;
    }
  }

  // Calls.

  #callee(call: CallLike): void {
    const callee = calleeOf(call);
    if (ts.isPropertyAccessExpression(callee)) this.#visit(callee.expression);
    else if (ts.isElementAccessExpression(callee)) {
      this.#visit(callee.expression);
      this.#visit(callee.argumentExpression);
    } else if (!ts.isIdentifier(callee)) this.#visit(callee);
  }

  #call(call: CallLike): void {
    const reading = this.#reader.read(call);
    switch (reading.is) {
      case "site":
        this.#calls.push(reading.site);
        break;
      case "external":
        this.#external(call, reading.external);
        this.#calls.push(...reading.callbacks);
        break;
      case "throws":
        if (!this.#isCaught(call)) this.#throws ??= call;
        break;
      case "unknown":
        this.#isUnknown(call, reading.why);
        this.#escapes(call);
        this.#calls.push(...reading.callbacks);
        break;
      case "harmless": {
        const executor = executorOf(call);
        if (executor !== undefined && this.#isAwaited(call)) {
          this.#waits(executorLatency(executor));
          this.#calls.push(this.#reader.executorSite(call, executor));
        }
      }
    }
  }

  // Library calls.

  #external(call: CallLike, external: LibraryCall): void {
    const isOwnControl = controlsOwnTransaction(call, external, this.#answers);
    for (const use of isOwnControl ? [] : external.reads) this.#use(call, use, false);
    const unless = isOwnControl ? "reads" : this.#conditionOf(call, external);
    if (unless !== "reads") {
      for (const use of external.writes) this.#use(call, use, true, unless);
    }
    for (const changed of external.changes) this.#change(call, changed, external);
    if (external.connection !== undefined) {
      const on = this.#flow.of(external.connection);
      const connection = this.#models.hazardsOf(external.connection).includes("transaction")
        ? "transaction"
        : "client";
      const name = external.connection.getText();
      this.#access(call, true, name, { connection, name, on }, "plain");
    }
    if (external.latency !== "none" && !external.hazards.includes("memo")) {
      const what = describeUse(external);
      if (this.#isAwaited(call)) this.#waits({ kind: external.latency, at: call, what });
    }
    this.#given(call, external);
  }

  #conditionOf(call: CallLike, { decidedBy, sends }: LibraryCall): Condition | "reads" | undefined {
    if (sends !== undefined) return conditionOf(graphql, [sends], this.#answers);
    const saying = decidedBy === undefined ? undefined : this.#saying(call, decidedBy);
    const args = saying === undefined ? [] : argumentsOf(saying);
    // What stands after a spread is at an index that nobody knows.
    const isKnown = !args.slice(0, -1).some((one) => ts.isSpreadElement(one));
    return decidedBy === undefined || args.length === 0 || !isKnown
      ? undefined
      : conditionOf(decidedBy, args, this.#answers);
  }

  // A statement that is run says what it does where it is prepared.
  #saying(call: CallLike, decider: Decider): CallLike | undefined {
    if (decider.by !== "sql" || decider.preparedBy === undefined) return call;
    return preparationOf(call, decider.preparedBy, (name) =>
      constantValue(this.#answers.symbol(name)?.declarations),
    );
  }

  #use(call: CallLike, use: ResourceUse, write: boolean, unless?: Condition): void {
    const key = use.key === undefined ? undefined : unwrap(use.key);
    const literal = key === undefined ? undefined : this.#reader.literalOf(key);
    const parameter: ParameterRef | undefined =
      key === undefined || literal !== undefined ? undefined : parameterOf(key, this.#answers);
    const location: ResourceLocation = {
      kind: "resource",
      resource: use.kind,
      ...(use.system === undefined ? {} : { system: use.system }),
      ...(use.name === undefined ? {} : { part: use.name }),
      ...(literal === undefined ? {} : { key: { literal } }),
    };
    const what =
      parameter === undefined || parameter.member !== undefined
        ? { location }
        : { location, parameter };
    this.#accesses.push({
      at: call,
      write,
      once:
        ts.isCallExpression(call) &&
        ((use.kind === "db" && isCacheAside(call)) || (use.kind === "fs" && makesFolder(call))),
      text: call.getText(),
      what,
      // An entry has a key of its own.
      ...(write && isStore(use) ? { reentrant: true as const } : {}),
      ...(write && this.#getsCredential(call, use) ? { reentrant: "filled" as const } : {}),
      ...(unless === undefined ? {} : { unless }),
    });
  }

  // A request for a credential that the same function keeps, where it has none or an old one.
  #getsCredential(call: CallLike, use: ResourceUse): boolean {
    const fills = use.kind === "net" ? filledWhereEmpty(call) : undefined;
    return fills !== undefined && isCredential(fills) && this.#assigned.has(fills);
  }

  #change(call: CallLike, changed: ts.Expression, external: LibraryCall): void {
    const callee = calleeOf(call);
    const isReceiver = ts.isPropertyAccessExpression(callee) && callee.expression === changed;
    if (isReceiver) {
      const manner = isLoad(external) ? "loaded" : mannerOfChange(callee);
      this.#contentsOf(changed, call, true, isMadeOnce(call) ? "once" : manner);
    } else {
      const flows = shared(this.#flow.of(changed));
      const on = external.changesInside === true ? flows : flows.filter((flow) => !isHeld(flow));
      const what = { field: { name: everything, owner: undefined }, on };
      if (on.length > 0) this.#access(call, true, changed.getText(), what, "plain");
    }
  }

  // Whatever a library is given, it may read.
  #given(call: CallLike, external: LibraryCall): void {
    const callee = calleeOf(call);
    if (ts.isPropertyAccessExpression(callee) && !external.changes.includes(callee.expression)) {
      this.#contentsOf(callee.expression, call, false);
    }
    for (const argument of argumentsOf(call)) {
      if (isFunctionLiteral(argument) || isPlain(argument)) continue;
      if (external.runs.includes(argument)) continue;
      const field = { name: everything, owner: undefined };
      const manner = isMadeOnce(call) ? "once" : "plain";
      this.#objectAccess(argument, field, call, false, manner, argument);
    }
  }

  // What an unknown function is given, it may change.
  #escapes(call: CallLike): void {
    const facts = this.#answers.call(call);
    argumentsOf(call).forEach((argument, index) => {
      if (isFunctionLiteral(argument) || isPlain(argument)) return;
      const type = facts?.parameters[index]?.type;
      const declared = type?.parts.every((part) => part.isPrimitive || part.isNullish) ?? false;
      const on = shared(this.#flow.of(argument));
      if (declared || on.length === 0 || this.#isPrimitive(argument)) return;
      const write = type === undefined || !/^(readonly |Readonly)/.test(type.text);
      this.#guess(call, argument, on, write);
    });
    const callee = calleeOf(call);
    if (!ts.isNewExpression(call) && ts.isPropertyAccessExpression(callee)) {
      const on = shared(this.#flow.of(callee.expression));
      if (on.length > 0) this.#guess(call, callee.expression, on, true);
    }
  }

  #guess(at: ts.Node, object: ts.Expression, on: readonly Flow[], write: boolean): void {
    const what = { field: { name: everything, owner: undefined }, on };
    this.#accesses.push({ at, write, once: false, guessed: true, text: object.getText(), what });
  }

  #isPrimitive(expression: ts.Expression): boolean {
    const { parts } = this.#answers.type(expression);
    return parts.every((part) => part.isPrimitive || part.isNullish);
  }

  // What else there is to say.

  #waits(latency: OwnLatency): void {
    if (rank[latency.kind] > rank[this.#latency.kind]) this.#latency = latency;
  }

  #isUnknown(at: ts.Node, why: string): void {
    // Of several, one that acts by its name says most of what may be done.
    if (this.#unknown === undefined || (!acts(this.#unknown.at) && acts(at))) {
      this.#unknown = { at, why };
    }
  }

  #isCaught(node: ts.Node): boolean {
    for (let at = node; at !== this.#root && at.parent !== undefined; at = at.parent) {
      const { parent } = at;
      if (
        ts.isTryStatement(parent) &&
        parent.tryBlock === at &&
        parent.catchClause !== undefined &&
        !throwsAgain(parent.catchClause.block)
      ) {
        return true;
      }
    }
    return false;
  }

  // Started and left alone, or remembered from an earlier call, it keeps nobody waiting.
  #isAwaited(call: ts.Node): boolean {
    if (this.#lazyRegions.some((region) => contains(region, call))) return false;
    let at = call;
    while (ts.isParenthesizedExpression(at.parent) || ts.isAsExpression(at.parent)) at = at.parent;
    return !ts.isExpressionStatement(at.parent) && !ts.isVoidExpression(at.parent);
  }
}

const graphql = { by: "graphql", argument: 0 } as const;
const rank = { none: 0, timer: 1, io: 2 };

function globalLocation(name: ts.Identifier): Location {
  return { kind: "module", key: `global ${name.text}`, name: name.text };
}

// Objects that were made here and names of packages are nothing that two places would share.
function shared(flows: readonly Flow[]): readonly Flow[] {
  return flows.filter(
    (flow) =>
      !("value" in flow) ||
      !(flow.value.root.from === "variable" && /^(import|global) /.test(flow.value.root.key)),
  );
}

function isStore({ kind, name, system }: ResourceUse): boolean {
  return kind === "dom" ? name === "storage" : kind === "db" && system === "store";
}

// What asks a database for rows and keeps them in itself; a cursor, which goes on by that, is none.
function isLoad({ reads, writes, hazards }: LibraryCall): boolean {
  return reads.some(({ kind }) => kind === "db") && writes.length === 0 && hazards.length === 0;
}

function isHeld(flow: Flow): boolean {
  return ("value" in flow ? flow.value.deep : flow.deep) !== undefined;
}

function throwsAgain(block: ts.Block): boolean {
  const visit = (node: ts.Node): boolean =>
    ts.isThrowStatement(node) ||
    (!ts.isFunctionLike(node) && ts.forEachChild(node, (one) => visit(one) || undefined) === true);
  return visit(block);
}

function describeUse({ reads, writes, latency }: LibraryCall): string {
  const [use] = [...reads, ...writes];
  if (use === undefined) return latency === "timer" ? "a timer" : "something outside the program";
  const words: Partial<Record<ResourceUse["kind"], string>> = {
    fs: "the file system",
    net: "the network",
    db: "the database",
    process: "a process",
    stdio: "the console",
    lock: "a lock",
    stream: "a stream",
    queue: "a queue",
    dom: "the document",
  };
  return words[use.kind] ?? "something outside the program";
}

function acts(at: ts.Node): boolean {
  if (!ts.isCallExpression(at)) return false;
  const callee = unwrap(at.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  return actsByName(name) || settlesByName(name);
}
