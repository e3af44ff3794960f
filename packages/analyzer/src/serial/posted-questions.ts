import { placeOf } from "../model/effects/conflict.js";
import type { Access, Summary } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import type { Step } from "./await-graph.js";
import { bringsByName } from "./bookkeeping.js";
import { lineOf } from "./control.js";
import type { Obstacle } from "./hazard.js";
import { calledName } from "./names.js";
import type { WaitedCall } from "./units.js";

/**
 * Takes what a function that is named for what it brings (`fetchPrices()`, `searchUsers(words)`) sends by POST for a question, as
 * searches and statements of GraphQL are sent; it is then among what the summary reads. What renews, makes or sends
 * something by its address is none.
 */
export function withQuestions(summary: Summary, call: WaitedCall | undefined): Summary {
  if (call === undefined || !bringsByName(call)) return summary;
  const asked = summary.writes.filter(isPostedQuestion);
  if (asked.length === 0) return summary;
  const writes = summary.writes.filter((write) => !asked.includes(write));
  return { ...summary, reads: [...summary.reads, ...asked], writes };
}

/** What a step sends and is taken for a question: an assumption, which leaves a finding of the default tier. */
export function questionsAbout({
  point,
  code,
  summary,
}: Pick<Step, "code" | "point" | "summary">): readonly Obstacle[] {
  if (point?.call === undefined || point.dropped || !bringsByName(point.call)) return [];
  const asked = summary.reads.find(
    (read) => isPostedQuestion(read) && !summary.writes.some(({ at }) => at === read.at),
  );
  if (asked === undefined) return [];
  const reason = `\`${point.title}\` on line ${lineOf(code)} sends a request by POST (${placeOf(asked)}), which is taken for a question by its name`;
  return [{ hazard: "unknown", tier: "suggests", at: asked.at, reason }];
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
