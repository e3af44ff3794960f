import { nameAround, tokensOf } from "../baseline/fingerprint.js";
import { ts } from "../model/compiler.js";
import type { PlacedSite } from "./original-sites.js";
import type { RecordedAwait } from "./parse-trace.js";

/** Where each await of a source begins, and what was recorded there. */
export interface MatchedFile {
  readonly awaits: ReadonlyMap<number, readonly RecordedAwait[]>;
  /** The sites of the file that no await of the source is taken for. */
  readonly unmatched: readonly PlacedSite[];
}

interface Candidate {
  readonly node: ts.AwaitExpression;
  readonly start: number;
  readonly tokens: string;
  /** The function around it; empty where it has no name. */
  readonly within: string;
}

/**
 * Finds the awaits of a source that sites of a trace stand for. A site whose place holds its code is
 * there. The source may have changed since: any other is looked for by its function and its code, and
 * taken where that leaves no choice.
 */
export function matchSites(source: ts.SourceFile, sites: readonly PlacedSite[]): MatchedFile {
  const candidates = awaitsIn(source);
  const awaits = new Map<number, RecordedAwait[]>();
  const take = ({ start }: Candidate, { recorded }: PlacedSite): void => {
    const known = awaits.get(start);
    if (known === undefined) awaits.set(start, [...recorded.awaits]);
    else known.push(...recorded.awaits);
  };
  const moved: PlacedSite[] = [];
  for (const site of sites) {
    const there = candidateAt(source, candidates, site);
    if (there !== undefined && fitsThere(there, site, source)) take(there, site);
    else moved.push(site);
  }
  const free = candidates.filter(({ start }) => !awaits.has(start));
  const unmatched: PlacedSite[] = [];
  for (const alike of groupedBy(moved, ({ recorded }) => `${recorded.within}\n${recorded.code}`)) {
    const fitting = free.filter((one) => alike.every((site) => isSame(one, site, source)));
    if (fitting.length !== alike.length) {
      unmatched.push(...alike);
      continue;
    }
    const inOrder = [...alike].sort((a, b) => a.line - b.line || a.column - b.column);
    fitting.forEach((one, index) => {
      take(one, inOrder[index] as PlacedSite);
    });
  }
  return { awaits, unmatched };
}

function awaitsIn(source: ts.SourceFile): Candidate[] {
  const found: Candidate[] = [];
  const open: ts.Node[] = [source];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isAwaitExpression(node)) {
      const start = node.getStart(source);
      found.push({
        node,
        start,
        tokens: tokensOf(source.text.slice(start, node.end), source.languageVariant),
        within: nameAround(source, start),
      });
    }
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The innermost await around the site's place. */
function candidateAt(
  source: ts.SourceFile,
  candidates: readonly Candidate[],
  { line, column }: PlacedSite,
): Candidate | undefined {
  const starts = source.getLineStarts();
  const from = starts[line - 1];
  if (from === undefined) return undefined;
  const offset = from + column - 1;
  return candidates.findLast(({ start, node }) => start <= offset && offset < node.end);
}

function fitsThere(one: Candidate, site: PlacedSite, source: ts.SourceFile): boolean {
  const { code } = site.recorded;
  if (code === undefined) return true;
  const recorded = tokensOf(code, source.languageVariant);
  // Compiled code has lost its types: what is called is the same.
  return site.isMapped
    ? calleeOf(recorded) === calleeOf(one.tokens)
    : isPrefix(recorded, one.tokens);
}

function isSame(one: Candidate, { recorded }: PlacedSite, source: ts.SourceFile): boolean {
  const { code, within } = recorded;
  if (code === undefined) return false;
  const isNamed = within !== "" && !/^$|\(\)$|^anonymous$/.test(one.within);
  if (isNamed && within.split(".").at(-1) !== one.within) return false;
  return isPrefix(tokensOf(code, source.languageVariant), one.tokens);
}

/** The line may end before the await does, and what follows the await may stand on the line. */
function isPrefix(a: string, b: string): boolean {
  return a === b || b.startsWith(`${a} `) || a.startsWith(`${b} `);
}

function calleeOf(tokens: string): string {
  return tokens.split(/ [(<`]/, 1)[0] as string;
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return [...groups.values()];
}
