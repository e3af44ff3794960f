import type { ts } from "../syntax.js";
import type { CallFacts } from "../type-source.js";
import type { Resource } from "./location.js";
import type { Latency } from "./summary.js";

/** Where the engine learns what code does whose body is not at hand. */
export interface ExternalModels {
  /** What a call of a library function does; `undefined` where no model speaks of it. */
  callOf(call: ts.CallLikeExpression, facts?: CallFacts): ExternalCall | undefined;
  /** What the comment on a declaration says that it does. */
  annotationOf?(declaration: ts.Node): ExternalAnnotation | undefined;
}

export interface ExternalCall {
  readonly name: string;
  readonly reads: readonly ExternalUse[];
  readonly writes: readonly ExternalUse[];
  readonly latency: Latency["kind"];
  /** The receiver and arguments that it changes in place. */
  readonly changes: readonly ts.Expression[];
  /** Functions among the arguments that run before it ends. */
  readonly runs: readonly ts.Expression[];
  /** The one connection or transaction that it goes through, if any. */
  readonly connection: ts.Expression | undefined;
  readonly hazards: readonly string[];
}

export interface ExternalUse {
  readonly kind: Resource;
  readonly system?: string;
  readonly name?: string;
  readonly key?: ts.Expression;
}

export interface ExternalAnnotation {
  readonly reads: readonly Omit<ExternalUse, "key">[];
  readonly writes: readonly Omit<ExternalUse, "key">[];
  readonly latency: Latency["kind"];
}
