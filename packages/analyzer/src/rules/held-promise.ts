import { runnerOf } from "../model/runner-of.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import { referencesIn, useOf } from "../model/variable-uses.js";
import type { RuleContext } from "./rule.js";

/** How a variable that holds a promise is used. */
export interface FoundUses {
  readonly all: readonly ts.Node[];
  readonly consuming: ReadonlySet<ts.Node>;
  readonly looking: ReadonlySet<ts.Node>;
  /** Whether something else may be put in its place. */
  readonly stored: boolean;
}

/** How a variable is used in a scope; `undefined` where a function takes it along, or it is exported. */
export function usesOf(
  name: ts.Identifier,
  scope: ts.Node,
  context: RuleContext,
): FoundUses | undefined {
  if (ts.isSourceFile(scope)) context.looksAround();
  const identity = context.symbolOf(name)()?.identity;
  const owner = runnerOf(name);
  const all: ts.Node[] = [];
  const consuming = new Set<ts.Node>();
  const looking = new Set<ts.Node>();
  let stored = false;
  for (const reference of referencesIn(scope, name.text)) {
    if (context.symbolOf(reference)()?.identity !== identity) continue;
    if (ts.isExportSpecifier(reference.parent) || ts.isExportAssignment(reference.parent)) {
      return undefined;
    }
    const use = useOf(reference);
    if (use === "stores") {
      stored = true;
      continue;
    }
    if (use === "consumes" && runnerOf(reference) !== owner) return undefined;
    all.push(reference);
    (use === "consumes" ? consuming : looking).add(reference);
  }
  return { all, consuming, looking, stored };
}

/** A block, or what else has a list of statements. */
export type Listed = ts.Node & { readonly statements: ts.NodeArray<ts.Statement> };

/** Tells whether a node has a list of statements. */
export function hasStatements(node: ts.Node): node is Listed {
  return ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node);
}

/**
 * Whether a condition holds only where a promise is there, or only where it is not: it looks at the
 * promise itself, by one of the references in `looking`.
 */
export function askedBy(
  condition: ts.Expression,
  looking: ReadonlySet<ts.Node>,
): "present" | "absent" | undefined {
  const inner = unwrap(condition);
  if (looking.has(inner)) return "present";
  if (ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken) {
    const asked = askedBy(inner.operand, looking);
    return asked === "present" ? "absent" : asked === "absent" ? "present" : undefined;
  }
  if (!ts.isBinaryExpression(inner)) return undefined;
  if (!looking.has(unwrap(inner.left)) || !isNullish(inner.right)) return undefined;
  switch (inner.operatorToken.kind) {
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsToken:
      return "present";
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsToken:
      return "absent";
    default:
      return undefined;
  }
}

function isNullish(expression: ts.Expression): boolean {
  const inner = unwrap(expression);
  return (
    inner.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(inner) && inner.text === "undefined")
  );
}
