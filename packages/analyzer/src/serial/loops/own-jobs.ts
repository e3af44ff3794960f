import { ts } from "../../model/syntax.js";
import { isChange } from "../accesses.js";
import { derivedIn } from "../derived-names.js";
import { calledName, type Names } from "../names.js";
import type { DataLoop } from "./shape.js";
import type { Turn } from "./verdict.js";

/**
 * Tells of a loop whose turns each put a job of their own into a queue, by one request over the queue's connection, and
 * otherwise only look: what is sent in that order arrives in it, and nobody waits for an answer before the next is sent.
 */
export function putsOwnJobs(loop: DataLoop, turns: readonly Turn[], names: Names): boolean {
  const derived = derivedIn(loop, names);
  const isOwn = ({ arguments: args }: ts.CallExpression): boolean =>
    args.some((one) => [...names.in(one).reads.keys()].some((name) => derived.has(name)));
  const puts = ({ point, summary }: Turn): boolean => {
    const { call } = point;
    if (call === undefined || !ts.isCallExpression(call) || !isOwn(call)) return false;
    if (summary.unknown !== undefined || !/^add(Job)?$/.test(calledName(call))) return false;
    const changes = summary.writes.filter(isChange);
    return (
      changes.length > 0 &&
      changes.every(
        ({ location, isDirect }) =>
          isDirect && location.kind === "resource" && location.system === "queue",
      )
    );
  };
  const looks = ({ point, summary }: Turn): boolean =>
    !point.dropped &&
    summary.unknown === undefined &&
    !summary.writes.some(isChange) &&
    // What is in the queue by then would be another.
    !summary.reads.some(
      ({ location }) => location.kind === "resource" && location.resource === "queue",
    );
  return turns.some(puts) && turns.every((turn) => puts(turn) || looks(turn));
}
