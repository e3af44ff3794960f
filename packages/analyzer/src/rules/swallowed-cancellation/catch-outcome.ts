import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";

/** What becomes of a cancellation that a catch does not throw on. */
export interface CatchOutcome {
  /** Another error is thrown in its place. */
  readonly replaced: boolean;
  /** The catch asks whether it is one, and so ends it knowingly. */
  readonly named: boolean;
  /** The error is given to something else, which may see to it. */
  readonly handedOn: boolean;
}

/**
 * Follows a catch clause as it runs when what it catches is a cancellation. Where a condition decides
 * about which nothing is known and one way throws it on, so does the clause.
 */
export function outcomeOf(
  clause: ts.CatchClause,
  isCancelledError: (name: ts.Expression) => boolean,
): CatchOutcome | "thrown on" {
  const declared = clause.variableDeclaration?.name;
  const error = declared !== undefined && ts.isIdentifier(declared) ? declared.text : undefined;
  const path = new Path(error, isCancelledError);
  const ways = path.through(clause.block.statements);
  if (ways.has("throws")) return "thrown on";
  return { replaced: ways.has("replaces"), named: path.named, handedOn: path.handedOn };
}

type Way = "throws" | "replaces" | "leaves" | "goes on";

class Path {
  named = false;
  handedOn = false;
  readonly #error: string | undefined;
  readonly #isCancelledError: (name: ts.Expression) => boolean;

  constructor(error: string | undefined, isCancelledError: (name: ts.Expression) => boolean) {
    this.#error = error;
    this.#isCancelledError = isCancelledError;
  }

  through(statements: readonly ts.Statement[]): Set<Way> {
    const ways = new Set<Way>();
    for (const statement of statements) {
      const next = this.#of(statement);
      for (const way of next) if (way !== "goes on") ways.add(way);
      if (!next.has("goes on")) return ways;
    }
    return ways.add("goes on");
  }

  #of(statement: ts.Statement): Set<Way> {
    if (ts.isBlock(statement)) return this.through(statement.statements);
    if (ts.isThrowStatement(statement)) {
      return new Set([this.#isError(statement.expression) ? "throws" : "replaces"]);
    }
    if (ts.isReturnStatement(statement)) {
      return new Set([this.#rejects(statement.expression) ? "throws" : "leaves"]);
    }
    if (ts.isBreakOrContinueStatement(statement)) return new Set(["leaves"]);
    if (ts.isIfStatement(statement)) return this.#ofIf(statement);
    if (ts.isExpressionStatement(statement)) this.#notice(statement.expression);
    // `process.exit` and an `uncancel` end the matter; what else throws it on somewhere inside may.
    return new Set([this.#settles(statement) ? "throws" : "goes on"]);
  }

  #ofIf({ elseStatement, expression, thenStatement }: ts.IfStatement): Set<Way> {
    const truth = this.#truth(expression);
    const whenTrue = (): Set<Way> => this.#of(thenStatement);
    const whenFalse = (): Set<Way> =>
      elseStatement === undefined ? new Set(["goes on"]) : this.#of(elseStatement);
    if (truth === undefined) return new Set([...whenTrue(), ...whenFalse()]);
    return truth ? whenTrue() : whenFalse();
  }

  // What a condition says of a cancellation; `undefined` where that is not known.
  #truth(expression: ts.Expression): boolean | undefined {
    const inner = unwrap(expression);
    if (this.#isError(inner)) return true;
    if (ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken) {
      const truth = this.#truth(inner.operand);
      return truth === undefined ? undefined : !truth;
    }
    if (!ts.isBinaryExpression(inner)) return undefined;
    const { left, operatorToken, right } = inner;
    switch (operatorToken.kind) {
      case ts.SyntaxKind.InstanceOfKeyword:
        return this.#isError(left) ? this.#isOne(right) : undefined;
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return this.#both(left, right, false);
      case ts.SyntaxKind.BarBarToken:
        return this.#both(left, right, true);
      case ts.SyntaxKind.EqualsEqualsToken:
      case ts.SyntaxKind.EqualsEqualsEqualsToken:
        return this.#isNamed(left, right);
      case ts.SyntaxKind.ExclamationEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsEqualsToken: {
        const named = this.#isNamed(left, right);
        return named === undefined ? undefined : !named;
      }
      default:
        return undefined;
    }
  }

  // Of `a && b` a false side decides, of `a || b` a true one.
  #both(left: ts.Expression, right: ts.Expression, deciding: boolean): boolean | undefined {
    const first = this.#truth(left);
    if (first === deciding) return deciding;
    const second = this.#truth(right);
    if (second === deciding) return deciding;
    return first === undefined || second === undefined ? undefined : !deciding;
  }

  #isOne(name: ts.Expression): boolean {
    const one = this.#isCancelledError(name);
    if (one && name.getText() !== "Error") this.named = true;
    return one;
  }

  // `error.name === "CancelledError"`
  #isNamed(left: ts.Expression, right: ts.Expression): boolean | undefined {
    const member = unwrap(left);
    if (!ts.isPropertyAccessExpression(member) || !this.#isError(member.expression)) {
      return undefined;
    }
    if (member.name.text !== "name" || !ts.isStringLiteralLike(right)) return undefined;
    const named = right.text === "CancelledError";
    if (named) this.named = true;
    return named;
  }

  #isError(expression: ts.Expression): boolean {
    const inner = unwrap(expression);
    return this.#error !== undefined && ts.isIdentifier(inner) && inner.text === this.#error;
  }

  #rejects(expression: ts.Expression | undefined): boolean {
    if (expression === undefined) return false;
    const inner = unwrap(ts.isAwaitExpression(expression) ? expression.expression : expression);
    return (
      ts.isCallExpression(inner) &&
      inner.expression.getText() === "Promise.reject" &&
      inner.arguments.some((one) => this.#isError(one))
    );
  }

  #notice(expression: ts.Expression): void {
    const inner = unwrap(ts.isAwaitExpression(expression) ? expression.expression : expression);
    if (!ts.isCallExpression(inner) || writesLog.test(inner.expression.getText())) return;
    if (inner.arguments.some((one) => this.#isError(one))) this.handedOn = true;
  }

  #settles(node: ts.Node): boolean {
    if (ts.isFunctionLike(node)) return false;
    if (ts.isThrowStatement(node)) return this.#isError(node.expression);
    if (ts.isCallExpression(node)) {
      const callee = node.expression;
      if (callee.getText() === "process.exit") return true;
      if (ts.isPropertyAccessExpression(callee) && callee.name.text === "uncancel") return true;
    }
    return ts.forEachChild(node, (child) => this.#settles(child) || undefined) ?? false;
  }
}

const writesLog = /^(console|process\.std(out|err)|(this\.)?#?(log|logger|logging))\b/;
