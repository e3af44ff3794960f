import { ts } from "../syntax.js";
import { textOfHandings } from "../transaction-handings.js";
import type { TypeFacts, TypeSource } from "../type-source.js";
import { isSelfContained, moduleVariablesOf, type Outline, outlineOf } from "./outline.js";
import { textOfStatements } from "./statement-builders.js";

/** What resolving names and types elsewhere can depend on in one state of a file. */
export interface Shape {
  readonly source: ts.SourceFile;
  readonly text: string;
  /** What each function with an inferred return type adds to the text. */
  readonly inferred: ReadonlyMap<ts.Node, string>;
  /** The text by statement, in order; `undefined` where the file cannot be taken apart so. */
  readonly statements: readonly ShapeOfStatement[] | undefined;
}

/** What one statement has in the shape of its file. */
export interface ShapeOfStatement {
  readonly statement: ts.Statement;
  readonly text: string;
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
  // In JavaScript, what a function assigns to `this` or to a function declares a property.
  if (isJavaScript(source)) {
    return { source, text: source.text, inferred: new Map(), statements: undefined };
  }
  const variables = moduleVariablesOf(source);
  const outlines = source.statements.map((one) => outlineOf(one, source, variables));
  const inferred = outlines.flatMap((one) => one.inferred);
  const known = (node: ts.Node): string | undefined => before?.inferred.get(node);
  const fresh = inferred.filter((node) => known(node) === undefined);
  const answered = answersOf(fresh, source, types);
  const shape = (): Shape => {
    const all = new Map(inferred.map((node) => [node, answered.get(node) ?? known(node) ?? ""]));
    return put(source, outlines, all);
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

function put(
  source: ts.SourceFile,
  outlines: readonly Outline[],
  inferred: ReadonlyMap<ts.Node, string>,
): Shape {
  const statements = outlines.map((outline, index) => ({
    statement: source.statements[index] as ts.Statement,
    text: [
      outline.text,
      ...outline.inferred.map((node) => inferred.get(node) ?? ""),
      textOfHandings(source.statements[index] as ts.Statement),
      textOfStatements(source.statements[index] as ts.Statement),
    ].join("\n"),
  }));
  return { source, text: statements.map(({ text }) => text).join("\n"), inferred, statements };
}

function isJavaScript(source: ts.SourceFile): boolean {
  return /\.[cm]?jsx?$/.test(source.fileName);
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
 * variables, fields and exports get their values, what is handed to constructors, and which statements functions answer. Bodies of functions are left out, but for those of
 * constructors and of what assigns to an exported variable.
 */
export function skeletonOf(source: ts.SourceFile): string {
  if (isJavaScript(source)) return source.text;
  const variables = moduleVariablesOf(source, isExportedFrom(source));
  const outline = source.statements
    .filter((statement) => !leadsNowhere(statement, variables))
    .map((statement) => outlineOf(statement, source, variables).text);
  const followed = source.statements.flatMap((one) => [textOfHandings(one), textOfStatements(one)]);
  return [...outline, ...followed].join("\n");
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

// One that is exported by a list of names counts as well.
function isExportedFrom(source: ts.SourceFile): (statement: ts.VariableStatement) => boolean {
  const listed = new Set(
    source.statements.flatMap((one) =>
      ts.isExportDeclaration(one) &&
      one.exportClause !== undefined &&
      ts.isNamedExports(one.exportClause)
        ? one.exportClause.elements.map(({ propertyName, name }) => (propertyName ?? name).text)
        : [],
    ),
  );
  return ({ modifiers, declarationList }) =>
    modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true ||
    declarationList.declarations.some(({ name }) => ts.isIdentifier(name) && listed.has(name.text));
}
