import { ts } from "./compiler.js";
import type { ImportedName } from "./type-source.js";

/** The module and name that an import, a re-export or a `require` takes what it declares from. */
export function importedName(declaration: ts.Node): ImportedName | undefined {
  const name = exportedName(declaration);
  if (name === undefined) return undefined;
  for (let at: ts.Node | undefined = declaration; at !== undefined; at = at.parent) {
    if (ts.isImportDeclaration(at) || ts.isExportDeclaration(at)) {
      return at.moduleSpecifier !== undefined && ts.isStringLiteral(at.moduleSpecifier)
        ? { module: at.moduleSpecifier.text, name }
        : undefined;
    }
    if (ts.isImportEqualsDeclaration(at)) {
      const { moduleReference: reference } = at;
      return ts.isExternalModuleReference(reference) && ts.isStringLiteral(reference.expression)
        ? { module: reference.expression.text, name }
        : undefined;
    }
    if (ts.isVariableDeclaration(at)) {
      const module = at.initializer === undefined ? undefined : requiredModule(at.initializer);
      return module === undefined ? undefined : { module, name };
    }
  }
  return undefined;
}

/** The module that `require("...")` names. */
export function requiredModule(expression: ts.Expression): string | undefined {
  if (!ts.isCallExpression(expression) || !ts.isIdentifier(expression.expression)) return undefined;
  const [specifier] = expression.arguments;
  return expression.expression.text === "require" &&
    specifier !== undefined &&
    ts.isStringLiteralLike(specifier)
    ? specifier.text
    : undefined;
}

function exportedName(node: ts.Node): string | undefined {
  if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node)) {
    return (node.propertyName ?? node.name).text;
  }
  if (ts.isImportClause(node)) return "default";
  if (ts.isNamespaceImport(node) || ts.isNamespaceExport(node)) return "*";
  if (ts.isImportEqualsDeclaration(node)) return "*";
  if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) return "*";
  if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
    const key = node.propertyName ?? node.name;
    return ts.isIdentifier(key) || ts.isStringLiteral(key) ? key.text : undefined;
  }
  return undefined;
}
