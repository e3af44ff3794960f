import type { Checker, SemanticProgram, Wanted } from "./checker.js";
import { ts } from "./compiler.js";
import { DeclaredMembers } from "./declared-members.js";
import { importedName } from "./imported-name.js";
import { declaredIn } from "./origin.js";
import { Hierarchies } from "./overriders.js";
import { isStub } from "./stub.js";
import { TransactionHolders } from "./transaction-holders.js";
import type {
  Answer,
  CallFacts,
  ImportedName,
  Members,
  Origin,
  ParameterFacts,
  Question,
  SignatureFacts,
  SymbolFacts,
  TypeFacts,
  TypeSource,
  WellKnown,
} from "./type-source.js";
import { unwrap } from "./unwrap.js";

/**
 * The type source that is always there, and right: the type checker of the TypeScript that comes
 * with ts-morph, in this process. Each type is looked at once, and only as far as a rule asks.
 */
export class CheckerTypeSource implements TypeSource {
  readonly #checker: Checker;
  readonly #types = new Map<ts.Type, CheckedType>();
  readonly #symbols = new Map<ts.Symbol, SymbolFacts>();
  // What was answered about a node holds for as long as this source does: rules, effects and models of
  // libraries ask the same, and the compiler works much of it out again each time.
  readonly #answers: Readonly<Record<Question["ask"], Map<ts.Node, Answer>>> = {
    type: new Map(),
    expected: new Map(),
    symbol: new Map(),
    call: new Map(),
    members: new Map(),
    overriders: new Map(),
    transactions: new Map(),
  };
  readonly #hierarchies: Hierarchies;
  readonly #holders: TransactionHolders;
  readonly #declared: DeclaredMembers;

  constructor(program: SemanticProgram, hierarchies = new Hierarchies(program)) {
    this.#checker = program.getTypeChecker();
    this.#declared = new DeclaredMembers(this.#checker);
    this.#hierarchies = hierarchies;
    this.#holders = new TransactionHolders(program);
  }

  /** A source of the same types that has answered nothing yet, once the program has let go of its trees. */
  withoutTrees(program: SemanticProgram): CheckerTypeSource {
    return new CheckerTypeSource(program, this.#hierarchies.withoutTrees());
  }

  answer(_file: ts.SourceFile, questions: readonly Question[]): readonly Answer[] {
    if (questions.length > 1) this.#prefetch(questions);
    return questions.map((question) => {
      const { ask, node } = question;
      const known = this.#answers[ask];
      let answer = known.get(node);
      if (answer === undefined && !known.has(node)) {
        answer = this.#answerSafely(question);
        known.set(node, answer);
      }
      return answer;
    });
  }

  #prefetch(questions: readonly Question[]): void {
    if (this.#checker.prefetch === undefined) return;
    const open = questions.filter(({ ask, node }) => !this.#answers[ask].has(node));
    if (open.length > 0) this.#checker.prefetch(wantedBy(open));
  }

  #answerSafely(question: Question): Answer {
    try {
      return this.#answer(question);
    } catch {
      // The checker itself can fail, on types of unbounded depth for one. Then nothing is known.
      return question.ask === "type" ? this.unknown() : undefined;
    }
  }

  #answer(question: Question): Answer {
    switch (question.ask) {
      case "type":
        return this.facts(this.#checker.getTypeAtLocation(question.node));
      case "expected": {
        const type = this.#checker.getContextualType(question.node);
        return type === undefined ? undefined : this.facts(type);
      }
      case "symbol":
        return this.symbol(this.#symbolAt(question.node));
      case "call":
        return this.#call(question.node);
      case "members":
        return this.#membersAt(question.node);
      case "overriders":
        return this.#hierarchies.overriders(question.node);
      case "transactions":
        return this.#holders.madeAt(question.node);
    }
  }

  /** The facts about a type; the same object for the same type. */
  facts(type: ts.Type): TypeFacts {
    let known = this.#types.get(type);
    if (known === undefined) {
      known = new CheckedType(type, this.#checker, this);
      this.#types.set(type, known);
    }
    return known;
  }

  /** The facts about a symbol; the same object for the same symbol. */
  symbol(symbol: ts.Symbol | undefined): SymbolFacts | undefined {
    if (symbol === undefined) return undefined;
    let known = this.#symbols.get(symbol);
    if (known === undefined) {
      known = this.#symbolFacts(symbol);
      this.#symbols.set(symbol, known);
    }
    return known;
  }

  #symbolFacts(symbol: ts.Symbol): SymbolFacts {
    const imported = this.#imports(symbol);
    return new LazySymbol(this.#unaliased(symbol), imported.length === 0 ? undefined : imported);
  }

  #symbolAt(node: ts.Node): ts.Symbol | undefined {
    // In `{ name }` the symbol at `name` is the property's; the rules ask for the value's.
    if (ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node) {
      return this.#checker.getShorthandAssignmentValueSymbol(node.parent);
    }
    return this.#checker.getSymbolAtLocation(node);
  }

  #imports(symbol: ts.Symbol): readonly ImportedName[] {
    const found: ImportedName[] = [];
    // Modules that import a name from each other, or from themselves, go round in a circle.
    const seen = new Set<ts.Symbol>();
    let at: ts.Symbol | undefined = symbol;
    while (at !== undefined && at.flags & ts.SymbolFlags.Alias && !seen.has(at)) {
      seen.add(at);
      const name =
        at.declarations?.[0] === undefined ? undefined : importedName(at.declarations[0]);
      if (name !== undefined) found.push(name);
      at = this.#checker.getImmediateAliasedSymbol(at);
    }
    return found;
  }

  #unaliased(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }

  // Most calls are settled by what their callee is declared as; the overload is chosen, which has the
  // checker look at all arguments, when somebody asks for more than that.
  #call(node: ts.CallLikeExpression): CallFacts {
    return new LazyCall(
      this,
      () => {
        const signature = this.#checker.getResolvedSignature(node);
        if (signature?.declaration !== undefined) return signature;
        const declared = this.#declaredAt(calleeOf(node));
        const [first] =
          declared === undefined ? [] : this.#checker.getTypeOfSymbol(declared).getCallSignatures();
        return first ?? signature;
      },
      () => {
        const callee = calleeOf(node);
        if (callee === undefined) return undefined;
        return this.symbol(this.#symbolAt(callee) ?? this.#declaredAt(callee));
      },
    );
  }

  // What a member of something unresolved is declared as.
  #declaredAt(callee: ts.Node | undefined): ts.Symbol | undefined {
    return callee === undefined || this.#symbolAt(callee) !== undefined
      ? undefined
      : this.#declared.memberOf(callee);
  }

  #membersAt({ expression, argumentExpression }: ts.ElementAccessExpression): Members | undefined {
    const key = this.facts(this.#checker.getTypeAtLocation(argumentExpression));
    if (key.isAny || key.parts.length > MOST_MEMBERS) return undefined;
    const object = this.#checker.getApparentType(this.#checker.getTypeAtLocation(expression));
    const found = new Map<string, SymbolFacts>();
    for (const { literal } of key.parts) {
      const member =
        literal === undefined ? undefined : this.#checker.getPropertyOfType(object, literal);
      const symbol = this.symbol(member);
      if (literal === undefined || symbol === undefined) return undefined;
      found.set(literal, symbol);
    }
    return found;
  }

  signature(signature: ts.Signature): SignatureFacts {
    return new LazySignature(this, () => signature);
  }

  /** What nothing is known of. */
  unknown(): TypeFacts {
    return this.facts(this.#checker.getAnyType());
  }

  parametersOf(signature: ts.Signature): readonly ParameterFacts[] {
    return signature.parameters.flatMap((parameter) => this.#parameter(parameter));
  }

  #parameter(parameter: ts.Symbol): ParameterFacts[] {
    const { name, valueDeclaration: declaration } = parameter;
    const declared =
      declaration !== undefined && ts.isParameter(declaration) ? declaration : undefined;
    const type = this.#checker.getTypeOfSymbol(parameter);
    const optional = declared?.questionToken !== undefined || declared?.initializer !== undefined;
    if (declared?.dotDotDotToken === undefined) {
      return [{ name, type: this.facts(type), rest: false, optional }];
    }
    if (this.#checker.isTupleType(type)) {
      const members = this.#checker.getTypeArguments(type as ts.TypeReference);
      return members.map((one) => ({ name, type: this.facts(one), rest: false, optional }));
    }
    const element = this.#checker.getIndexTypeOfType(type, ts.IndexKind.Number) ?? type;
    return [{ name, type: this.facts(element), rest: true, optional }];
  }
}

