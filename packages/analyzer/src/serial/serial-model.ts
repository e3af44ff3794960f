import type { Origin, Summary } from "../model/effects/summary.js";
import type { ts } from "../model/syntax.js";
import type { CallFacts, SymbolFacts, TypeFacts } from "../model/type-source.js";

/** What the analysis of serial awaits asks of the semantic model; a rule's context answers all of it. */
export interface SerialModel {
  readonly file: ts.SourceFile;
  typeOf(node: ts.Node): () => TypeFacts;
  symbolOf(node: ts.Node): () => SymbolFacts | undefined;
  callOf(node: ts.CallLikeExpression): () => CallFacts | undefined;
  /** What evaluating an expression or running a statement does, awaits included. */
  summaryOf(node: ts.Node): Summary;
  /** A throw that can leave a call, what makes its arguments left aside. */
  throwOf(call: ts.CallExpression | ts.TaggedTemplateExpression): Origin | undefined;
  /** Where somebody makes objects of a class, or those with a field, with what may be a transaction. */
  transactionsIn(declared: ts.Node): readonly ts.Node[];
}
