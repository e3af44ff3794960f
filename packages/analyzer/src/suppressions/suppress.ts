import { didYouMean } from "../config/closest.js";
import type { RuleLevel } from "../config/config.js";
import type { Finding, Fix, Span } from "../finding.js";
import { allRules } from "../rules/index.js";
import { LineMap } from "../text/position.js";
import { commentsOf } from "./comments.js";
import { counterpartsOf, isSpelledForBiome, isSpelledForEslint } from "./counterparts.js";
import { type Directive, mayHoldDirectives, type NamedRule, readDirective } from "./directive.js";

/** The id of the finding about a suppression that suppresses nothing. */
export const unusedSuppression = "unused-suppression";
/** The id of the finding about a suppression that gives no reason. */
export const suppressionWithoutReason = "suppression-without-reason";

/** How suppressions are treated in one file. */
export interface SuppressionOptions {
  /** The rules that ran; a suppression of another one may well be of use. */
  readonly rules: readonly string[];
  /** Whether these are all the rules that the configuration switches on. */
  readonly complete: boolean;
  readonly unusedSuppressions: RuleLevel;
  readonly requireReason: boolean;
  /** Findings that are not shown anyway: a comment for one of them is of use where they are. */
  readonly heldBack?: readonly Finding[];
}

/** A finding that a comment hides, and the reason that the comment gives. */
export interface SuppressedFinding {
  readonly finding: Finding;
  readonly reason: string | undefined;
}

export interface SuppressionResult {
  /** What is left, with what is to say about the suppressions themselves, in the order of the text. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
}

/**
 * Takes out the findings of one file that its comments hide:
 * `awaitwise-ignore-next-line RULE -- reason`, `-line`, `-file`, and `-start` to `-end`; without a
 * rule they mean every rule. Comments that disable the counterparts of a rule in ESLint, oxlint and
 * Biome count too.
 *
 * @example
 * ```ts
 * import { suppress } from "@awaitwise/analyzer";
 *
 * const text = "// awaitwise-ignore-next-line serial-await -- they share a lock\nload();\n";
 * const finding = {
 *   rule: "serial-await", severity: "warning", confidence: "high", message: "",
 *   file: "/a.ts", start: 64, end: 70, related: [], fixes: [],
 * } as const;
 * const { findings, suppressed } = suppress("/a.ts", text, [finding], {
 *   rules: ["serial-await"], complete: true, unusedSuppressions: "warning", requireReason: false,
 * });
 * console.log(findings.length, suppressed[0]?.reason);
 * // prints: 0 they share a lock
 * ```
 */
export function suppress(
  file: string,
  text: string,
  findings: readonly Finding[],
  options: SuppressionOptions,
): SuppressionResult {
  if (!mayHoldDirectives(text)) return { findings, suppressed: [] };
  const comments = commentsOf(file, text);
  const lines = new LineMap(text);
  const suppressions = suppressionsOf(
    comments.flatMap((comment) => readDirective(comment) ?? []),
    (offset) => lines.positionAt(offset).line,
    (offset) => nextCodeLine(text, comments, lines, offset),
  );
  for (const finding of options.heldBack ?? []) {
    const at = linesOf(finding, lines);
    for (const one of suppressions) if (one.covers(finding.rule, at)) one.used.add(finding.rule);
  }
  const left: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of findings) {
    const at = linesOf(finding, lines);
    // Every suppression that covers a finding is of use, so that none of two is called unused.
    const covering = suppressions.filter((one) => one.covers(finding.rule, at));
    for (const one of covering) one.used.add(finding.rule);
    const [first] = covering;
    if (first === undefined) left.push(finding);
    else suppressed.push({ finding, reason: first.directive.reason });
  }
  const own = suppressions.filter(({ directive }) => directive.tool === "awaitwise");
  const remarks = own.flatMap((one) => remarksOn(one, file, text, options));
  return { findings: [...left, ...remarks].sort((a, b) => a.start - b.start), suppressed };
}

/** A directive with the lines it takes effect on. */
class Suppression {
  readonly directive: Directive;
  /** The rules whose findings it hid. */
  readonly used = new Set<string>();
  readonly #first: number;
  readonly #last: number;

  constructor(directive: Directive, first: number, last: number) {
    this.directive = directive;
    this.#first = first;
    this.#last = last;
  }

