import { ts } from "./syntax.js";

/** What a local name was imported as. */
export interface Import {
  /** The module specifier, as written. */
  readonly module: string;
  /** The exported name; `default`, or `*` for the module as a whole. */
  readonly name: string;
}

/**
 * What each local name of a file was imported as, by `import` or by `require`: all there is to know
 * about a package that is not installed.
 */
export function importsOf(file: ts.SourceFile): ReadonlyMap<string, Import> {
  let known = seen.get(file);
  if (known === undefined) {
    known = new Map(file.statements.flatMap((statement) => [...importsBy(statement)]));
    seen.set(file, known);
  }
  return known;
}

/** Tells whether a file imports anything from a module whose specifier matches. */
export function importsFrom(file: ts.SourceFile, module: RegExp): boolean {
  for (const one of importsOf(file).values()) if (module.test(one.module)) return true;
  return false;
}

const seen = new WeakMap<ts.SourceFile, ReadonlyMap<string, Import>>();

function* importsBy(statement: ts.Statement): Iterable<[local: string, Import]> {
  if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
    const { text: module } = statement.moduleSpecifier;
    const clause = statement.importClause;
    if (clause?.name !== undefined) yield [clause.name.text, { module, name: "default" }];
    const bindings = clause?.namedBindings;
    if (bindings === undefined) return;
    if (ts.isNamespaceImport(bindings)) yield [bindings.name.text, { module, name: "*" }];
    else {
      for (const { name, propertyName } of bindings.elements) {
        yield [name.text, { module, name: (propertyName ?? name).text }];
      }
    }
  } else if (ts.isVariableStatement(statement)) {
    for (const declared of statement.declarationList.declarations) yield* requiredBy(declared);
  }
}

function* requiredBy({ initializer, name }: ts.VariableDeclaration): Iterable<[string, Import]> {
  if (initializer === undefined || !ts.isCallExpression(initializer)) return;
  const [specifier] = initializer.arguments;
  const { expression } = initializer;
  if (!ts.isIdentifier(expression) || expression.text !== "require") return;
  if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
  const { text: module } = specifier;
  if (ts.isIdentifier(name)) yield [name.text, { module, name: "*" }];
  else if (ts.isObjectBindingPattern(name)) {
    for (const element of name.elements) {
      const imported = element.propertyName ?? element.name;
      if (ts.isIdentifier(element.name) && ts.isIdentifier(imported)) {
        yield [element.name.text, { module, name: imported.text }];
      }
    }
  }
}
