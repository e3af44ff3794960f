import type { TextEdit } from "../finding.js";
import { importsOf } from "../model/imports.js";
import { ts } from "../model/syntax.js";
import { insertAfter, spanOf } from "./rule.js";

/**
 * Edits that make an export of a module known in a file by its own name, none where it is already;
 * `undefined` where the name is taken by something else, or the file does not import by `import`.
 */
export function importEdits(
  file: ts.SourceFile,
  name: string,
  module: string,
): readonly TextEdit[] | undefined {
  const known = importsOf(file).get(name);
  if (known?.name === name && sameModule(known.module, module)) return [];
  const declarations = importDeclarations(file);
  const last = declarations.at(-1);
  if (last === undefined || mentions(file, name)) return undefined;
  const list = declarations
    .map(namedImports)
    .find((one) => one !== undefined && isFor(one, module));
  const end = list?.elements.at(-1);
  if (end !== undefined) return [insertAfter(end, `, ${name}`)];
  return [insertAfter(last, `\n${importText(last, name, module)}`)];
}

/**
 * The edit that gives a module its first import, above its first statement: below what says what the
 * file is or how it is to be run, which are comments that an empty line sets apart, and directives.
 * `undefined` where it has an import already, exports nothing by `export`, or the name is taken.
 */
export function firstImportEdits(
  file: ts.SourceFile,
  name: string,
  module: string,
): readonly TextEdit[] | undefined {
  if (importDeclarations(file).length > 0 || mentions(file, name)) return undefined;
  if (!file.statements.some(exports)) return undefined;
  const { quote, end } = styleOf(file);
  const text = `import { ${name} } from ${quote}${module}${quote}${end}`;
  const directives = file.statements.filter(isDirective);
  const [first] = file.statements.filter((one) => !isDirective(one));
  const directive = directives.at(-1);
  if (directive !== undefined) return [insertAfter(directive, `\n${text}`)];
  if (first === undefined) return undefined;
  const at = startOf(first, file.text);
  return [{ file: file.fileName, start: at, end: at, text: `${text}\n\n` }];
}

/**
 * Edits that import `name` of `module` in the place of `local`, which the fix leaves without a use;
 * where it has other uses, it stays.
 */
export function swapImportEdits(
  file: ts.SourceFile,
  local: string,
  name: string,
  module: string,
): readonly TextEdit[] | undefined {
  const added = importEdits(file, name, module);
  if (added === undefined || uses(file, local) > 2) return added;
  for (const declaration of importDeclarations(file)) {
    const list = namedImports(declaration);
    const element = list?.elements.find((one) => one.name.text === local);
    if (list === undefined || element === undefined) continue;
    if (list.elements.length > 1) return [...added, removeElement(list, element)];
    if (declaration.importClause?.name !== undefined) return added;
    const [only] = added;
    // The one declaration becomes the other.
    return only?.text.startsWith("\n")
      ? [{ ...spanOf(declaration), text: importText(declaration, name, module) }]
      : [...added, removeLine(declaration)];
  }
  return added;
}

function removeElement(list: ts.NamedImports, element: ts.ImportSpecifier): TextEdit {
  const file = list.getSourceFile();
  const index = list.elements.indexOf(element);
  const next = list.elements[index + 1];
  const previous = list.elements[index - 1];
  return next !== undefined
    ? { ...spanOf(element), end: next.getStart(file), text: "" }
    : { ...spanOf(element), start: previous?.end ?? element.getStart(file), text: "" };
}

function removeLine(declaration: ts.ImportDeclaration): TextEdit {
  const { text } = declaration.getSourceFile();
  const rest = /^[^\S\n]*\r?\n/.exec(text.slice(declaration.end))?.[0].length ?? 0;
  const span = spanOf(declaration);
  return { ...span, end: span.end + rest, text: "" };
}

function exports(statement: ts.Statement): boolean {
  return (
    ts.isExportDeclaration(statement) ||
    (ts.isExportAssignment(statement) && statement.isExportEquals !== true) ||
    (ts.canHaveModifiers(statement) &&
      (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false))
  );
}

function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

// The comments that belong to a statement are those below the last empty line.
function startOf(statement: ts.Statement, text: string): number {
  const comments = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? [];
  let start = statement.getStart();
  for (const comment of [...comments].reverse()) {
    if (/\n[^\S\n]*\r?\n/.test(text.slice(comment.end, start))) break;
    start = comment.pos;
  }
  return start;
}

// The quotes of the file's first string, and the end of its first statement that may have a semicolon.
function styleOf(file: ts.SourceFile): { readonly quote: string; readonly end: string } {
  let quote: string | undefined;
  let end: string | undefined;
  const open: ts.Node[] = [file];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isStringLiteral(node)) quote ??= node.getText()[0];
    if (
      ts.isVariableStatement(node) ||
      ts.isExpressionStatement(node) ||
      ts.isReturnStatement(node)
    ) {
      end ??= node.getText().endsWith(";") ? ";" : "";
    }
    if (quote !== undefined && end !== undefined) break;
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => {
      children.push(child);
    });
    open.push(...children.reverse());
  }
  return { quote: quote ?? '"', end: end ?? ";" };
}

// As the file writes its own: its quotes, and semicolons or none.
function importText(like: ts.ImportDeclaration, name: string, module: string): string {
  const written = like.getText();
  const quote = like.moduleSpecifier.getText()[0] ?? '"';
  return `import { ${name} } from ${quote}${module}${quote}${written.endsWith(";") ? ";" : ""}`;
}

function importDeclarations(file: ts.SourceFile): ts.ImportDeclaration[] {
  return file.statements.filter((one) => ts.isImportDeclaration(one));
}

// A list of types alone takes no values.
function namedImports({ importClause }: ts.ImportDeclaration): ts.NamedImports | undefined {
  const bindings = importClause?.namedBindings;
  return importClause !== undefined &&
    importClause.phaseModifier === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.length > 0
    ? bindings
    : undefined;
}

function isFor(list: ts.NamedImports, module: string): boolean {
  const { moduleSpecifier } = list.parent.parent as ts.ImportDeclaration;
  return ts.isStringLiteral(moduleSpecifier) && sameModule(moduleSpecifier.text, module);
}

function sameModule(one: string, other: string): boolean {
  return one.replace(/^node:/, "") === other.replace(/^node:/, "");
}

function mentions(file: ts.SourceFile, name: string): boolean {
  return uses(file, name) > 0;
}

// By name alone, members left out: `fs.readFile` takes the name from nobody.
function uses(file: ts.SourceFile, name: string): number {
  let count = 0;
  const open: ts.Node[] = [file];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isIdentifier(node) && node.text === name && !isMember(node)) count += 1;
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
  return count;
}

function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isMethodDeclaration(parent) && parent.name === node) ||
    (ts.isPropertySignature(parent) && parent.name === node) ||
    (ts.isMethodSignature(parent) && parent.name === node)
  );
}
