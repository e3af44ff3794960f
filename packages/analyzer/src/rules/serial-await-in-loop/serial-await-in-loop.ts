import { ts } from "../../model/syntax.js";
import { fixLoop } from "../../serial/fix/loop-fix.js";
import { noGain } from "../../serial/loops/gain.js";
import type { MeantTogether } from "../../serial/loops/meant-together.js";
import { type DataLoop, dataLoop } from "../../serial/loops/shape.js";
import { judgeLoop, type LoopVerdict, type Turn } from "../../serial/loops/verdict.js";
import type { Rule, RuleContext } from "../rule.js";

/** Loops that wait at each turn for what no other turn needs. */
export const serialAwaitInLoop: Rule = {
  meta: {
    id: "serial-await-in-loop",
    summary: "A loop waits at each turn, though no turn needs what another brings",
    severity: "warning",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: ["no-await-in-loop"],
  },
  defaults: {},
  kinds: [
    ts.SyntaxKind.ForOfStatement,
    ts.SyntaxKind.ForInStatement,
    ts.SyntaxKind.ForStatement,
    ts.SyntaxKind.WhileStatement,
    ts.SyntaxKind.CallExpression,
  ],
  visit(node, context) {
    const loop = dataLoop(node);
    if (loop === undefined || !("items" in loop)) return;
    context.decide(() => {
      const verdict = judgeLoop(loop, context);
      if (verdict === undefined || verdict.blocked !== undefined) return;
      const wasSeen = ({ point }: Turn): boolean => context.wasSeenToWait(point.awaited);
      if (verdict.meant === undefined && noGain(verdict, wasSeen) !== undefined) return;
      report(loop, verdict, context);
    });
  },
};

function report(loop: DataLoop, verdict: LoopVerdict, context: RuleContext): void {
  const outcome = fixLoop(loop, verdict, context);
  const [doubt] = verdict.doubts;
  const { meant } = verdict;
  const calls = [...new Set(verdict.awaits.map(({ point }) => `\`${point.title}\``))].join(" and ");
  const turn = loop.kind === "reduce" ? "step of this `reduce`" : "turn of this loop";
  const needs = `${loop.kind === "reduce" ? "none" : "no turn"} needs what another brings`;
  const why = meant?.reason ?? own(verdict) ?? needs;
  const what = `Each ${turn} waits for ${calls} before the next begins, though ${why}`;
  const wish = meant === undefined ? limited(verdict) : wishes(meant);
  context.report({
    at: headOf(loop, context.file),
    message:
      doubt === undefined
        ? `${what}. ${wish}`
        : `${what}. Start the turns together if their order does not matter: ${doubt.reason}`,
    ...(doubt === undefined ? {} : { confidence: "low", severity: "suggestion" }),
    group: [loop.node, ...verdict.awaits.map(({ point }) => point.awaited)],
    related: [
      ...verdict.awaits.flatMap(({ point, summary }) => {
        const { origin, what: source } = summary.latency;
        return origin === undefined || origin.at === point.call
          ? [{ at: point.awaited, message: "each turn waits here" }]
          : [{ at: origin.at, message: `\`${point.title}\` waits for ${source} here` }];
      }),
      ...(meant === undefined ? [] : [{ at: meant.at, message: "what the turns are meant for" }]),
      ...[...verdict.doubts, ...verdict.assumed].flatMap(({ at, reason }) =>
        ts.isSourceFile(at) ? [] : [{ at, message: reason }],
      ),
    ],
    fixes: "fix" in outcome ? [outcome.fix] : [],
    refusals:
      "refused" in outcome ? [{ title: "Start the turns together", reason: outcome.refused }] : [],
  });
}

// What makes turns independent that change something.
function own({ hasOwnFiles, hasOwnJobs, removals }: LoopVerdict): string | undefined {
  if (hasOwnFiles) return "each works on files of its own";
  if (hasOwnJobs) return "each puts a job of its own into the queue";
  if (removals === undefined) return undefined;
  const what = "each removes what its own item names";
  return removals.keepsErrors ? `${what} and keeps its errors to itself` : what;
}

function limited({ removals }: LoopVerdict): string {
  const wish = "Start the turns together, with a limit where there may be many";
  return removals?.keepsErrors === false ? `${wish}: the others then run though one fails` : wish;
}

function wishes({ needless }: MeantTogether): string {
  return needless.length === 0 ? "Start the turns together" : "Leave the `await` of each turn out";
}

// The first line says which loop it is; marking all of it would hide what stands in it.
function headOf(loop: DataLoop, file: ts.SourceFile) {
  const start = loop.node.getStart(file);
  const body = loop.inside.getStart(file);
  const end = /\s*$/.exec(file.text.slice(start, body));
  return { file: file.fileName, start, end: body - (end?.[0].length ?? 0) };
}
