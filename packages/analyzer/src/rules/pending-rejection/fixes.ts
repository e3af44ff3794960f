import type { Fix } from "../../finding.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { referencesIn } from "../../model/variable-uses.js";
import { insertAfter, spanOf } from "../rule.js";

/** Waits for both at once where they follow one another; else gives the promise a handler at once. */
export function fixesFor(node: ts.VariableDeclaration, made: ts.Expression): Fix[] {
  const list = node.parent;
  if (!ts.isVariableDeclarationList(list)) return [];
  const statement = list.parent;
  const name = node.name.getText();
  const { text } = statement.getSourceFile();
  const indent = /[^\S\n]*$/.exec(text.slice(0, statement.getStart()))?.[0] ?? "";
  const guard: Fix = {
    title: "Mark its rejection as handled; who awaits it still gets it",
    safety: "suggested",
    edits: [insertAfter(statement, `\n${indent}${name}.catch(() => {});`)],
  };
  const gathered = gather(node, made);
  return gathered === undefined ? [guard] : [gathered, guard];
}

// `const p = f(); const a = await g(); const b = await p;`
function gather(node: ts.VariableDeclaration, made: ts.Expression): Fix | undefined {
  const start = node.parent.parent;
  if (!ts.isVariableStatement(start)) return undefined;
  const block = start.parent;
  if (!("statements" in block)) return undefined;
  const statements = block.statements as ts.NodeArray<ts.Statement>;
  const at = statements.indexOf(start);
  const [wait, join] = [statements[at + 1], statements[at + 2]];
  if (wait === undefined || join === undefined) return undefined;
  const second = awaitedIn(wait);
  const first = awaitedIn(join);
  if (second === undefined || first === undefined || node.type !== undefined) return undefined;
  const name = node.name.getText();
  if (unwrap(first.operand).getText() !== name) return undefined;
  // Only the join uses it, and nothing else is said between the three.
  if (referencesIn(block, name).length !== 1 || !isConstant(start)) return undefined;
  const { text, fileName: file } = start.getSourceFile();
  const between = [text.slice(start.end, wait.getStart()), text.slice(wait.end, join.getStart())];
  if (between.some((one) => one.trim() !== "")) return undefined;
  const calls = `await Promise.all([${made.getText()}, ${second.operand.getText()}])`;
  const names = [first.target, second.target ?? ""];
  const bound = names.some((one) => one !== "" && one !== undefined);
  const pattern = `[${[first.target ?? "", second.target].filter((one) => one !== undefined).join(", ")}]`;
  return {
    title: "Wait for both with Promise.all",
    safety: "suggested",
    edits: [
      {
        file,
        start: spanOf(start).start,
        end: join.end,
        text: bound ? `const ${pattern} = ${calls};` : `${calls};`,
      },
    ],
  };
}

interface Awaited {
  readonly operand: ts.Expression;
  /** What takes the value; missing where nothing does. */
  readonly target: string | undefined;
}

function awaitedIn(statement: ts.Statement): Awaited | undefined {
  if (ts.isExpressionStatement(statement)) {
    const inner = statement.expression;
    return ts.isAwaitExpression(inner)
      ? { operand: inner.expression, target: undefined }
      : undefined;
  }
  if (!ts.isVariableStatement(statement) || !isConstant(statement)) return undefined;
  const [declared, ...others] = statement.declarationList.declarations;
  if (declared?.initializer === undefined || others.length > 0) return undefined;
  if (declared.type !== undefined || !ts.isAwaitExpression(declared.initializer)) return undefined;
  return { operand: declared.initializer.expression, target: declared.name.getText() };
}

function isConstant({ declarationList, modifiers }: ts.VariableStatement): boolean {
  const { declarations, flags } = declarationList;
  const constant = (flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const;
  return constant && modifiers === undefined && declarations.length === 1;
}
