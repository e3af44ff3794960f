import type { Comment } from "./comments.js";

/** Where a directive takes effect. */
export type DirectiveScope = "next-line" | "line" | "file" | "start" | "end";

/** A rule's name in a directive, and where it stands in the source. */
export interface NamedRule {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A comment that switches rules off, or on again. */
export interface Directive {
  readonly comment: Comment;
  /** Whose words it is written in; only our own are reported when they are of no use. */
  readonly tool: "awaitwise" | "eslint" | "biome";
  readonly scope: DirectiveScope;
  /** The rules it names; none means every rule. */
  readonly rules: readonly NamedRule[];
  /** What stands after `--`, or after the colon of a biome-ignore. */
  readonly reason: string | undefined;
}

const OURS = /^(?<lead>\s*\*?\s*awaitwise-ignore-(?<scope>next-line|line|file|start|end))(?=\s|$)/;
const ESLINT =
  /^(?<lead>\s*(?:eslint|oxlint)-(?<verb>disable|enable)(?:-(?<scope>next-line|line))?)(?=\s|$)/;
const BIOME = /^(?<lead>\s*biome-ignore(?<scope>-all|-start|-end)?\s+)(?<rules>[\w/,\s-]+):/;

/** Reads a comment as a directive; most comments are none. */
export function readDirective(comment: Comment): Directive | undefined {
  return readOurs(comment) ?? readEslint(comment) ?? readBiome(comment);
}

/** Whether a text can hold a directive at all, which most do not. */
export function mayHoldDirectives(text: string): boolean {
  return /awaitwise-ignore-|(?:eslint|oxlint)-disable|biome-ignore/.test(text);
}

function readOurs(comment: Comment): Directive | undefined {
  const groups = OURS.exec(comment.text)?.groups;
  if (groups === undefined) return undefined;
  const { rules, reason } = readList(comment, groups.lead ?? "");
  return { comment, tool: "awaitwise", scope: groups.scope as DirectiveScope, rules, reason };
}

function readEslint(comment: Comment): Directive | undefined {
  const groups = ESLINT.exec(comment.text)?.groups;
  if (groups === undefined) return undefined;
  const { rules, reason } = readList(comment, groups.lead ?? "");
  const block = groups.verb === "enable" ? "end" : "start";
  const scope = (groups.scope as "next-line" | "line" | undefined) ?? block;
  return { comment, tool: "eslint", scope, rules, reason };
}

function readBiome(comment: Comment): Directive | undefined {
  const match = BIOME.exec(comment.text);
  if (match?.groups === undefined) return undefined;
  const { lead = "", rules: names = "", scope: suffix } = match.groups;
  const scopes = { "-all": "file", "-start": "start", "-end": "end" } as const;
  return {
    comment,
    tool: "biome",
    scope:
      suffix === undefined ? "next-line" : (scopes[suffix as keyof typeof scopes] ?? "next-line"),
    rules: readNames(comment, lead.length, lead.length + names.length),
    reason: comment.text.slice(match[0].length).trim() || undefined,
  };
}

function readList(
  comment: Comment,
  lead: string,
): { rules: readonly NamedRule[]; reason: string | undefined } {
  const rest = comment.text.slice(lead.length);
  const dashes = /(?:^|\s)-{2,}(?:\s|$)/.exec(rest);
  const end = lead.length + (dashes === null ? rest.length : dashes.index);
  const reason = dashes === null ? "" : rest.slice(dashes.index + dashes[0].length).trim();
  return {
    rules: readNames(comment, lead.length, end),
    reason: reason === "" ? undefined : reason,
  };
}

function readNames(comment: Comment, from: number, to: number): readonly NamedRule[] {
  const names = comment.text.slice(from, to).matchAll(/[^\s,]+/g);
  return [...names].map(({ 0: name, index }) => {
    // The two characters that open the comment are not part of its text.
    const start = comment.start + 2 + from + index;
    return { name, start, end: start + name.length };
  });
}
