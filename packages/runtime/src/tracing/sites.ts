import { isOurFile } from "../place.js";
import { awaitCode } from "./await-code.js";
import type { SourceMap, TraceHost } from "./node-host.js";

/** A place in the program where it awaits. */
export interface Site {
  /** What the events of the site begin with, as JSON in UTF-8: what they are called and where they are. */
  readonly head: Uint8Array;
}

/** The part of V8's call sites that is used. */
interface CallSite {
  getFileName(): string | null | undefined;
  getPosition(): number;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  getFunctionName(): string | null;
}

/** V8's own parts of `Error`. */
interface StackSource {
  stackTraceLimit?: number;
  prepareStackTrace?: ((error: unknown, frames: CallSite[]) => unknown) | undefined;
  captureStackTrace(holder: object, above: (...args: never[]) => unknown): void;
}

const stacks = Error as unknown as StackSource;

const SOURCES_KEPT = 20;

/** Where several hooks are in use, Node calls ours from here. */
const HOOK_CALLER = "node:internal/promise_hooks";

/**
 * How many frames are looked at: two once Node turned out to have one between the hook and the code that it
 * is about. Where the second is not there, V8 looks for the function that awaits this one, which takes long.
 */
let frameCount = 1;

let top: CallSite | undefined;

const takeTop = (_error: unknown, frames: CallSite[]): undefined => {
  [top] = frames;
  if (top?.getFileName() === HOOK_CALLER) {
    top = frames[1];
    frameCount = 2;
  }
};

/** The frame of the code that has called the function. */
function topAbove(callee: (...args: never[]) => unknown): CallSite | undefined {
  const frames = frameCount;
  lookAbove(callee);
  if (frames !== frameCount) {
    lookAbove(callee);
  }
  return top;
}

function lookAbove(callee: (...args: never[]) => unknown): void {
  const { stackTraceLimit, prepareStackTrace } = stacks;
  stacks.stackTraceLimit = frameCount;
  stacks.prepareStackTrace = takeTop;
  top = undefined;
  try {
    const holder: { stack?: unknown } = {};
    stacks.captureStackTrace(holder, callee);
    // Reading it is what brings the frames to `takeTop`.
    void holder.stack;
  } finally {
    stacks.prepareStackTrace = prepareStackTrace;
    stacks.stackTraceLimit = stackTraceLimit as number;
  }
}

/** The places where the program awaits, each looked at once. */
export class Sites {
  readonly #host: TraceHost;
  readonly #dependencies: boolean;
  /** How many places were looked at: that takes much longer than to find them again. */
  looked = 0;
  /** By file, then by position in it: null where it is no place to record. */
  readonly #known = new Map<string, Map<number, Site | null>>();
  readonly #sources = new Map<string, readonly string[]>();

  constructor(host: TraceHost, dependencies: boolean) {
    this.#host = host;
    this.#dependencies = dependencies;
  }

  /**
   * The site of the code that has called the function; null where that is no await of the program:
   * a `then` has a frame of its own, and what Node and the runtime await themselves says nothing.
   */
  callerOf(callee: (...args: never[]) => unknown): Site | null {
    const frame = topAbove(callee);
    const file = frame?.getFileName() ?? "";
    return frame === undefined || file === "" ? null : this.#siteIn(file, frame);
  }

  #siteIn(file: string, frame: CallSite): Site | null {
    let sites = this.#known.get(file);
    if (sites === undefined) {
      sites = new Map();
      this.#known.set(file, sites);
    }
    const position = frame.getPosition();
    let site = sites.get(position);
    if (site === undefined) {
      this.looked++;
      site = this.#isLeftOut(file) ? null : this.#describe(file, frame);
      sites.set(position, site);
    }
    return site;
  }

  #isLeftOut(file: string): boolean {
    return (
      file.startsWith("node:") ||
      isOurFile(file) ||
      (!this.#dependencies && /[/\\]node_modules[/\\]/.test(file))
    );
  }

  #describe(file: string, frame: CallSite): Site {
    let place = {
      file: file.includes("://") ? file : this.#host.pathToFileUrl(file),
      line: frame.getLineNumber() ?? 1,
      column: frame.getColumnNumber() ?? 1,
    };
    const map = this.#host.findSourceMap(file);
    let text: string | null | undefined;
    if (map !== undefined) {
      const original = originalOf(map, place);
      if (original !== undefined) {
        place = original;
        text = map.payload.sourcesContent?.[map.payload.sources.indexOf(original.file)];
      }
    }
    const line = this.#linesOf(place.file, text)[place.line - 1];
    const code = line === undefined ? undefined : awaitCode(line, place.column - 1);
    const within = frame.getFunctionName() ?? "";
    const name = code ?? (within === "" ? "await" : `await in ${within}`);
    const args = {
      at: `${place.file}:${place.line}:${place.column}`,
      in: within,
      ...(code === undefined ? {} : { code }),
    };
    const begin = JSON.stringify({ name, cat: "await" }).slice(0, -1);
    const head = `${begin},"args":${JSON.stringify(args).slice(0, -1)}`;
    return { head: this.#host.encode(head) };
  }

  #linesOf(url: string, known: string | null | undefined): readonly string[] {
    let lines = this.#sources.get(url);
    if (lines === undefined) {
      lines = (known ?? this.#read(url)).split(/\r?\n/);
      const [oldest] = this.#sources.keys();
      if (this.#sources.size === SOURCES_KEPT && oldest !== undefined) {
        this.#sources.delete(oldest);
      }
      this.#sources.set(url, lines);
    }
    return lines;
  }

  #read(url: string): string {
    try {
      return this.#host.files.readFileSync(this.#host.fileUrlToPath(url), "utf8");
    } catch {
      // The code is a help to readers: a trace without it still has the position.
      return "";
    }
  }
}

function originalOf(
  map: SourceMap,
  { line, column }: { readonly line: number; readonly column: number },
): { file: string; line: number; column: number } | undefined {
  const entry = map.findEntry(line - 1, column - 1);
  if (
    entry.originalSource === undefined ||
    entry.originalLine === undefined ||
    entry.originalColumn === undefined
  ) {
    return undefined;
  }
  return {
    file: entry.originalSource,
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
  };
}
