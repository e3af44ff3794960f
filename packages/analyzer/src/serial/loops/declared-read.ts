import { ts } from "../../model/syntax.js";
import { assumedReads, guessedRead } from "../bookkeeping.js";
import type { Obstacle } from "../hazard.js";
import { bringsByName } from "../questions.js";
import type { SerialModel } from "../serial-model.js";
import type { Turn } from "./verdict.js";

/**
 * What a turn is taken for that asks for something by a name which is all that is known of it, where that much is certain:
 * the function that it calls is declared, is named for what it brings, gives a promise of it, and tells nobody how far it has
 * come. In a row of awaits that leaves a suggestion; a loop that keeps what each turn brings goes over items that nobody
 * has an order for.
 */
export function declaredRead(
  { point, summary }: Pick<Turn, "point" | "summary">,
  model: SerialModel,
): Obstacle | undefined {
  const { call, dropped, awaited } = point;
  if (call === undefined || dropped || !ts.isCallExpression(call) || !bringsByName(call)) {
    return undefined;
  }
  const step = { code: awaited, point, summary };
  const guess = guessedRead(step);
  if (guess === undefined || assumedReads(step).length > 0) return undefined;
  const { target, returns } = model.callOf(call)() ?? {};
  if (target === undefined || target.declarations.length === 0 || returns === undefined) {
    return undefined;
  }
  if (returns.isAny || returns.isUnknown || returns.thenable === "none") return undefined;
  return call.arguments.some(tells) ? undefined : guess;
}

// `{ onProgress }`: somebody watches the turns.
function tells(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return true;
  if (ts.isIdentifier(node) && /^(on[A-Z]|callback$|report)/.test(node.text)) return true;
  return ts.forEachChild(node, (child) => tells(child) || undefined) ?? false;
}
