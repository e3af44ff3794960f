import { nameOfEntity } from "../entity-name.js";
import { ownerOf } from "../member-owner.js";
import { isFromPackage } from "../specifier.js";
import { ts } from "../syntax.js";
import type { CallFacts, Members, SymbolFacts } from "../type-source.js";
import { unwrap } from "../unwrap.js";
import { isConstant } from "./access-syntax.js";
import type { Answers } from "./answers.js";
import { assignmentsIn } from "./assignments.js";
import { bindingOf, boundBy } from "./bound-method.js";
import { anyMember, type Callable, type Condition, type ParameterRef } from "./facts.js";
import { keyOf } from "./keys.js";
import { classOf, dispatchOf, isOverriddenBelow, keyFor, type Receiver } from "./receiver-class.js";
import { saysOf } from "./says.js";
import { constructorOf } from "./value-flow.js";

/** Which functions of the project a call or a value stands for. */
export interface Resolved {
  readonly targets: readonly string[];
  readonly parameter?: ParameterRef;
  /** Of targets that run only where a caller names them: what says, for each, that another is named. */
  readonly unless?: ReadonlyMap<string, Condition>;
}

/**
 * Answers the functions that a call may run, or `undefined` where none is at hand; `self` is the class whose instances
 * run the code around it, where that is known to be another than the one it stands in.
 */
export function resolveCall(
  call: ts.CallLikeExpression,
  facts: CallFacts | undefined,
  answers: Answers,
  self?: Receiver,
): Resolved | undefined {
  if (ts.isNewExpression(call)) return resolveNew(facts);
  const callee = ts.isCallExpression(call)
    ? unwrap(call.expression)
    : ts.isTaggedTemplateExpression(call)
      ? unwrap(call.tag)
      : undefined;
  if (callee === undefined) return undefined;
  if (callee.kind === ts.SyntaxKind.SuperKeyword) return resolveNew(facts);
  const isSuper =
    ts.isPropertyAccessExpression(callee) && callee.expression.kind === ts.SyntaxKind.SuperKeyword;
  const parameter = parameterOf(callee, answers) ?? anyOf(callee, answers);
  if (parameter !== undefined) return defaultOf(callee, answers) ?? { targets: [], parameter };
  const members = ts.isElementAccessExpression(callee) ? answers.members(callee) : undefined;
  if (ts.isElementAccessExpression(callee) && members !== undefined) {
    return resolveKeyed(callee, members, answers);
  }
  const declared =
    inheritedBy(callee, facts?.target, answers, self) ??
    resolveSymbol(facts?.target, isSuper, answers);
  if (declared !== undefined) return declared;
  return facts?.body === undefined || facts.body.getSourceFile().isDeclarationFile
    ? undefined
    : { targets: [keyOf(facts.body)] };
}

// What a function around hands in where nobody else does: `getSdk(client, wrap = plain)` answers methods that run `wrap`.
function defaultOf(callee: ts.Expression, answers: Answers): Resolved | undefined {
  if (!ts.isIdentifier(callee)) return undefined;
  const [declaration, ...others] = answers.symbol(callee)?.declarations ?? [];
  if (declaration === undefined || others.length > 0 || !ts.isParameter(declaration))
    return undefined;
  if (declaration.initializer === undefined || !isWrapper(declaration.type, answers))
    return undefined;
  if (ts.findAncestor(callee, ts.isFunctionLike) === declaration.parent) return undefined;
  const { targets, parameter } = resolveValue(declaration.initializer, answers) ?? {};
  return targets === undefined || parameter !== undefined ? undefined : { targets };
}

// A function of any `T` that is handed one which answers a `T` has nothing to answer but that, whoever has written it.
function isWrapper(type: ts.TypeNode | undefined, answers: Answers): boolean {
  if (type === undefined) return false;
  if (ts.isTypeReferenceNode(type)) {
    const declarations = answers.symbol(nameOfEntity(type.typeName))?.declarations ?? [];
    const alias = declarations.find(ts.isTypeAliasDeclaration);
    return alias !== undefined && isWrapper(alias.type, answers);
  }
  if (!ts.isFunctionTypeNode(type)) return false;
  const names = new Set(type.typeParameters?.map(({ name }) => name.text));
  const isOfAny = (answer: ts.TypeNode): boolean =>
    [...names].some((name) => new RegExp(`\\b${name}\\b`).test(answer.getText()));
  return (
    isOfAny(type.type) &&
    type.parameters.some(
      (one) => one.type !== undefined && ts.isFunctionTypeNode(one.type) && isOfAny(one.type.type),
    )
  );
}

