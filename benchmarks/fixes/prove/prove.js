import { applyFixes } from "@awaitwise/analyzer";
import ts from "typescript";

/** @import { Finding, Fix, Project, RuleSelection } from "@awaitwise/analyzer" */
/** @import { Deletion } from "./deletions.js" */
/** @import { Diagnostics } from "./diagnostics.js" */

/**
 * What came of one fix: it `holds`, it `breaks` the parse or the types, its finding `stays`, another
 * finding comes in its place (`moves`), it loses `comments`; or it was `refused` with a reason.
 *
 * @typedef {{
 *   readonly kind: "breaks" | "comments" | "holds" | "moves" | "refused" | "stays",
 *   readonly rule: string,
 *   readonly title: string,
 *   readonly file: string,
 *   readonly line: number,
 *   readonly why: string,
 * }} Outcome
 */

/** @typedef {{ project: Project, diagnostics: Diagnostics, selection: RuleSelection }} Bench */

/**
 * Applies each fix of each finding in a file, alone; of those findings only that a deleted await brings,
 * where one is given.
 *
 * @param {Bench} bench
 * @param {string} file
 * @param {Deletion | undefined} deletion
 * @returns {Iterable<Outcome>}
 */
export function* prove(bench, file, deletion) {
  const { project, selection } = bench;
  const original = project.text(file) ?? "";
  const known = deletion === undefined ? [] : project.check(file, selection);
  if (deletion !== undefined) {
    project.setBuffer(file, original.slice(0, deletion.start) + original.slice(deletion.end));
  }
  try {
    const text = project.text(file) ?? "";
    const findings = project
      .check(file, selection)
      .filter((one) => deletion === undefined || isNew(one, known, deletion, text, original));
    for (const finding of findings) yield* proveAll(bench, finding, text, known);
  } finally {
    if (deletion !== undefined) project.closeBuffer(file);
  }
}

/**
 * @param {Bench} bench
 * @param {Finding} finding
 * @param {string} text
 * @param {readonly Finding[]} known what was found before an await was deleted
 * @returns {Iterable<Outcome>}
 */
function* proveAll(bench, finding, text, known) {
  const { project } = bench;
  const line = text.slice(0, finding.start).split("\n").length;
  const wider = project.fixInCallers(finding);
  const refusals = (finding.refusals ?? []).filter((one) => one.pending === undefined);
  for (const { reason, title } of [...refusals, ...wider.refusals]) {
    yield { kind: "refused", rule: finding.rule, title, file: finding.file, line, why: reason };
  }
  for (const fix of [...finding.fixes, ...wider.fixes]) {
    const { kind, why } = proveOne(bench, finding, fix, known);
    yield { kind, rule: finding.rule, title: fix.title, file: finding.file, line, why };
  }
}

/**
 * @param {Bench} bench
 * @param {Finding} finding
 * @param {Fix} fix
 * @param {readonly Finding[]} known
 * @returns {Pick<Outcome, "kind" | "why">}
 */
function proveOne({ diagnostics, project, selection }, finding, fix, known) {
  const files = [...new Set(fix.edits.map((edit) => edit.file))];
  const before = files.map((file) => ({
    file,
    text: project.text(file) ?? "",
    errors: diagnostics.of(file),
    findings: project.check(file, selection),
  }));
  try {
    for (const { file, text } of before) {
      project.setBuffer(file, applyFixes(text, [fix], file).text);
    }
    const excerpt = before
      .map(({ file, text }) => changed(text, project.text(file) ?? ""))
      .join("\n");
    const errors = before.flatMap(({ file, errors: old }) => without(diagnostics.of(file), old));
    if (errors.length > 0) return { kind: "breaks", why: `${errors.join("\n")}\n${excerpt}` };
    const lost = before.flatMap(({ file, text }) =>
      without(commentsOf(file, text), commentsOf(file, project.text(file) ?? "")),
    );
    if (lost.length > 0) return { kind: "comments", why: `${lost.join("\n")}\n${excerpt}` };
    const place = moved(finding, fix);
    const after = before.map(({ file, findings }) => ({
      file,
      findings,
      now: project.check(file, selection),
    }));
    const stays = after.some(({ file, now }) =>
      now.some(
        (one) =>
          file === finding.file &&
          one.rule === finding.rule &&
          one.start < place.end &&
          place.start < one.end,
      ),
    );
    if (stays) return { kind: "stays", why: excerpt };
    const came = after.flatMap(({ findings, now }) =>
      // An await that is put back brings back what was found in the source as it was.
      without(now.map(lineOf), [...findings, ...known].map(lineOf)),
    );
    const more = came.filter((one) => !ignored.test(one));
    if (more.length > 0) return { kind: "moves", why: `${more.join("\n")}\n${excerpt}` };
    return { kind: "holds", why: "" };
  } finally {
    for (const { file, text } of before) project.setBuffer(file, text);
  }
}

// What can well be gathered, or is wrong with a promise that is now said to be dropped, is no fault of a fix.
const ignored = /^(?:serial-|async-without-await|dangling-task|parallel)/;

/** @param {Finding} finding */
function lineOf({ message, rule }) {
  return `${rule}: ${message}`;
}

/**
 * @param {Finding} finding
 * @param {Finding[] | readonly Finding[]} known
 * @param {Deletion} deletion
 * @param {string} text
 * @param {string} original
 */
function isNew(finding, known, deletion, text, original) {
  const length = deletion.end - deletion.start;
  const back = (/** @type {number} */ at) => (at > deletion.start ? at + length : at);
  const [start, end] = [back(finding.start), back(finding.end)];
  return !known.some(
    (one) =>
      one.rule === finding.rule &&
      one.start === start &&
      (one.end === end ||
        original.slice(one.start, one.end) === text.slice(finding.start, finding.end)),
  );
}

/**
 * Where a finding's place is after a fix.
 *
 * @param {Finding} finding
 * @param {Fix} fix
 */
function moved({ end, file, start }, fix) {
  const shift = (/** @type {number} */ at) =>
    fix.edits
      .filter((edit) => edit.file === file && edit.end <= at)
      .reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), at);
  return { start: shift(start), end: Math.max(shift(end), shift(start) + 1) };
}

/**
 * What stands in one list more often than in another.
 *
 * @param {readonly string[]} list
 * @param {readonly string[]} other
 */
function without(list, other) {
  const left = [...other];
  return list.filter((one) => {
    const index = left.indexOf(one);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/**
 * @param {string} file
 * @param {string} text
 */
function commentsOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false);
  /** @type {Map<number, string>} */
  const found = new Map();
  /** @param {ts.Node} node */
  const visit = (node) => {
    const ranges = [
      ...(ts.getLeadingCommentRanges(text, node.pos) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.end) ?? []),
    ];
    for (const { end, pos } of ranges) found.set(pos, text.slice(pos, end));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found.values()];
}

/**
 * The lines that differ between two texts.
 *
 * @param {string} before
 * @param {string} after
 */
function changed(before, after) {
  const [a, b] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < a.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) {
    tail += 1;
  }
  const lines = [
    ...a.slice(head, a.length - tail).map((line) => `- ${line}`),
    ...b.slice(head, b.length - tail).map((line) => `+ ${line}`),
  ];
  return lines.slice(0, 40).join("\n");
}
