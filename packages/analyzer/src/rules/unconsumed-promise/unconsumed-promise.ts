import { runnerOf } from "../../model/runner-of.js";
import { ts } from "../../model/syntax.js";
import { isLosable, makesAnew } from "../fresh-promise.js";
import { hasStatements, usesOf } from "../held-promise.js";
import type { Rule, RuleContext } from "../rule.js";
import { visitField } from "./fields.js";
import { visitMaybe } from "./maybe.js";
import { leaksOf } from "./paths.js";
import { pathTo, relatedTo, report, reportStored } from "./report.js";

/** A promise that is stored, and that on some path nobody awaits, returns, hands on or handles. */
export const unconsumedPromise: Rule = {
  meta: {
    id: "unconsumed-promise",
    summary: "A promise is stored, and on some path nobody awaits it, hands it on or handles it",
    severity: "error",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: [],
  },
  defaults: {},
  kinds: [
    ts.SyntaxKind.BinaryExpression,
    ts.SyntaxKind.Parameter,
    ts.SyntaxKind.PropertyDeclaration,
    ts.SyntaxKind.VariableDeclaration,
  ],
  visit(node, context) {
    if (ts.isVariableDeclaration(node)) visitVariable(node, context);
    else if (ts.isParameter(node)) visitParameter(node, context);
    else if (ts.isBinaryExpression(node)) visitAssignment(node, context);
    if (ts.isPropertyDeclaration(node) || ts.isBinaryExpression(node)) visitField(node, context);
  },
};

function visitVariable(node: ts.VariableDeclaration, context: RuleContext): void {
  const { initializer, name, parent: list } = node;
  if (!ts.isIdentifier(name) || initializer === undefined || !makesAnew(initializer)) return;
  if (!ts.isVariableDeclarationList(list)) return;
  const statement = list.parent;
  if (!ts.isVariableStatement(statement) || isSeenElsewhere(statement)) return;
  if ((list.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using) return;
  const block = statement.parent;
  if (!hasStatements(block)) return;
  const scoped = (list.flags & ts.NodeFlags.BlockScoped) !== 0;
  visitMaybe(node, initializer, context);
  const type = context.typeOf(initializer);
  context.decide(() => {
    if (!isLosable(type())) return;
    const uses = usesOf(name, scoped ? block : runnerOf(block), context);
    if (uses === undefined) return;
    if (uses.consuming.size === 0) {
      report(node, initializer, uses.all.length === 0 ? "unused" : "looked at", [], context);
      return;
    }
    // Where it may be missing, or is stored again, what it depends on is not followed.
    const followed = scoped && !uses.stored && !type().parts.some((part) => part.isNullish);
    if (!followed) return;
    const rest = block.statements.slice(block.statements.indexOf(statement) + 1);
    if (list.declarations.at(-1) !== node) return;
    const leaks = leaksOf(rest, block, uses);
    if (leaks.length > 0) report(node, initializer, "some paths", leaks, context);
  });
}

// `promise = f()` into a variable that nothing reads.
function visitAssignment(node: ts.BinaryExpression, context: RuleContext): void {
  const { left, operatorToken, parent, right } = node;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isExpressionStatement(parent)) return;
  if (!ts.isIdentifier(left) || !makesAnew(right)) return;
  const type = context.typeOf(right);
  context.decide(() => {
    if (!isLosable(type())) return;
    const [declaration, ...others] = context.symbolOf(left)()?.declarations ?? [];
    if (declaration === undefined || others.length > 0) return;
    if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return;
    const statement = declaration.parent.parent;
    if (!ts.isVariableStatement(statement) || isSeenElsewhere(statement)) return;
    if (declaration.getSourceFile() !== context.file) return;
    const uses = usesOf(declaration.name, runnerOf(statement), context);
    if (uses === undefined || uses.consuming.size > 0) return;
    reportStored(right, left.text, uses.all.length > 0, context);
  });
}

// Who called keeps the promise: only a function that takes care of it on some paths is doubtful.
function visitParameter(node: ts.ParameterDeclaration, context: RuleContext): void {
  const { name, parent: owner, type: annotation } = node;
  if (!ts.isIdentifier(name) || annotation === undefined || node.questionToken !== undefined)
    return;
  if (!/Promise/.test(annotation.getText()) || !("body" in owner)) return;
  const { body } = owner as ts.FunctionLikeDeclaration;
  if (body === undefined || !ts.isBlock(body)) return;
  const type = context.typeOf(name);
  context.decide(() => {
    if (!isLosable(type()) || type().parts.some((part) => part.isNullish)) return;
    const uses = usesOf(name, body, context);
    if (uses === undefined || uses.consuming.size === 0 || uses.stored) return;
    const [leak] = leaksOf(body.statements, body, uses);
    if (leak === undefined) return;
    context.report({
      at: name,
      message: `\`${name.text}\` is a promise that is taken care of on some paths, and on ${pathTo(leak)} nobody awaits, returns or handles it. Await it there too, or handle its rejection`,
      confidence: "low",
      related: relatedTo(leak),
    });
  });
}

// What a file exports, or declares for all, others may see.
function isSeenElsewhere(statement: ts.VariableStatement): boolean {
  if (statement.modifiers !== undefined) return true;
  const { parent } = statement;
  return ts.isModuleBlock(parent) || (ts.isSourceFile(parent) && !ts.isExternalModule(parent));
}
