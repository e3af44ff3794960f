import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import type { Answers } from "./answers.js";
import { assignmentsIn } from "./assignments.js";
import { builtStatement } from "./built-statement.js";
import { lineOfProgram } from "./command-line.js";
import { constantValue, heldText } from "./constant-value.js";
import type { Says } from "./facts.js";
import { keyOf } from "./keys.js";
import { keepsText, programArguments, readingSql, readsByText, textOf } from "./library/decide.js";
import { changingWords } from "./library/reading-sql.js";
import { statementsOf } from "./statement-builders.js";

/**
 * What an expression says of itself in place: its text, the options that it writes out, or the parameter
 * that says it. A function that hands its own parameter on to a library (`fetch(base + path, { method })`)
 * reads or writes by what its callers say.
 */
export function saysOf(expression: ts.Expression, answers: Answers, depth = 0): Says {
  const at = unwrap(expression);
  if (depth > 6) return {};
  if (ts.isIdentifier(at)) return ofName(at, answers, depth);
  if (ts.isPropertyAccessExpression(at)) {
    const { from } = ts.isIdentifier(at.expression) ? ofName(at.expression, answers, depth) : {};
    if (from !== undefined && from.member === undefined) {
      return { from: { key: from.key, index: from.index, member: at.name.text } };
    }
    const value = constantValue(answers.symbol(at.name)?.declarations);
    if (value !== undefined) return saysOf(value, answers, depth + 1);
    const [held] = answers.symbol(at.name)?.declarations ?? [];
    return held !== undefined && ts.isPropertyAssignment(held)
      ? writingAmong([held.initializer])
      : partOf(at.expression, at.name.text, answers, depth);
  }
  if (ts.isObjectLiteralExpression(at)) return ofLiteral(at, answers, depth);
  if (ts.isArrayLiteralExpression(at)) {
    const initializerOf = (name: ts.Identifier): ts.Expression | undefined =>
      constantValue(answers.symbol(name)?.declarations);
    return { list: programArguments(at, initializerOf) ?? [] };
  }
  if (ts.isBinaryExpression(at) && /^(\?\?|\|\|)$/.test(at.operatorToken.getText())) {
    const { from } = saysOf(at.left, answers, depth + 1);
    const { text, options } = saysOf(at.right, answers, depth + 1);
    // `options ?? {}` leaves out what the caller leaves out.
    if (from !== undefined && options?.size === 0) return { from };
    return from === undefined || text === undefined ? {} : { from: { ...from, otherwise: text } };
  }
  // `sql.trim()` says what `sql` says.
  if (ts.isCallExpression(at)) {
    const built = builtStatement(at);
    if (built !== undefined) return { text: built };
    const callee = unwrap(at.expression);
    return ts.isPropertyAccessExpression(callee) && keepsText.has(callee.name.text)
      ? saysOf(callee.expression, answers, depth + 1)
      : answeredBy(at, undefined, answers, depth);
  }
  if (ts.isConditionalExpression(at)) {
    return together([at.whenTrue, at.whenFalse].map((one) => saysOf(one, answers, depth + 1)));
  }
  if (ts.isTemplateExpression(at)) return ofTemplate(at, answers, depth);
  const text = textOf(at, () => undefined);
  return text === undefined ? {} : { text };
}

// `${select} LIMIT 10` begins as what it is put together from.
function ofTemplate(at: ts.TemplateExpression, answers: Answers, depth: number): Says {
  const text = textOf(at, () => undefined) ?? "";
  const [first] = at.templateSpans;
  if (at.head.text.trim() !== "" || first === undefined) return { text };
  const rest = text.trimStart().slice(1);
  if (!readingSql.isPart(rest)) return { text };
  const whole = saysOf(first.expression, answers, depth + 1);
  return whole.text === undefined ? { text, formatted: whole } : { text: whole.text + rest };
}

// What a call answers, or a property of that: a text that the function writes out, or one that it formats.
function answeredBy(
  call: ts.CallExpression,
  member: string | undefined,
  answers: Answers,
  depth: number,
): Says {
  const [first] = call.arguments;
  if (first === undefined && !isCalledForText.test(call.expression.getText())) return {};
  const body = answers.call(call)?.body;
  const said = body === undefined ? [] : saidBy(body, member, answers, depth);
  // Another class may answer another statement.
  if (body !== undefined && said.length > 0 && answers.overriders(body).length > 0) return {};
  if (said.length > 0 || first === undefined) return together(said);
  const formatted = saysOf(first, answers, depth + 1);
  const writing = writingAmong(call.arguments.slice(1));
  if (writing.text !== undefined) return writing;
  return Object.keys(formatted).length === 0 ? {} : { formatted };
}

