import type { Fix, TextEdit } from "../../finding.js";
import type { Gather, Mapped } from "../../model/gathers.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { indentAt } from "../../serial/fix/gather-call.js";
import { spanOf } from "../rule.js";

/** A fix, or why there is none. */
export interface SerialFix {
  readonly fix?: Fix;
  readonly refused?: string;
}

/** Awaits the members of a gather one after another, in the order in which they are written. */
export function serialFix(gather: Gather, file: ts.SourceFile): SerialFix {
  const { call, kind } = gather;
  const awaited = call.parent;
  if (!ts.isAwaitExpression(awaited)) return { refused: "The gather itself is not awaited here" };
  if (kind === "allSettled") {
    return { refused: "What `Promise.allSettled` says of each member has no serial form" };
  }
  if (gather.mapped !== undefined && !isInside(gather.mapped.call, call)) {
    return { refused: "The list is made before: write the loop by hand" };
  }
  const edit =
    gather.mapped === undefined
      ? listEdit(gather, awaited, file)
      : loopEdit(gather.mapped, awaited, file);
  if (typeof edit === "string") return { refused: edit };
  return {
    fix: {
      title: "Await one after another: what follows a failure is then not started",
      safety: "suggested",
      edits: [edit],
    },
  };
}

function isInside(node: ts.Node, outer: ts.Node): boolean {
  return outer.pos <= node.pos && node.end <= outer.end;
}

function listEdit(
  { call, members }: Gather,
  awaited: ts.AwaitExpression,
  file: ts.SourceFile,
): TextEdit | string {
  const list = call.arguments[0];
  const elements =
    list !== undefined && ts.isArrayLiteralExpression(unwrap(list))
      ? (unwrap(list) as ts.ArrayLiteralExpression).elements
      : call.arguments;
  if (elements.length !== members.length) return "Some of the members are spread";
  if (/\/[/*]/.test(withoutMembers(call, members, file))) return "A comment would be lost";
  const steps = members.map((member) => awaitText(member));
  if (steps.includes(undefined)) return "A member is a function of several statements";
  const { parent } = awaited;
  const indent = indentAt(file.text, awaited.getStart());
  if (ts.isExpressionStatement(parent)) {
    return { ...spanOf(parent), text: steps.map((step) => `${step};`).join(`\n${indent}`) };
  }
  const declarations = declarationsFor(awaited, steps as string[], indent);
  return declarations ?? { ...spanOf(awaited), text: `[${steps.join(", ")}]` };
}

// `const [a, b] = await Promise.all([f(), g()])` becomes a declaration for each.
function declarationsFor(
  awaited: ts.AwaitExpression,
  steps: readonly string[],
  indent: string,
): TextEdit | undefined {
  const declaration = awaited.parent;
  if (!ts.isVariableDeclaration(declaration) || declaration.type !== undefined) return undefined;
  const { name, parent: list } = declaration;
  const statement = list.parent;
  if (!ts.isVariableDeclarationList(list) || list.declarations.length > 1) return undefined;
  if (!ts.isVariableStatement(statement) || !ts.isArrayBindingPattern(name)) return undefined;
  if (name.elements.length > steps.length) return undefined;
  const bound: (string | undefined)[] = steps.map(() => undefined);
  for (const [index, element] of name.elements.entries()) {
    if (ts.isOmittedExpression(element)) continue;
    if (element.dotDotDotToken !== undefined || element.initializer !== undefined) return undefined;
    bound[index] = element.name.getText();
  }
  const keyword = list.getText().split(/\s/)[0];
  const modifiers = statement.modifiers?.map((one) => `${one.getText()} `).join("") ?? "";
  const lines = steps.map((step, index) => {
    const target = bound[index];
    return target === undefined ? `${step};` : `${modifiers}${keyword} ${target} = ${step};`;
  });
  return { ...spanOf(statement), text: lines.join(`\n${indent}`) };
}

function loopEdit(
  { items, body }: Mapped,
  awaited: ts.AwaitExpression,
  file: ts.SourceFile,
): TextEdit | string {
  const statement = awaited.parent;
  if (!ts.isExpressionStatement(statement)) return "The results are used: write the loop by hand";
  if (body === undefined) return "The function stands elsewhere";
  const [item, ...others] = body.parameters;
  if (item === undefined || others.length > 0 || item.initializer !== undefined) {
    return "The function takes more than the item";
  }
  if (item.dotDotDotToken !== undefined) return "The function takes more than the item";
  const head = `for (const ${item.name.getText()} of ${items.getText()})`;
  const indent = indentAt(file.text, statement.getStart());
  if (!ts.isBlock(body.body)) {
    const inner = unwrap(body.body);
    const step = ts.isAwaitExpression(inner) ? inner.getText() : awaitOperand(body.body);
    return { ...spanOf(statement), text: `${head} {\n${indent}  ${step};\n${indent}}` };
  }
  if (returns(body.body)) return "The function returns: what it returns has no place in a loop";
  return { ...spanOf(statement), text: `${head} ${body.body.getText()}` };
}

function awaitText(member: ts.Expression): string | undefined {
  const at = unwrap(member);
  if (!ts.isArrowFunction(at) && !ts.isFunctionExpression(at)) return awaitOperand(member);
  if (ts.isBlock(at.body)) return undefined;
  const inner = unwrap(at.body);
  return ts.isAwaitExpression(inner) ? inner.getText() : awaitOperand(at.body);
}

function awaitOperand(expression: ts.Expression): string {
  const binds = ts.isLeftHandSideExpression(expression) || ts.isParenthesizedExpression(expression);
  return binds ? `await ${expression.getText()}` : `await (${expression.getText()})`;
}

function withoutMembers(
  call: ts.CallExpression,
  members: readonly ts.Expression[],
  file: ts.SourceFile,
): string {
  let text = "";
  let at = call.getStart();
  for (const member of members) {
    text += file.text.slice(at, member.getStart());
    at = member.end;
  }
  return text + file.text.slice(at, call.end);
}

function returns(block: ts.Node): boolean {
  if (ts.isReturnStatement(block)) return true;
  if (ts.isFunctionLike(block)) return false;
  return ts.forEachChild(block, (child) => returns(child) || undefined) ?? false;
}
