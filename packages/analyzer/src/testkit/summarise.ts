import { CheckerTypeSource } from "../model/checker-type-source.js";
import { shortText } from "../model/effects/conflict.js";
import { Effects } from "../model/effects/effects.js";
import { describeLocation } from "../model/effects/location.js";
import type { Access, Summary } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import { workbench } from "./workbench.js";

/** A summary in words, as tests compare it. */
export interface SummaryInWords {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** The kind of wait, and for what: `io: the network`. */
  readonly latency: string;
  readonly throws: boolean;
  readonly unknown: string | undefined;
}

/** What the function or method `f` of a source does; its project may have other sources. */
export function summarise(
  code: string,
  others: Readonly<Record<string, string>> = {},
): SummaryInWords {
  const { effects, source } = openEffects(code, others);
  return inWords(effects.summaryOf(functionNamed("f", source)));
}

/** The effects of a small project, and its main source. */
export function openEffects(
  code: string,
  others: Readonly<Record<string, string>> = {},
): {
  readonly effects: Effects;
  readonly source: ts.SourceFile;
  readonly sources: readonly ts.SourceFile[];
} {
  const bench = workbench();
  bench.load({ ...others, "main.ts": code });
  const program = bench.program();
  const source = program.getSourceFile(bench.path("main.ts")) as ts.SourceFile;
  const effects = new Effects({
    types: new CheckerTypeSource(program),
    source: (file) => program.getSourceFile(file),
  });
  return { effects, source, sources: program.getSourceFiles() };
}

/** A summary in words. */
export function inWords({ reads, writes, latency, throws, unknown }: Summary): SummaryInWords {
  const access = ({ location, once }: Access): string =>
    `${describeLocation(location)}${once ? " once" : ""}`;
  return {
    reads: reads.map(access),
    writes: writes.map(access),
    latency: latency.kind === "none" ? "none" : `${latency.kind}: ${latency.what}`,
    throws: throws !== undefined,
    unknown: unknown && `\`${shortText(unknown.at)}\` ${unknown.why}`,
  };
}

/** The function of that name in a source, or the one that a constant of that name holds. */
export function functionNamed(name: string, source: ts.SourceFile): ts.Node {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    const declared = (node as ts.NamedDeclaration).name;
    if (declared !== undefined && ts.isIdentifier(declared) && declared.text === name) {
      if (ts.isFunctionLike(node)) found ??= node;
      else if (ts.isVariableDeclaration(node)) found ??= node.initializer;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (found === undefined) throw new Error(`The source has no function "${name}"`);
  return found;
}