// `client[method](url)`: any of the members that the key can name. Where a parameter is the key, its callers say which.
function resolveKeyed(
  { argumentExpression }: ts.ElementAccessExpression,
  members: Members,
  answers: Answers,
): Resolved | undefined {
  const names = new Map<string, string[]>();
  for (const [name, symbol] of members) {
    const resolved = resolveSymbol(symbol, false, answers);
    if (resolved === undefined) return undefined;
    for (const target of resolved.targets) names.set(target, [...(names.get(target) ?? []), name]);
  }
  const targets = [...names.keys()];
  const { from } = saysOf(argumentExpression, answers);
  if (from === undefined || targets.length < 2) return { targets };
  const unless = new Map<string, Condition>();
  for (const [target, own] of names) {
    const reading = [...members.keys()].filter((name) => !own.includes(name));
    if (reading.length === 0) continue;
    unless.set(target, {
      ...from,
      decider: { by: "literal", argument: 0, reading, unset: "writes" },
    });
  }
  return { targets, unless };
}

function resolveNew(facts: CallFacts | undefined): Resolved | undefined {
  const declaration = facts?.target?.declarations.find((one) => ts.isClassLike(one));
  if (
    declaration === undefined ||
    !ts.isClassLike(declaration) ||
    declaration.getSourceFile().isDeclarationFile
  ) {
    return undefined;
  }
  return { targets: [keyOf(constructorOf(declaration))] };
}

/** Answers what running a function-valued expression runs, or `undefined` where that is not known. */
export function resolveValue(expression: ts.Expression, answers: Answers): Callable | undefined {
  const at = unwrap(expression);
  if (ts.isArrowFunction(at) || ts.isFunctionExpression(at)) return { targets: [keyOf(at)] };
  if (ts.isConditionalExpression(at)) return resolveEither(at.whenTrue, at.whenFalse, answers);
  // `error || "Something went wrong"`: what is no function is run by nobody.
  if (ts.isBinaryExpression(at) && /^(\|\||\?\?)$/.test(at.operatorToken.getText())) {
    return resolveEither(at.left, at.right, answers);
  }
  if (ts.isStringLiteralLike(at) || ts.isTemplateExpression(at)) return { targets: [] };
  if (ts.isCallExpression(at)) {
    const bound = bindingOf(at);
    return bound && resolveValue(bound.method, answers);
  }
  if (!ts.isIdentifier(at) && !ts.isPropertyAccessExpression(at)) return undefined;
  const parameter = parameterOf(at, answers);
  if (parameter !== undefined) return { targets: [], parameter };
  const symbol = symbolNamed(at, answers);
  // `Boolean`, `encodeURIComponent` and the like are handed on as functions, and only compute.
  if (symbol?.origin?.from === "lib" && onlyComputes.test(at.getText())) {
    return { targets: [] };
  }
  const resolved = resolveSymbol(symbol, false, answers);
  return resolved === undefined || resolved.targets.length === 0
    ? undefined
    : { targets: resolved.targets };
}

function symbolNamed(expression: ts.Expression, answers: Answers): SymbolFacts | undefined {
  if (ts.isPropertyAccessExpression(expression)) return answers.symbol(expression.name);
  return ts.isIdentifier(expression) ? answers.symbol(expression) : undefined;
}

// One of two values; of two that callers have handed in, only one can be told of.
function resolveEither(
  one: ts.Expression,
  other: ts.Expression,
  answers: Answers,
): Callable | undefined {
  const parts = [one, other].map((part) => resolveValue(part, answers));
  const handedIn = parts.flatMap((part) => part?.parameter ?? []);
  if (parts.includes(undefined) || handedIn.length > 1) return undefined;
  const [parameter] = handedIn;
  return {
    targets: parts.flatMap((part) => part?.targets ?? []),
    ...(parameter === undefined ? {} : { parameter }),
  };
}

const onlyComputes =
  /^(BigInt|Boolean|Number|String|Symbol|atob|btoa|isFinite|isNaN|parseFloat|parseInt|(de|en)codeURI(Component)?|structuredClone|JSON\.\w+|Math\.(?!random)\w+|Number\.\w+|String\.\w+|Array\.(isArray|of)|Object\.(keys|values|entries|fromEntries))$/;

