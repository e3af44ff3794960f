import { ts } from "../../model/syntax.js";
import { askedBy } from "../held-promise.js";

/** A way out of a piece of code on which a promise was not consumed: where it leaves. */
export interface Leak {
  readonly kind: "end" | "return" | "throw" | "break" | "continue";
  /** The statement that leaves, or the block whose end is reached. */
  readonly at: ts.Node;
}

/** What the paths ask of each reference to the promise, and of nothing else. */
export interface Uses {
  /** References that consume the promise. */
  readonly consuming: ReadonlySet<ts.Node>;
  /** References that only look at it. */
  readonly looking: ReadonlySet<ts.Node>;
}

/**
 * The ways out of a list of statements that are reached without consuming a promise. Any call could
 * throw; only `throw` is taken for a way out, since what an await throws is another rule's.
 */
export function leaksOf(statements: readonly ts.Statement[], end: ts.Node, uses: Uses): Leak[] {
  const found = new Paths(uses).ofList(statements, end);
  return found;
}

class Paths {
  readonly #uses: Uses;

  constructor(uses: Uses) {
    this.#uses = uses;
  }

  ofList(statements: readonly ts.Statement[], end: ts.Node): Leak[] {
    const leaks: Leak[] = [];
    for (const statement of statements) {
      const found = this.#of(statement);
      leaks.push(...found.filter(({ kind }) => kind !== "end"));
      if (!found.some(({ kind }) => kind === "end")) return leaks;
    }
    return [...leaks, { kind: "end", at: end }];
  }

  #of(statement: ts.Statement): Leak[] {
    const end: Leak[] = [{ kind: "end", at: statement }];
    if (ts.isBlock(statement)) return this.ofList(statement.statements, statement);
    if (ts.isReturnStatement(statement) || ts.isThrowStatement(statement)) {
      if (!this.#passes(statement.expression)) return [];
      return [{ kind: ts.isReturnStatement(statement) ? "return" : "throw", at: statement }];
    }
    if (ts.isBreakOrContinueStatement(statement)) {
      // Where a label leads is not followed.
      if (statement.label !== undefined) return [];
      return [{ kind: ts.isBreakStatement(statement) ? "break" : "continue", at: statement }];
    }
    if (ts.isIfStatement(statement)) return this.#ofIf(statement);
    if (ts.isTryStatement(statement)) return this.#ofTry(statement);
    if (ts.isSwitchStatement(statement)) return this.#ofSwitch(statement);
    if (ts.isLabeledStatement(statement)) return this.#of(statement.statement);
    if (ts.isIterationStatement(statement, false)) return this.#ofLoop(statement);
    return this.#passes(statement) ? end : [];
  }

  #ofIf({ elseStatement, expression, thenStatement }: ts.IfStatement): Leak[] {
    if (!this.#passes(expression)) return [];
    const asked = askedBy(expression, this.#uses.looking);
    const then: Leak[] = asked === "absent" ? [] : this.#of(thenStatement);
    if (asked === "present") return then;
    if (elseStatement !== undefined) return [...then, ...this.#of(elseStatement)];
    return [...then, { kind: "end", at: thenStatement }];
  }

  #ofTry({ catchClause, finallyBlock, tryBlock }: ts.TryStatement): Leak[] {
    const body = this.#of(tryBlock);
    const thrown = body.some(({ kind }) => kind === "throw");
    const caught =
      catchClause === undefined
        ? body
        : [
            ...body.filter(({ kind }) => kind !== "throw"),
            ...(thrown ? this.#of(catchClause.block) : []),
          ];
    if (finallyBlock === undefined) return caught;
    const after = this.#of(finallyBlock);
    const passes = after.some(({ kind }) => kind === "end");
    return [...after.filter(({ kind }) => kind !== "end"), ...(passes ? caught : [])];
  }

  #ofSwitch(statement: ts.SwitchStatement): Leak[] {
    if (!this.#passes(statement.expression)) return [];
    const { clauses } = statement.caseBlock;
    const leaks: Leak[] = [];
    let falls = false;
    let ends = false;
    for (const clause of clauses) {
      const found = this.ofList(clause.statements, clause);
      falls = found.some(({ kind }) => kind === "end");
      ends ||= found.some(({ kind }) => kind === "break");
      leaks.push(...found.filter(({ kind }) => kind !== "end" && kind !== "break"));
    }
    // Without a default the cases are taken for all there are, unless none of them consumes it.
    const consumed = clauses.some((clause) => !this.#passes(clause));
    const skipped = !clauses.some(ts.isDefaultClause) && !consumed;
    return falls || ends || skipped ? [...leaks, { kind: "end", at: statement }] : leaks;
  }

  // A loop that may consume it is taken to run at least once.
  #ofLoop(statement: ts.IterationStatement): Leak[] {
    if (!this.#passes(statement)) return [];
    const body = this.#of(statement.statement);
    const leaves = body.filter(({ kind }) => kind === "return" || kind === "throw");
    const endless =
      (ts.isWhileStatement(statement) && statement.expression.kind === ts.SyntaxKind.TrueKeyword) ||
      (ts.isForStatement(statement) && statement.condition === undefined);
    const ends = !endless || body.some(({ kind }) => kind === "break");
    return ends ? [...leaves, { kind: "end", at: statement }] : leaves;
  }

  /** Whether evaluating something may leave the promise unconsumed. */
  #passes(node: ts.Node | undefined): boolean {
    if (node === undefined) return true;
    if (this.#uses.consuming.has(node)) return false;
    if (ts.isConditionalExpression(node)) {
      if (!this.#passes(node.condition)) return false;
      const asked = askedBy(node.condition, this.#uses.looking);
      return (
        (asked !== "absent" && this.#passes(node.whenTrue)) ||
        (asked !== "present" && this.#passes(node.whenFalse))
      );
    }
    if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      const skips =
        kind === ts.SyntaxKind.AmpersandAmpersandToken ||
        kind === ts.SyntaxKind.BarBarToken ||
        kind === ts.SyntaxKind.QuestionQuestionToken;
      // `promise && (await promise)` leaves out nothing that is there.
      if (skips) {
        const asked = askedBy(node.left, this.#uses.looking);
        if (asked === "present" && kind === ts.SyntaxKind.AmpersandAmpersandToken) {
          return this.#passes(node.right);
        }
        return this.#passes(node.left);
      }
    }
    return !(ts.forEachChild(node, (child) => !this.#passes(child)) ?? false);
  }
}