const isCalledForText = /(query|sql|statement|select)\w*$/i;

function saidBy(
  declared: ts.FunctionLikeDeclaration,
  member: string | undefined,
  answers: Answers,
  depth: number,
): readonly Says[] {
  return statementsOf(declared).map((one) => {
    const part = member === undefined ? one : propertyIn(one, member);
    return part === undefined ? {} : saysOf(part, answers, depth + 2);
  });
}

// What several may say: statements that only read, all of them, or one that changes something.
function together(all: readonly Says[]): Says {
  const texts = all.map(({ text }) => text);
  const writing = texts.find((text) => text !== undefined && isWriting(text));
  if (writing !== undefined) return { text: writing };
  const [first] = texts;
  return first !== undefined && texts.every((text) => text !== undefined && isReading(text))
    ? { text: first }
    : {};
}

// What may hold one of several statements may hold the one that changes something.
function writingAmong(values: readonly (ts.Node | undefined)[]): Says {
  for (const value of values) {
    const text =
      value !== undefined && ts.isExpression(value) ? textOf(value, () => undefined) : undefined;
    if (text !== undefined && isWriting(text)) return { text };
  }
  return {};
}

function isReading(text: string): boolean {
  return readsByText({ by: "sql", argument: 0 }, text);
}

function isWriting(text: string): boolean {
  return changesRows.test(text) && !isReading(text);
}

const changesRows = new RegExp(`^[\\s(]*(${changingWords})\\b`, "i");

// `normalize(statement).text`, `const { text } = normalize(statement)`.
function partOf(whole: ts.Expression, member: string, answers: Answers, depth: number): Says {
  const at = unwrap(whole);
  if (depth > 4) return {};
  if (ts.isCallExpression(at)) return answeredBy(at, member, answers, depth);
  if (!ts.isIdentifier(at)) return {};
  const [declared, ...others] = answers.symbol(at)?.declarations ?? [];
  if (declared === undefined || others.length > 0 || !ts.isVariableDeclaration(declared)) return {};
  const { initializer } = declared;
  const isConstant = (declared.parent.flags & ts.NodeFlags.Const) !== 0;
  if (!isConstant || initializer === undefined) return {};
  return ts.isCallExpression(unwrap(initializer))
    ? partOf(initializer, member, answers, depth + 1)
    : {};
}

function propertyIn(whole: ts.Expression, name: string): ts.Expression | undefined {
  const at = unwrap(whole);
  if (!ts.isObjectLiteralExpression(at)) return undefined;
  for (const one of at.properties) {
    if (one.name?.getText() !== name) continue;
    if (ts.isPropertyAssignment(one)) return one.initializer;
    if (ts.isShorthandPropertyAssignment(one)) return one.name;
  }
  return undefined;
}

