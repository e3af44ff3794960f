import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { Disk } from "../project/disk.js";
import type { RecordedSite } from "./parse-trace.js";

/** A recorded site with the file on this machine that it stands in. */
export interface PlacedSite {
  /** An absolute path, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Whether a source map led here: the code that ran is not that of the file. */
  readonly isMapped: boolean;
  readonly recorded: RecordedSite;
}

/** Finds the sources of sites: where the program ran compiled code, the source map says. */
export function placeSites(sites: readonly RecordedSite[], disk: Disk): readonly PlacedSite[] {
  const maps = new Map<string, TraceMap | undefined>();
  return sites.flatMap((recorded): PlacedSite[] => {
    const file = pathOf(recorded.url);
    if (file === undefined) return [];
    if (!maps.has(file)) maps.set(file, mapOf(file, disk));
    const map = maps.get(file);
    const { line, column } = recorded;
    if (map === undefined) return [{ file, line, column, isMapped: false, recorded }];
    const original = originalPositionFor(map, { line, column: column - 1 });
    const source = original.source === null ? undefined : pathOf(original.source);
    if (source === undefined || original.line === null || original.column === null) {
      return [{ file, line, column, isMapped: false, recorded }];
    }
    return [
      {
        file: source,
        line: original.line,
        column: original.column + 1,
        isMapped: true,
        recorded,
      },
    ];
  });
}

const COMMENT = /^\s*\/[/*][#@]\s*sourceMappingURL=([^\s*]+)/gm;

function mapOf(file: string, disk: Disk): TraceMap | undefined {
  const text = disk.readFile(file);
  const address = text === undefined ? undefined : [...text.matchAll(COMMENT)].at(-1)?.[1];
  if (address === undefined) return undefined;
  const base = urlOf(file);
  try {
    const inline = /^data:[^,]*?(;base64)?,(.*)$/s.exec(address);
    if (inline !== null) {
      const [, base64, data = ""] = inline;
      const json =
        base64 === undefined ? decodeURIComponent(data) : Buffer.from(data, "base64").toString();
      return new TraceMap(json, base);
    }
    const url = new URL(address, base).href;
    const path = pathOf(url);
    const json = path === undefined ? undefined : disk.readFile(path);
    return json === undefined ? undefined : new TraceMap(json, url);
  } catch {
    // A broken map is as good as none: the sites stay where the program ran.
    return undefined;
  }
}

/** The path of a `file:` URL, or what is a path already; undefined for other URLs. */
function pathOf(url: string): string | undefined {
  if (url.startsWith("file://")) {
    const path = decodeURIComponent(new URL(url).pathname);
    return /^\/[A-Za-z]:/.test(path) ? path.slice(1) : path;
  }
  if (/^[A-Za-z]:[/\\]/.test(url)) return url.replaceAll("\\", "/");
  return url.startsWith("/") ? url : undefined;
}

function urlOf(path: string): string {
  const url = new URL("file://");
  url.pathname = path.startsWith("/") ? path : `/${path}`;
  return url.href;
}
