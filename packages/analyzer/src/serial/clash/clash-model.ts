import type { LibraryCall } from "../../model/effects/library/library-models.js";
import type { Hazard } from "../../model/effects/library/model.js";
import type { ts } from "../../model/syntax.js";
import type { SerialModel } from "../serial-model.js";

/** What the look for clashes asks of the semantic model; a rule's context answers all of it. */
export interface ClashModel extends SerialModel {
  /** What a call into a library does, where a model speaks of it. */
  libraryCall(call: ts.CallLikeExpression): LibraryCall | undefined;
  /** What stands in the way of using a library's value side by side with itself. */
  hazardsOf(expression: ts.Expression): readonly Hazard[];
}
