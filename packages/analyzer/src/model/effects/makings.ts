import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import { isAssignment, isConstant } from "./access-syntax.js";
import type { Answers } from "./answers.js";
import type { ParameterRef } from "./facts.js";
import { referenceTo } from "./resolve.js";
import { constructorOf } from "./value-flow.js";

/** A call that made a function, or the object that has it as a method, of functions it was handed. */
export interface MakingCall {
  readonly call: ts.CallExpression | ts.NewExpression;
  /** The function or constructor whose parameters the made function sees. */
  readonly maker: ts.Node;
  /** The function, or the class, that what it made stands in. */
  readonly around: ts.Node;
}

/**
 * The call that made what is called here: `cached("user", load)` of `const getUser = cached("user", load)`, or
 * `createUsers({ load })` where a method of `users` is called. What that call was handed is what the parameters
 * are, in whatever it has made.
 */
export function makingOf(callee: ts.Expression, answers: Answers): MakingCall | undefined {
  const at = unwrap(callee);
  const owner = ts.isPropertyAccessExpression(at) ? unwrap(at.expression) : undefined;
  const call = madeAs(at, answers) ?? (owner && madeAs(owner, answers));
  if (call === undefined || call.arguments?.some(ts.isSpreadElement) === true) return undefined;
  return makerOf(call, answers);
}

/** The call that made a function which is handed on: `run(cached("user", load))`, `run(getUser)`. */
export function madeValue(value: ts.Expression, answers: Answers): MakingCall | undefined {
  const at = unwrap(value);
  const call = ts.isCallExpression(at) ? at : madeAt(at, answers);
  if (call === undefined || !ts.isCallExpression(call)) return undefined;
  return call.arguments.some(ts.isSpreadElement) ? undefined : makerOf(call, answers);
}

/** The function that a function of the project makes and answers, where it is one and stands in it. */
export function functionMadeBy(maker: ts.Node): ts.Node | undefined {
  const { body } = maker as ts.FunctionLikeDeclaration;
  if (body === undefined) return undefined;
  if (!ts.isBlock(body)) return asFunction(unwrap(body as ts.Expression));
  const last = body.statements.at(-1);
  if (last === undefined || !ts.isReturnStatement(last) || last.expression === undefined)
    return undefined;
  const answer = unwrap(last.expression);
  if (!ts.isIdentifier(answer)) return asFunction(answer);
  for (const statement of body.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === answer.text)
      return statement;
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer !== undefined && name.getText() === answer.text)
        return asFunction(unwrap(initializer));
    }
  }
  return undefined;
}

function asFunction(value: ts.Expression): ts.Node | undefined {
  return ts.isArrowFunction(value) || ts.isFunctionExpression(value) ? value : undefined;
}

function makerOf(
  call: ts.CallExpression | ts.NewExpression,
  answers: Answers,
): MakingCall | undefined {
  const facts = answers.call(call);
  if (ts.isNewExpression(call)) {
    const declared = facts?.target?.declarations.find((one) => ts.isClassLike(one));
    return declared === undefined ||
      !ts.isClassLike(declared) ||
      declared.getSourceFile().isDeclarationFile
      ? undefined
      : { call, maker: constructorOf(declared), around: declared };
  }
  const body = facts?.body;
  return body === undefined || body.getSourceFile().isDeclarationFile
    ? undefined
    : { call, maker: body, around: body };
}

function madeAs(value: ts.Expression, answers: Answers): MakingCall["call"] | undefined {
  return isMaking(value) ? value : madeAt(value, answers);
}

function isMaking(node: ts.Expression): node is ts.CallExpression | ts.NewExpression {
  return ts.isCallExpression(node) || ts.isNewExpression(node);
}

