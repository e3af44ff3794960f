import { resolve } from "node:path";
import type { Finding } from "../finding.js";
import { ts } from "../model/compiler.js";
import type { Disk } from "../project/disk.js";
import { statOf } from "../project/folder-entries.js";
import { InputError } from "../project/input-error.js";
import { type LoopPlaces, loopPlaces } from "./loop-places.js";
import { matchSites } from "./match-sites.js";
import { measureFindings } from "./measure-findings.js";
import { type PlacedSite, placeSites } from "./original-sites.js";
import { parseTrace, type RecordedAwait } from "./parse-trace.js";

/** In bytes: a larger trace would not fit into one text. */
const MOST_BYTES = 400_000_000;

/** How long the awaits of one file took, by where each begins in the text. */
export type MeasuredAwaits = ReadonlyMap<number, readonly RecordedAwait[]>;

/** What of the traces belongs to the files that were looked at. */
export interface MatchSummary {
  /** How many awaits were recorded. */
  readonly recorded: number;
  /** How many of them in files that were not looked at. */
  readonly elsewhere: number;
  /** How many in files that were, but at no await that is there now. */
  readonly unmatched: number;
  /** Where these were: `FILE:LINE` each. */
  readonly unmatchedPlaces: readonly string[];
}

/**
 * Traces as the measure of the sources that they were recorded of.
 *
 * @example
 * ```ts
 * import { Measurements, nodeDisk } from "@awaitwise/analyzer";
 *
 * const none = Measurements.read([], nodeDisk);
 * console.log(none.awaitsOf("/a.ts", "await f();").size, none.summary().recorded);
 * // prints: 0 0
 * ```
 */
export class Measurements {
  readonly notes: readonly string[];
  readonly #byFile: ReadonlyMap<string, readonly PlacedSite[]>;
  readonly #matched = new Map<
    string,
    {
      readonly text: string;
      readonly awaits: MeasuredAwaits;
      readonly unmatched: readonly PlacedSite[];
      readonly source: ts.SourceFile;
    }
  >();

  /**
   * Reads traces, by paths from `cwd`. Calls of two traces are never taken for one.
   *
   * @throws InputError where one cannot be read, is damaged, or is no trace of awaits.
   */
  static read(paths: readonly string[], disk: Disk, cwd = process.cwd()): Measurements {
    const byFile = new Map<string, PlacedSite[]>();
    const notes: string[] = [];
    paths.forEach((path, index) => {
      const trace = parseTrace(textOf(path, disk, cwd), path);
      notes.push(...trace.notes);
      const sites = trace.sites.map((site) => ({
        ...site,
        awaits: site.awaits.map((one) => ({ ...one, call: one.call * paths.length + index })),
      }));
      for (const site of placeSites(sites, disk)) {
        const file = disk.realpath(site.file);
        const known = byFile.get(file);
        if (known === undefined) byFile.set(file, [site]);
        else known.push(site);
      }
    });
    return new Measurements(byFile, notes);
  }

  private constructor(
    byFile: ReadonlyMap<string, readonly PlacedSite[]>,
    notes: readonly string[],
  ) {
    this.#byFile = byFile;
    this.notes = notes;
  }

  /** What was measured of a file that has this text now. */
  awaitsOf(file: string, text: string): MeasuredAwaits {
    return this.#match(file, text).awaits;
  }

  /** The loops of that text that its awaits stand in. */
  loopsOf(file: string, text: string): LoopPlaces {
    return loopPlaces(this.#match(file, text).source);
  }

  /** Findings of that text, those about time with what they cost. */
  measure(file: string, text: string, findings: readonly Finding[]): readonly Finding[] {
    return measureFindings(findings, [], this.awaitsOf(file, text), this.loopsOf(file, text));
  }

  #match(file: string, text: string) {
    const known = this.#matched.get(file);
    if (known?.text === text) return known;
    const sites = this.#byFile.get(file) ?? [];
    const source = ts.createSourceFile(
      file,
      sites.length === 0 ? "" : text,
      ts.ScriptTarget.Latest,
      true,
    );
    const { awaits, unmatched } = matchSites(source, sites);
    const matched = { text, awaits, unmatched, source };
    this.#matched.set(file, matched);
    return matched;
  }

  /** What the files that were asked about had of the traces. */
  summary(): MatchSummary {
    const count = (sites: Iterable<PlacedSite>): number =>
      [...sites].reduce((sum, { recorded }) => sum + recorded.awaits.length, 0);
    const unmatched = [...this.#matched.values()].flatMap((one) => one.unmatched);
    const elsewhere = [...this.#byFile].filter(([file]) => !this.#matched.has(file));
    return {
      recorded: count([...this.#byFile.values()].flat()),
      elsewhere: count(elsewhere.flatMap(([, sites]) => sites)),
      unmatched: count(unmatched),
      unmatchedPlaces: unmatched.map(({ file, line }) => `${file}:${line}`).sort(),
    };
  }
}

function textOf(path: string, disk: Disk, cwd: string): string {
  const file = resolve(cwd, path).replaceAll("\\", "/");
  const size = statOf(file)?.size ?? 0;
  if (size > MOST_BYTES) {
    throw new InputError(
      `The trace "${path}" has ${Math.round(size / 1e6)} MB, and ${MOST_BYTES / 1e6} can be read: record less, with AWAITWISE_TRACE_LIMIT`,
    );
  }
  const text = disk.readFile(file);
  if (text === undefined) {
    throw new InputError(
      `The trace "${path}" cannot be read: check that it exists and its permissions`,
    );
  }
  return text;
}
