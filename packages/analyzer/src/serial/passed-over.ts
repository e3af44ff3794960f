import { actsByName, settlesByName, spendsByName } from "../model/effects/acting-names.js";
import { isHttpGet } from "../model/effects/library/client-shapes.js";
import type { Access, Latency, Summary, Unknown } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import { isHeldAround } from "./accesses.js";
import { calledName } from "./names.js";
import { asksByItsName, bringsByName, isOfItself, saysThatItWrites } from "./questions.js";
import type { SerialModel } from "./serial-model.js";
import { isDropped, type WaitedCall } from "./units.js";

/** What is left of a summary, and what of it was passed over. */
export interface Passed {
  readonly summary: Summary;
  /** A phrase about it stands beside the finding. */
  readonly unknown: Unknown | undefined;
}

/**
 * Passes over what a function that is named for what it brings calls on the way, and what is nowhere to be read, where that does not
 * act by its name and the function is known to wait for something else, or asks somebody outside by its own name: a part of the reading,
 * which leaves the default tier a finding that says so. With it goes what it is only guessed to change, and what a client of HTTP
 * does around a request that gets something.
 */
export function passedOver(
  summary: Summary,
  call: WaitedCall | undefined,
  model: SerialModel,
): Passed {
  const { unknown, latency } = summary;
  const kept = { summary, unknown: undefined };
  if (unknown === undefined || call === undefined || isOfItself(unknown, call)) return kept;
  if (saysThatItWrites(call)) return kept;
  if (isQuestion(call, unknown) && !fills(summary, unknown, call, model)) {
    return asked(summary, unknown);
  }
  if (latency.kind !== "io" || !bringsByName(call)) return kept;
  const isPart = isItsPart(unknown, call) && !fills(summary, unknown, call, model);
  if (isPart || isFarOff(unknown, call)) return { summary: withoutGuesses(summary), unknown };
  const gets = (one: ts.Node): boolean =>
    ts.isCallExpression(one) && isHttpGet(one, model.callOf(one)());
  const isOfRequest = [call, ...unknown.through].some(gets);
  if (!isOfRequest && !isDeclaredAtOnce(unknown.at, model)) return kept;
  const known = withoutGuesses(summary);
  const counts = (write: Access): boolean => !(isOfRequest && [call, ...write.through].some(gets));
  return { summary: { ...known, writes: known.writes.filter(counts) }, unknown };
}

// A function of the project whose name is a question to somebody outside: what of it cannot be read is a part of the question.
function isQuestion(call: WaitedCall, unknown: Unknown): boolean {
  return !actsInIt(unknown) && asksByItsName(call);
}

// What says by its name that it does something, or runs what nobody knows.
function actsInIt({ at, why }: Unknown): boolean {
  const name = nameOf(at);
  if (runsAny.test(why) || spendsByName(name) || (actsByName(name) && !isTakenFromPool(at)))
    return true;
  return changesSomething.test(name) && ts.isAwaitExpression(at.parent);
}

// `pool.acquire()`
function isTakenFromPool(at: ts.Node): boolean {
  if (!ts.isCallExpression(at) || calledName(at) !== "acquire") return false;
  const callee = unwrap(at.expression);
  return ts.isPropertyAccessExpression(callee) && /pool$/i.test(lastNameOf(callee.expression));
}

const runsAny = /^(is run|runs)\b/;

// What somebody calls whom the function calls, in another file, is his affair, unless it acts by its name.
function isFarOff({ at, through }: Unknown, call: WaitedCall): boolean {
  if (through.length < 2 || at.getSourceFile() === call.getSourceFile()) return false;
  return !isForEffect(at);
}

// Of a function that is known to wait for something, what neither acts by its name nor runs what nobody knows.
function isItsPart({ at, why }: Unknown, call: WaitedCall): boolean {
  if (runsAny.test(why) || isForEffect(at)) return false;
  // What is waited for and not used is done for its effect, but by a question on its way.
  return asksByItsName(call) || !(ts.isAwaitExpression(at.parent) && isDropped(at.parent));
}

function isForEffect(at: ts.Node): boolean {
  const name = nameOf(at);
  if (settlesByName(name) || (actsByName(name) && !isTakenFromPool(at))) return true;
  return changesSomething.test(name) && isHandedBack(at);
}

// `await client.create(id)`, `return client.create(id)`, `() => client.create(id)`.
function isHandedBack({ parent }: ts.Node): boolean {
  return ts.isAwaitExpression(parent) || ts.isReturnStatement(parent) || ts.isArrowFunction(parent);
}

// Done at once, it may be something that is put together on the way: `new Map().set(id, name)`.
const changesSomething =
  /^\$?(?:add|create|increment|patch|persist|post|push|put|register|set|store|update)(?![a-z])/;

