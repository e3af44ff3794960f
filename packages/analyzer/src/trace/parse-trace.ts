import { InputError } from "../project/input-error.js";

/** The version of the traces that are read; the runtime writes it into each. */
export const TRACE_VERSION = 1;

/** A place where a program awaited, as its trace names it. */
export interface RecordedSite {
  /** The URL of the source. */
  readonly url: string;
  /** From 1: the place of what is awaited. */
  readonly line: number;
  readonly column: number;
  /** The function that awaits; empty where it has no name. */
  readonly within: string;
  /** The await in the source, as far as its line goes. */
  readonly code: string | undefined;
  readonly awaits: readonly RecordedAwait[];
}

/** One await. Times are in milliseconds. */
export interface RecordedAwait {
  /** The same for the awaits of one call of a function, and for no others of the trace. */
  readonly call: number;
  readonly begin: number;
  readonly duration: number;
}

/** What a trace holds. */
export interface ParsedTrace {
  readonly sites: readonly RecordedSite[];
  /** What is worth knowing about the trace itself. */
  readonly notes: readonly string[];
}

const HEAD = '{"awaitwise":';
const REMEDY = "record one with AWAITWISE_TRACE, or with node --import @awaitwise/runtime/trace";
/** What is not written in lines, as by a formatter, is read as a whole, up to so many characters. */
const MOST_WITHOUT_LINES = 64_000_000;

/**
 * Reads a trace. One that ends early, since the program was killed, is read as far as it goes.
 *
 * @throws InputError where it is none, is damaged, or is of another version.
 */
export function parseTrace(text: string, path: string): ParsedTrace {
  const start = text.search(/\S/);
  if (start < 0) throw new InputError(`The trace "${path}" is empty: ${REMEDY}`);
  return text.startsWith(HEAD, start) && text.indexOf("\n", start) > 0
    ? new LineReader(text.slice(start), path).read()
    : readWhole(text, path);
}

/** Collects awaits by their sites. */
class Sites {
  readonly #sites = new Map<string, { site: RecordedSite; awaits: RecordedAwait[] }>();
  readonly #open = new Map<unknown, number>();

  add(event: unknown): void {
    const { ph, ts, dur, id, args, cat } = (event ?? {}) as Record<string, unknown>;
    if (cat !== "await" || typeof ts !== "number") return;
    if (ph === "b") this.#open.set(id, ts);
    const begin = ph === "e" ? this.#open.get(id) : ts;
    const length = ph === "X" ? dur : ph === "e" && begin !== undefined ? ts - begin : undefined;
    if (ph === "e") this.#open.delete(id);
    const { at, in: within, code, call } = (args ?? {}) as Record<string, unknown>;
    if (typeof at !== "string" || typeof length !== "number" || begin === undefined) return;
    const known = this.#siteAt(at, within, code);
    known?.awaits.push({
      call: typeof call === "number" ? call : 0,
      begin: begin / 1000,
      duration: length / 1000,
    });
  }

  #siteAt(at: string, within: unknown, code: unknown) {
    let known = this.#sites.get(at);
    if (known === undefined) {
      const [, url, line, column] = /^(.+):(\d+):(\d+)$/.exec(at) ?? [];
      if (url === undefined) return undefined;
      const awaits: RecordedAwait[] = [];
      const site = {
        url,
        line: Number(line),
        column: Number(column),
        within: typeof within === "string" ? within : "",
        code: typeof code === "string" ? code : undefined,
        awaits,
      };
      known = { site, awaits };
      this.#sites.set(at, known);
    }
    return known;
  }

  list(): readonly RecordedSite[] {
    return [...this.#sites.values()].map(({ site }) => site);
  }
}

/** Reads what the runtime writes: each event on a line of its own. */
class LineReader {
  readonly #text: string;
  readonly #path: string;

  constructor(text: string, path: string) {
    this.#text = text;
    this.#path = path;
  }

  read(): ParsedTrace {
    const text = this.#text;
    let from = text.indexOf("\n");
    demandVersion(parsed(`${text.slice(0, from)}]}`), this.#path);
    const sites = new Sites();
    for (let line = 2; ; line += 1) {
      const end = text.indexOf("\n", from + 1);
      const content = text.slice(from + 1, end < 0 ? undefined : end).replace(/,?\s*$/, "");
      if (content.startsWith("]")) {
        return { sites: sites.list(), notes: this.#notes(parsed(`{"traceEvents":[${content}`)) };
      }
      const event = parsed(content);
      if (event === undefined) {
        if (end < 0 || text.slice(end).trim() === "") return this.#endedEarly(sites);
        throw new InputError(
          `The trace "${this.#path}" is damaged: line ${line} does not parse; ${REMEDY}`,
        );
      }
      sites.add(event);
      if (end < 0) return this.#endedEarly(sites);
      from = end;
    }
  }

  #endedEarly(sites: Sites): ParsedTrace {
    const note = `The trace "${this.#path}" ends early, since its program was killed or still runs: what it holds is used`;
    return { sites: sites.list(), notes: [note] };
  }

  #notes(end: unknown): string[] {
    return notesOf(end, this.#path);
  }
}

function readWhole(text: string, path: string): ParsedTrace {
  if (text.length > MOST_WITHOUT_LINES) {
    throw new InputError(
      `"${path}" is no trace of awaits as they are recorded, and too large to look further: ${REMEDY}`,
    );
  }
  const value = parsed(text);
  if (value === undefined) {
    throw new InputError(`The trace "${path}" does not parse as JSON: ${REMEDY}`);
  }
  demandVersion(value, path);
  const sites = new Sites();
  const { traceEvents } = value as { traceEvents?: unknown };
  for (const event of Array.isArray(traceEvents) ? traceEvents : []) sites.add(event);
  return { sites: sites.list(), notes: notesOf(value, path) };
}

function demandVersion(value: unknown, path: string): void {
  const { awaitwise } = (value ?? {}) as { awaitwise?: { version?: unknown } };
  if (awaitwise === undefined) {
    throw new InputError(`"${path}" is no trace of awaits, but another program's: ${REMEDY}`);
  }
  if (awaitwise.version !== TRACE_VERSION) {
    throw new InputError(
      `The trace "${path}" is of version ${String(awaitwise.version)}, and this awaitwise reads version ${TRACE_VERSION}: record it anew`,
    );
  }
}

function notesOf(value: unknown, path: string): string[] {
  const { otherData = {} } = (value ?? {}) as { otherData?: Record<string, unknown> };
  const { pauses, pausedFor, full } = otherData;
  return [
    ...(typeof pauses === "number" && pauses > 0 && typeof pausedFor === "number"
      ? [
          `The trace "${path}" has gaps of ${Math.round(pausedFor / 1000)} ms in all: its program awaited more than could be recorded at little cost`,
        ]
      : []),
    ...(full === true
      ? [
          `The trace "${path}" is as large as it may be, and holds the beginning only: see AWAITWISE_TRACE_LIMIT`,
        ]
      : []),
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
