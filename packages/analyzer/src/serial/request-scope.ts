import { ts } from "../model/syntax.js";
import { calledName } from "./names.js";
import type { SerialModel } from "./serial-model.js";
import { calleeOf, type WaitedCall } from "./units.js";

/**
 * The framework whose call only tells something of the request at hand, or marks the render as
 * dynamic: it waits for nothing worth gathering, and has to come where it stands.
 */
export function scopedCall(call: WaitedCall, model: SerialModel): string | undefined {
  const name = calledName(call);
  if (name === "enterWith") return "an asynchronous context";
  const callee = calleeOf(call);
  if (!ts.isIdentifier(callee)) return undefined;
  const module = importedFrom(callee, model);
  return module !== undefined && scopes.some((scope) => scope.test(module)) ? module : undefined;
}

const scopes = [
  /^next\/(headers|server|cache|navigation)$/,
  /^next-intl(\/|$)/,
  /^next-i18next(\/|$)/,
  /^@lingui\//,
  /^svelte(\/|$)/,
  /^vue(\/|$)/,
];

/** The module that a name is imported from in its own file. */
export function importedFrom(name: ts.Identifier, model: SerialModel): string | undefined {
  for (const statement of model.file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) {
      continue;
    }
    const clause = statement.importClause;
    const named = clause?.namedBindings;
    const bound =
      clause?.name?.text === name.text ||
      (named !== undefined &&
        (ts.isNamedImports(named)
          ? named.elements.some((one) => one.name.text === name.text)
          : named.name.text === name.text));
    if (bound) return statement.moduleSpecifier.text;
  }
  return undefined;
}
