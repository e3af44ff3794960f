import type { Fix } from "../../finding.js";
import type { Gather, Mapped } from "../../model/gathers.js";
import { importsOf } from "../../model/imports.js";
import { ts } from "../../model/syntax.js";
import { type RuleContext, spanOf } from "../rule.js";

/** A fix, or why there is none. */
export interface BoundedFix {
  readonly fix?: Fix;
  readonly refused?: string;
}

/** How many run at a time: enough to hide most of a wait, and few enough for a service to bear. */
const limit = 10;

/** Runs the calls through what the file already has to limit them. */
export function boundedFix(gather: Gather, mapped: Mapped, context: RuleContext): BoundedFix {
  if (gather.mapped === undefined) return { refused: "The calls are started elsewhere" };
  if (gather.kind === "allSettled") {
    return { refused: "What `Promise.allSettled` says of each call has no form with a limit" };
  }
  const { file } = context;
  const items = mapped.items.getText();
  const callback = mapped.callback.getText();
  const parameters = mapped.body?.parameters.length ?? 1;
  const replace = (title: string, text: string): BoundedFix => ({
    fix: {
      title: `${title}: the results keep the order of the items`,
      safety: "suggested",
      edits: [{ ...spanOf(gather.call), text }],
    },
  });
  const concurrent = local(file, "@awaitwise/runtime", "mapConcurrent");
  if (concurrent !== undefined && parameters < 2) {
    return replace(
      `Run up to ${limit} at a time with ${concurrent}`,
      `${concurrent}(${items}, ${limit}, ${callback})`,
    );
  }
  const map = local(file, "p-map", "default");
  if (map !== undefined && parameters < 3) {
    return replace(
      `Run up to ${limit} at a time with ${map}`,
      `${map}(${items}, ${callback}, { concurrency: ${limit} })`,
    );
  }
  const limiter = limiterAround(gather.call, context);
  if (limiter !== undefined && mapped.body !== undefined && ts.isArrowFunction(mapped.body)) {
    const { body } = mapped;
    const isAsync = body.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
    const names = body.parameters.map((one) => one.getText()).join(", ");
    const inner = `${isAsync === true ? "async " : ""}() => ${body.body.getText()}`;
    return {
      fix: {
        title: `Run them through ${limiter}: the results keep the order of the items`,
        safety: "suggested",
        edits: [{ ...spanOf(body), text: `(${names}) => ${limiter}(${inner})` }],
      },
    };
  }
  return {
    refused:
      "The file imports nothing that limits how many run at a time: import `mapConcurrent` of @awaitwise/runtime, p-map or p-limit",
  };
}

function local(file: ts.SourceFile, module: string, name: string): string | undefined {
  for (const [text, known] of importsOf(file)) {
    if (known.module === module && known.name === name) return text;
  }
  return undefined;
}

// `const limit = pLimit(5)` somewhere in scope.
function limiterAround(node: ts.Node, context: RuleContext): string | undefined {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (!ts.isBlock(at) && !ts.isSourceFile(at)) continue;
    for (const statement of at.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const { name } of statement.declarationList.declarations) {
        if (!ts.isIdentifier(name) || name.pos > node.pos) continue;
        const made = name.parent as ts.VariableDeclaration;
        // Only limiters that are functions are called as this fix calls them.
        if (
          made.initializer !== undefined &&
          ts.isCallExpression(made.initializer) &&
          made.initializer.expression.getText() === local(context.file, "p-limit", "default")
        ) {
          return name.text;
        }
      }
    }
  }
  return undefined;
}