function madeAt(
  made: ts.Expression,
  answers: Answers,
): ts.CallExpression | ts.NewExpression | undefined {
  const name = ts.isPropertyAccessExpression(made) ? made.name : made;
  if (!ts.isIdentifier(name)) return undefined;
  const [declaration, ...others] = answers.symbol(name)?.declarations ?? [];
  if (declaration === undefined || others.length > 0) return undefined;
  let held: ts.Node = declaration;
  while (ts.isBindingElement(held)) held = held.parent.parent;
  const isHeld = ts.isPropertyDeclaration(held)
    ? settingsOf(held.name.getText(), held).length === 0
    : ts.isVariableDeclaration(held) && isConstant(declaration);
  if (!isHeld) return undefined;
  const { initializer } = held as ts.PropertyDeclaration | ts.VariableDeclaration;
  if (initializer === undefined) return undefined;
  let value = unwrap(initializer);
  if (ts.isAwaitExpression(value)) value = unwrap(value.expression);
  return isMaking(value) ? value : undefined;
}

/**
 * The parameter of its class's constructor that a field holds: `this.load` where the constructor has
 * `private readonly load: () => Promise<User>`, or says `this.load = load`.
 */
export function parameterInField(
  field: ts.PropertyAccessExpression,
  answers: Answers,
): ParameterRef | undefined {
  if (field.expression.kind !== ts.SyntaxKind.ThisKeyword) {
    const { expression } = field;
    const whole = ts.isPropertyAccessExpression(expression)
      ? parameterInField(expression, answers)
      : undefined;
    if (whole === undefined || whole.member !== undefined) return undefined;
    if (settingsOf(field.name.text, field).length > 0) return undefined;
    return { ...whole, member: field.name.text, name: field.getText() };
  }
  const [declaration, ...others] = answers.symbol(field.name)?.declarations ?? [];
  if (declaration === undefined || others.length > 0) return undefined;
  if (ts.isParameter(declaration)) {
    return isKept(declaration) && settingsOf(field.name.text, field).length === 0
      ? referenceTo(declaration, field.getText())
      : undefined;
  }
  if (!ts.isPropertyDeclaration(declaration) || declaration.initializer !== undefined)
    return undefined;
  if (!isKept(declaration)) return undefined;
  const [set, ...more] = settingsOf(field.name.text, field);
  const made = set?.parent.parent?.parent;
  if (set === undefined || more.length > 0 || made === undefined) return undefined;
  if (!ts.isExpressionStatement(set.parent) || !ts.isConstructorDeclaration(made)) return undefined;
  const value = unwrap(set.right);
  const [parameter] = ts.isIdentifier(value) ? (answers.symbol(value)?.declarations ?? []) : [];
  return parameter !== undefined && ts.isParameter(parameter) && parameter.parent === made
    ? referenceTo(parameter, field.getText())
    : undefined;
}

// What the constructor is handed stays there: nothing else sets the field, or may.
function isKept(declaration: Field): boolean {
  const has = (kind: ts.SyntaxKind): boolean =>
    declaration.modifiers?.some((one) => one.kind === kind) ?? false;
  return (
    has(ts.SyntaxKind.ReadonlyKeyword) ||
    has(ts.SyntaxKind.PrivateKeyword) ||
    ts.isPrivateIdentifier(declaration.name)
  );
}

type Field = ts.PropertyDeclaration | ts.ParameterDeclaration;

// The assignments to a field of that name in the class around a node, its constructor included.
function settingsOf(name: string, node: ts.Node): readonly ts.BinaryExpression[] {
  const around = ts.findAncestor(node, ts.isClassLike);
  const found: ts.BinaryExpression[] = [];
  const visit = (at: ts.Node): void => {
    if (
      ts.isBinaryExpression(at) &&
      isAssignment(at.operatorToken.kind) &&
      ts.isPropertyAccessExpression(at.left) &&
      at.left.name.text === name
    ) {
      found.push(at);
    }
    ts.forEachChild(at, visit);
  };
  if (around !== undefined) visit(around);
  return found;
}