function ofName(name: ts.Identifier, answers: Answers, depth: number): Says {
  const [declaration, ...others] = answers.symbol(name)?.declarations ?? [];
  if (declaration === undefined || others.length > 0) return {};
  if (ts.isParameter(declaration)) return { from: parameterAt(declaration, undefined) };
  if (ts.isVariableDeclaration(declaration)) {
    const isConstant = (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
    const { initializer } = declaration;
    if (isConstant) return initializer === undefined ? {} : saysOf(initializer, answers, depth + 1);
    const start = heldText([declaration], readingSql);
    return start === undefined
      ? writingAmong([initializer, ...assignmentsIn(declaration)])
      : saysOf(start, answers, depth + 1);
  }
  if (!ts.isBindingElement(declaration)) return {};
  if (declaration.dotDotDotToken !== undefined) return ofRest(declaration, answers, depth);
  const pattern = declaration.parent;
  const key = declaration.propertyName ?? declaration.name;
  if (ts.isArrayBindingPattern(pattern)) {
    const line = lineOfProgram(pattern, declaration);
    return line === undefined ? {} : saysOf(line, answers, depth + 1);
  }
  if (!ts.isObjectBindingPattern(pattern) || !ts.isIdentifier(key)) return {};
  const otherwise = literalIn(declaration.initializer);
  const option = { member: key.text, ...(otherwise === undefined ? {} : { otherwise }) };
  if (ts.isParameter(pattern.parent)) {
    const { key: owner, index } = parameterAt(pattern.parent, undefined);
    return { from: { key: owner, index, ...option } };
  }
  // `const { method = "GET" } = options`.
  const whole = ts.isVariableDeclaration(pattern.parent) ? pattern.parent.initializer : undefined;
  if (whole !== undefined && ts.isCallExpression(unwrap(whole))) {
    return partOf(whole, key.text, answers, depth + 1);
  }
  const { from } = whole === undefined ? {} : saysOf(whole, answers, depth + 1);
  return from === undefined || from.member !== undefined
    ? {}
    : { from: { key: from.key, index: from.index, ...option } };
}

// `const { timeout, ...rest } = options`: the rest says what the whole says, but for what is taken out.
function ofRest(rest: ts.BindingElement, answers: Answers, depth: number): Says {
  const pattern = rest.parent;
  if (!ts.isObjectBindingPattern(pattern)) return {};
  const owner = pattern.parent;
  const whole: Says = ts.isParameter(owner)
    ? { from: parameterAt(owner, undefined) }
    : ts.isVariableDeclaration(owner) && owner.initializer !== undefined
      ? saysOf(owner.initializer, answers, depth + 1)
      : {};
  const { from } = whole;
  if (from === undefined || from.member !== undefined) return {};
  const taken = pattern.elements.flatMap((one) => {
    if (one === rest) return [];
    const key = one.propertyName ?? one.name;
    return [ts.isIdentifier(key) || ts.isStringLiteralLike(key) ? key.text : undefined];
  });
  if (taken.includes(undefined)) return {};
  return { from, taken: new Set(taken as string[]) };
}

/** What stands for a parameter, or an option of it. */
export function parameterAt(
  parameter: ts.ParameterDeclaration,
  member: string | undefined,
): NonNullable<Says["from"]> {
  const { parent } = parameter;
  const named = parent.parameters.filter((one) => one.name.getText() !== "this");
  const otherwise = literalIn(parameter.initializer);
  return {
    key: keyOf(parent),
    index: named.indexOf(parameter),
    ...(parameter.dotDotDotToken === undefined ? {} : { isRest: true as const }),
    ...(member === undefined ? {} : { member }),
    ...(otherwise === undefined ? {} : { otherwise }),
  };
}

function literalIn(initializer: ts.Expression | undefined): string | undefined {
  const at = initializer === undefined ? undefined : unwrap(initializer);
  return at !== undefined && ts.isStringLiteralLike(at) ? at.text : undefined;
}

function ofLiteral(literal: ts.ObjectLiteralExpression, answers: Answers, depth: number): Says {
  const options = new Map<string, Says>();
  let rest: Says["rest"];
  let taken: Says["taken"];
  for (const property of literal.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = spreadOf(property.expression, answers, depth + 1);
      const more = spread.rest ?? spread.from;
      for (const [name, says] of spread.options ?? []) options.set(name, says);
      if (more === undefined) {
        if (spread.options === undefined) return {};
      } else if (rest === undefined) {
        rest = more;
        taken = spread.taken;
      } else return {};
      continue;
    }
    const { name } = property;
    if (name === undefined || !(ts.isIdentifier(name) || ts.isStringLiteralLike(name))) return {};
    const value = ts.isPropertyAssignment(property)
      ? property.initializer
      : ts.isShorthandPropertyAssignment(property)
        ? property.name
        : undefined;
    options.set(name.text, value === undefined ? {} : saysOf(value, answers, depth + 1));
  }
  return {
    options,
    ...(rest === undefined ? {} : { rest }),
    ...(taken === undefined ? {} : { taken }),
  };
}

// `...(token && { headers })` and `...(body ? { body } : {})` may bring what they name, and nothing else.
function spreadOf(expression: ts.Expression, answers: Answers, depth: number): Says {
  const at = unwrap(expression);
  const parts = ts.isConditionalExpression(at)
    ? [at.whenTrue, at.whenFalse]
    : ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
      ? [at.right]
      : undefined;
  if (parts === undefined) return saysOf(at, answers, depth);
  const options = new Map<string, Says>();
  for (const part of parts) {
    const isNothing = /^(undefined|null|false)$/.test(unwrap(part).getText());
    const found = isNothing ? new Map<string, Says>() : saysOf(part, answers, depth).options;
    if (found === undefined) return {};
    for (const name of found.keys()) options.set(name, {});
  }
  return { options };
}