/** A key that can name more members than these is one of a table. */
const MOST_MEMBERS = 24;

/** A symbol whose declarations, which stand in files that have to be parsed for them, are looked up when asked for. */
class LazySymbol implements SymbolFacts {
  readonly imported?: readonly ImportedName[];
  readonly #real: ts.Symbol;
  #declarations: readonly ts.Node[] | undefined;
  #origin: { readonly found: Origin | undefined } | undefined;

  constructor(real: ts.Symbol, imported: readonly ImportedName[] | undefined) {
    this.#real = real;
    if (imported !== undefined) this.imported = imported;
  }

  get identity(): unknown {
    return this.#real;
  }

  get name(): string {
    return this.#real.name;
  }

  get declarations(): readonly ts.Node[] {
    this.#declarations ??= this.#real.declarations ?? [];
    return this.#declarations;
  }

  get origin(): Origin | undefined {
    if (this.#origin === undefined) {
      const [first] = this.declarations;
      this.#origin = { found: first && declaredIn(this.name, first) };
    }
    return this.#origin.found;
  }
}

/** A signature of which nothing is computed before it is asked for. */
class LazySignature implements SignatureFacts {
  readonly #source: CheckerTypeSource;
  readonly #find: () => ts.Signature | undefined;
  #found: { readonly signature: ts.Signature | undefined } | undefined;
  #returns: TypeFacts | undefined;
  #parameters: readonly ParameterFacts[] | undefined;

