import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";

/**
 * How a file handles errors that nobody waits for, as the text of a rejection handler: what it passes to
 * `catch` most often, else what its catch clauses log with. Only what is in scope everywhere in the file
 * counts, and handlers that swallow the error do not.
 */
export function errorIdiom(file: ts.SourceFile): string | undefined {
  let known = idioms.get(file);
  if (known === undefined) {
    known = { text: find(file) };
    idioms.set(file, known);
  }
  return known.text;
}

const idioms = new WeakMap<ts.SourceFile, { readonly text: string | undefined }>();

function find(file: ts.SourceFile): string | undefined {
  const names = namesOf(file);
  const passed: string[] = [];
  const logged: string[] = [];
  const open: ts.Node[] = [file];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isCallExpression(node)) passed.push(...handlerPassed(node, names));
    if (ts.isCatchClause(node)) logged.push(...handlerFrom(node, names));
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
  return mostFrequent(passed) ?? mostFrequent(logged);
}

// `promise.catch(report)`, `promise.catch((error) => logger.error(error))`.
function* handlerPassed(call: ts.CallExpression, names: ReadonlySet<string>): Iterable<string> {
  const callee = unwrap(call.expression);
  const [handler, ...others] = call.arguments;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "catch") return;
  if (handler === undefined || others.length > 0) return;
  const inner = unwrap(handler);
  const text = inner.getText();
  if (text.includes("\n") || text.length > 80) return;
  if (ts.isArrowFunction(inner)) {
    const [parameter] = inner.parameters;
    if (parameter === undefined || !ts.isIdentifier(parameter.name)) return;
    if (ts.isBlock(inner.body) || !uses(inner.body, parameter.name.text)) return;
    if (isFree(inner.body, new Set([...names, parameter.name.text]))) yield text;
  } else if (
    isPlainName(inner) &&
    !/^(?:noop|null|undefined)$/.test(text) &&
    isFree(inner, names)
  ) {
    yield text;
  }
}

// `catch (error) { logger.error("Saving failed", error); }`.
function* handlerFrom(clause: ts.CatchClause, names: ReadonlySet<string>): Iterable<string> {
  const error = clause.variableDeclaration?.name;
  const [first] = clause.block.statements;
  if (error === undefined || !ts.isIdentifier(error) || first === undefined) return;
  if (!ts.isExpressionStatement(first)) return;
  const call = unwrap(first.expression);
  if (!ts.isCallExpression(call) || !isPlainName(call.expression)) return;
  if (
    !/\b(?:error|warn|fatal|captureException|report\w*|handle\w*)$/.test(call.expression.getText())
  ) {
    return;
  }
  // What else it is told speaks of another place.
  const handed = call.arguments.every((one) => ts.isIdentifier(one) && one.text === error.text);
  const whole = call.arguments.some((one) => ts.isIdentifier(one) && one.text === error.text);
  if (!whole || !isFree(call.expression, names)) return;
  yield `(${error.text}) => ${handed ? call.getText() : `${call.expression.getText()}(${error.text})`}`;
}

function mostFrequent(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function isPlainName(expression: ts.Expression): boolean {
  if (ts.isIdentifier(expression)) return true;
  return ts.isPropertyAccessExpression(expression) && isPlainName(expression.expression);
}

function uses(node: ts.Node, name: string): boolean {
  if (ts.isIdentifier(node)) return node.text === name;
  return ts.forEachChild(node, (child) => uses(child, name) || undefined) ?? false;
}

// Everything that an expression speaks of is known wherever the names are.
function isFree(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(node)) return names.has(node.text);
  if (node.kind === ts.SyntaxKind.ThisKeyword || ts.isAwaitExpression(node)) return false;
  if (ts.isPropertyAccessExpression(node)) return isFree(node.expression, names);
  if (ts.isFunctionLike(node) || ts.isYieldExpression(node)) return false;
  return !ts.forEachChild(node, (child) => !isFree(child, names) || undefined);
}

// What is imported, or declared before anything can run, and the platform's own.
function namesOf(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set(["console", "process", "reportError", "String", "undefined"]);
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) {
      names.add(statement.name.text);
    } else if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name)) names.add(name.text);
      }
    } else if (ts.isImportDeclaration(statement)) {
      const { importClause: clause } = statement;
      if (clause?.name !== undefined) names.add(clause.name.text);
      const bindings = clause?.namedBindings;
      if (bindings === undefined) continue;
      if (ts.isNamespaceImport(bindings)) names.add(bindings.name.text);
      else for (const { name } of bindings.elements) names.add(name.text);
    }
  }
  return names;
}
