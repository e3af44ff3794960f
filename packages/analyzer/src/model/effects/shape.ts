import { ts } from "../syntax.js";
import type { TypeFacts, TypeSource } from "../type-source.js";
import { isAssignmentToName } from "./assignments.js";

/** What resolving names and types elsewhere can depend on in one state of a file. */
export interface Shape {
  readonly source: ts.SourceFile;
  readonly text: string;
  /** What each function with an inferred return type adds to the text. */
  readonly inferred: ReadonlyMap<ts.Node, string>;
}

/**
 * Everything in a file that resolving names and types elsewhere can depend on: its text without the
 * bodies of functions, and the return types that are only said by those bodies. An edit that leaves
 * it alone leaves alone what every other function calls.
 *
 * Functions that the file before had as well, as nodes, are asked for only where one of the others is
 * another than before: what they return can hang on it, and on nothing else that was edited.
 */
export function shapeOf(source: ts.SourceFile, types: TypeSource, before?: Shape): Shape {
  const { parts, inferred } = outlineOf(
    source,
    moduleVariablesOf(source, () => true),
  );
  const known = (node: ts.Node): string | undefined => before?.inferred.get(node);
  const fresh = inferred.filter((node) => known(node) === undefined);
  const answered = answersOf(fresh, source, types);
  const shape = (): Shape => {
    const all = new Map(inferred.map((node) => [node, answered.get(node) ?? known(node) ?? ""]));
    return { source, text: [...parts, ...all.values()].join("\n"), inferred: all };
  };
  const kept = shape();
  if (fresh.length === inferred.length || kept.text === before?.text) return kept;
  for (const [node, answer] of answersOf(
    inferred.filter((one) => !answered.has(one)),
    source,
    types,
  )) {
    answered.set(node, answer);
  }
  return shape();
}

function answersOf(
  functions: readonly ts.FunctionLikeDeclaration[],
  source: ts.SourceFile,
  types: TypeSource,
): Map<ts.Node, string> {
  const answers = types.answer(
    source,
    functions.map((node) => ({ ask: "type", node })),
  ) as readonly TypeFacts[];
  // What is neither declared nor plain can be followed into the body: to the object that it makes, to
  // the function in it that it hands out, to the library that it asks.
  return new Map(
    functions.map((node, index) => {
      const text = answers[index]?.text ?? "";
      return [node, isPlain(text) ? text : (node.body?.getText(source) ?? "")];
    }),
  );
}

/**
 * The text in a file that the model follows from other files beside types and what functions do: how
 * variables, fields and exports get their values. Bodies of functions are left out, but for those of
 * constructors and of what assigns to an exported variable.
 */
export function skeletonOf(source: ts.SourceFile): string {
  const variables = moduleVariablesOf(source, isExported);
  return source.statements
    .filter((statement) => !leadsNowhere(statement, variables))
    .flatMap((statement) => outlineOf(source, variables, statement).parts)
    .join("\n");
}

// What only runs, and what running it does, is told by summaries.
function leadsNowhere(statement: ts.Statement, variables: ReadonlySet<string>): boolean {
  if (ts.isFunctionDeclaration(statement)) return isSelfContained(statement, variables);
  return !(
    ts.isVariableStatement(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isImportDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isExportAssignment(statement)
  );
}

// Whether a function's type, as the compiler prints it, ends in a type of the language alone.
function isPlain(text: string): boolean {
  const returned = text.slice(text.lastIndexOf("=> ") + 1).replace(/^> /, "");
  return /^(?:[\s|<>()[\]]|"[^"]*"|-?\d+\b|\b(?:Promise|void|string|number|boolean|bigint|undefined|null|never|true|false)\b)+$/.test(
    returned,
  );
}

interface Outline {
  readonly parts: readonly string[];
  /** Functions that were left out, and whose return types are said by their bodies alone. */
  readonly inferred: readonly ts.FunctionLikeDeclaration[];
}

function outlineOf(
  source: ts.SourceFile,
  variables: ReadonlySet<string>,
  root: ts.Node = source,
): Outline {
  // In JavaScript, what a function assigns to `this` or to a function declares a property.
  if (/\.[cm]?jsx?$/.test(source.fileName)) return { parts: [source.text], inferred: [] };
  const parts: string[] = [];
  const inferred: ts.FunctionLikeDeclaration[] = [];
  let from = root === source ? 0 : root.getStart(source);
  const open: ts.Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined) {
      const declared = node as ts.FunctionLikeDeclaration;
      const { body } = declared;
      if (body !== undefined && isSelfContained(declared, variables)) {
        parts.push(source.text.slice(from, body.pos));
        from = body.end;
        if (declared.type === undefined) inferred.push(declared);
        continue;
      }
    }
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => {
      children.push(child);
    });
    for (const child of children.reverse()) open.push(child);
  }
  parts.push(source.text.slice(from, root.end));
  return { parts, inferred };
}

function isSelfContained(
  declared: ts.FunctionLikeDeclaration,
  variables: ReadonlySet<string>,
): boolean {
  if (ts.isConstructorDeclaration(declared)) return false;
  const visit = (node: ts.Node): boolean => {
    // What declares types inside of it can hand them out under a name that says nothing of them.
    if (
      ts.isClassLike(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isEnumDeclaration(node)
    ) {
      return true;
    }
    if (isAssignmentToName(node) && variables.has(node.left.text)) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  };
  return declared.body === undefined || !visit(declared.body);
}

// Variables of the module that can be assigned to, by name.
function moduleVariablesOf(
  source: ts.SourceFile,
  counts: (statement: ts.VariableStatement) => boolean,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement) || !counts(statement)) continue;
    const { declarationList } = statement;
    if ((declarationList.flags & ts.NodeFlags.Const) !== 0) continue;
    for (const { name } of declarationList.declarations) {
      if (ts.isIdentifier(name)) names.add(name.text);
    }
  }
  return names;
}

// One that is exported by a list of names counts as well.
function isExported(statement: ts.VariableStatement): boolean {
  const isNamed = statement.declarationList.declarations.some(({ name }) =>
    statement
      .getSourceFile()
      .statements.some(
        (one) =>
          ts.isExportDeclaration(one) &&
          one.exportClause !== undefined &&
          ts.isNamedExports(one.exportClause) &&
          one.exportClause.elements.some(
            ({ propertyName, name: exported }) =>
              ts.isIdentifier(name) && (propertyName ?? exported).text === name.text,
          ),
      ),
  );
  return (
    isNamed ||
    (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)
  );
}
