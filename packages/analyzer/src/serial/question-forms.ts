import { placeOf } from "../model/effects/conflict.js";
import type { Access, Summary } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import type { Step } from "./await-graph.js";
import { lineOf } from "./control.js";
import type { Obstacle } from "./hazard.js";
import { calledName } from "./names.js";
import { asksByItsName, bringsByName } from "./questions.js";
import type { WaitedCall } from "./units.js";

/**
 * Takes for questions what may change something by its form alone, and is then among what the summary reads: what a function
 * that is named for what it brings (`fetchPrices()`, `searchUsers(words)`) sends by POST, as searches and statements of
 * GraphQL are sent, and a statement that nobody can read, run by one that is named for what it asks of somebody outside.
 * A statement that is formatted on the way reads as what it is made of does, whoever runs it.
 * What renews, makes or sends something by its address is none.
 */
export function withQuestions(summary: Summary, call: WaitedCall | undefined): Summary {
  if (call === undefined) return summary;
  const asked = summary.writes.flatMap((write): Question[] => {
    const form = formOf(write, call);
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
  const why =
    asked.statement === "formatted" ? "to leave what it says" : "for a question by its name";
  const what = `${asked.form} (${placeOf(asked)}), which is taken ${why}`;
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
function originOf({ location, once, at, through, from, isDirect, statement }: Access): Access {
  const told = statement === undefined ? {} : { statement };
  return { location, once, at, through, from, isDirect, ...told };
}

function formOf(write: Access, call: WaitedCall): string | undefined {
  if (isPostedQuestion(write)) return bringsByName(call) ? "sends a request by POST" : undefined;
  if (write.statement === "formatted") return "runs a statement that is formatted on the way";
  if (write.statement !== "unread" || write.isDirect) return undefined;
  const isOfQuestion = asksByItsName(call) || selects.test(calledName(call));
  return isOfQuestion ? "runs a statement that cannot be read" : undefined;
}

/** What it does with a statement, by the word of SQL for it. */
const selects = /^select(?!\w*(Into|Lock|ForUpdate))[A-Z]/;

// A request by POST that may be no more than a question.
function isPostedQuestion({ location, isDirect, at }: Access): boolean {
  if (isDirect || location.kind !== "resource" || location.resource !== "net") return false;
  return ts.isCallExpression(at) && isPost(at) && !saysThatItActs(at.getText());
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

// `addresses` adds nothing, and `signal` signs nothing.
function saysThatItActs(text: string): boolean {
  return acts.test(text.replaceAll(/address|signal/gi, ""));
}

const acts =
  /mutation|log[io]n|logout|sign|oauth|refresh|renew|token["'`/]|create|insert|add|delete|remove|update|save|store|send|publish|cancel|confirm|register|start|stop|run|exec|claim|reserve/i;
