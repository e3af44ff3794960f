import { ts } from "../../model/syntax.js";
import { calledName } from "../names.js";
import type { Point } from "../point.js";
import type { SerialModel } from "../serial-model.js";

/**
 * The names of a file that one rule checks: two of its fixes may be applied together, so that no two
 * make the same name.
 */
export function freshNames(model: SerialModel): FreshNames {
  let known = byModel.get(model);
  if (known === undefined) {
    known = new FreshNames(model.file);
    byModel.set(model, known);
  }
  return known;
}

const byModel = new WeakMap<SerialModel, FreshNames>();

/** Makes names that mean nothing else in a file. */
export class FreshNames {
  readonly #taken = new Set<string>();

  constructor(file: ts.SourceFile) {
    const open: ts.Node[] = [file];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (ts.isIdentifier(node) && !isProperty(node)) this.#taken.add(node.text);
      ts.forEachChild(node, (child) => {
        open.push(child);
      });
    }
  }

  /** The first of the wishes that is free, or the first with a number behind it. */
  make(...wishes: readonly string[]): string {
    const free = wishes.find((wish) => isUsable(wish) && !this.#taken.has(wish));
    let name = free ?? wishes[0] ?? "result";
    for (let count = 2; this.#taken.has(name); count += 1)
      name = `${wishes[0] ?? "result"}${count}`;
    this.#taken.add(name);
    return name;
  }
}

/** What the result of an await could be called where it has no name of its own. */
export function wishesFor({ awaited, call }: Point): readonly string[] {
  let holder: ts.Node = awaited.parent;
  while (ts.isParenthesizedExpression(holder)) holder = holder.parent;
  if (ts.isPropertyAssignment(holder) && ts.isIdentifier(holder.name)) {
    return [holder.name.text, `${holder.name.text}Result`];
  }
  const declared = declarationAround(awaited);
  if (declared !== undefined) return [`${declared}Result`];
  const name = call === undefined ? "" : calledName(call);
  const thing = /^(?:get|load|fetch|find|read|query|list|select)([A-Z]\w*)$/.exec(name)?.[1];
  // `findMany` and its like say nothing of what they find.
  const tells = thing !== undefined && !/^(All|ById|By[A-Z]|First|Many|One|Unique)/.test(thing);
  const plain = tells ? [thing.charAt(0).toLowerCase() + thing.slice(1)] : [];
  return [...plain, `${name === "" ? "awaited" : name}Result`];
}

// `accounts` in `const accounts = (await load()).filter(...)`.
function declarationAround(node: ts.Node): string | undefined {
  for (let at = node.parent; at !== undefined && !ts.isStatement(at); at = at.parent) {
    if (ts.isVariableDeclaration(at)) return ts.isIdentifier(at.name) ? at.name.text : undefined;
    if (ts.isObjectLiteralExpression(at) || ts.isArrayLiteralExpression(at)) return undefined;
  }
  return undefined;
}

function isProperty(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent))
    return parent.name === node;
  return ts.isBindingElement(parent) && parent.propertyName === node;
}

function isUsable(name: string): boolean {
  return name.length > 2 && !reserved.has(name);
}

const reserved = new Set([
  "arguments",
  "await",
  "break",
  "case",
  "catch",
  "class",
  "const",
  "continue",
  "debugger",
  "default",
  "delete",
  "else",
  "enum",
  "eval",
  "export",
  "extends",
  "false",
  "finally",
  "for",
  "function",
  "if",
  "implements",
  "import",
  "interface",
  "let",
  "new",
  "null",
  "package",
  "private",
  "protected",
  "public",
  "return",
  "static",
  "super",
  "switch",
  "this",
  "throw",
  "true",
  "try",
  "typeof",
  "var",
  "void",
  "while",
  "with",
  "yield",
]);
