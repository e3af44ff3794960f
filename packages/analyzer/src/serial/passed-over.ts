import { isHttpGet } from "../model/effects/library/client-shapes.js";
import type { Access, Latency, Summary, Unknown } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import { bringsByName } from "./bookkeeping.js";
import { calledName } from "./names.js";
import { asksByItsName } from "./questions.js";
import type { SerialModel } from "./serial-model.js";
import type { WaitedCall } from "./units.js";

/** What is left of a summary, and what of it was passed over. */
export interface Passed {
  readonly summary: Summary;
  /** A phrase about it stands beside the finding. */
  readonly unknown: Unknown | undefined;
}

/**
 * Passes over what a function that is named for what it brings calls on the way, and what is nowhere to be read though
 * declared, or anything that does not act where the name asks somebody outside for something: a part of the reading, which
 * leaves the default tier a finding that says so. With it goes what it is only
 * guessed to change, and what a client of HTTP does around a request that gets something.
 */
export function passedOver(
  summary: Summary,
  call: WaitedCall | undefined,
  model: SerialModel,
): Passed {
  const { unknown, reads, writes, latency, throws } = summary;
  const kept = { summary, unknown: undefined };
  if (unknown === undefined || call === undefined || unknown.isDirect) return kept;
  if (isQuestion(call, unknown) && !mayFill(unknown.at, model)) return asked(summary, unknown);
  if (latency.kind !== "io" || !bringsByName(call)) return kept;
  const gets = (one: ts.Node): boolean =>
    ts.isCallExpression(one) && isHttpGet(one, model.callOf(one)());
  const isOfRequest = [call, ...unknown.through].some(gets);
  if (!isOfRequest && !isDeclaredAtOnce(unknown.at, model)) return kept;
  const isKnown = ({ guessed }: Access): boolean => guessed !== true;
  const counts = (write: Access): boolean =>
    isKnown(write) && !(isOfRequest && [call, ...write.through].some(gets));
  const left = { reads: reads.filter(isKnown), writes: writes.filter(counts) };
  return { summary: { ...left, latency, throws, unknown: undefined }, unknown };
}

// A function of the project whose name is a question to somebody outside: what of it cannot be read is a part of the question.
function isQuestion(call: WaitedCall, { at, why }: Unknown): boolean {
  const name = nameOf(at);
  if (runsAny.test(why) || acts.test(name)) return false;
  return !(changes.test(name) && ts.isAwaitExpression(at.parent)) && asksByItsName(call);
}

const runsAny = /^(is run|runs)\b/;
const acts =
  /lock|acquire|transaction|commit|rollback|publish|dispatch|prompt|confirm|emit|enqueue|send|write|^(?:save|insert|delete|remove|upsert|notify|cancel)/i;

// Done at once, it may be something that is put together on the way: `new Map().set(id, name)`.
const changes =
  /^\$?(?:add|create|increment|patch|persist|post|push|put|register|set|store|update)(?![a-z])/;

function nameOf(at: ts.Node): string {
  return ts.isCallExpression(at) ? calledName(at) : at.getText();
}

// What is called on something that a caller hands in, and that is no client by its name, may fill it: `account.attach("team")`.
function mayFill(at: ts.Node, model: SerialModel): boolean {
  if (!ts.isCallExpression(at)) return false;
  let receiver = unwrap(at.expression);
  let name = "";
  while (ts.isPropertyAccessExpression(receiver)) {
    receiver = unwrap(receiver.expression);
    if (ts.isPropertyAccessExpression(receiver)) name = receiver.name.text;
  }
  if (!ts.isIdentifier(receiver) || receiver === at.expression) return false;
  if (isClient.test(name) || isClient.test(receiver.text)) return false;
  return (
    model
      .symbolOf(receiver)()
      ?.declarations.some((one) => ts.isParameter(one)) === true
  );
}

const isClient =
  /(^|[a-z_])(adapter|api|axios|cache|client|connection|context|ctx|db|http|knex|logger|manager|octokit|prisma|provider|queue|redis|repo|repository|sdk|service|store|trx?)$/i;

function asked({ reads, writes, latency, throws }: Summary, unknown: Unknown): Passed {
  const isKnown = ({ guessed }: Access): boolean => guessed !== true;
  const isWaiting = latency.kind !== "none";
  const waits: Latency = { kind: "io", origin: unknown, what: "what its name asks for" };
  return {
    summary: {
      reads: reads.filter(isKnown),
      writes: writes.filter(isKnown),
      latency: isWaiting ? latency : waits,
      throws,
      unknown: undefined,
    },
    unknown,
  };
}

// Nobody waits for it, and what it answers has a type: it is neither a question of its own nor a lost type.
function isDeclaredAtOnce(at: ts.Node, model: SerialModel): boolean {
  if (!ts.isCallExpression(at)) return false;
  const { target, returns } = model.callOf(at)() ?? {};
  if (target === undefined || target.declarations.length === 0 || returns === undefined) {
    return false;
  }
  if (target.origin?.from === "lib" || takesPart.test(target.name)) return false;
  return !returns.isAny && !returns.isUnknown && returns.thenable === "none";
}

const takesPart =
  /lock|acquire|release|transaction|commit|begin|rollback|connect|exec|query|write|send|emit|publish|dispatch|next/i;
