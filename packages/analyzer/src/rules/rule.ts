import type { Schema } from "../config/schema.js";
import type {
  Confidence,
  Finding,
  Fix,
  FixSafety,
  Refusal,
  RelatedPlace,
  Severity,
  Span,
  TextEdit,
} from "../finding.js";
import type { Effect } from "../model/effects/effects.js";
import type { LibraryCall } from "../model/effects/library/library-models.js";
import type { Hazard } from "../model/effects/library/model.js";
import type { Origin, Summary } from "../model/effects/summary.js";
import type { ts } from "../model/syntax.js";
import type { CallFacts, SymbolFacts, TypeFacts } from "../model/type-source.js";

/** A set of rules chosen together. */
export type Preset = "recommended" | "strict";

/** What is known about a rule without running it. */
export interface RuleMeta {
  /** Names the bad pattern; configurations and findings speak of it by this. */
  readonly id: string;
  /** One sentence: what it flags. */
  readonly summary: string;
  readonly severity: Severity;
  /** The presets that hold it; every rule is in `strict`. */
  readonly presets: readonly Preset[];
  /** The least safe of its fixes, or `none`. */
  readonly fixSafety: FixSafety | "none";
  /** Rules of other tools that flag the same; comments that switch those off are honoured. */
  readonly counterparts: readonly string[];
  /** Rules that say less about the same place: where this one has a finding, theirs is left out. */
  readonly supersedes?: readonly string[];
  /** The absolute path of its page, in Markdown. */
  readonly page: string;
}

/**
 * A rule reads a file in two passes. `visit` sees each node of the kinds it named, asks the
 * semantic model about the places that look wrong, and hands over what is to be decided once the
 * answers are in. It never sees a type checker.
 */
export interface Rule<Options extends object = object> {
  readonly meta: Omit<RuleMeta, "page">;
  readonly defaults: Options;
  /** What each option takes, and what it is for: configurations are held to it. */
  readonly options?: { readonly [Name in keyof Options]: Schema };
  readonly kinds: readonly ts.SyntaxKind[];
  visit(node: ts.Node, context: RuleContext<Options>): void;
}

/** An answer that is on its way: reading it before the batch is answered asks for it at once. */
export type Asked<T> = () => T;

/** What a rule has at hand while it reads one file. */
export interface RuleContext<Options extends object = object> {
  readonly file: ts.SourceFile;
  readonly options: Options;
  /** Whether the file may await outside functions, by its kind of module and its target. */
  readonly topLevelAwait: boolean;
  /** Whether an import of a module in this file would resolve, whether or not any file has one. */
  canImport(module: string): boolean;
  /** Asks for the type of an expression, declaration name or type node. */
  typeOf(node: ts.Node): Asked<TypeFacts>;
  /** Asks for the type that is expected of an expression where it stands. */
  expectedOf(node: ts.Expression): Asked<TypeFacts | undefined>;
  /** Asks what an identifier stands for. */
  symbolOf(node: ts.Node): Asked<SymbolFacts | undefined>;
  /** Asks what a call runs. */
  callOf(node: ts.CallLikeExpression): Asked<CallFacts | undefined>;
  /** What a call does, through every function that it calls; asked while deciding. */
  effectOf(call: ts.CallExpression): Effect;
  /**
   * What a call, a function's body, an expression or a statement reads, writes and waits for; a
   * function is answered for as called. Asked while deciding.
   */
  summaryOf(node: ts.Node): Summary;
  /** A throw that can leave a call, what makes its arguments left aside; asked while deciding. */
  throwOf(call: ts.CallExpression): Origin | undefined;
  /** Where somebody makes objects of a class, or those with a field, with what may be a transaction; asked while deciding. */
  transactionsIn(declared: ts.Node): readonly ts.Node[];
  /** What a call into a library does, where a model speaks of it; asked while deciding. */
  libraryCall(call: ts.CallLikeExpression): LibraryCall | undefined;
  /** What stands in the way of using a library's value side by side with itself. */
  hazardsOf(expression: ts.Expression): readonly Hazard[];
  /** Whether an await was seen to wait, in a trace. */
  wasSeenToWait(awaited: ts.Node): boolean;
  /**
   * Says that what is decided hangs on other functions' code in a way that neither a summary nor the
   * body that `callOf` answers tells of: on every use of a name in the file, for one.
   */
  looksAround(): void;
  /** Runs `work` when the questions asked so far have their answers. */
  decide(work: () => void): void;
  report(report: Report): void;
}

/** A finding as a rule states it; what it leaves out comes from the rule's meta. */
export interface Report {
  /** The node the finding is about, or a span of the file where it is not one node. */
  readonly at: ts.Node | Span;
  readonly message: string;
  readonly confidence?: Confidence;
  readonly severity?: Severity;
  readonly group?: readonly ts.Node[];
  readonly chains?: Finding["chains"];
  readonly related?: readonly { readonly at: ts.Node; readonly message: string }[];
  readonly fixes?: readonly Fix[];
  readonly refusals?: readonly Refusal[];
}

/** The span of a node, comments before it left out. */
export function spanOf(node: ts.Node): Span {
  const file = node.getSourceFile();
  return { file: file.fileName, start: node.getStart(file), end: node.end };
}

/** Replaces a node's text. */
export function replace(node: ts.Node, text: string): TextEdit {
  return { ...spanOf(node), text };
}

/** Puts text right before a node. */
export function insertBefore(node: ts.Node, text: string): TextEdit {
  const { file, start } = spanOf(node);
  return { file, start, end: start, text };
}

/** Puts text right after a node. */
export function insertAfter(node: ts.Node, text: string): TextEdit {
  const { file, end } = spanOf(node);
  return { file, start: end, end, text };
}

/** Turns a rule's report into the plain data that leaves the analyser. */
export function toFinding(meta: Rule["meta"], report: Report): Finding {
  const span = isNode(report.at) ? spanOf(report.at) : report.at;
  return {
    rule: meta.id,
    severity: report.severity ?? meta.severity,
    confidence: report.confidence ?? "high",
    message: report.message,
    file: span.file,
    start: span.start,
    end: span.end,
    ...(report.group === undefined ? {} : { group: report.group.map(spanOf) }),
    ...(report.chains === undefined ? {} : { chains: report.chains }),
    related: (report.related ?? []).map(
      ({ at, message }): RelatedPlace => ({ ...spanOf(at), message }),
    ),
    fixes: report.fixes ?? [],
    ...(report.refusals === undefined || report.refusals.length === 0
      ? {}
      : { refusals: report.refusals }),
  };
}

function isNode(at: ts.Node | Span): at is ts.Node {
  return "kind" in at;
}
