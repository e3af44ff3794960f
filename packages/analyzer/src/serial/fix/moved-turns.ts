import { conflictBetween } from "../../model/effects/conflict.js";
import type { Access, Summary } from "../../model/effects/summary.js";
import { ts } from "../../model/syntax.js";
import { lineOf } from "../control.js";
import { beyondTurn } from "../loops/turn-own.js";
import type { LoopVerdict } from "../loops/verdict.js";
import { isDeclared, Names } from "../names.js";
import { restSummary } from "../rest-summary.js";
import type { SerialModel } from "../serial-model.js";
import type { ItemLoop } from "./item-loop.js";

/** Whether the beginnings of all turns may run before the rest of any, and end in any order. */
export interface Movability {
  /** Code beside the awaits that uses what a turn changes, or changes something itself. */
  readonly refused: string | undefined;
  /** All of that code is known. */
  readonly certain: boolean;
}

/**
 * Judges whether `moved`, awaits left aside, may run apart from the rest of its turn. What the calls in
 * `kept` do themselves is still done in the order of the turns.
 */
export function movability(
  {
    moved,
    kept = [],
  }: { readonly moved: readonly ts.Node[]; readonly kept?: readonly ts.CallExpression[] },
  loop: ItemLoop,
  { awaits }: LoopVerdict,
  model: SerialModel,
): Movability {
  const names = new Names(model);
  const own = new Set<unknown>(names.boundBy(loop.item));
  const changed = new Map<unknown, ts.Node>();
  for (const statement of loop.body) {
    for (const [name, place] of names.in(statement).writes) {
      if (ts.isIdentifier(place) && isDeclared(place)) own.add(name);
      else changed.set(name, place);
    }
  }
  const awaited = awaits.map(({ point }) => point.awaited);
  const isKept = ({ from }: Access): boolean =>
    kept.some(
      (call) =>
        from === call || (call.expression.pos <= from.pos && from.end <= call.expression.end),
    );
  const restOf = (node: ts.Node): Summary => {
    const summary = beyondTurn(restSummary(node, awaited, model), loop.node);
    const isOther = (access: Access): boolean => !isKept(access);
    const [reads, writes] = [summary.reads.filter(isOther), summary.writes.filter(isOther)];
    return { ...summary, reads, writes };
  };
  const all = loop.body.map(restOf);
  const knowsAll = all.every(({ unknown }) => unknown === undefined);
  let certain = true;
  for (const node of moved) {
    const { reads, writes } = names.in(node);
    for (const [name, place] of [...writes, ...reads]) {
      const change = own.has(name) ? undefined : changed.get(name);
      if (change === undefined) continue;
      return {
        refused: `Line ${lineOf(place)} uses \`${place.getText()}\`, which line ${lineOf(change)} changes turn by turn`,
        certain,
      };
    }
    const summary = restOf(node);
    const touches = summary.reads.length + summary.writes.length > 0;
    if (summary.unknown !== undefined || (touches && !knowsAll)) certain = false;
    for (const other of all) {
      const conflict = conflictBetween(summary, other);
      if (conflict === undefined || conflict.kind === "order" || conflict.kind === "unknown") {
        continue;
      }
      return { refused: `The turns do this in their order: ${conflict.message}`, certain };
    }
  }
  return { refused: undefined, certain };
}
