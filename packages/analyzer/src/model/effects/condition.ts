import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import type { Answers } from "./answers.js";
import { constantValue, heldText } from "./constant-value.js";
import type { Argument, Condition, Says } from "./facts.js";
import { keyOf } from "./keys.js";
import {
  anyArguments,
  keepsText,
  programArguments,
  readingSql,
  readsByText,
  textOf,
} from "./library/decide.js";
import type { Decider } from "./library/model.js";

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
    return value === undefined ? {} : saysOf(value, answers, depth + 1);
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
    const callee = unwrap(at.expression);
    return ts.isPropertyAccessExpression(callee) && keepsText.has(callee.name.text)
      ? saysOf(callee.expression, answers, depth + 1)
      : {};
  }
  const text = textOf(at, () => undefined);
  return text === undefined ? {} : { text };
}

/**
 * Whether something only reads by what is handed to it: known from what stands in place, or a condition
 * on a parameter further up; `false` where nobody can tell.
 */
export function settle(
  condition: Condition,
  given: Argument | undefined,
  others: readonly Argument[] = [],
): boolean | Condition {
  if (condition.decider.by === "program") return settleProgram(condition, given, others);
  const { decider, member } = condition;
  if (given === undefined) return readsByText(decider, condition.otherwise);
  const { says } = given;
  if (says === undefined) return false;
  if (member === undefined) return settled(condition, says);
  const { from, options, taken } = says;
  if (options === undefined) {
    if (from === undefined || from.member !== undefined) return false;
    if (taken?.has(member) === true) return readsByText(decider, undefined);
    return { ...condition, key: from.key, index: from.index };
  }
  const option = options.get(member);
  // What is named a read is one, whatever else is handed on beside its name.
  if (option !== undefined) return settled(condition, option);
  if (decider.by === "option" && decider.writing?.some((one) => options.has(one))) return false;
  if (says.rest === undefined) return readsByText(decider, condition.otherwise);
  if (says.rest.member !== undefined) return false;
  if (taken?.has(member) === true) return readsByText(decider, undefined);
  return { ...condition, key: says.rest.key, index: says.rest.index };
}

// A program that is started with what stands in place, or with what a caller hands on.
function settleProgram(
  { decider, index, isRest, program }: Condition,
  given: Argument | undefined,
  others: readonly Argument[],
): boolean | Condition {
  const { text, from } = given?.says ?? {};
  if (program !== undefined && "started" in program) {
    const list = isRest === true ? listFrom(others, index) : given?.says?.list;
    if (list !== undefined) return readsByText(decider, program.started, list);
    return from === undefined || from.member !== undefined ? false : { decider, ...from, program };
  }
  const isGiven = program !== undefined && "index" in program;
  const started = !isGiven
    ? program
    : program.isRest === true
      ? { args: listFrom(others, program.index) }
      : startedWith(others[program.index], from?.key);
  if (text !== undefined) {
    const args = started !== undefined && "args" in started ? started.args : undefined;
    if (readsByText(decider, text, args)) return true;
    // `spawn("git", args)`: what the program is asked is a caller's to say.
    const asked = isGiven ? others[program.index]?.says?.from : undefined;
    if (asked === undefined || asked.member !== undefined || /\s/.test(text)) return false;
    const { otherwise, ...parameter } = asked;
    return { decider, ...parameter, program: { started: text } };
  }
  if (from === undefined) return false;
  return { decider, ...from, ...(started === undefined ? {} : { program: started }) };
}

// `owner` is the function whose parameter names the program: what another's holds is not known.
function startedWith(
  list: Argument | undefined,
  owner: string | undefined,
): Condition["program"] | undefined {
  if (list === undefined) return undefined;
  const { says, callable } = list;
  if (says?.list !== undefined) return { args: says.list };
  if (says?.options !== undefined || callable !== undefined) return undefined;
  const from = says?.from;
  return from === undefined || from.member !== undefined || from.key !== owner
    ? { args: anyArguments }
    : { index: from.index, ...(from.isRest === true ? { isRest: true as const } : {}) };
}