  constructor(source: CheckerTypeSource, find: () => ts.Signature | undefined) {
    this.#source = source;
    this.#find = find;
  }

  get returns(): TypeFacts {
    this.#returns ??= this.guarded(
      (signature) => this.#source.facts(signature.getReturnType()),
      this.#source.unknown(),
    );
    return this.#returns;
  }

  get isStub(): boolean {
    return this.guarded(({ declaration }) => {
      return declaration !== undefined && !ts.isJSDocSignature(declaration) && isStub(declaration);
    }, false);
  }

  get parameters(): readonly ParameterFacts[] {
    this.#parameters ??= this.guarded((signature) => this.#source.parametersOf(signature), []);
    return this.#parameters;
  }

  // The checker itself can fail, on types of unbounded depth for one. Then nothing is known.
  protected guarded<T>(ask: (signature: ts.Signature) => T, otherwise: T): T {
    try {
      this.#found ??= { signature: this.#find() };
      const { signature } = this.#found;
      return signature === undefined ? otherwise : ask(signature);
    } catch {
      return otherwise;
    }
  }
}

class LazyCall extends LazySignature implements CallFacts {
  readonly #findTarget: () => SymbolFacts | undefined;
  #target: { readonly symbol: SymbolFacts | undefined } | undefined;
  #body: { readonly node: ts.FunctionLikeDeclaration | undefined } | undefined;

  constructor(
    source: CheckerTypeSource,
    find: () => ts.Signature | undefined,
    findTarget: () => SymbolFacts | undefined,
  ) {
    super(source, find);
    this.#findTarget = findTarget;
  }

