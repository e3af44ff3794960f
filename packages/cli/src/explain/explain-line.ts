import { resolve } from "node:path";
import {
  type ConfigStore,
  checkWithConfig,
  describeAwaits,
  discoverProjects,
  type Explanation,
  type Finding,
  InputError,
  type Measurements,
  openProject,
  type Project,
  renderExplanation,
  rules,
  type SuppressionResult,
} from "@awaitwise/analyzer";
import type { LinePlace } from "../options/parse-place.js";
import type { ReportedFinding } from "../report/report.js";
import { displayPath, resolveFinding } from "../report/resolve-finding.js";
import { SourceText } from "../report/source-text.js";
import { textsOf } from "../report/texts-of.js";

/** A finding that has to do with a line, and what becomes of it. */
export interface ExplainedFinding {
  readonly finding: ReportedFinding;
  /** Why a check does not report it, as a sentence without a full stop; `undefined` where it does. */
  readonly hidden: string | undefined;
}

/** Everything that is known of a line. */
export interface LineExplanation {
  /** Relative to the working directory. */
  readonly file: string;
  readonly line: number;
  /** The line itself. */
  readonly code: string;
  readonly findings: readonly ExplainedFinding[];
  /** What there is to say about each await of the line, in words. */
  readonly awaits: readonly string[];
  /** Module specifiers of the file that lead nowhere: what depends on them is not known. */
  readonly unresolvedModules: readonly string[];
  texts(file: string): SourceText | undefined;
}

export interface ExplainOptions {
  readonly tsconfig?: string;
  /** What traces say of the sources. */
  readonly measurements?: Measurements;
}

/**
 * Looks at one line with every rule, also those that the configuration switches off, and says of each
 * finding whether a check reports it, and why not.
 *
 * @throws InputError when the file or the line does not exist.
 */
export function explainLine(
  { path, line }: LinePlace,
  configs: ConfigStore,
  cwd: string,
  { tsconfig, measurements }: ExplainOptions = {},
): LineExplanation {
  const file = resolve(cwd, path).replaceAll("\\", "/");
  const [description] = discoverProjects({
    cwd,
    paths: [file],
    ...(tsconfig === undefined ? {} : { project: tsconfig }),
  });
  if (description === undefined) throw new InputError(`"${path}" belongs to no project`);
  const project = openProject(description);
  const source = new SourceText(project.text(file) ?? "");
  if (line > source.lineCount) {
    throw new InputError(`"${path}" has ${source.lineCount} lines: there is no line ${line}`);
  }
  const text = project.text(file) ?? "";
  const reported = checkWithConfig(project, file, configs, { measurements });
  const { selection } = configs.forFile(file);
  const { options, models } = selection;
  const found = project.check(file, {
    rules: rules.map(({ id }) => id),
    preset: "strict",
    ...(options === undefined ? {} : { options }),
    ...(models === undefined ? {} : { models }),
  });
  const all = measurements?.measure(file, text, found) ?? found;
  // What is said of comments that suppress nothing comes with the configuration only, and what only a trace
  // can see, with the trace.
  const own = reported.findings.filter(
    (one) =>
      !rules.some(({ id }) => id === one.rule) ||
      (one.tier === "trace" && !all.some((other) => isSame(other, one))),
  );
  const texts = textsOf(cwd);
  const findings = [...all, ...own]
    .filter((finding) => touches(finding, file, line, source))
    .map((finding) => ({
      finding: resolveFinding(
        withCallers(finding, project),
        "",
        (name) => (name === file ? source : texts(name)),
        cwd,
      ),
      hidden: whyHidden(finding, reported, selection.rules ?? [], configs.ignoredBy(file), cwd),
    }));
  return {
    file: displayPath(file, cwd),
    line,
    code: source.line(line),
    findings,
    awaits: awaitsOf(project, file, line, source).map((one) => {
      const said = renderExplanation(one, (name) => displayPath(name, cwd));
      const seen = measurements?.awaitsOf(file, text).get(one.subject.place.start) ?? [];
      return seen.length === 0 ? said : `${said}\nmeasured: ${describeAwaits(seen)}`;
    }),
    unresolvedModules: project.unresolved(file).modules,
    texts,
  };
}

// An await is known by its word; one that began on a line before is the one around the line's code.
function awaitsOf(
  project: Project,
  file: string,
  line: number,
  source: SourceText,
): readonly Explanation[] {
  const code = source.line(line);
  const start = source.offsetAt({ line, column: 1 });
  const words = [...code.matchAll(/\bawait\b/g)].map(({ index }) => index);
  const found = new Map<number, Explanation>();
  for (const column of words.length > 0 ? words : [code.search(/\S|$/)]) {
    const explanation = project.explain(file, start + column);
    if (explanation === undefined) continue;
    const { place } = explanation.subject;
    const last = source.positionAt(place.end).line;
    if (place.line <= line && line <= last) found.set(place.start, explanation);
  }
  return [...found.values()];
}

function touches(finding: Finding, file: string, line: number, source: SourceText): boolean {
  const places = [finding, ...(finding.group ?? []), ...finding.related];
  return places.some(
    (place) =>
      place.file === file &&
      source.positionAt(place.start).line <= line &&
      line <= source.positionAt(place.end).line,
  );
}

// A fix that needs all callers changed is looked for where somebody asks.
function withCallers(finding: Finding, project: Project): Finding {
  const { fixes, refusals } = project.fixInCallers(finding);
  const settled = (finding.refusals ?? []).filter(({ pending }) => pending === undefined);
  return {
    ...finding,
    fixes: [...finding.fixes, ...fixes],
    refusals: [...settled, ...refusals],
  };
}

function isSame(a: Finding, b: Finding): boolean {
  return a.rule === b.rule && a.start === b.start && a.end === b.end;
}

function whyHidden(
  finding: Finding,
  { findings, suppressed }: SuppressionResult,
  on: readonly string[],
  ignoredBy: string | undefined,
  cwd: string,
): string | undefined {
  const { rule, confidence } = finding;
  const same = (one: Finding): boolean => isSame(one, finding);
  if (ignoredBy !== undefined) return `${displayPath(ignoredBy, cwd)} ignores the file`;
  if (findings.some(same)) return undefined;
  const hiding = suppressed.find((one) => same(one.finding));
  if (hiding !== undefined) {
    return `a comment suppresses it${hiding.reason === undefined ? "" : `: ${hiding.reason}`}`;
  }
  if (!on.includes(rule)) return "the configuration does not switch the rule on";
  if (confidence === "low") return "a reviewer may well accept it; the preset strict shows it";
  return "another finding says more about the same place";
}
