import { isAsync } from "../model/enclosing-function.js";
import { ts } from "../model/syntax.js";
import type { CallFacts } from "../model/type-source.js";
import { unwrap } from "../model/unwrap.js";
import type { Obstacle } from "./hazard.js";
import { calledName } from "./names.js";
import type { SerialModel } from "./serial-model.js";

/**
 * What in a statement decides whether the code after it runs at all: an exit, an assertion, a call
 * that may not come back. Nothing that starts work may be moved across it.
 */
export function exitIn(node: ts.Node, model: SerialModel): Obstacle | undefined {
  return writtenExitIn(node) ?? firstIn(node, (at) => guardAt(at, model));
}

/** An exit that a statement itself writes down: `return`, `throw`, `break`, `using`. */
export function writtenExitIn(node: ts.Node): Obstacle | undefined {
  if (handsOnError(node)) return undefined;
  return firstIn(node, (at, loops, switches) => exitAt(at, node, loops, switches) ?? usingAt(at));
}

/**
 * `if (users.error) throw users.error` of what is read before: a client that answers its errors, in place of throwing them.
 * Whoever is not let in has nothing read for him.
 */
export function handsOnError(node: ts.Node): boolean {
  if (!ts.isIfStatement(node) || node.elseStatement !== undefined) return false;
  const { thenStatement } = node;
  const body = ts.isBlock(thenStatement) ? thenStatement.statements : [thenStatement];
  const [first, ...more] = body;
  if (first === undefined || !ts.isThrowStatement(first) || more.length > 0) return false;
  const test = unwrap(node.expression);
  const isPart = ts.isPropertyAccessExpression(test) && test.name.text === "error";
  const name = isPart ? unwrap(test.expression) : test;
  if (!ts.isIdentifier(name) || !(isPart || namesError.test(name.text))) return false;
  const made = awaitedBefore(node, name.text);
  return made !== undefined && !asksWho.test(made.getText());
}

const namesError = /^(error|err)$|[a-z]Error$/;
const asksWho = /auth|session|getUser\b|claims|verif|permission|\brole/i;

// What a variable, or a part that is taken out under that name, holds of an await in the same list of statements.
function awaitedBefore(node: ts.IfStatement, name: string): ts.Expression | undefined {
  if (!ts.isBlock(node.parent)) return undefined;
  for (const statement of node.parent.statements) {
    if (statement === node || !ts.isVariableStatement(statement)) continue;
    for (const { name: binding, initializer } of statement.declarationList.declarations) {
      const at = initializer && unwrap(initializer);
      if (at === undefined || !ts.isAwaitExpression(at)) continue;
      const isNamed = ts.isObjectBindingPattern(binding)
        ? binding.elements.some((one) => one.name.getText() === name)
        : binding.getText() === name;
      if (isNamed) return at;
    }
  }
  return undefined;
}

// The first that is found in what a statement runs itself, by the loops and switches around it there.
function firstIn(
  node: ts.Node,
  find: (at: ts.Node, loops: number, switches: number) => Obstacle | undefined,
): Obstacle | undefined {
  const visit = (at: ts.Node, loops: number, switches: number): Obstacle | undefined => {
    if (ts.isTypeNode(at) || ts.isFunctionLike(at) || ts.isClassLike(at)) return undefined;
    const inLoop = ts.isIterationStatement(at, false) ? 1 : 0;
    const inSwitch = ts.isSwitchStatement(at) ? 1 : 0;
    return (
      find(at, loops, switches) ??
      ts.forEachChild(at, (child) => visit(child, loops + inLoop, switches + inSwitch))
    );
  };
  return visit(node, 0, 0);
}

function exitAt(
  at: ts.Node,
  within: ts.Node,
  loops: number,
  switches: number,
): Obstacle | undefined {
  if (ts.isReturnStatement(at)) return control(at, "may return");
  if (ts.isThrowStatement(at)) {
    return isCaught(at, within) ? undefined : control(at, "may throw");
  }
  if (ts.isYieldExpression(at)) return control(at, "hands over to the caller");
  if (ts.isBreakStatement(at) && (at.label !== undefined || loops + switches === 0)) {
    return control(at, "may leave the loop");
  }
  if (ts.isContinueStatement(at) && (at.label !== undefined || loops === 0)) {
    return control(at, "may go on with the next turn");
  }
  if (ts.isDebuggerStatement(at)) return control(at, "stops here in a debugger");
  return undefined;
}

/** Tells whether a `throw` stands in a `try` of the same code, out of which it comes only if the `catch` lets it. */
export function isCaught(at: ts.Node, within: ts.Node): boolean {
  for (
    let { parent } = at, child = at;
    child !== within && parent !== undefined;
    child = parent, { parent } = parent
  ) {
    if (ts.isTryStatement(parent) && parent.tryBlock === child && parent.catchClause) return true;
    if (parent === within) return false;
  }
  return false;
}

function usingAt(at: ts.Node): Obstacle | undefined {
  if (!ts.isVariableDeclarationList(at)) return undefined;
  if ((at.flags & ts.NodeFlags.Using) !== ts.NodeFlags.Using) return undefined;
  return {
    hazard: "disposal",
    tier: "blocks",
    at,
    reason: `line ${lineOf(at)} takes a resource that is disposed of at the end of the block`,
  };
}

