import type {
  AwaitRelation,
  ExplainedAwait,
  ExplainedPlace,
  ExplainedReason,
  Explanation,
} from "./explanation.js";

/**
 * Writes an explanation as text for a terminal or an editor's hover. `show` turns the path of a file
 * into what is printed for it; places in the file of the await are given by their line alone.
 */
export function renderExplanation(
  explanation: Explanation,
  show: (file: string) => string = (file) => file,
): string {
  const { subject, awaits, surroundings, conditional, loop, criticalPath } = explanation;
  const at = (place: ExplainedPlace): string =>
    place.file === subject.place.file ? `line ${place.line}` : `${show(place.file)}:${place.line}`;
  const lines = [
    `${show(subject.place.file)}:${subject.place.line} awaits \`${subject.title}\``,
    "",
    ...effects(subject, at),
  ];
  if (surroundings !== undefined) lines.push(`Here ${surroundings.text}.`);
  if (conditional !== undefined) lines.push(`Not gathered: ${conditional.text}.`);
  if (loop !== undefined) {
    const isAssumed = loop.verdict === "together" && loop.because.length > 0;
    lines.push(
      "",
      `In the loop of ${at(loop.place)}, ${loopWords[loop.verdict]}${isAssumed ? ":" : ""}${because(loop.because)}.`,
    );
  }
  lines.push(...relations(explanation));
  if (awaits.length > 1) lines.push("", ...graph(awaits, subject));
  lines.push(...path(criticalPath));
  return lines.join("\n");
}

const loopWords = {
  together: "no turn needs another",
  perhaps: "no turn is known to need another, but",
  apart: "the turns are not gathered:",
} as const;

function effects(subject: ExplainedAwait, at: (place: ExplainedPlace) => string): string[] {
  const list = (all: ExplainedAwait["reads"]): string => {
    const shown = all.slice(0, most).map(({ what, place }) => `${what} (${at(place)})`);
    const more = all.length > most ? `, and ${all.length - most} more` : "";
    return all.length === 0 ? "nothing that others could see" : shown.join(", ") + more;
  };
  const { waits, unknown } = subject;
  return [
    waits === undefined
      ? "It is not known to wait for anything outside the program."
      : `It waits for ${waits.what} (${at(waits.place)}).`,
    `It reads ${list(subject.reads)}.`,
    `It writes ${list(subject.writes)}.`,
    ...(unknown === undefined ? [] : [`Not known: ${unknown.text} (${at(unknown.place)}).`]),
  ];
}

/** More than this many places would not be read. */
const most = 8;

function relations({ others, awaits }: Explanation): string[] {
  const named = ({ number, because: reasons }: AwaitRelation): string => {
    const other = awaits[number - 1];
    return `  line ${other?.place.line} \`${other?.title}\`${reasons.length === 0 ? "" : `: ${texts(reasons)}`}`;
  };
  const section = (title: string, verdict: AwaitRelation["verdict"]): string[] => {
    const found = others.filter((one) => one.verdict === verdict);
    return found.length === 0 ? [] : ["", title, ...found.map(named)];
  };
  return [
    ...section("Can be gathered with", "together"),
    ...section("Could be gathered, if its order does not matter, with", "perhaps"),
    ...section("Keeps its order with", "ordered"),
    ...section("Not gathered with", "apart"),
  ];
}

function graph(awaits: readonly ExplainedAwait[], subject: ExplainedAwait): string[] {
  return [
    "Await graph",
    ...awaits.map(({ number, place, title, after }) => {
      const mark = number === subject.number ? "*" : " ";
      const needs = after.length === 0 ? "" : `, after ${after.join(" and ")}`;
      return `${mark} ${number}. line ${place.line} \`${title}\`${needs}`;
    }),
  ];
}

function path({ before, after, possible }: Explanation["criticalPath"]): string[] {
  if (before < 2) return [];
  const waits = (count: number): string => (count === 1 ? "1 wait" : `${count} waits`);
  if (possible === before) return [`${waits(before)} in a row, and no way to have fewer.`];
  const sure = after < before ? `${waits(after)} once gathered` : "";
  const more = possible < after ? `${possible} if the doubts do not matter` : "";
  return [`${waits(before)} in a row: ${[sure, more].filter(Boolean).join(", ")}.`];
}

function because(reasons: readonly ExplainedReason[]): string {
  return reasons.length === 0 ? "" : ` ${texts(reasons)}`;
}

function texts(reasons: readonly ExplainedReason[]): string {
  return [...new Set(reasons.map(({ text }) => text))].join("; ");
}