/** The parameter, or field of one, that an expression names. */
export function parameterOf(expression: ts.Expression, answers: Answers): ParameterRef | undefined {
  const at = unwrap(expression);
  if (ts.isPropertyAccessExpression(at)) {
    const whole = ts.isIdentifier(at.expression) ? parameterOf(at.expression, answers) : undefined;
    if (whole === undefined || whole.member !== undefined) return undefined;
    // A method that is declared somewhere is run by its declaration; a field holds what was put in.
    const [declaration] = answers.symbol(at.name)?.declarations ?? [];
    const isField =
      declaration !== undefined &&
      (ts.isPropertySignature(declaration) || ts.isMethodSignature(declaration)) &&
      !declaration.getSourceFile().isDeclarationFile &&
      ts.isTypeLiteralNode(declaration.parent);
    return isField ? { ...whole, member: at.name.text, name: at.getText() } : undefined;
  }
  if (!ts.isIdentifier(at)) return undefined;
  const [declaration, ...others] = answers.symbol(at)?.declarations ?? [];
  if (declaration === undefined || others.length > 0) return undefined;
  if (ts.isParameter(declaration)) {
    // What is assigned to it since is another than what a caller has handed in.
    return assignmentsIn(declaration).length > 0 ? undefined : referenceTo(declaration, at.text);
  }
  if (!ts.isBindingElement(declaration) || !ts.isObjectBindingPattern(declaration.parent)) {
    return undefined;
  }
  const parameter = declaration.parent.parent;
  if (!ts.isParameter(parameter)) return undefined;
  const name = declaration.propertyName ?? declaration.name;
  return ts.isIdentifier(name)
    ? { ...referenceTo(parameter, at.text), member: name.text }
    : undefined;
}

// `handlers[kind]()`: any of the functions that a caller has put in.
function anyOf(callee: ts.Expression, answers: Answers): ParameterRef | undefined {
  if (!ts.isElementAccessExpression(callee) || !ts.isIdentifier(callee.expression))
    return undefined;
  const whole = parameterOf(callee.expression, answers);
  return whole === undefined || whole.member !== undefined
    ? undefined
    : { ...whole, member: anyMember };
}

/** What names a parameter to the callers of its function. */
export function referenceTo(parameter: ts.ParameterDeclaration, name: string): ParameterRef {
  const { parent } = parameter;
  const named = parent.parameters.filter((one) => one.name.getText() !== "this");
  return { key: keyOf(parent), index: named.indexOf(parameter), name };
}

function resolveSymbol(
  symbol: SymbolFacts | undefined,
  exact: boolean,
  answers: Answers,
): Resolved | undefined {
  const declarations = (symbol?.declarations ?? []).filter(
    (one) => !one.getSourceFile().isDeclarationFile,
  );
  const [first] = declarations;
  if (first === undefined) return undefined;
  const { method } = (declarations.length === 1 ? boundBy(first) : undefined) ?? {};
  // What its type says of a bound method is lost where the types of its parameters are.
  if (method !== undefined) return resolveSymbol(symbolNamed(method, answers), exact, answers);
  const bodies = declarations.flatMap((one) => bodyOf(one, answers) ?? []);
  if (bodies.length > 1) return undefined;
  if (!isOverridable(first) || exact) {
    return bodies.length === 0 ? undefined : { targets: bodies.map(keyOf) };
  }
  const heirs = answers.overriders(first);
  const below = heirs.flatMap((one) => bodyOf(one, answers) ?? []);
  // An object that is of the type may hold a function from elsewhere.
  if (heirs.some((one) => isInObject(one) && bodyOf(one, answers) === undefined)) return undefined;
  const all = [...new Set([...bodies, ...below])];
  return all.length === 0 ? undefined : { targets: all.map(keyOf) };
}