  get target(): SymbolFacts | undefined {
    this.#target ??= { symbol: this.guardedTarget() };
    return this.#target.symbol;
  }

  get body(): ts.FunctionLikeDeclaration | undefined {
    this.#body ??= { node: this.#findBody() };
    return this.#body.node;
  }

  // Which overload of a function is called is no matter where none of them has a body.
  #findBody(): ts.FunctionLikeDeclaration | undefined {
    const declarations = this.target?.declarations ?? [];
    if (declarations.length > 0 && declarations.every(isDeclaredOnly)) return undefined;
    return (
      bodyOf(declarations) ??
      this.guarded(({ declaration }) => bodyOf(declaration ? [declaration] : []), undefined)
    );
  }

  protected guardedTarget(): SymbolFacts | undefined {
    try {
      return this.#findTarget();
    } catch {
      return undefined;
    }
  }
}

class CheckedType implements TypeFacts {
  readonly #type: ts.Type;
  readonly #checker: Checker;
  readonly #source: CheckerTypeSource;
  #parts: readonly TypeFacts[] | undefined;
  #thenable: TypeFacts["thenable"] | undefined;
  #isPromise: boolean | undefined;
  #origins: readonly Origin[] | undefined;
  readonly #symbols = new Map<WellKnown, { readonly type: TypeFacts | undefined }>();

  constructor(type: ts.Type, checker: Checker, source: CheckerTypeSource) {
    this.#type = type;
    this.#checker = checker;
    this.#source = source;
  }

  get identity(): unknown {
    return this.#type;
  }
  get text(): string {
    return this.#checker.typeToString(this.#type);
  }
  get isAny(): boolean {
    return this.#has(ts.TypeFlags.Any);
  }
  get isUnresolved(): boolean {
    // The checker's own name for the type of what it has complained about, or would.
    return this.isAny && (this.#type as { intrinsicName?: string }).intrinsicName === "error";
  }
  get isUnknown(): boolean {
    // A type parameter that nothing binds may stand for anything.
    const unbound =
      this.#has(ts.TypeFlags.Instantiable) &&
      this.#checker.getBaseConstraintOfType(this.#type) === undefined;
    return unbound || this.#has(ts.TypeFlags.Unknown);
  }
  get isNever(): boolean {
    return this.#has(ts.TypeFlags.Never);
  }
  get isVoid(): boolean {
    return this.#has(ts.TypeFlags.Void);
  }
  get isNullish(): boolean {
    return this.#has(ts.TypeFlags.Null | ts.TypeFlags.Undefined);
  }
  get isPrimitive(): boolean {
    return this.#has(
      ts.TypeFlags.StringLike |
        ts.TypeFlags.NumberLike |
        ts.TypeFlags.BigIntLike |
        ts.TypeFlags.BooleanLike |
        ts.TypeFlags.ESSymbolLike,
    );
  }

  get literal(): string | undefined {
    return this.#type.isStringLiteral() ? this.#type.value : undefined;
  }

