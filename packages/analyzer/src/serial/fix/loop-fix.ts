import type { FixSafety, TextEdit } from "../../finding.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import type { DataLoop } from "../loop-shape.js";
import type { LoopVerdict } from "../loop-verdict.js";
import { calledName, Names } from "../names.js";
import type { SerialModel } from "../serial-model.js";
import { declaredBy } from "../units.js";
import { importedName, indentAt, reindent } from "./gather-call.js";
import type { FixOutcome } from "./group-fix.js";

/**
 * A loop's awaits side by side: all at once where there are known to be few, else as many at a time as
 * a limiter lets through. What the turns do with the results stays in the order of the items.
 */
export function fixLoop(loop: DataLoop, verdict: LoopVerdict, model: SerialModel): FixOutcome {
  if (loop.kind !== "for-of") return { refused: "Write it as `for...of` first" };
  const { item } = loop;
  if (item === undefined) return { refused: "The loop assigns a variable of the code around it" };
  const mapper = mapperOf(loop, model);
  if (typeof mapper === "string") return { refused: mapper };
  const edits = collecting(loop, mapper, model) ?? beforehand(loop, verdict, mapper);
  if (typeof edits === "string") return { refused: edits };
  const safety: FixSafety = verdict.doubts.length > 0 || isInTry(loop.node) ? "suggested" : "safe";
  return {
    fix: {
      title: `${mapper.title}: the results keep the order of the items, and the first rejection is the one that is thrown`,
      safety,
      edits: [edits],
    },
  };
}

interface Mapper {
  readonly title: string;
  /** The whole expression, to be awaited, for a function of the item. */
  write(callback: string): string;
}

function mapperOf(loop: DataLoop, model: SerialModel): Mapper | string {
  const { file } = model;
  const items = loop.items.getText();
  if (isSmall(loop.items, model)) {
    return {
      title: "Gather the turns with Promise.all",
      write: (callback) => `Promise.all(${arrayOf(loop, model)}.map(${callback}))`,
    };
  }
  const concurrent = importedName(file, "@awaitwise/runtime", "mapConcurrent");
  if (concurrent !== undefined) {
    return {
      title: `Run up to ${limit} turns at a time with ${concurrent}`,
      write: (callback) => `${concurrent}(${items}, ${limit}, ${callback})`,
    };
  }
  const map = defaultImport(file, "p-map");
  if (map !== undefined) {
    return {
      title: `Run up to ${limit} turns at a time with ${map}`,
      write: (callback) => `${map}(${items}, ${callback}, { concurrency: ${limit} })`,
    };
  }
  const limiter = limiterIn(loop.node, model);
  if (limiter !== undefined) {
    const [name] = identifiers(loop);
    return {
      title: `Run the turns through ${limiter}`,
      write: (callback) =>
        `Promise.all(${arrayOf(loop, model)}.map((${name}) => ${limiter}(${withoutParameter(callback)})))`,
    };
  }
  return "How many items there are is not known, and the file imports nothing that limits how many run at a time: import `mapConcurrent` of @awaitwise/runtime, p-map or p-limit";
}

// Enough to hide most of a wait, and few enough for a service to bear.
const limit = 10;

function identifiers(loop: DataLoop): readonly string[] {
  return [loop.item?.getText() ?? "item"];
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

// `all.push(...)` as the last thing of each turn: the results themselves are the list.
function collecting(loop: DataLoop, mapper: Mapper, model: SerialModel): TextEdit | undefined {
  const { file } = model;
  const last = loop.body.at(-1);
  if (last === undefined || !ts.isExpressionStatement(last)) return undefined;
  const call = last.expression;
  if (!ts.isCallExpression(call) || calledName(call) !== "push") return undefined;
  const callee = call.expression;
  const [pushed, ...more] = call.arguments;
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression))
    return undefined;
  if (pushed === undefined || more.length > 0 || ts.isSpreadElement(pushed)) return undefined;
  if (loop.body.slice(0, -1).some((statement) => !ts.isVariableStatement(statement)))
    return undefined;
  const names = new Names(model);
  const list = callee.expression;
  const identity = model.symbolOf(list)()?.identity;
  if (loop.body.slice(0, -1).some((one) => names.in(one).reads.has(identity))) return undefined;
  if (names.in(pushed).reads.has(identity) || hasOwnComments(loop, file)) return undefined;
  const indent = indentAt(file.text, loop.node.getStart());
  const gathered = mapper.write(callbackOf(loop, pushed, indent));
  const declared = declarationBefore(loop, list);
  if (declared !== undefined) {
    const type =
      declared.declaration.type === undefined ? "" : `: ${declared.declaration.type.getText()}`;
    const keyword = declared.statement.declarationList.getText().split(/\s/)[0];
    return {
      file: file.fileName,
      start: declared.statement.getStart(),
      end: loop.node.end,
      text: `${keyword} ${list.text}${type} = await ${gathered};`,
    };
  }
  return {
    file: file.fileName,
    start: loop.node.getStart(),
    end: loop.node.end,
    text: `${list.text}.push(...(await ${gathered}));`,
  };
}

