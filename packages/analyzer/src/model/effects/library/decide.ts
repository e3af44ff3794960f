import { ts } from "../../syntax.js";
import { unwrap } from "../../unwrap.js";
import { nameIn, type Texts } from "../constant-value.js";
import { isReadingChannel } from "./channel.js";
import { isDocumentNamedForReading, isReadingDocument } from "./graphql.js";
import type { Decider } from "./model.js";
import { isReadingLine, isReadingProgram } from "./program.js";
import { isPartOfReading, isReadingSql } from "./reading-sql.js";
import { isReadingCommand } from "./redis-command.js";

/** Whether a call only reads, by what its arguments say in place; `initializerOf` follows constants. */
export function onlyReads(
  decider: Decider,
  call: ts.CallLikeExpression,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): boolean {
  const saying =
    decider.by === "sql" && decider.preparedBy !== undefined
      ? preparationOf(call, decider.preparedBy, initializerOf)
      : call;
  if (saying === undefined) return false;
  const args = argumentsOf(saying);
  // What stands after a spread is at an index that nobody knows.
  if (args.slice(0, decider.argument + 1).some((one) => ts.isSpreadElement(one))) return false;
  const given = args[decider.argument];
  const argument = given === undefined ? undefined : constant(given, initializerOf);
  switch (decider.by) {
    case "sql":
      return argument !== undefined && isReadingSql(textOf(argument, initializerOf) ?? "");
    case "graphql":
      return argument !== undefined && isReadingOperation(argument, initializerOf);
    case "literal": {
      if (argument === undefined) return decider.unset === "reads";
      const text = textOf(argument, initializerOf);
      return text !== undefined && decider.reading.some((word) => isWord(text, word));
    }
    case "option":
      return argument === undefined
        ? decider.unset === "reads"
        : optionReads(decider, optionsOf(argument, args[decider.argument + 1]), initializerOf);
    case "command": {
      const name =
        argument !== undefined && (ts.isNewExpression(argument) || ts.isCallExpression(argument))
          ? lastName(argument.expression)
          : undefined;
      return name !== undefined && decider.reading.some((prefix) => name.startsWith(prefix));
    }
    case "program":
      return (
        argument !== undefined &&
        programsNamed(argument, initializerOf).every((program) =>
          readsByText(
            decider,
            program,
            programArguments(args[decider.argument + 1], initializerOf),
          ),
        )
      );
    case "redis": {
      const commands = commandsIn(args.slice(decider.argument), initializerOf);
      return commands?.every(isReadingCommand) === true;
    }
    case "channel":
      return argument !== undefined && readsByText(decider, textOf(argument, initializerOf));
    case "content": {
      const text = argument?.getText() ?? "";
      return !decider.writing.some((word) => text.includes(word));
    }
  }
}

/** `db.prepare(sql)` of `db.prepare(sql).bind(id).all()`, or of a constant that holds what it makes. */
export function preparationOf(
  call: ts.CallLikeExpression,
  name: string,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): ts.CallExpression | undefined {
  let at: ts.Expression | undefined = ts.isCallExpression(call) ? call.expression : undefined;
  while (at !== undefined) {
    const inner: ts.Expression = unwrap(at);
    if (ts.isCallExpression(inner)) {
      if (lastName(inner.expression) === name) return inner;
      at = inner.expression;
    } else if (ts.isPropertyAccessExpression(inner)) at = inner.expression;
    else at = ts.isIdentifier(inner) ? initializerOf(inner) : undefined;
  }
  return undefined;
}

/**
 * The same, by the text of what decides alone; left out where it is `undefined`. What a program is started with may
 * stand in a list of its own.
 */
export function readsByText(
  decider: Decider,
  text: string | undefined,
  programArgs?: readonly string[],
): boolean {
  switch (decider.by) {
    case "sql":
      return text !== undefined && isReadingSql(text);
    case "graphql":
      return text !== undefined && isReadingDocument(text);
    case "literal":
      if (text === undefined) return decider.unset === "reads";
      return decider.reading.some((word) => isWord(text, word));
    case "option":
      return text === undefined
        ? decider.unset === "reads"
        : decider.reading.includes(text.toLowerCase());
    case "program":
      // Whatever it is, it tells its version.
      if (text === undefined) return isReadingProgram(["$", ...(programArgs ?? [])]);
      return programArgs === undefined || /\S\s+\S/.test(text)
        ? isReadingLine(text)
        : isReadingProgram([text.trim(), ...programArgs]);
    case "channel":
      return text !== undefined && isReadingChannel(text);
    case "redis":
      return text !== undefined && isReadingCommand([text, ...(programArgs ?? [])]);
    default:
      return false;
  }
}