// `this.request()` of a class that inherits it, or of an object that is declared to be of such a class.
function inheritedBy(
  callee: ts.Expression,
  target: SymbolFacts | undefined,
  answers: Answers,
  self: Receiver | undefined,
): Resolved | undefined {
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const [method, ...others] = target?.declarations ?? [];
  if (method === undefined || others.length > 0 || !ts.isClassLike(method.parent)) return undefined;
  if (!ts.isMethodDeclaration(method) || method.getSourceFile().isDeclarationFile) return undefined;
  const isOwn = unwrap(callee.expression).kind === ts.SyntaxKind.ThisKeyword;
  const receiver = (isOwn ? self : undefined) ?? classOf(callee.expression, answers);
  if (receiver === undefined) return undefined;
  if (receiver === method.parent && target?.declarations[0] === method) return undefined;
  const heirs = isOverridable(method) ? answers.overriders(method) : [];
  const dispatch = dispatchOf(receiver, [method, ...heirs], answers);
  if (dispatch === undefined) return undefined;
  const { own, below } = dispatch;
  const body = own === undefined ? undefined : bodyOf(own, answers);
  const bodies = below.flatMap((one) => bodyOf(one, answers) ?? []);
  const targets = bodies.map(keyOf);
  if (body !== undefined) {
    const isAnothers = body.parent !== receiver && isOverriddenBelow(body.parent, answers);
    targets.unshift(isAnothers ? keyFor(keyOf(body), receiver) : keyOf(body));
  }
  return targets.length === 0 ? undefined : { targets };
}

function isInObject({ parent }: ts.Node): boolean {
  return ts.isObjectLiteralExpression(parent);
}

function isOverridable(declaration: ts.Node): boolean {
  const { parent } = declaration;
  // A module that is handed on as a value is declared by its whole file.
  if (parent === undefined) return false;
  if (ts.isInterfaceDeclaration(parent)) return true;
  if (ts.isTypeLiteralNode(parent)) return ownerOf(declaration) !== undefined;
  if (!ts.isClassLike(parent) || ts.isConstructorDeclaration(declaration)) return false;
  const { name } = declaration as ts.NamedDeclaration;
  if (name !== undefined && ts.isPrivateIdentifier(name)) return false;
  return !hasModifier(declaration, ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.StaticKeyword);
}

/** Tells whether a declaration carries one of these modifiers. */
export function hasModifier(node: ts.Node, ...kinds: readonly ts.SyntaxKind[]): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some(({ kind }) => kinds.includes(kind)) ?? false)
  );
}

// The function that a declaration stands for, if there is only one that it can.
function bodyOf(declaration: ts.Node, answers: Answers): ts.Node | undefined {
  // Whoever calls a getter's name calls what the getter answers.
  if (ts.isGetAccessor(declaration)) return functionIn(onlyAnswerOf(declaration), answers);
  if (ts.isFunctionLike(declaration)) {
    return "body" in declaration && declaration.body !== undefined ? declaration : undefined;
  }
  if (ts.isVariableDeclaration(declaration)) {
    // A `let` may hold another function by the time it is called.
    return isConstant(declaration) ? functionIn(declaration.initializer, answers) : undefined;
  }
  if (ts.isPropertyAssignment(declaration) || ts.isPropertyDeclaration(declaration)) {
    return functionIn(declaration.initializer, answers);
  }
  if (ts.isShorthandPropertyAssignment(declaration)) {
    return functionNamed(declaration.name, answers);
  }
  return undefined;
}

function onlyAnswerOf({ body }: ts.GetAccessorDeclaration): ts.Expression | undefined {
  const [statement] = body?.statements ?? [];
  return statement !== undefined && ts.isReturnStatement(statement)
    ? statement.expression
    : undefined;
}

function functionIn(initializer: ts.Expression | undefined, answers: Answers): ts.Node | undefined {
  if (initializer === undefined) return undefined;
  const at = unwrap(initializer);
  if (ts.isArrowFunction(at) || ts.isFunctionExpression(at)) return at;
  if (!ts.isCallExpression(at)) return undefined;
  const wrapped = answers.wrapped(at);
  if (wrapped !== undefined) return functionIn(wrapped, answers) ?? functionNamed(wrapped, answers);
  // The runtime's `coroutine(work)` runs `work` with its own arguments.
  if (!ts.isIdentifier(at.expression)) return undefined;
  const origin = answers.symbol(at.expression)?.origin;
  const isCoroutine = origin?.name === "coroutine" && isFromPackage(origin, "@awaitwise/runtime");
  return isCoroutine ? functionIn(at.arguments[0], answers) : undefined;
}

function functionNamed(expression: ts.Expression, answers: Answers): ts.Node | undefined {
  const at = unwrap(expression);
  if (!ts.isIdentifier(at)) return undefined;
  const [declaration, ...others] = answers.symbol(at)?.declarations ?? [];
  if (declaration === undefined || others.length > 0) return undefined;
  return declaration.getSourceFile().isDeclarationFile ? undefined : bodyOf(declaration, answers);
}
