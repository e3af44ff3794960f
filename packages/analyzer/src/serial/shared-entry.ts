import { constantBefore } from "../model/declared-before.js";
import { isOutside } from "../model/effects/location.js";
import type { Access } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import type { Step } from "./await-graph.js";
import { lineOf } from "./control.js";
import { type Obstacle, obstacle } from "./hazard.js";

/**
 * Finds that two awaits look for one entry of a cache in Redis and put it there, by the same code and under a key that is
 * the same each time, and that one of them asks for nothing else: whoever comes second finds what the first has put
 * there, and where the first was told to renew it, only then what is new.
 */
export function sharedEntry(from: Step, to: Step): Obstacle | undefined {
  for (const entry of from.summary.writes.filter(isEntry)) {
    const same = to.summary.writes.find((other) => isEntry(other) && other.at === entry.at);
    if (same === undefined) continue;
    const keyed = keyedCall(entry);
    if (keyed === undefined || keyed !== keyedCall(same)) continue;
    if (!asksForNothingElse(from, entry, keyed) && !asksForNothingElse(to, same, keyed)) continue;
    const file = entry.at.getSourceFile().fileName.split("/").at(-1);
    const reason = `line ${lineOf(to.code)} looks for an entry of Redis that line ${lineOf(from.code)} puts there (line ${lineOf(entry.at)} of ${file})`;
    return obstacle("no-gain", "suggests", entry.at, reason);
  }
  return undefined;
}

function isEntry({ location, isDirect }: Access): boolean {
  return !isDirect && location.kind === "resource" && location.system === "redis";
}

// The code that both run names the key: `redis.set("coins", ...)`, or `cache.put(key, ...)` with a constant.
function keyedCall({ through, at }: Access): ts.CallExpression | undefined {
  return [...through, at].findLast(
    (call): call is ts.CallExpression => ts.isCallExpression(call) && isConstant(call.arguments[0]),
  );
}

// All that is waited for outside of the program is waited for by the call of the function that has the entry.
function asksForNothingElse({ point, summary }: Step, entry: Access, keyed: ts.Node): boolean {
  const call = point?.call;
  if (call === undefined) return false;
  const way = wayFrom(call, entry);
  const asking = way[way.indexOf(keyed) - 1];
  if (asking === undefined) return false;
  return [...summary.reads, ...summary.writes].every(
    (one) =>
      one.guessed === true ||
      one.location.kind !== "resource" ||
      !isOutside(one.location) ||
      wayFrom(call, one).includes(asking),
  );
}

function wayFrom(call: ts.Node, { through, at }: Access): readonly ts.Node[] {
  const way = [...through, at];
  return way[0] === call ? way : [call, ...way];
}

function isConstant(key: ts.Expression | undefined): boolean {
  if (key === undefined) return false;
  const at = unwrap(key);
  if (ts.isStringLiteralLike(at)) return true;
  if (!ts.isIdentifier(at)) return false;
  const value = constantBefore(at);
  return value !== undefined && ts.isStringLiteralLike(unwrap(value));
}