// Of a request that is put together and then sent (`rpc.getSlot(at).send()`), what it asks for.
function nameOf(at: ts.Node): string {
  if (!ts.isCallExpression(at)) return at.getText();
  const callee = unwrap(at.expression);
  const isSent = calledName(at) === "send" && at.arguments.length === 0;
  if (!isSent || !ts.isPropertyAccessExpression(callee)) return calledName(at);
  const request = unwrap(callee.expression);
  const asked = ts.isCallExpression(request) ? calledName(request) : "";
  return /^(fetch|find|get|list|query)[A-Z]/.test(asked) ? asked : "send";
}

// What the question is handed may come to hold something else: what nobody knows of is called with it, or on it.
function fills(
  { writes }: Summary,
  { at }: Unknown,
  call: WaitedCall,
  model: SerialModel,
): boolean {
  return mayFill(at, model) && writes.some((write) => isHandedOn(write, call));
}

// A guess at something that the function around the call has, or that the call names.
function isHandedOn({ location, guessed }: Access, call: WaitedCall): boolean {
  if (guessed !== true || location.kind !== "field") return false;
  const { root } = location;
  if (isHeldAround(call, root)) return true;
  const name = root.from === "variable" ? root.name : root.from === "this" ? "this" : undefined;
  return name !== undefined && argumentsOf(call).some((one) => mentions(one, name));
}

function argumentsOf(call: WaitedCall): readonly ts.Node[] {
  return ts.isTaggedTemplateExpression(call) ? [call.template] : (call.arguments ?? []);
}

function mentions(node: ts.Node, name: string): boolean {
  if (ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword) {
    return node.getText() === name;
  }
  return ts.forEachChild(node, (child) => mentions(child, name) || undefined) === true;
}

// What is called on something that a caller hands in, or called with it, may fill it, where it is no client by its name:
// `account.attach("team")`, `attach(account)`.
function mayFill(at: ts.Node, model: SerialModel): boolean {
  if (!ts.isCallExpression(at)) return false;
  const callee = unwrap(at.expression);
  const receivers = ts.isPropertyAccessExpression(callee) ? [callee.expression] : [];
  return [...receivers, ...at.arguments].some((one) => isHandedIn(one, model));
}

function isHandedIn(value: ts.Expression, model: SerialModel): boolean {
  let whole = unwrap(value);
  if (isClient.test(lastNameOf(whole))) return false;
  while (ts.isPropertyAccessExpression(whole)) whole = unwrap(whole.expression);
  if (!ts.isIdentifier(whole) || isClient.test(whole.text)) return false;
  const { declarations = [] } = model.symbolOf(whole)() ?? {};
  return declarations.some((one) => ts.isParameter(one)) && !model.typeOf(value)().isPrimitive;
}

function lastNameOf(value: ts.Expression): string {
  if (ts.isPropertyAccessExpression(value)) return value.name.text;
  return ts.isIdentifier(value) ? value.text : "";
}

const isClient =
  /(^|[a-z_])(adapter|api|axios|cache|client|connection|context|ctx|db|http|knex|logger|manager|octokit|pool|prisma|provider|queue|redis|repo|repository|sdk|service|store|trx?)$/i;

function asked(summary: Summary, unknown: Unknown): Passed {
  const waits: Latency = { kind: "io", origin: unknown, what: "what its name asks for" };
  const isWaited = summary.latency.kind === "none" && mayBeWaitedFor(unknown);
  const latency = isWaited ? waits : summary.latency;
  return { summary: { ...withoutGuesses(summary), latency }, unknown };
}

// What a module sets up for itself, or somebody on the way looks into at once, is nothing that anybody waits for.
function mayBeWaitedFor({ at, through }: Unknown): boolean {
  return (
    ts.findAncestor(at, ts.isFunctionLike) !== undefined && ![...through, at].some(isLookedInto)
  );
}

// `settings().url`, `${origin()}/users`.
function isLookedInto(call: ts.Node): boolean {
  const { parent } = call;
  if (ts.isTemplateSpan(parent)) return true;
  if (ts.isBinaryExpression(parent)) return compares.test(parent.operatorToken.getText());
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== call) return false;
  // The answer of a builder may be waited for: `db.table("users").all()`.
  return !ts.isCallExpression(parent.parent) || parent.parent.expression !== parent;
}

const compares = /^([-+*/%<>]|[<>]=|[!=]==?)$/;

// With what is not known goes what it is only guessed to do.
function withoutGuesses({ reads, writes, latency, throws }: Summary): Summary {
  const isKnown = ({ guessed }: Access): boolean => guessed !== true;
  return {
    reads: reads.filter(isKnown),
    writes: writes.filter(isKnown),
    latency,
    throws,
    unknown: undefined,
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
