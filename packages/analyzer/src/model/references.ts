import type { SemanticProgram } from "./checker.js";
import { ts } from "./compiler.js";
import type { SymbolFacts, TypeSource } from "./type-source.js";

/** An identifier that stands, or may stand, for something that is looked for. */
export interface Reference {
  readonly node: ts.Identifier | ts.PrivateIdentifier;
  /** What it stands for is not known; it only has the name. */
  readonly doubtful: boolean;
  /** It stands for something else that has the name; `other` says what. */
  readonly other: SymbolFacts | undefined;
}

/**
 * Finds every identifier of a program's own sources that has one of the names: imports and exports under
 * another name add that to the names. Declaration files and packages are left out.
 */
export function referencesTo(
  name: string,
  identity: unknown,
  program: SemanticProgram,
  types: TypeSource,
): readonly Reference[] {
  const found: Reference[] = [];
  const names = new Set([name]);
  for (const wanted of names) {
    for (const file of program.getSourceFiles()) {
      if (file.isDeclarationFile || file.fileName.includes("/node_modules/")) continue;
      if (!file.text.includes(wanted)) continue;
      for (const node of identifiersIn(file, wanted)) {
        const symbol = types.answer(file, [{ ask: "symbol", node }])[0] as SymbolFacts | undefined;
        if (symbol?.identity === identity) {
          found.push({ node, doubtful: false, other: undefined });
          const alias = otherName(node);
          if (alias !== undefined) names.add(alias);
        } else if (symbol === undefined || symbol.declarations.length === 0) {
          found.push({ node, doubtful: true, other: undefined });
        } else found.push({ node, doubtful: false, other: symbol });
      }
    }
  }
  return found;
}

/** The default imports of a program that stand for something. */
export function defaultImportsOf(
  identity: unknown,
  program: SemanticProgram,
  types: TypeSource,
): readonly string[] {
  return program.getSourceFiles().flatMap((file) => {
    if (file.isDeclarationFile || file.fileName.includes("/node_modules/")) return [];
    return file.statements.flatMap((statement) => {
      const node = ts.isImportDeclaration(statement) ? statement.importClause?.name : undefined;
      if (node === undefined) return [];
      const symbol = types.answer(file, [{ ask: "symbol", node }])[0] as SymbolFacts | undefined;
      return symbol?.identity === identity ? [node.text] : [];
    });
  });
}

function otherName(node: ts.Node): string | undefined {
  const { parent } = node;
  if (!ts.isImportSpecifier(parent) && !ts.isExportSpecifier(parent)) return undefined;
  return parent.propertyName === undefined ? undefined : parent.name.text;
}

function* identifiersIn(
  root: ts.SourceFile,
  name: string,
): Iterable<ts.Identifier | ts.PrivateIdentifier> {
  const open: ts.Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if ((ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) && node.text === name) yield node;
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
}