  covers(rule: string, lines: readonly number[]): boolean {
    return (
      lines.some((line) => line >= this.#first && line <= this.#last) && means(this.directive, rule)
    );
  }
}

function means({ tool, rules }: Directive, id: string): boolean {
  const names = rules.map(({ name }) => name);
  if (tool === "awaitwise") return names.length === 0 || names.includes(id);
  const meta = allRules.find((rule) => rule.meta.id === id)?.meta;
  if (meta === undefined) return false;
  const { eslint, biome } = counterpartsOf(meta);
  const [known, isSpelled] =
    tool === "biome" ? [biome, isSpelledForBiome] : [eslint, isSpelledForEslint];
  return known.some(
    (counterpart) => names.length === 0 || names.some((name) => isSpelled(name, counterpart)),
  );
}

function suppressionsOf(
  directives: readonly Directive[],
  lineOf: (offset: number) => number,
  nextCode: (offset: number) => number,
): readonly Suppression[] {
  return directives.flatMap((directive, index) => {
    const { comment, scope } = directive;
    switch (scope) {
      case "file":
        return new Suppression(directive, 1, Number.POSITIVE_INFINITY);
      case "line": {
        const line = lineOf(comment.start);
        return new Suppression(directive, line, line);
      }
      case "next-line": {
        const line = nextCode(comment.end);
        return new Suppression(directive, line, line);
      }
      case "start": {
        const end = directives.slice(index + 1).find((other) => closes(other, directive));
        const last = end === undefined ? Number.POSITIVE_INFINITY : lineOf(end.comment.start);
        return new Suppression(directive, lineOf(comment.start), last);
      }
      default:
        // An end belongs to the start before it, which has looked for it.
        return [];
    }
  });
}

function closes(end: Directive, start: Directive): boolean {
  if (end.scope !== "end" || end.tool !== start.tool) return false;
  return (
    end.rules.length === 0 ||
    start.rules.some(({ name }) => end.rules.some((other) => other.name === name))
  );
}

// Directives may be stacked, and blank lines may stand between one and what it is about.
function nextCodeLine(
  text: string,
  comments: readonly { readonly start: number; readonly end: number }[],
  lines: LineMap,
  from: number,
): number {
  const directiveLine = lines.positionAt(from).line;
  let line = directiveLine + 1;
  for (; line < lines.lineCount; line++) {
    const start = lines.offsetAt({ line, column: 1 });
    const end = lines.offsetAt({ line: line + 1, column: 1 });
    let code = text.slice(start, end);
    for (const comment of comments) {
      if (comment.end <= start || comment.start >= end) continue;
      const cutFrom = Math.max(comment.start, start) - start;
      const cutTo = Math.min(comment.end, end) - start;
      code = code.slice(0, cutFrom) + " ".repeat(cutTo - cutFrom) + code.slice(cutTo);
    }
    if (code.trim() !== "") break;
  }
  return line;
}

// A group is hidden by a comment at any of its members.
function linesOf(finding: Finding, lines: LineMap): readonly number[] {
  const members = (finding.group ?? []).filter(({ file }) => file === finding.file);
  return [finding, ...members].map(({ start }) => lines.positionAt(start).line);
}

function remarksOn(
  { directive, used }: Suppression,
  file: string,
  text: string,
  options: SuppressionOptions,
): Finding[] {
  const { comment, rules, reason } = directive;
  const remarks: Finding[] = [];
  if (options.requireReason && reason === undefined) {
    remarks.push(
      remark(
        suppressionWithoutReason,
        "error",
        { file, start: comment.start, end: comment.end },
        [],
        "This suppression gives no reason: say why after two dashes, as in `-- they share a lock`",
      ),
    );
  }
  if (options.unusedSuppressions === "off") return remarks;
  const unused = rules.filter((rule) => !used.has(rule.name) && isDecided(rule.name, options));
  if (rules.length === 0 ? used.size === 0 && options.complete : unused.length === rules.length) {
    remarks.push(
      remark(
        unusedSuppression,
        options.unusedSuppressions,
        { file, start: comment.start, end: comment.end },
        [removeComment(file, text, comment)],
        `${unused.map(explain).join(". ") || "Nothing is found here that this comment suppresses"}: remove the comment`,
      ),
    );
    return remarks;
  }
  for (const rule of unused) {
    remarks.push(
      remark(
        unusedSuppression,
        options.unusedSuppressions,
        { file, start: rule.start, end: rule.end },
        [removeName(file, text, rule)],
        `${explain(rule)}: remove its name`,
      ),
    );
  }
  return remarks;
}

// Whether it is known that a name is of no use: no rule has it, or the rule ran.
function isDecided(name: string, { rules, complete }: SuppressionOptions): boolean {
  return rules.includes(name) || complete || !allRules.some(({ meta }) => meta.id === name);
}

function explain({ name }: NamedRule): string {
  const known = allRules.map(({ meta }) => meta.id);
  return known.includes(name)
    ? `Nothing is found here that "${name}" flags`
    : `There is no rule "${name}"${didYouMean(name, known).replace(/\?$/, "")}`;
}

function remark(
  rule: string,
  severity: Finding["severity"],
  span: Span,
  fixes: readonly Fix[],
  message: string,
): Finding {
  return { rule, severity, confidence: "high", message, ...span, related: [], fixes };
}

function removeComment(file: string, text: string, comment: { start: number; end: number }): Fix {
  let { start, end } = comment;
  const lineStart =
    Math.max(text.lastIndexOf("\n", start - 1), text.lastIndexOf("\r", start - 1)) + 1;
  const lineBreak = /^[ \t]*(\r\n|[\n\r]|$)/.exec(text.slice(end));
  const before = text.slice(lineStart, start);
  // A comment in braces of its own is how JSX writes one.
  const braces = /^([ \t]*)\{$/.exec(before);
  if (braces !== null && text[end] === "}") {
    const after = /^\}[ \t]*(\r\n|[\n\r]|$)/.exec(text.slice(end));
    return edit(file, after === null ? start - 1 : lineStart, end + (after?.[0].length ?? 1));
  }
  if (before.trim() === "" && lineBreak !== null) {
    start = lineStart;
    end += lineBreak[0].length;
  } else if (lineBreak !== null) {
    // The spaces that kept the comment from the code go with it.
    start -= before.length - before.trimEnd().length;
  }
  return edit(file, start, end);
}

function removeName(file: string, text: string, { start, end }: NamedRule): Fix {
  const after = /^\s*,\s*/.exec(text.slice(end));
  if (after !== null) return edit(file, start, end + after[0].length);
  const before = /\s*,\s*$/.exec(text.slice(0, start));
  return edit(file, start - (before?.[0].length ?? 0), end);
}

function edit(file: string, start: number, end: number): Fix {
  return {
    title: "Remove it",
    safety: "safe",
    edits: [{ file, start, end, text: "" }],
  };
}
