import { ts } from "../syntax.js";
import { moduleVariablesOf, visitOutline } from "./outline.js";

/** What one statement of a module's top level has to do with names. */
export interface NamesOfStatement {
  /** The names that it declares in the module. */
  readonly declares: ReadonlySet<string>;
  /** Every name that it mentions where others can look: outside the bodies that nobody looks into. */
  readonly outward: ReadonlySet<string>;
  /** The names that it mentions in those bodies alone. */
  readonly inward: ReadonlySet<string>;
  /** What each imported name is in the module that it comes from: `*` for the module as a whole. */
  readonly imports: ReadonlyMap<string, ImportedFrom>;
  /** What each exported name is called inside of the module, or in the module that it is passed on from. */
  readonly exports: ReadonlyMap<string, ExportedAs>;
  /** The module that it imports from or passes something on from. */
  readonly module: string | undefined;
  /** Whether it passes on everything that this module exports. */
  readonly passesOn: boolean;
  /** Modules that are named in other ways than by the imports and exports above. */
  readonly loads: ReadonlySet<string>;
}

export interface ImportedFrom {
  readonly module: string;
  readonly name: string;
}

export interface ExportedAs {
  /** `undefined` for what has no name, such as a default export that is an expression. */
  readonly name: string | undefined;
  readonly module?: string;
}

/** The names of a module's statements, in order. */
export function moduleNamesOf(source: ts.SourceFile): ReadonlyMap<ts.Statement, NamesOfStatement> {
  let known = modules.get(source);
  if (known === undefined) {
    const variables = moduleVariablesOf(source);
    known = new Map(source.statements.map((one) => [one, namesOf(one, variables)]));
    modules.set(source, known);
  }
  return known;
}

const modules = new WeakMap<ts.SourceFile, ReadonlyMap<ts.Statement, NamesOfStatement>>();

/** The names of one statement, among module variables of these names that can be assigned to. */
export function namesOf(statement: ts.Statement, variables: ReadonlySet<string>): NamesOfStatement {
  const outward = new Set<string>();
  const inner = new Set<string>();
  const loads = new Set<string>();
  // What is imported or passed on is told name by name.
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement))
    visitOutline(
      statement,
      variables,
      (body, { type }) => {
        // What a body alone says of its type can be seen from outside.
        mention(body, type === undefined ? outward : inner, loads);
      },
      (node) => note(node, outward, loads),
    );
  const imports = importsBy(statement);
  return {
    declares: new Set([...declaredBy(statement), ...imports.keys()]),
    outward,
    inward: new Set([...inner].filter((name) => !outward.has(name))),
    imports,
    exports: exportsBy(statement),
    module: specifierOf(statement),
    passesOn: ts.isExportDeclaration(statement) && statement.exportClause === undefined,
    loads,
  };
}

function mention(root: ts.Node, names: Set<string>, loads: Set<string>): void {
  const open: ts.Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    note(node, names, loads);
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
}

function note(node: ts.Node, names: Set<string>, loads: Set<string>): void {
  if (ts.isIdentifier(node)) names.add(node.text);
  else if (ts.isImportTypeNode(node)) {
    if (ts.isLiteralTypeNode(node.argument)) load(node.argument.literal, loads);
  } else if (ts.isExternalModuleReference(node)) load(node.expression, loads);
  else if (ts.isCallExpression(node)) {
    const { expression } = node;
    const imports = expression.kind === ts.SyntaxKind.ImportKeyword;
    if (imports || (ts.isIdentifier(expression) && expression.text === "require")) {
      load(node.arguments[0], loads);
    }
  }
}

function load(specifier: ts.Node | undefined, loads: Set<string>): void {
  if (specifier !== undefined && ts.isStringLiteralLike(specifier)) loads.add(specifier.text);
}

function declaredBy(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundBy(name));
  }
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement);
  return named && statement.name !== undefined ? [statement.name.text] : [];
}

function boundBy(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((one) => (ts.isBindingElement(one) ? boundBy(one.name) : []));
}

function importsBy(statement: ts.Statement): ReadonlyMap<string, ImportedFrom> {
  const found = new Map<string, ImportedFrom>();
  const module = specifierOf(statement);
  if (!ts.isImportDeclaration(statement) || module === undefined) return found;
  const clause = statement.importClause;
  if (clause?.name !== undefined) found.set(clause.name.text, { module, name: "default" });
  const bindings = clause?.namedBindings;
  if (bindings === undefined) return found;
  if (ts.isNamespaceImport(bindings)) return found.set(bindings.name.text, { module, name: "*" });
  for (const { name, propertyName } of bindings.elements) {
    found.set(name.text, { module, name: (propertyName ?? name).text });
  }
  return found;
}

function exportsBy(statement: ts.Statement): ReadonlyMap<string, ExportedAs> {
  const found = new Map<string, ExportedAs>();
  if (ts.isExportAssignment(statement)) {
    return found.set(statement.isExportEquals === true ? "export=" : "default", {
      name: undefined,
    });
  }
  if (ts.isExportDeclaration(statement)) {
    const { exportClause } = statement;
    const module = specifierOf(statement);
    const from = module === undefined ? {} : { module };
    if (exportClause === undefined) return found;
    if (ts.isNamespaceExport(exportClause)) {
      return found.set(exportClause.name.text, { name: "*", ...from });
    }
    for (const { name, propertyName } of exportClause.elements) {
      found.set(name.text, { name: (propertyName ?? name).text, ...from });
    }
    return found;
  }
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return found;
  const names = declaredBy(statement);
  if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) {
    return found.set("default", { name: names[0] });
  }
  for (const name of names) found.set(name, { name });
  return found;
}

function specifierOf(statement: ts.Statement): string | undefined {
  const named = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);
  const specifier = named ? statement.moduleSpecifier : undefined;
  return specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : undefined;
}