function guardAt(at: ts.Node, model: SerialModel): Obstacle | undefined {
  if (!ts.isCallExpression(at)) return undefined;
  const facts = model.callOf(at)();
  const declarations = facts?.target?.declarations ?? [];
  const isPlain = declarations.length > 0 && declarations.every(saysItComesBack);
  if (!isPlain && facts?.returns.isNever === true) return control(at, "may not come back");
  if (declarations.some(isAssertion)) {
    return control(at, "asserts what the code after it relies on");
  }
  const callee = unwrap(at.expression);
  if (ts.isPropertyAccessExpression(callee) && callee.name.text === "throwIfAborted") {
    return {
      hazard: "cancellation-check",
      tier: "blocks",
      at,
      reason: `line ${lineOf(at)} checks for cancellation in between`,
    };
  }
  if (!isDroppedCall(at)) return refusal(at, facts, model);
  if (leavesByName.test(calledName(at))) return control(at, "may not come back");
  if (isGuardName(calledName(at)) || (ts.isIdentifier(callee) && callee.text === "invariant")) {
    return control(at, "is a guard by its name");
  }
  if (!refusesItself(at, model)) return undefined;
  const found = control(at, "may throw");
  return changesOwn(at, model) ? { ...found, tier: "suggests" } : found;
}

// `cart.add(item)` is there to fill what the code has made, whatever it does not take.
function changesOwn(call: ts.CallExpression, model: SerialModel): boolean {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  return model
    .summaryOf(call)
    .writes.some(
      ({ location }) =>
        location.kind === "field" &&
        location.root.from === "variable" &&
        location.root.made === true,
    );
}

// A call for nothing but its effect that can throw of its own accord is a guard. What goes over a list
// is one where the function that it runs is: not where that only makes values with what can throw.
function refusesItself(call: ts.CallExpression, model: SerialModel): boolean {
  const { at, through } = model.throwOf(call) ?? {};
  if (at === undefined) return false;
  const inner = through?.find((one) => one !== call && isInside(one, call));
  if (inner === undefined || isInside(at, call)) return true;
  return isDroppedCall(inner) || ts.isArrowFunction(inner.parent);
}

function isInside(node: ts.Node, outer: ts.Node): boolean {
  return (
    node.getSourceFile() === outer.getSourceFile() && outer.pos <= node.pos && node.end <= outer.end
  );
}

// What by its name refuses what it does not like is there to do so first, though its answer is used.
function refusal(
  call: ts.CallExpression,
  facts: CallFacts | undefined,
  model: SerialModel,
): Obstacle | undefined {
  if (ts.isAwaitExpression(call.parent) || !refusesByName.test(calledName(call))) return undefined;
  // One that is at hand shows whether it does.
  const isAtHand = facts?.target !== undefined && model.summaryOf(call).unknown === undefined;
  if (isAtHand && model.summaryOf(call).throws === undefined) return undefined;
  return { ...control(call, "is a guard by its name"), tier: "suggests" };
}

const refusesByName =
  /^(require|assert|ensure|verify|validate|authorize|authorise|authenticate|enforce|forbid|deny|throwIf)([A-Z_]|$)|OrThrow$/;

// Frameworks end a request by a call that throws, which only its type says, and that may be missing.
const leavesByName = /^(redirect|permanentRedirect|notFound|forbidden|unauthorized|exit)$/;

/** Tells whether a function is named for what it refuses: `requireUser`, `assertOwner`; not `checkIfUsed`. */
export function isGuardName(name: string): boolean {
  // Who checks whether something is so answers it, and leaves it to the caller what comes of that.
  if (/^(ensure(Query|Infinite)|(check|verify)(If|Whether)[A-Z])/.test(name)) return false;
  return /^(require|assert|ensure|check|verify|validate|authorize|authorise|authenticate|guard|enforce|forbid|deny|must)([A-Z_]|$)/.test(
    name,
  );
}

/** The validation of input that stands between two awaits: what fails it was not to be read for. */
export function validationIn(node: ts.Node): Obstacle | undefined {
  if (ts.isFunctionLike(node)) return undefined;
  if (ts.isCallExpression(node) && isSchemaParse(node)) {
    return { ...control(node, "validates what the code after it relies on"), tier: "suggests" };
  }
  return ts.forEachChild(node, validationIn);
}

// `Input.parse(...)`, `bodySchema.parse(...)`, `z.object({ ... }).parse(...)`; not `JSON.parse(...)`.
function isSchemaParse({ expression, arguments: args }: ts.CallExpression): boolean {
  const callee = unwrap(expression);
  if (!ts.isPropertyAccessExpression(callee) || args.length === 0) return false;
  if (!/^(parse|parseAsync|validateSync)$/.test(callee.name.text)) return false;
  const schema = unwrap(callee.expression);
  return ts.isCallExpression(schema)
    ? /^(z|v|s|t|yup|zod|Joi)\./.test(schema.getText())
    : /(schema|input|params|query|body|dto|validator)$/i.test(schema.getText());
}

function isDroppedCall(call: ts.Node): boolean {
  const { parent } = call;
  return (
    ts.isExpressionStatement(parent) ||
    (ts.isAwaitExpression(parent) && ts.isExpressionStatement(parent.parent))
  );
}

// What is written out needs no checker, which would have to choose among all forms of a function.
function saysItComesBack(declaration: ts.Node): boolean {
  if (!ts.isFunctionLike(declaration)) return false;
  return isAsync(declaration) || (declaration.type && ordinary.has(declaration.type.kind)) === true;
}

const ordinary: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.VoidKeyword,
]);

function isAssertion(declaration: ts.Node): boolean {
  const declared =
    ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined
      ? declaration.initializer
      : declaration;
  const type = ts.isFunctionLike(declared) ? declared.type : undefined;
  return type !== undefined && ts.isTypePredicateNode(type) && type.assertsModifier !== undefined;
}

function control(at: ts.Node, what: string): Obstacle {
  return {
    hazard: "control-dependence",
    tier: "blocks",
    at,
    reason: `line ${lineOf(at)} ${what}`,
  };
}

/** The line that a node starts on, counted from 1. */
export function lineOf(node: ts.Node): number {
  const source = node.getSourceFile();
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}