/** Whether a statement opens or ends a transaction, and so speaks for all that follow it. */
export function isTransactionControl(text: string): boolean {
  return /^\s*(begin|commit|rollback|savepoint|release|start\s+transaction|lock|set\s+transaction)\b/i.test(
    text,
  );
}

/** The text of a literal, as far as it is known: a template's ends where its first value stands. */
export function textOf(
  expression: ts.Expression,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): string | undefined {
  const at = constant(expression, initializerOf);
  if (ts.isStringLiteralLike(at)) return at.text;
  if (ts.isTemplateExpression(at)) {
    return (
      startOf(at, initializerOf) +
      at.templateSpans.map((span) => ` $ ${span.literal.text}`).join("")
    );
  }
  if (ts.isTaggedTemplateExpression(at)) return textOf(at.template as ts.Expression, initializerOf);
  if (ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const left = textOf(at.left, initializerOf);
    return left === undefined ? undefined : `${left} $ ${textOf(at.right, initializerOf) ?? ""}`;
  }
  if (ts.isCallExpression(at) && ts.isPropertyAccessExpression(at.expression)) {
    const { expression, name } = at.expression;
    return keepsText.has(name.text) ? textOf(expression, initializerOf) : undefined;
  }
  if (ts.isObjectLiteralExpression(at)) {
    for (const property of at.properties) {
      if (
        ts.isPropertyAssignment(property) &&
        /^(text|sql|query)$/.test(property.name.getText().replaceAll(/["']/g, ""))
      ) {
        return textOf(property.initializer, initializerOf);
      }
    }
  }
  return undefined;
}

/** Methods of a text that leave what it says: `sql.trim()`. */
export const keepsText = new Set(
  "replace replaceAll toLowerCase toUpperCase trim trimStart".split(" "),
);

// `${base} LIMIT 10` begins as the statement that it names does.
function startOf(
  { head, templateSpans: [first] }: ts.TemplateExpression,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): string {
  if (head.text.trim() !== "" || first === undefined) return head.text;
  const text = textOf(first.expression, initializerOf);
  return text !== undefined && isReadingSql(text) ? text : head.text;
}

export function argumentsOf(call: ts.CallLikeExpression): readonly ts.Expression[] {
  if (ts.isTaggedTemplateExpression(call)) return [call.template as ts.Expression];
  return ts.isCallExpression(call) || ts.isNewExpression(call) ? (call.arguments ?? []) : [];
}

/** Statements that only read, as a variable may hold them. */
export const readingSql: Texts = {
  isWhole: (text) => isReadingSql(textOf(text, () => undefined) ?? ""),
  isPart: isPartOfReading,
};

// The program that an expression names: each that it may be.
function programsNamed(
  program: ts.Expression,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): readonly (string | undefined)[] {
  return ts.isConditionalExpression(program)
    ? [program.whenTrue, program.whenFalse].flatMap((one) =>
        programsNamed(constant(one, initializerOf), initializerOf),
      )
    : [textOf(program, initializerOf)];
}

/**
 * What a program is started with, where a list of it follows the program: `["log", "-1"]`, with a sign for each that
 * is not written out.
 */
export function programArguments(
  following: ts.Expression | undefined,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): readonly string[] | undefined {
  const list = following === undefined ? undefined : constant(following, initializerOf);
  if (list === undefined || ts.isObjectLiteralExpression(list) || ts.isFunctionLike(list)) {
    return undefined;
  }
  return ts.isArrayLiteralExpression(list)
    ? list.elements.map((one) => textOf(one, initializerOf) ?? "$")
    : anyArguments;
}

/**
 * The commands, in words, that arguments hand over: in a list (`["TTL", key]`), several in a list of lists, or one
 * word an argument; `undefined` where they are not written out.
 */
export function commandsIn(
  args: readonly ts.Expression[],
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): readonly (readonly string[])[] | undefined {
  const [first, ...others] = args;
  if (first === undefined) return undefined;
  const name = textOf(first, initializerOf);
  if (name === undefined) return commandsOf(first, initializerOf);
  return [[name, ...others.flatMap((one) => wordsOf(constant(one, initializerOf), initializerOf))]];
}

function commandsOf(
  given: ts.Expression,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): readonly (readonly string[])[] | undefined {
  const at = constant(given, initializerOf);
  if (ts.isCallExpression(at)) {
    // `keys.map((key) => ["TTL", key])`.
    const [made] = at.arguments;
    if (memberOf(at) !== "map" || made === undefined || !ts.isArrowFunction(made)) return undefined;
    return ts.isBlock(made.body) ? undefined : commandsOf(made.body, initializerOf);
  }
  if (ts.isConditionalExpression(at)) {
    const either = [at.whenTrue, at.whenFalse].map((one) => commandsOf(one, initializerOf));
    return either.every((one) => one !== undefined) ? either.flat() : undefined;
  }
  if (!ts.isArrayLiteralExpression(at)) return undefined;
  const [first] = at.elements;
  if (first === undefined) return undefined;
  if (textOf(first, initializerOf) !== undefined) return [wordsOf(at, initializerOf)];
  const found = at.elements.map((one) =>
    commandsOf(ts.isSpreadElement(one) ? one.expression : one, initializerOf),
  );
  return found.every((one) => one !== undefined) ? found.flat() : undefined;
}

// One that is not written out stands as a sign.
function wordsOf(
  at: ts.Expression,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): readonly string[] {
  const parts = ts.isArrayLiteralExpression(at) ? at.elements : [at];
  return parts.map((one) => textOf(one, initializerOf) ?? "$");
}

/** Stands for arguments of a program that nobody knows. */
export const anyArguments: readonly string[] = ["$", "$"];

function isWord(text: string, word: string): boolean {
  return word.endsWith("*") ? text.startsWith(word.slice(0, -1)) : text === word;
}

/** Whether a document of GraphQL only reads, by its text or, where that is made elsewhere, by its name. */
export function isReadingOperation(
  document: ts.Expression,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): boolean {
  const text = textOf(document, initializerOf);
  if (text !== undefined) return isReadingDocument(text);
  const name = nameIn(unwrap(document));
  return name !== undefined && isDocumentNamedForReading(name.text) === true;
}

// `axios(address)` and `axios(address, options)` beside `axios(options)`.
function optionsOf(
  argument: ts.Expression,
  next: ts.Expression | undefined,
): ts.Expression | undefined {
  return ts.isStringLiteralLike(argument) || ts.isTemplateExpression(argument) ? next : argument;
}

function optionReads(
  decider: Extract<Decider, { by: "option" }>,
  argument: ts.Expression | undefined,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): boolean {
  if (argument === undefined) return decider.unset === "reads";
  if (!ts.isObjectLiteralExpression(argument)) return false;
  let reads = decider.unset === "reads";
  for (const property of argument.properties) {
    if (ts.isSpreadAssignment(property)) return false;
    const { name } = property;
    if (name === undefined || ts.isComputedPropertyName(name)) return false;
    const key = ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : "";
    if (decider.writing?.includes(key) === true) return false;
    if (key !== decider.option) continue;
    const given = ts.isPropertyAssignment(property) ? property.initializer : undefined;
    const value =
      given?.kind === ts.SyntaxKind.TrueKeyword ? "true" : given && textOf(given, initializerOf);
    if (value === undefined || !decider.reading.includes(value.toLowerCase())) return false;
    reads = true;
  }
  return reads;
}

function constant(
  expression: ts.Expression,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): ts.Expression {
  let at = unwrap(expression);
  for (let steps = 0; steps < 4; steps += 1) {
    const name = nameIn(at);
    const initializer = name && initializerOf(name);
    if (initializer === undefined) break;
    at = unwrap(initializer);
  }
  return at;
}

function memberOf({ expression }: ts.CallExpression): string | undefined {
  const at = unwrap(expression);
  return ts.isPropertyAccessExpression(at) ? at.name.text : undefined;
}

function lastName(expression: ts.Expression): string | undefined {
  const at = unwrap(expression);
  if (ts.isIdentifier(at)) return at.text;
  return ts.isPropertyAccessExpression(at) ? at.name.text : undefined;
}