// What a caller has handed over from one place on, as a list of it.
function listFrom(args: readonly Argument[], index: number): readonly string[] {
  return args.slice(index).map(({ says }) => says?.text ?? "$");
}

/** The condition under which a call of a library only reads, where a parameter decides it. */
export function conditionOf(
  decider: Decider,
  args: readonly ts.Expression[],
  answers: Answers,
): Condition | undefined {
  if (decider.by === "command" || decider.by === "content") return undefined;
  const given = args.flatMap((one) =>
    (ts.isSpreadElement(one) ? saidByRest(one.expression, answers) : [saysOf(one, answers)]).map(
      (says): Argument => ({ flows: [], callable: undefined, says }),
    ),
  );
  const here: Condition = {
    key: "",
    index: 0,
    decider,
    ...(decider.by === "option" ? { member: decider.option } : {}),
    ...(decider.by === "program" ? { program: { index: decider.argument + 1 } } : {}),
  };
  const found = settle(here, given[decider.argument], given);
  return typeof found === "boolean" ? undefined : found;
}

// `fetch(...args)` in a function of `...args`: each says what its caller has handed over in that place.
function saidByRest(spread: ts.Expression, answers: Answers): readonly Says[] {
  const at = unwrap(spread);
  const declarations = ts.isIdentifier(at) ? answers.symbol(at)?.declarations : undefined;
  const [rest] = declarations ?? [];
  if (rest === undefined || !ts.isParameter(rest) || rest.dotDotDotToken === undefined) return [];
  const { key, index } = parameterAt(rest, undefined);
  return mostDeciding.map((offset) => ({ from: { key, index: index + offset } }));
}

const mostDeciding = [0, 1, 2, 3];

/** Equal for two conditions that are the same. */
export function conditionId(condition: Condition): string {
  const { key, index, isRest, member, decider, otherwise, program } = condition;
  const started = program === undefined ? "" : JSON.stringify(program);
  const named = decider.by === "literal" ? ` of ${decider.reading.join()}` : "";
  return ` unless ${decider.by}${named} ${index}${isRest === true ? " rest" : ""} ${member ?? ""} ${otherwise ?? ""} ${started} ${key}`;
}

function settled(condition: Condition, says: Says): boolean | Condition {
  const { text, list, from, options } = says;
  const { decider } = condition;
  // `connection.query({ sql, values })`.
  if (decider.by === "sql" && options !== undefined) {
    const statement = ["sql", "text", "query"].flatMap((name) => options.get(name) ?? [])[0];
    return statement === undefined || statement.options !== undefined
      ? false
      : settled(condition, statement);
  }
  if (decider.by === "redis" && list !== undefined)
    return readsByText(decider, list[0], list.slice(1));
  if (text !== undefined) return readsByText(decider, text);
  return from === undefined ? false : { decider, ...from };
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
    return start === undefined ? {} : saysOf(start, answers, depth + 1);
  }
  if (!ts.isBindingElement(declaration)) return {};
  if (declaration.dotDotDotToken !== undefined) return ofRest(declaration, answers, depth);
  const pattern = declaration.parent;
  const key = declaration.propertyName ?? declaration.name;
  if (!ts.isObjectBindingPattern(pattern) || !ts.isIdentifier(key)) return {};
  const otherwise = literalIn(declaration.initializer);
  const option = { member: key.text, ...(otherwise === undefined ? {} : { otherwise }) };
  if (ts.isParameter(pattern.parent)) {
    const { key: owner, index } = parameterAt(pattern.parent, undefined);
    return { from: { key: owner, index, ...option } };
  }
  // `const { method = "GET" } = options`.
  const whole = ts.isVariableDeclaration(pattern.parent) ? pattern.parent.initializer : undefined;
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

function parameterAt(
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
