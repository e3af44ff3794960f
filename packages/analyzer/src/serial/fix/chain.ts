import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import type { AwaitGraph, Step } from "../await-graph.js";
import { identifiersOf } from "../names.js";
import { type Part, reindent } from "./gather-call.js";

/**
 * The statements that a chain consists of: those of its awaits, and the declarations between them
 * that only it needs. `undefined` where one of them is more than a declaration.
 */
export function chainStatements(
  chain: readonly Step[],
  graph: AwaitGraph,
  statements: readonly ts.Statement[],
): readonly ts.Statement[] | undefined {
  const last = chain.at(-1);
  const [head] = chain;
  if (last === undefined || head === undefined) return undefined;
  const own = statements.filter((statement) =>
    graph.steps.some(
      (step) =>
        step.unit.statement === statement &&
        (chain.includes(step) ||
          (graph.ordered(head, step) && step.index < last.index && graph.ordered(step, last))),
    ),
  );
  return own.every(isDeclaration) ? own : undefined;
}

function isDeclaration(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) &&
    statement.modifiers === undefined &&
    (statement.declarationList.flags & ts.NodeFlags.Const) !== 0 &&
    statement.declarationList.declarations.length === 1
  );
}

/** A chain as an async function that gives back what the code after it uses, and the pattern for that. */
export function chainPart(
  statements: readonly ts.Statement[],
  graph: AwaitGraph,
  indent: string,
): { readonly part: Part; readonly pattern: string } | undefined {
  const names = statements.flatMap((statement) => namesOf(statement));
  const used = names.filter((name) => isUsedElsewhere(name, statements, graph));
  if (used.length === 0) return undefined;
  const inner = `${indent}    `;
  const lines = statements.map((statement) => statement.getText());
  const last = statements.at(-1);
  const awaited = last === undefined ? undefined : awaitedBy(last);
  const lastNames = last === undefined ? [] : namesOf(last);
  const [only] = used;
  let pattern: string;
  if (
    used.length === 1 &&
    only !== undefined &&
    lastNames.length === 1 &&
    lastNames[0] === only &&
    awaited !== undefined &&
    ts.isIdentifier(only)
  ) {
    lines.splice(-1, 1, `return ${awaited.expression.getText()};`);
    pattern = only.text;
  } else {
    const all = used.map((name) => name.text).join(", ");
    lines.push(used.length === 1 ? `return ${all};` : `return [${all}] as const;`);
    pattern = used.length === 1 ? all : `[${all}]`;
  }
  const body = lines.map((line) => `${inner}${reindent(line, "  ")}`).join("\n");
  return {
    part: { text: `async () => {\n${body}\n${indent}  }`, isFunction: true, lead: [], trail: [] },
    pattern,
  };
}

function namesOf(statement: ts.Statement): readonly ts.Identifier[] {
  return ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.flatMap(({ name }) => identifiersOf(name))
    : [];
}

function awaitedBy(statement: ts.Statement): ts.AwaitExpression | undefined {
  if (!ts.isVariableStatement(statement)) return undefined;
  const initializer = statement.declarationList.declarations[0]?.initializer;
  const inner = initializer === undefined ? undefined : unwrap(initializer);
  return inner !== undefined && ts.isAwaitExpression(inner) && inner === initializer
    ? inner
    : undefined;
}

function isUsedElsewhere(
  name: ts.Identifier,
  statements: readonly ts.Statement[],
  graph: AwaitGraph,
): boolean {
  const owner = graph.steps.find(({ names }) => [...names.writes.values()].includes(name));
  const identity = [...(owner?.names.writes ?? [])].find(([, place]) => place === name)?.[0];
  return graph.steps.some(
    ({ unit, names }) =>
      unit.statement !== undefined &&
      !statements.includes(unit.statement) &&
      names.reads.has(identity),
  );
}