  get parts(): readonly TypeFacts[] {
    if (this.#parts === undefined) {
      const type = this.#resolved();
      this.#parts = type.isUnion()
        ? type.types.flatMap((part) => this.#source.facts(part).parts)
        : [type === this.#type ? this : this.#source.facts(type)];
    }
    return this.#parts;
  }

  get isPromise(): boolean {
    this.#isPromise ??= this.origins.some((one) => one.name === "Promise" && one.from === "lib");
    return this.#isPromise;
  }

  get thenable(): TypeFacts["thenable"] {
    this.#thenable ??= this.#askThenable();
    return this.#thenable;
  }

  get awaited(): TypeFacts {
    const awaited = this.#checker.getAwaitedType(this.#type);
    return awaited === undefined ? this : this.#source.facts(awaited);
  }

  get elements(): readonly TypeFacts[] | undefined {
    const type = this.#resolved();
    if (!this.#checker.isArrayType(type) && !this.#checker.isTupleType(type)) {
      // A class or interface that extends an array has parameters of its own.
      const element = this.#checker.isArrayLikeType(type) ? type.getNumberIndexType() : undefined;
      return element === undefined ? undefined : [this.#source.facts(element)];
    }
    return this.#checker
      .getTypeArguments(type as ts.TypeReference)
      .map((one) => this.#source.facts(one));
  }

  get signatures(): readonly SignatureFacts[] {
    if (this.isPrimitive) return [];
    return this.#apparent()
      .getCallSignatures()
      .map((one) => this.#source.signature(one));
  }

  get constructSignatures(): readonly SignatureFacts[] {
    return this.#apparent()
      .getConstructSignatures()
      .map((one) => this.#source.signature(one));
  }

  property(name: string): TypeFacts | undefined {
    const property = this.#checker.getPropertyOfType(this.#apparent(), name);
    return property === undefined
      ? undefined
      : this.#source.facts(this.#checker.getTypeOfSymbol(property));
  }

  expect(names: readonly string[]): void {
    if (names.length > 1) this.#checker.prefetchMembers?.(this.#apparent(), names);
  }

  get indexed(): TypeFacts | undefined {
    const type = this.#apparent().getStringIndexType();
    return type === undefined ? undefined : this.#source.facts(type);
  }

  isAssignableTo(other: TypeFacts): boolean {
    const target = other.identity as ts.Type;
    return this.#checker.isTypeAssignableTo(
      this.#type,
      this.#checker.getBaseConstraintOfType(target) ?? target,
    );
  }

  hasSymbol(name: WellKnown): boolean {
    return this.symbolProperty(name) !== undefined;
  }

  symbolProperty(name: WellKnown): TypeFacts | undefined {
    let known = this.#symbols.get(name);
    if (known === undefined) {
      known = { type: this.#findSymbol(name) };
      this.#symbols.set(name, known);
    }
    return known.type;
  }

  #findSymbol(name: WellKnown): TypeFacts | undefined {
    // The checker names the property of a well-known symbol by an escaped form of its own.
    const prefix = `__@${name}@`;
    const type = this.#resolved();
    for (const part of type.isUnion() ? type.types : [type]) {
      const found = this.#checker
        .getPropertiesOfType(this.#checker.getApparentType(part))
        .find((property) => property.escapedName.toString().startsWith(prefix));
      if (found !== undefined) return this.#source.facts(this.#checker.getTypeOfSymbol(found));
    }
    return undefined;
  }

  get arguments(): readonly TypeFacts[] {
    const type = this.#resolved();
    return ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0
      ? this.#checker
          .getTypeArguments(type as ts.TypeReference)
          .map((one) => this.#source.facts(one))
      : [];
  }

  get origins(): readonly Origin[] {
    this.#origins ??= [...this.#walkOrigins(this.#resolved(), new Set())];
    return this.#origins;
  }

  *#walkOrigins(type: ts.Type, seen: Set<ts.Type>): Iterable<Origin> {
    if (seen.has(type)) return;
    seen.add(type);
    for (const symbol of [type.aliasSymbol, type.getSymbol()]) {
      const declaration = symbol?.declarations?.[0];
      if (symbol !== undefined && declaration !== undefined) {
        yield declaredIn(symbol.name, declaration);
      }
    }
    if (type.isIntersection()) {
      for (const part of type.types) yield* this.#walkOrigins(part, seen);
    }
    const declared = (type as ts.TypeReference).target ?? type;
    if (declared.isClassOrInterface()) {
      for (const base of this.#checker.getBaseTypes(declared)) yield* this.#walkOrigins(base, seen);
    }
  }

  #askThenable(): TypeFacts["thenable"] {
    if (this.isAny || this.isUnknown || this.isNever) return "none";
    if (this.#isLanguagePromise()) return "rejecting";
    let best: TypeFacts["thenable"] = "none";
    const then = this.property("then");
    for (const part of then?.parts ?? []) {
      for (const signature of part.signatures) {
        const [onFulfilled, onRejected] = signature.parameters;
        if (onFulfilled === undefined || !takesCallback(onFulfilled.type)) continue;
        if (onRejected !== undefined && takesCallback(onRejected.type)) return "rejecting";
        best = "then";
      }
    }
    return best;
  }

  // The language's own promise takes both callbacks, whatever it is a promise of.
  #isLanguagePromise(): boolean {
    if (((this.#type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) === 0) return false;
    const symbol = this.#type.getSymbol();
    const declaration = symbol?.name === "Promise" ? symbol.declarations?.[0] : undefined;
    return declaration !== undefined && declaredIn("Promise", declaration).from === "lib";
  }

  #has(flags: ts.TypeFlags): boolean {
    return (this.#type.flags & flags) !== 0;
  }

  #resolved(): ts.Type {
    return this.#checker.getBaseConstraintOfType(this.#type) ?? this.#type;
  }

  #apparent(): ts.Type {
    return this.#checker.getApparentType(this.#resolved());
  }
}

// What asking these questions will come down to.
function wantedBy(questions: readonly Question[]): Wanted {
  const types: ts.Node[] = [];
  const contextual: ts.Expression[] = [];
  const symbols: ts.Node[] = [];
  const receivers: ts.Expression[] = [];
  for (const { ask, node } of questions) {
    if (ask === "type") types.push(node);
    else if (ask === "expected") contextual.push(node);
    else if (ask === "symbol") symbols.push(node);
    else if (ask === "call") {
      const callee = calleeOf(node);
      if (callee !== undefined) symbols.push(callee);
      const access = callee?.parent;
      if (access !== undefined && ts.isPropertyAccessExpression(access)) {
        receivers.push(access.expression, access);
      } else if (callee !== undefined && ts.isIdentifier(callee)) receivers.push(callee);
    }
  }
  return { types, contextual, symbols, receivers };
}

function takesCallback(type: TypeFacts): boolean {
  return type.parts.some((part) => part.signatures.length > 0);
}

function calleeOf(node: ts.CallLikeExpression): ts.Node | undefined {
  if (ts.isTaggedTemplateExpression(node)) return named(node.tag);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return named(node.expression);
  return undefined;
}

function named(expression: ts.Expression): ts.Node | undefined {
  const callee = unwrap(expression);
  if (ts.isPropertyAccessExpression(callee)) return callee.name;
  if (ts.isElementAccessExpression(callee)) return callee.argumentExpression;
  return callee;
}

function isDeclaredOnly(declaration: ts.Node): boolean {
  return (
    (ts.isFunctionDeclaration(declaration) ||
      ts.isMethodDeclaration(declaration) ||
      ts.isMethodSignature(declaration)) &&
    declaration.getSourceFile().isDeclarationFile
  );
}

function bodyOf(declarations: readonly ts.Node[]): ts.FunctionLikeDeclaration | undefined {
  const bodies = declarations.flatMap((declaration): ts.FunctionLikeDeclaration[] => {
    if (declaration.getSourceFile().isDeclarationFile) return [];
    // What is called is not the accessor, but what it answers.
    if (ts.isAccessor(declaration)) return [];
    const candidate =
      (isConstant(declaration) || ts.isPropertyAssignment(declaration)) &&
      declaration.initializer !== undefined
        ? unwrap(declaration.initializer)
        : declaration;
    return ts.isFunctionLike(candidate) && "body" in candidate && candidate.body !== undefined
      ? [candidate as ts.FunctionLikeDeclaration]
      : [];
  });
  return bodies.length === 1 ? bodies[0] : undefined;
}

// A `let` may hold another function by the time it is called.
function isConstant(node: ts.Node): node is ts.VariableDeclaration {
  return ts.isVariableDeclaration(node) && (node.parent.flags & ts.NodeFlags.Const) !== 0;
}
