import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import type { SerialModel } from "./serial-model.js";

/** The names that a piece of code reads and writes, each with the place that does so. */
export interface NameUse {
  /** Every name that is mentioned for its value, in closures too. */
  readonly reads: ReadonlyMap<unknown, ts.Node>;
  /** Every name that is declared or assigned. */
  readonly writes: ReadonlyMap<unknown, ts.Node>;
}

/**
 * What the names in a piece of code stand for. A name that does not resolve stands for itself, so
 * that code whose types are missing is still followed.
 */
export class Names {
  readonly #model: SerialModel;
  readonly #known = new Map<ts.Node, NameUse>();

  constructor(model: SerialModel) {
    this.#model = model;
  }

  /** What `node` reads and writes, functions in it counted as run. */
  in(node: ts.Node): NameUse {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const found: { name: ts.Identifier; reads: boolean; writes: boolean }[] = [];
    collect(node, (name, reads, writes) => found.push({ name, reads, writes }));
    const asked = found.map(({ name }) => this.#model.symbolOf(name));
    const reads = new Map<unknown, ts.Node>();
    const writes = new Map<unknown, ts.Node>();
    found.forEach((one, index) => {
      const identity = asked[index]?.()?.identity ?? `name ${one.name.text}`;
      if (one.reads && !reads.has(identity)) reads.set(identity, one.name);
      if (one.writes && !writes.has(identity)) writes.set(identity, one.name);
    });
    const use = { reads, writes };
    this.#known.set(node, use);
    return use;
  }

  /** What a declaration's name or pattern brings into scope. */
  boundBy(binding: ts.BindingName): readonly unknown[] {
    return identifiersOf(binding).map(
      (name) => this.#model.symbolOf(name)()?.identity ?? `name ${name.text}`,
    );
  }
}

/** The identifiers that a declaration's name or pattern declares. */
export function identifiersOf(binding: ts.BindingName): readonly ts.Identifier[] {
  if (ts.isIdentifier(binding)) return [binding];
  return binding.elements.flatMap((element) =>
    ts.isBindingElement(element) ? identifiersOf(element.name) : [],
  );
}

type Found = (name: ts.Identifier, reads: boolean, writes: boolean) => void;

function collect(root: ts.Node, found: Found): void {
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isIdentifier(node)) {
      if (isName(node)) found(node, !isDeclared(node) && !isOnlyAssigned(node), isWritten(node));
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
}

// A property's name or a label says nothing of a variable.
function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  if (ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.name !== node;
  }
  if (ts.isAccessor(parent) || ts.isJsxAttribute(parent)) return parent.name !== node;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  return true;
}

/** Tells whether an identifier is the name that a declaration gives. */
export function isDeclared(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isBindingElement(parent) ||
      ts.isParameter(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isClassDeclaration(parent)) &&
    parent.name === node
  );
}

function isOnlyAssigned(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node) {
    return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  }
  return isInAssignedPattern(node);
}

function isWritten(node: ts.Identifier): boolean {
  return isDeclared(node) || isAssigned(node) || isInAssignedPattern(node);
}

function isAssigned(node: ts.Expression): boolean {
  let at: ts.Node = node;
  while (
    ts.isParenthesizedExpression(at.parent) ||
    ts.isNonNullExpression(at.parent) ||
    ts.isAsExpression(at.parent)
  ) {
    at = at.parent;
  }
  const { parent } = at;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    return parent.left === at && isAssignmentOperator(kind);
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return isStep(parent.operator);
  }
  return (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.initializer === at;
}

// `[a, b] = ...` and `({ a, b: c } = ...)`.
function isInAssignedPattern(node: ts.Identifier): boolean {
  let at: ts.Node = node;
  for (let { parent } = at; parent !== undefined; at = parent, { parent } = parent) {
    if (ts.isBinaryExpression(parent)) {
      const pattern = ts.isArrayLiteralExpression(at) || ts.isObjectLiteralExpression(at);
      if (parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
      if (parent.left !== at) return false;
      if (pattern) return true;
      // A default value: `[a = 1] = ...`.
      continue;
    }
    const inPattern =
      ts.isArrayLiteralExpression(parent) ||
      ts.isObjectLiteralExpression(parent) ||
      ts.isShorthandPropertyAssignment(parent) ||
      ts.isSpreadElement(parent) ||
      ts.isSpreadAssignment(parent) ||
      (ts.isPropertyAssignment(parent) && parent.initializer === at);
    if (!inPattern) return false;
  }
  return false;
}

/** Tells whether an operator assigns: `=`, `+=`, `??=`, ... */
export function isAssignmentOperator(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Tells whether an operator is `++` or `--`. */
export function isStep(operator: ts.PrefixUnaryOperator | ts.PostfixUnaryOperator): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

/** The name of the function that a call names last: `c` in `a.b.c()`. */
export function calledName(
  call: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression,
): string {
  const callee = unwrap(ts.isTaggedTemplateExpression(call) ? call.tag : call.expression);
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? callee.text : "";
}

/**
 * The name of what a call does: the one that it names last, or where that only says that something runs, what runs
 * there. `getOrder` for `this.getOrder.execute(input)` and `new GetOrderUseCase(db).run(input)`. What may be a means of asking
 * is asked for where the call says which: `getClientById` for `getClient(clientId)`.
 */
export function actName(call: Parameters<typeof calledName>[0]): string {
  const name = calledName(call);
  if (!ts.isCallExpression(call)) return name;
  if (isOfClients.test(name) && clientsId.test(call.arguments[0]?.getText() ?? "")) {
    return `${name}ById`;
  }
  if (!runs.test(name)) return name;
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return name;
  const act = nameOfObject(unwrap(callee.expression))
    .replace(/^[_$]+/, "")
    .replace(/(UseCase|Usecase|Interactor|Handler|Command|Action|Operation|Service|Query)$/, "");
  if (!/^[A-Za-z][a-z]+[A-Z]/.test(act) || runsOthers.test(act)) return name;
  return act.charAt(0).toLowerCase() + act.slice(1);
}

const isOfClients = /^(find|fetch|get|load|retrieve)Client$/;
const clientsId = /^(client\.?)?id$/i;
// `queryExecutor.execute(text)` runs what it is handed.
const runsOthers =
  /(Builder|Bus|Client|Engine|Executor|Importer|Indexer|Job|Pool|Processor|Queue|Runner|Scheduler|Store|Task|Worker)$/;
const runs = /^(execute|run|handle|invoke|perform|safeExecute)$/;

function nameOfObject(object: ts.Expression): string {
  if (ts.isNewExpression(object)) return nameOfObject(unwrap(object.expression));
  if (ts.isPropertyAccessExpression(object)) return object.name.text;
  return ts.isIdentifier(object) ? object.text : "";
}
