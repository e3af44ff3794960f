import { placeOf } from "../model/effects/conflict.js";
import { textOf } from "../model/effects/library/decide.js";
import { isReadingSql } from "../model/effects/library/reading-sql.js";
import { isExpiry } from "../model/effects/location.js";
import type { Access, Summary } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import type { Step } from "./await-graph.js";
import { bringsByName } from "./bookkeeping.js";
import { lineOf } from "./control.js";
import type { Obstacle } from "./hazard.js";
import { calledName } from "./names.js";
import { asksByItsName } from "./questions.js";
import type { SerialModel } from "./serial-model.js";
import type { WaitedCall } from "./units.js";

/**
 * Takes for questions what may change something by its form alone, and is then among what the summary reads: what a function
 * that is named for what it brings (`fetchPrices()`, `searchUsers(words)`) sends by POST, as searches and statements of
 * GraphQL are sent, and a statement that nobody can read, run by one that is named for what it asks of somebody outside.
 * What renews, makes or sends something by its address is none, and neither is a statement that a constant or one of the
 * calls on the way says to change something.
 */
export function withQuestions(
  summary: Summary,
  call: WaitedCall | undefined,
  model: SerialModel,
): Summary {
  if (call === undefined) return summary;
  const asked = summary.writes.flatMap((write): Question[] => {
    const form = formOf(write, call, model);
    return form === undefined ? [] : [{ write, form }];
  });
  if (asked.length === 0) return summary;
  const taken = asked.map(({ write, form }): Asked => ({ ...originOf(write), form }));
  const writes = summary.writes.filter((one) => !asked.some(({ write }) => write === one));
  return { ...summary, reads: [...summary.reads, ...taken], writes };
}

/** What a step sends and is taken for a question: an assumption, which leaves a finding of the default tier. */
export function questionsAbout({
  point,
  code,
  summary,
}: Pick<Step, "code" | "point" | "summary">): readonly Obstacle[] {
  const asked = summary.reads.find(isAsked);
  if (asked === undefined) return [];
  const what = `${asked.form} (${placeOf(asked)}), which is taken for a question by its name`;
  const reason = `\`${point?.title}\` on line ${lineOf(code)} ${what}`;
  return [{ hazard: "unknown", tier: "suggests", at: asked.at, reason }];
}

interface Question {
  readonly write: Access;
  readonly form: string;
}

/** A write that is taken for a read, and what it does by its form. */
interface Asked extends Access {
  readonly form: string;
}

function isAsked(read: Access): read is Asked {
  return "form" in read;
}

// What it has may be found when it is asked for, and is then no property of its own.
function originOf({ location, once, at, through, from, isDirect }: Access): Access {
  return { location, once, at, through, from, isDirect };
}

function formOf(write: Access, call: WaitedCall, model: SerialModel): string | undefined {
  if (isPostedQuestion(write)) return bringsByName(call) ? "sends a request by POST" : undefined;
  if (!isOfRows(write) || !asksByItsName(call)) return undefined;
  const does = statementOf(write, call, model);
  if (does === "nobody can read") return "runs a statement that cannot be read";
  return does === "reads" ? "runs a statement that it is handed" : undefined;
}

// A request by POST that may be no more than a question.
function isPostedQuestion({ location, isDirect, at }: Access): boolean {
  if (isDirect || location.kind !== "resource" || location.resource !== "net") return false;
  return ts.isCallExpression(at) && isPost(at) && !acts.test(at.getText());
}

function isPost(call: ts.CallExpression): boolean {
  if (calledName(call) === "post") return ts.isPropertyAccessExpression(unwrap(call.expression));
  return call.arguments.some(
    (one) =>
      ts.isObjectLiteralExpression(one) &&
      one.properties.some(
        (property) =>
          ts.isPropertyAssignment(property) &&
          property.name.getText() === "method" &&
          ts.isStringLiteralLike(property.initializer) &&
          property.initializer.text.toUpperCase() === "POST",
      ),
  );
}

const acts =
  /mutation|log[io]n|logout|sign|oauth|refresh|renew|token["'`/]|create|insert|add|delete|remove|update|save|store|send|publish|cancel|confirm|register|start|stop|run|exec|claim|reserve/i;

// What may be any rows of any table.
function isOfRows({ location, isDirect }: Access): boolean {
  if (isDirect || location.kind !== "resource" || location.resource !== "db") return false;
  return location.part === undefined && !isExpiry(location);
}

// What `client.query(text, values)` does by its text, which a constant holds, or is handed in by one of the calls on the way.
function statementOf(
  { at, through }: Access,
  call: WaitedCall,
  model: SerialModel,
): "reads" | "writes" | "nobody can read" {
  if (!ts.isCallExpression(at) || !runsStatement.test(calledName(at))) return "writes";
  const [first] = at.arguments;
  if (first === undefined) return "writes";
  const given = unwrap(first);
  if (!ts.isIdentifier(given) && !ts.isPropertyAccessExpression(given)) return "writes";
  const calls = [call, ...through.filter(ts.isCallExpression)];
  const initializerOf = (name: Named): ts.Expression | undefined => givenTo(name, calls, model);
  const text = textOf(beginning(given, initializerOf), initializerOf)?.trim();
  if (text === undefined || text === "") return "nobody can read";
  return isReadingSql(text) ? "reads" : "writes";
}

type Named = ts.Identifier | ts.PropertyAccessExpression;

// What a text begins with: `base` of `${base} LIMIT 10`.
function beginning(
  value: ts.Expression,
  initializerOf: (name: Named) => ts.Expression | undefined,
  depth = 0,
): ts.Expression {
  const at = unwrap(value);
  const [first] = ts.isTemplateExpression(at) && at.head.text.trim() === "" ? at.templateSpans : [];
  const next =
    first?.expression ??
    (ts.isIdentifier(at) || ts.isPropertyAccessExpression(at) ? initializerOf(at) : undefined);
  return next === undefined || depth > 4 ? at : beginning(next, initializerOf, depth + 1);
}

const runsStatement =
  /^\$?(all|any|exec|execute|executeQuery|many|manyOrNone|one|oneOrNone|query|queryRawUnsafe|raw|result|runQuery|select|unsafe)$/;

// What a variable or a property was given, or a parameter by a call on the way.
function givenTo(
  name: Named,
  calls: readonly WaitedCall[],
  model: SerialModel,
): ts.Expression | undefined {
  const at = ts.isIdentifier(name) ? name : name.name;
  for (const declared of model.symbolOf(at)()?.declarations ?? []) {
    const given = ts.isParameter(declared)
      ? argumentFor(declared, calls, model)
      : ts.isVariableDeclaration(declared) ||
          ts.isPropertyAssignment(declared) ||
          ts.isPropertyDeclaration(declared)
        ? declared.initializer
        : undefined;
    if (given !== undefined) return given;
  }
  return undefined;
}

function argumentFor(
  parameter: ts.ParameterDeclaration,
  calls: readonly WaitedCall[],
  model: SerialModel,
): ts.Expression | undefined {
  const owner = parameter.parent;
  const index = owner.parameters.indexOf(parameter);
  // The nearest, as a function may call itself.
  const call = calls.findLast((one) => model.callOf(one)()?.body === owner);
  return call !== undefined && ts.isCallExpression(call) ? call.arguments[index] : undefined;
}
