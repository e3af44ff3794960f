import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import type { Answers } from "./answers.js";
import { type Argument, type Condition, formatter, nobody, type Says } from "./facts.js";
import { anyArguments, readsByText } from "./library/decide.js";
import type { Decider } from "./library/model.js";
import { parameterAt, saysOf } from "./says.js";

/**
 * Whether something only reads by what is handed to it: known from what stands in place, or a condition
 * on a parameter further up; `false` where nobody can tell.
 */
export function settle(
  condition: Condition,
  given: Argument | undefined,
  others: readonly Argument[] = [],
): boolean | Condition {
  const found = settleAsIs(condition, given, others);
  if (condition.isFormatted !== true || found === false) return found;
  return found === true ? formattedRead(condition) : { ...found, isFormatted: true };
}

function settleAsIs(
  condition: Condition,
  given: Argument | undefined,
  others: readonly Argument[],
): boolean | Condition {
  if (condition.decider.by === "program") return settleProgram(condition, given, others);
  const { decider, member } = condition;
  if (given === undefined) return readsByText(decider, condition.otherwise);
  const { says } = given;
  if (says === undefined) return unread(condition);
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

/**
 * The condition under which a call of a library only reads, where a parameter decides it; `reads` where the statement that it is
 * handed is followed to one that does.
 */
export function conditionOf(
  decider: Decider,
  args: readonly ts.Expression[],
  answers: Answers,
): Condition | "reads" | undefined {
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
  if (typeof found !== "boolean") return found;
  return found && decider.by === "sql" ? "reads" : undefined;
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
  const { key, index, isRest, member, decider, otherwise, program, isFormatted } = condition;
  const started = program === undefined ? "" : JSON.stringify(program);
  const named = decider.by === "literal" ? ` of ${decider.reading.join()}` : "";
  return ` unless ${decider.by}${named} ${index}${isRest === true ? " rest" : ""} ${member ?? ""} ${otherwise ?? ""} ${started} ${key}${isFormatted === true ? " formatted" : ""}`;
}

// A statement that nobody can read is another thing than one that is known to change something.
function unread({ decider }: Condition): boolean | Condition {
  return decider.by === "sql" ? { decider, key: nobody, index: 0 } : false;
}

// What formats a statement is taken to leave what it does, which who gathers it is told.
function formattedRead({ decider }: Condition): Condition {
  return { decider, key: formatter, index: 0 };
}

function settled(condition: Condition, says: Says): boolean | Condition {
  const { text, list, from, options, formatted } = says;
  const { decider } = condition;
  if (decider.by === "sql" && formatted !== undefined) {
    const found = settled(condition, formatted);
    if (typeof found !== "boolean") return { ...found, isFormatted: true };
    return found && formattedRead(condition);
  }
  // What begins with what is put into it says nothing.
  if (decider.by === "sql" && text?.trim().startsWith("$") === true) return unread(condition);
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
  return from === undefined ? unread(condition) : { decider, ...from };
}
