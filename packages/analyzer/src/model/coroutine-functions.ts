import { isAsync } from "./enclosing-function.js";
import { importsFrom, importsOf } from "./imports.js";
import { runtimeSpecifier } from "./runtime-package.js";
import { ts } from "./syntax.js";
import { unwrap } from "./unwrap.js";

/**
 * The async functions of a file that run in a task of the runtime: those that are handed to it, those
 * that wait for something of its own, and those of the file that these call.
 */
export function coroutineFunctions(file: ts.SourceFile): ReadonlySet<ts.Node> {
  let known = seen.get(file);
  if (known === undefined) {
    known = importsFrom(file, runtimeSpecifier) ? find(file) : new Set();
    seen.set(file, known);
  }
  return known;
}

const seen = new WeakMap<ts.SourceFile, ReadonlySet<ts.Node>>();

function find(file: ts.SourceFile): ReadonlySet<ts.Node> {
  const named = functionsByName(file);
  const found = new Set<ts.Node>();
  const open: ts.Node[] = [];
  const add = (node: ts.Node | undefined): void => {
    if (node === undefined || found.has(node) || !isFunction(node) || !isAsync(node)) return;
    found.add(node);
    open.push(node);
  };
  const imports = importsOf(file);
  const isOfRuntime = (callee: ts.Expression): boolean => {
    const root = rootOf(callee);
    const imported = root === undefined ? undefined : imports.get(root.text);
    return imported !== undefined && runtimeSpecifier.test(imported.module);
  };
  walk(file, (node) => {
    if (!ts.isCallExpression(node)) return;
    const callee = unwrap(node.expression);
    const member = ts.isPropertyAccessExpression(callee) ? callee.name.text : "";
    const ofRuntime = isOfRuntime(callee);
    if (!ofRuntime && !methods.has(member)) return;
    for (const argument of node.arguments) {
      const given = unwrap(argument);
      add(ts.isIdentifier(given) ? named.get(given.text) : given);
    }
    // Whoever awaits `sleep(1)` or asks for the task's signal can only run in a task.
    if (ofRuntime && (ts.isAwaitExpression(node.parent) || callee.getText() === "cancelSignal")) {
      add(functionAround(node));
    }
  });
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    walk(at, (node) => {
      if (!ts.isCallExpression(node)) return;
      const callee = unwrap(node.expression);
      if (ts.isIdentifier(callee)) add(named.get(callee.text));
    });
  }
  return found;
}

// Methods of loops, groups, runners and locks that run what they are given in a task.
const methods = new Set(["createTask", "runUntilComplete"]);

function functionsByName(file: ts.SourceFile): ReadonlyMap<string, ts.Node> {
  const found = new Map<string, ts.Node>();
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) {
      found.set(statement.name.text, statement);
    } else if (ts.isVariableStatement(statement)) {
      for (const { initializer, name } of statement.declarationList.declarations) {
        if (initializer !== undefined && ts.isIdentifier(name)) {
          found.set(name.text, unwrap(initializer));
        }
      }
    }
  }
  return found;
}

function functionAround(node: ts.Node): ts.Node | undefined {
  let at: ts.Node | undefined = node.parent;
  while (at !== undefined && !isFunction(at)) at = at.parent;
  return at;
}

function isFunction(node: ts.Node): boolean {
  return ts.isFunctionLike(node) && "body" in node;
}

function rootOf(expression: ts.Expression): ts.Identifier | undefined {
  let at = unwrap(expression);
  while (ts.isPropertyAccessExpression(at)) at = unwrap(at.expression);
  return ts.isIdentifier(at) ? at : undefined;
}

function walk(root: ts.Node, visit: (node: ts.Node) => void): void {
  const open: ts.Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    visit(node);
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
}
