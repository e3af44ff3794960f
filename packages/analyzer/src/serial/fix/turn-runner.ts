import type { FixSafety } from "../../finding.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import type { DataLoop } from "../loops/shape.js";
import type { SerialModel } from "../serial-model.js";
import { freshNames } from "./fresh-names.js";
import { importedName } from "./gather-call.js";

/** How the turns of a loop come to run side by side. */
export interface TurnRunner {
  readonly title: string;
  /** The best that a fix made of it can be: another shape of the loop is for a reader to choose. */
  readonly safety: FixSafety;
  /** An expression that, awaited, is the list of what a function of the item brings. */
  write(callback: string): string;
  /** The loop that goes over the items by batches, for a way that takes no more than one at once. */
  readonly batches?: (statement: string, indent: string) => string;
}

/**
 * All at once where the items are known to be few; else as many at a time as the limiter that the file
 * imports lets through; else in batches.
 */
export function turnRunner(loop: DataLoop, item: ts.BindingName, model: SerialModel): TurnRunner {
  const { file } = model;
  const items = loop.items.getText();
  if (isSmall(loop.items, model)) {
    return {
      title: "Gather the turns with Promise.all",
      safety: "safe",
      write: (callback) => `Promise.all(${arrayOf(loop, model)}.map(${callback}))`,
    };
  }
  const concurrent = importedName(file, "@awaitwise/runtime", "mapConcurrent");
  if (concurrent !== undefined) {
    return {
      title: `Run up to ${limit} turns at a time with ${concurrent}`,
      safety: "safe",
      write: (callback) => `${concurrent}(${items}, ${limit}, ${callback})`,
    };
  }
  const map = defaultImport(file, "p-map");
  if (map !== undefined) {
    return {
      title: `Run up to ${limit} turns at a time with ${map}`,
      safety: "safe",
      write: (callback) => `${map}(${items}, ${callback}, { concurrency: ${limit} })`,
    };
  }
  const limiter = limiterIn(loop.node, model);
  if (limiter !== undefined) {
    return {
      title: `Run the turns through ${limiter}`,
      safety: "safe",
      write: (callback) =>
        `Promise.all(${arrayOf(loop, model)}.map((${item.getText()}) => ${limiter}(${withoutParameter(callback)})))`,
    };
  }
  return inBatches(loop, model);
}

/** All at once, where the turns themselves go through what limits how many run at a time. */
export function allAtOnce(loop: DataLoop, model: SerialModel): TurnRunner {
  return {
    title: "Start the turns together with Promise.all, limited as they are",
    safety: "suggested",
    write: (callback) => `Promise.all(${arrayOf(loop, model)}.map(${callback}))`,
  };
}

// Enough to hide most of a wait, and few enough for a service to bear.
const limit = 10;

// What needs no library: ten turns together, then the next ten.
function inBatches(loop: DataLoop, model: SerialModel): TurnRunner {
  const names = freshNames(model);
  const start = names.make("start", "from");
  const batch = names.make("batch", "some");
  const { elements } = model.typeOf(loop.items)();
  const isPlain = elements !== undefined && isPath(loop.items);
  const all = isPlain ? loop.items.getText() : names.make("all", "items");
  const hoisted = isPlain ? "" : `const ${all} = [...${loop.items.getText()}];\n`;
  return {
    title: `Run the turns in batches of ${limit} with Promise.all`,
    safety: "suggested",
    write: (callback) => `Promise.all(${batch}.map(${callback}))`,
    batches: (statement, indent) =>
      [
        `${hoisted === "" ? "" : `${hoisted}${indent}`}for (let ${start} = 0; ${start} < ${all}.length; ${start} += ${limit}) {`,
        `${indent}  const ${batch} = ${all}.slice(${start}, ${start} + ${limit});`,
        `${indent}  ${statement}`,
        `${indent}}`,
      ].join("\n"),
  };
}

// `items`, `this.items` and `page.items` can be asked again and again.
function isPath(node: ts.Expression): boolean {
  if (ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword) return true;
  return (
    ts.isPropertyAccessExpression(node) &&
    node.questionDotToken === undefined &&
    isPath(node.expression)
  );
}

// `async (item) => x` without what the limiter does not hand on.
function withoutParameter(callback: string): string {
  return callback.replace(/^(async )?\((?:[^()]|\([^()]*\))*\) =>/, "$1() =>");
}

/** Tells whether a loop's items are known to be few: written out, or of a tuple's type. */
export function isSmall(items: ts.Expression, model: SerialModel): boolean {
  const at = unwrap(items);
  if (ts.isArrayLiteralExpression(at)) {
    return at.elements.length <= few && !at.elements.some((one) => ts.isSpreadElement(one));
  }
  const { text, elements } = model.typeOf(items)();
  return (
    /^(readonly )?\[/.test(text) &&
    elements !== undefined &&
    elements.length <= few &&
    !text.includes("...")
  );
}

const few = 10;

function arrayOf(loop: DataLoop, model: SerialModel): string {
  const items = loop.items.getText();
  const { elements } = model.typeOf(loop.items)();
  if (elements === undefined) return `[...${items}]`;
  const at = unwrap(loop.items);
  return at === loop.items &&
    (ts.isIdentifier(at) ||
      ts.isPropertyAccessExpression(at) ||
      ts.isCallExpression(at) ||
      ts.isArrayLiteralExpression(at))
    ? items
    : `(${items})`;
}

function defaultImport(file: ts.SourceFile, module: string): string | undefined {
  for (const statement of file.statements) {
    if (
      ts.isImportDeclaration(statement) &&
      ts.isStringLiteral(statement.moduleSpecifier) &&
      statement.moduleSpecifier.text === module
    ) {
      return statement.importClause?.name?.text;
    }
  }
  return undefined;
}

// `const limit = pLimit(5)` somewhere in scope.
function limiterIn(node: ts.Node, model: SerialModel): string | undefined {
  const maker = defaultImport(model.file, "p-limit");
  if (maker === undefined) return undefined;
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (!ts.isBlock(at) && !ts.isSourceFile(at)) continue;
    for (const statement of at.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (
          ts.isIdentifier(name) &&
          initializer !== undefined &&
          ts.isCallExpression(initializer) &&
          initializer.expression.getText() === maker
        ) {
          return name.text;
        }
      }
    }
  }
  return undefined;
}
