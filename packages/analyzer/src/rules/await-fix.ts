import type { Fix, FixSafety, Refusal, TextEdit } from "../finding.js";
import { enclosingFunction, mayAwait } from "../model/enclosing-function.js";
import { ts } from "../model/syntax.js";
import { makeAsyncUnseen } from "./make-async.js";
import type { RuleContext } from "./rule.js";

/** A fix, or the reason why there is none. */
export interface FixOrRefusal {
  readonly fixes: readonly Fix[];
  readonly refusals: readonly Refusal[];
}

/**
 * A fix that awaits something at `at` by `edits`. Where the function around it is not async, it is made
 * so if nobody can tell the difference; else the fix is refused with the reason, and keeps its edits
 * for `Project.fixInCallers`.
 */
export function awaitFix(
  at: ts.Node,
  edits: readonly TextEdit[],
  { safety, title }: { readonly title: string; readonly safety: FixSafety },
  context: RuleContext,
): FixOrRefusal {
  switch (mayAwait(at, context.topLevelAwait)) {
    case "async function":
      return given({ title, safety, edits });
    case "top level":
      // Whoever imports the module then waits for it.
      return given({ title, safety: safety === "safe" ? "suggested" : safety, edits });
    case "no":
      return inOtherFunction(at, edits, { safety, title }, context);
  }
}

function inOtherFunction(
  at: ts.Node,
  edits: readonly TextEdit[],
  { safety, title }: { readonly title: string; readonly safety: FixSafety },
  context: RuleContext,
): FixOrRefusal {
  const owner = enclosingFunction(at);
  if (owner === undefined) return refused({ title, reason: outsideFunctions(at) });
  if (!isInBody(at, owner)) {
    return refused({ title, reason: "The parameters of a function cannot wait" });
  }
  const made = makeAsyncUnseen(owner, context);
  if ("reason" in made) {
    const { byCallers, reason } = made;
    return refused({ title, reason, ...(byCallers ? { pending: edits } : {}) });
  }
  return given({
    title: `${title}, and make the function around it async`,
    safety: safety === "safe" ? "suggested" : safety,
    edits: [...made.edits, ...edits],
  });
}

function outsideFunctions(at: ts.Node): string {
  for (let node = at.parent; node !== undefined; node = node.parent) {
    if (ts.isPropertyDeclaration(node)) return "The initial value of a field cannot wait";
    if (ts.isClassStaticBlockDeclaration(node)) return "A static block cannot wait";
    if (ts.isModuleBlock(node)) return "A namespace cannot wait";
  }
  return "The top level of this file cannot wait: it is not a module, or becomes a function";
}

function isInBody(at: ts.Node, owner: ts.FunctionLikeDeclaration): boolean {
  const { body } = owner;
  return body !== undefined && body.pos <= at.pos && at.end <= body.end;
}

function given(fix: Fix): FixOrRefusal {
  return { fixes: [fix], refusals: [] };
}

function refused(refusal: Refusal): FixOrRefusal {
  return { fixes: [], refusals: [refusal] };
}
