import type { Summary } from "../model/effects/summary.js";
import { ownerOf } from "../model/member-owner.js";
import { functionMemberAround } from "../model/members-used.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import type { Step } from "./await-graph.js";
import { lineOf } from "./control.js";
import type { Obstacle } from "./hazard.js";
import type { SerialModel } from "./serial-model.js";

/** Something that holds a pool or, where somebody makes it so, a transaction. */
export interface MaybeTransaction {
  /** How the code speaks of it: `this.db`. */
  readonly name: string;
  /** Where an object that holds it is made with a transaction. */
  readonly madeAt: ts.Node;
  /**
   * The code is known to run on such an object, or is handed one by who knows; else the object has gone where nobody can
   * tell which of its methods run.
   */
  readonly isReached: boolean;
}

/**
 * What some code names that is a transaction wherever somebody has made it so: a field of a class whose objects are
 * made with one (`new Users(tx)`), its methods, what is made with that field, and what is handed in by a type of which somebody makes an object so. Whoever makes it with a pool could
 * gather; the code does not tell.
 */
export function maybeTransactionIn(
  node: ts.Node,
  model: SerialModel,
): MaybeTransaction | undefined {
  let found: MaybeTransaction | undefined;
  const visit = (at: ts.Node): void => {
    if (found !== undefined || ts.isTypeNode(at)) return;
    found = ofExpression(at, model);
    if (found === undefined) ts.forEachChild(at, visit);
  };
  visit(node);
  return found;
}

function ofExpression(at: ts.Node, model: SerialModel, depth = 0): MaybeTransaction | undefined {
  if (
    ts.isPropertyAccessExpression(at) &&
    unwrap(at.expression).kind === ts.SyntaxKind.ThisKeyword
  ) {
    return ofMember(at, model);
  }
  if (!ts.isIdentifier(at) || depth > 2 || !isReceiverOrArgument(at)) return undefined;
  for (const declared of model.symbolOf(at)()?.declarations ?? []) {
    if (declared.getSourceFile() !== at.getSourceFile()) continue;
    if (ts.isParameter(declared)) {
      const found = ofParameter(at, declared, model);
      if (found !== undefined) return found;
    }
    if (ts.isParameter(declared) || ts.isBindingElement(declared)) {
      const found = ofReceiver(at, model);
      if (found !== undefined) return found;
    }
    if (!ts.isVariableDeclaration(declared) || declared.initializer === undefined) continue;
    const made = unwrap(declared.initializer);
    const parts = ts.isNewExpression(made) ? (made.arguments ?? []) : [made];
    for (const part of parts) {
      const found = ofExpression(unwrap(part), model, depth + 1);
      if (found !== undefined) return { ...found, name: at.text };
    }
  }
  return undefined;
}

function isReceiverOrArgument({ parent }: ts.Identifier): boolean {
  return !ts.isPropertyAssignment(parent) && !ts.isBindingElement(parent);
}

function ofMember(
  at: ts.PropertyAccessExpression,
  model: SerialModel,
): MaybeTransaction | undefined {
  const name = at.getText();
  for (const declared of model.symbolOf(at.name)()?.declarations ?? []) {
    const owner = ts.findAncestor(at, ts.isClassLike);
    const isOfClass = owner !== undefined && owner === ts.findAncestor(declared, ts.isClassLike);
    const member = isOfClass ? functionMemberAround(at, owner) : undefined;
    const isReached = member !== undefined && model.transactionsIn(member).length > 0;
    // A method that nobody calls on an object which is made so, nor on one that has gone somewhere else.
    if (member !== undefined && !isReached && model.transactionsIn(owner as ts.Node).length === 0) {
      continue;
    }
    const isMethod = ts.isMethodDeclaration(declared) || ts.isGetAccessor(declared);
    const [madeAt] = model.transactionsIn(
      isMethod ? (isReached ? member : declared.parent) : declared,
    );
    if (madeAt === undefined) continue;
    return { name, madeAt, isReached };
  }
  return undefined;
}

// Whoever hands in an object of such a class may have made it with a transaction.
function ofParameter(
  at: ts.Identifier,
  { type }: ts.ParameterDeclaration,
  model: SerialModel,
): MaybeTransaction | undefined {
  if (type === undefined || !ts.isTypeReferenceNode(type)) return undefined;
  const named = type.typeName;
  const name = ts.isIdentifier(named) ? named : named.right;
  for (const declared of model.symbolOf(name)()?.declarations ?? []) {
    if (!ts.isClassLike(declared)) continue;
    const [madeAt] = model.transactionsIn(declared);
    if (madeAt !== undefined) return { name: at.text, madeAt, isReached: true };
  }
  return undefined;
}

// A type that says what is asked, and not of whom: `users.find(id)`, whoever has made `users`.
function ofReceiver(at: ts.Identifier, model: SerialModel): MaybeTransaction | undefined {
  const { parent } = at;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== at) return undefined;
  for (const declared of model.symbolOf(parent.name)()?.declarations ?? []) {
    const owner = ownerOf(declared);
    if (owner === undefined || ts.isClassLike(owner)) continue;
    const [madeAt] = model.transactionsIn(owner);
    if (madeAt !== undefined) return { name: at.text, madeAt, isReached: true };
  }
  return undefined;
}

/** Tells whether running something asks a database, as far as it is known. */
export function asksDatabase({ reads, writes }: Summary): boolean {
  return [...reads, ...writes].some(
    ({ location }) => location.kind === "resource" && location.resource === "db",
  );
}

/**
 * What an await is taken for that queries through what nobody knows to be a transaction here: a pool, as whoever gathers
 * on a transaction waits as before, or is told so by its client.
 */
export function takenForPool({ point, summary, code }: AskingStep): readonly Obstacle[] {
  const maybe = point?.maybeTransaction;
  if (maybe === undefined || maybe.isReached || !asksDatabase(summary)) return [];
  const reason = `\`${point?.title}\` on line ${lineOf(code)} is taken to query a pool: ${describeMaybe(maybe)}`;
  return [{ hazard: "one-connection", tier: "suggests", at: maybe.madeAt, reason }];
}

type AskingStep = Pick<Step, "code" | "point" | "summary">;

/** Says where something is made with a transaction, and with which construction. */
export function describeMaybe({ name, madeAt }: MaybeTransaction): string {
  const file = madeAt.getSourceFile().fileName.split("/").at(-1);
  const made =
    ts.isNewExpression(madeAt) || ts.isCallExpression(madeAt) ? madeAt.expression : madeAt;
  return `\`${name}\` may be on one transaction: line ${lineOf(madeAt)} of ${file} makes \`${made.getText()}\` with one`;
}
