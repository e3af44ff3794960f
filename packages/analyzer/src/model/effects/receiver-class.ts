import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import type { Answers } from "./answers.js";
import { keyOf } from "./keys.js";

/**
 * A method that a class inherits runs that class's own methods where it calls `this.fetch()`, and not those of its
 * siblings. Such a method is known once for each class that inherits it, by a key that names both.
 */
export type Receiver = ts.ClassLikeDeclaration;

const sign = "»";

/** The key of an inherited function as instances of a class run it. */
export function keyFor(key: string, receiver: Receiver): string {
  return key.includes(sign) ? key : `${key}${sign}${keyOf(receiver)}`;
}

/** The key of the function itself. */
export function plainKey(key: string): string {
  const at = key.indexOf(sign);
  return at < 0 ? key : key.slice(0, at);
}

/** The key of the class whose instances run it, where the key names one. */
export function receiverKeyOf(key: string): string | undefined {
  const at = key.indexOf(sign);
  return at < 0 ? undefined : key.slice(at + sign.length);
}

/** What instances of a class run of a method that it inherits, and of those that override it. */
export interface Dispatch {
  /** What the class itself has or inherits. */
  readonly own: ts.Node | undefined;
  /** What classes below it have in its place. */
  readonly below: readonly ts.Node[];
}

/** Picks, of a method and all that overrides it, what instances of a class can run; `undefined` where the class has no part in it. */
export function dispatchOf(
  receiver: Receiver,
  candidates: readonly ts.Node[],
  answers: Answers,
): Dispatch | undefined {
  const lineage = lineageOf(receiver, answers);
  let own: ts.Node | undefined;
  let nearest = lineage.length;
  const below: ts.Node[] = [];
  for (const one of candidates) {
    const { parent } = one;
    if (!ts.isClassLike(parent)) return undefined;
    const index = lineage.indexOf(parent);
    if (index >= 0) {
      if (index < nearest) {
        nearest = index;
        own = one;
      }
    } else if (lineageOf(parent, answers).includes(receiver)) below.push(one);
  }
  return own === undefined ? undefined : { own, below };
}

// A class and those that it extends, the nearest first.
function lineageOf(declared: Receiver, answers: Answers): readonly ts.Node[] {
  const found: ts.Node[] = [];
  let at: Receiver | undefined = declared;
  while (at !== undefined && !found.includes(at)) {
    found.push(at);
    at = baseOf(at, answers);
  }
  return found;
}

function baseOf({ heritageClauses }: Receiver, answers: Answers): Receiver | undefined {
  const clause = heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const base = clause?.types[0]?.expression;
  return base === undefined ? undefined : classNamed(base, answers);
}

function classNamed(name: ts.Node, answers: Answers): Receiver | undefined {
  const declaration = answers.symbol(name)?.declarations.find((one) => ts.isClassLike(one));
  return declaration === undefined ||
    !ts.isClassLike(declaration) ||
    declaration.getSourceFile().isDeclarationFile
    ? undefined
    : declaration;
}

/** The class that an object is declared to be of, as far as that stands in place. */
export function classOf(object: ts.Expression, answers: Answers): Receiver | undefined {
  const at = unwrap(object);
  if (at.kind === ts.SyntaxKind.ThisKeyword) return classAround(at);
  if (ts.isNewExpression(at) || ts.isCallExpression(at)) return classMade(at, answers);
  const name = ts.isPropertyAccessExpression(at) ? at.name : at;
  if (!ts.isIdentifier(name)) return undefined;
  const [declaration, ...others] = answers.symbol(name)?.declarations ?? [];
  if (declaration === undefined || others.length > 0) return undefined;
  if (
    !ts.isParameter(declaration) &&
    !ts.isPropertyDeclaration(declaration) &&
    !ts.isVariableDeclaration(declaration)
  ) {
    return undefined;
  }
  const { type, initializer } = declaration;
  if (type !== undefined) {
    return ts.isTypeReferenceNode(type) ? classNamed(type.typeName, answers) : undefined;
  }
  return initializer === undefined ? undefined : classMade(unwrap(initializer), answers);
}

function classMade(made: ts.Expression, answers: Answers): Receiver | undefined {
  if (ts.isNewExpression(made)) return classNamed(made.expression, answers);
  if (ts.isAwaitExpression(made)) return classMade(unwrap(made.expression), answers);
  return ts.isCallExpression(made) ? classHandedOut(made, answers) : undefined;
}

// `container.resolve(Users)`, `moduleRef.get(Users)`: what a container makes of a class is one of its instances.
function classHandedOut(call: ts.CallExpression, answers: Answers): Receiver | undefined {
  const callee = unwrap(call.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const [token] = call.arguments;
  if (token === undefined || !ts.isIdentifier(token) || !ts.isIdentifier(name)) return undefined;
  return /^(get|resolve|inject|resolveSync)$/.test(name.text)
    ? classNamed(token, answers)
    : undefined;
}

/** The class whose instance `this` is at a place. */
function classAround(node: ts.Node): Receiver | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isClassLike(at)) return at;
    const isOther = ts.isFunctionDeclaration(at) || ts.isFunctionExpression(at);
    if (isOther || ts.isObjectLiteralExpression(at)) return undefined;
  }
  return undefined;
}

/**
 * Tells whether classes below a class, or below one that it extends, have methods in a way of their own, so that what it
 * calls by `this` depends on whose it is. What its methods call is not looked at: an edit inside of one of them is no reason
 * to read anew who calls it.
 */
export function isOverriddenBelow(declared: ts.Node, answers: Answers): boolean {
  return (
    ts.isClassLike(declared) &&
    lineageOf(declared, answers).some(
      (one) =>
        ts.isClassLike(one) &&
        one.members.some(
          (member) => ts.isMethodDeclaration(member) && answers.overriders(member).length > 0,
        ),
    )
  );
}