function callbackOf(loop: DataLoop, result: ts.Expression, indent: string): string {
  const head = `(${loop.item?.getText()}) =>`;
  const before = loop.body.slice(0, -1);
  const plain = unwrap(result);
  if (before.length === 0 && ts.isAwaitExpression(plain) && plain === result) {
    return `${head} ${reindent(plain.expression.getText())}`;
  }
  const value = result.getText();
  const wrapped = ts.isObjectLiteralExpression(result) ? `(${value})` : value;
  if (before.length === 0) return `async ${head} ${wrapped}`;
  const lines = [...before.map((statement) => statement.getText()), `return ${value};`];
  return `async ${head} {\n${lines.map((line) => `${indent}  ${line}`).join("\n")}\n${indent}}`;
}

// `const all: T[] = [];` right before the loop.
function declarationBefore(loop: DataLoop, list: ts.Identifier) {
  const block = loop.node.parent;
  if (!ts.isBlock(block) && !ts.isSourceFile(block)) return undefined;
  const index = block.statements.indexOf(loop.node as ts.Statement);
  const statement = block.statements[index - 1];
  if (statement === undefined || !ts.isVariableStatement(statement)) return undefined;
  const [declaration, ...others] = statement.declarationList.declarations;
  if (declaration === undefined || others.length > 0 || statement.modifiers !== undefined)
    return undefined;
  if (!ts.isIdentifier(declaration.name) || declaration.name.text !== list.text) return undefined;
  const { initializer } = declaration;
  const empty =
    initializer !== undefined &&
    ts.isArrayLiteralExpression(initializer) &&
    initializer.elements.length === 0;
  const between = loop.node.getSourceFile().text.slice(statement.end, loop.node.getStart());
  return empty && between.trim() === "" ? { statement, declaration } : undefined;
}

/**
 * `for (const [item, value] of await ...(async (item) => [item, await f(item)] as const))`: the turns
 * begin with what they wait for, and the rest of them is left as it is.
 */
function beforehand(loop: DataLoop, { awaits }: LoopVerdict, mapper: Mapper): TextEdit | string {
  const [first] = loop.body;
  const [only, ...others] = awaits;
  const declared = only === undefined ? undefined : declaredBy(only.point.awaited);
  if (
    only === undefined ||
    others.length > 0 ||
    declared === undefined ||
    first === undefined ||
    declared.parent.parent !== first ||
    !ts.isVariableDeclarationList(declared.parent) ||
    declared.parent.declarations.length > 1 ||
    declared.type !== undefined
  ) {
    return "Let each turn begin with the one declaration that awaits";
  }
  const { node } = loop;
  if (!ts.isForOfStatement(node) || !ts.isBlock(node.statement)) return "Give the loop a block";
  const { initializer } = node;
  if (!ts.isVariableDeclarationList(initializer)) return "Declare the item in the loop";
  const file = node.getSourceFile();
  const { text } = file;
  const lead = text.slice(node.statement.getStart() + 1, first.getStart());
  if (/\/[/*]/.test(lead) || hasCommentBetween(node, text))
    return "A comment of the loop would be lost";
  const item = loop.item as ts.BindingName;
  const name = item.getText();
  // A pattern cannot be handed on as one value.
  if (!ts.isIdentifier(item)) return "Give the item a name, and take it apart in the body";
  const keyword = initializer.getText().split(/\s/)[0];
  const value = declared.name.getText();
  const keyword2 = declared.parent.getText().split(/\s/)[0];
  if (keyword !== keyword2) return "The item and the result are declared in different ways";
  const call = reindent(only.point.awaited.expression.getText());
  const gathered = mapper.write(`async (${name}) => [${name}, await ${call}] as const`);
  const after = text.slice(first.end).search(/[^\s]|$/) + first.end;
  const second = loop.body[1];
  const rest = second === undefined ? node.statement.end - 1 : after;
  const indent = indentAt(text, node.getStart());
  return {
    file: file.fileName,
    start: node.getStart(),
    end: rest,
    text: `for (${keyword} [${name}, ${value}] of await ${gathered}) {\n${indent}${second === undefined ? "" : "  "}`,
  };
}

function hasCommentBetween(node: ts.ForOfStatement, text: string): boolean {
  return (
    /\/[/*]/.test(text.slice(node.getStart(), node.expression.getStart())) ||
    /\/[/*]/.test(text.slice(node.expression.end, node.statement.getStart()))
  );
}

function hasOwnComments(loop: DataLoop, file: ts.SourceFile): boolean {
  const whole = file.text.slice(loop.node.getStart(), loop.node.end);
  return /\/\/|\/\*/.test(whole);
}

function isInTry(node: ts.Node): boolean {
  for (
    let at: ts.Node | undefined = node;
    at !== undefined && !ts.isFunctionLike(at);
    at = at.parent
  ) {
    if (ts.isTryStatement(at)) return true;
  }
  return false;
}
