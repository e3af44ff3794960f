/** What a scenario file may hold: the values that JSON can write. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One statement of the scenario language: an operation's name and its arguments. */
export type Statement = [op: string, ...args: Json[]];

/** What a task, a handler or a scope runs: statements, one after another. */
export type Body = Statement[];

/** One scenario: its main task, and the primitives and futures made before it starts. */
export interface Program {
  main: Body;
  objects?: Record<string, [kind: string, ...args: Json[]]>;
  futures?: string[];
}

/** One thing that happened: at which time, in which task, what, and the values it had. */
export type LogEntry = [time: number, who: string, what: string, ...values: Json[]];

/** A program with the log that CPython wrote for it. */
export interface Scenario {
  name: string;
  program: Program;
  log: LogEntry[];
}

/**
 * Reads a file of scenarios.
 *
 * @throws SyntaxError where the text is not JSON.
 * @throws TypeError where it is JSON but no list of `{ name, program, log }`.
 */
export function parseScenarios(text: string): Scenario[] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) {
    throw new TypeError("A scenario file holds a list of programs, and this one does not");
  }
  for (const [index, scenario] of value.entries()) {
    const fault = faultOf(scenario);
    if (fault !== null) {
      throw new TypeError(`Entry ${index} ${fault}`);
    }
  }
  return value as Scenario[];
}

function faultOf(scenario: unknown): string | null {
  if (!isRecord(scenario)) {
    return "is not an object with a name, a program and a log";
  }
  if (typeof scenario.name !== "string") {
    return 'has no "name"';
  }
  const { name, program, log } = scenario;
  if (!isRecord(program) || !isBody(program.main)) {
    return `("${name}") has no "program" with a "main" that lists statements`;
  }
  if (!Array.isArray(log) || !log.every(Array.isArray)) {
    return `("${name}") has no "log"; oracle.py adds it`;
  }
  return null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isBody(value: unknown): value is Body {
  return (
    Array.isArray(value) &&
    value.every((statement) => Array.isArray(statement) && typeof statement[0] === "string")
  );
}
