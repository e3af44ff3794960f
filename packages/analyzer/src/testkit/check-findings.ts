import { AssertionError } from "node:assert";
import type { Finding } from "../finding.js";
import { LineMap } from "../text/position.js";
import { type WorkbenchOptions, workbench } from "./workbench.js";

/** How a fixture is checked. */
export interface CheckOptions {
  /** Options of the rule. */
  readonly options?: object;
  /** Other sources of the fixture's project, by name: other.ts, third.ts, view.tsx, plain.js. */
  readonly others?: Readonly<Record<string, string>>;
  /** The name of the fixture itself; main.ts unless said otherwise. */
  readonly name?: string;
  /** Compiler options. */
  readonly compiler?: WorkbenchOptions;
}

/**
 * Runs one rule over code with markers, and throws unless the findings are exactly those marked.
 * A marker is a comment on the line below the one it speaks of: its carets stand under the
 * finding's first line, and the rule's id follows.
 *
 *     save();
 *   //^^^^^^^ floating-promise
 *
 * Where carets cannot reach or columns do not matter, `//~ id` marks a finding that starts somewhere
 * on the line above. Text after the id has to be part of the message.
 *
 * @throws AssertionError that shows the code with the markers it would need.
 */
export function checkFindings(rule: string, code: string, options: CheckOptions = {}): void {
  const findings = findIn(rule, code, options);
  const lines = new LineMap(code);
  const found = findings.map((finding) => seen(finding, code, lines));
  const expected = markersIn(code);
  const missing = expected.filter((marker) => !found.some((one) => matches(marker, one)));
  const unmarked = found.filter((one) => !expected.some((marker) => matches(marker, one)));
  if (missing.length === 0 && unmarked.length === 0 && found.length === expected.length) return;
  const say = (kind: string) => (one: Marker) =>
    `${kind} line ${one.line}, columns ${one.from ?? "?"} to ${one.to ?? "?"}: ${one.rule} ${one.message}`;
  throw new AssertionError({
    message: [
      `The findings differ from the markers:`,
      ...missing.map(say("  not found:")),
      ...unmarked.map(say("  not marked:")),
      "in",
      code,
    ].join("\n"),
  });
}

/** Runs one rule over code and answers its findings. */
export function findIn(rule: string, code: string, options: CheckOptions = {}): readonly Finding[] {
  const bench = workbench(options.compiler);
  const name = options.name ?? "main.ts";
  bench.load({ ...options.others, [name]: code });
  const findings = bench.project.check(bench.path(name), {
    rules: [rule],
    options: options.options === undefined ? {} : { [rule]: options.options },
  });
  // A run on the native types that is not one proves nothing.
  const { withoutNative } = bench.project;
  if (withoutNative !== undefined) throw new Error(`There are no native types: ${withoutNative}`);
  return findings;
}

interface Marker {
  readonly line: number;
  /** The columns of the first caret and after the last; missing where only the line is marked. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly rule: string;
  readonly message: string;
}

function markersIn(code: string): Marker[] {
  const markers: Marker[] = [];
  const texts = code.split(/\r?\n/);
  let last = 0;
  texts.forEach((line, index) => {
    const [, before, carets, rule, message] =
      /^(\s*\/\/\s*)(\^+|~)\s*([\w-]+)(?::\s*(.*?))?\s*$/.exec(line) ?? [];
    if (before === undefined || carets === undefined || rule === undefined) {
      last = index;
      return;
    }
    // Several markers may stand below one line.
    const columns =
      carets === "~"
        ? { from: undefined, to: undefined }
        : { from: before.length + 1, to: before.length + carets.length + 1 };
    markers.push({
      line: last + 1,
      ...columns,
      rule,
      message: message ?? "",
    });
  });
  return markers;
}

function seen(finding: Finding, code: string, lines: LineMap): Marker {
  const start = lines.positionAt(finding.start);
  const text = code.slice(finding.start, finding.end);
  const firstLine = text.split(/\r?\n/)[0] ?? "";
  return {
    line: start.line,
    from: start.column,
    to: start.column + firstLine.length,
    rule: finding.rule,
    message: finding.message,
  };
}

function matches(marker: Marker, found: Marker): boolean {
  return (
    marker.line === found.line &&
    (marker.from === undefined || (marker.from === found.from && marker.to === found.to)) &&
    marker.rule === found.rule &&
    found.message.includes(marker.message)
  );
}
