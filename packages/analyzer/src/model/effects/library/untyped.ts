import { ts } from "../../syntax.js";
import { unwrap } from "../../unwrap.js";
import { argumentsOf } from "./decide.js";
import type { LibraryCall, ResourceUse } from "./library-models.js";
import { calleeOf, memberName, receiverOf } from "./library-values.js";
import { plainCall } from "./plain-call.js";
import { loggedCall, shapedCall } from "./query-shapes.js";
import type { ShapedCall } from "./shaped-call.js";

/**
 * What a call on a value of unknown type does where the way in which it is used says it: a query in
 * the words of one library, or a function written in place for a method that goes over a list.
 */
export function untypedCall(
  call: ts.CallLikeExpression,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
  isInProcess: (receiver: ts.Expression) => boolean,
): LibraryCall | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  const callee = calleeOf(call);
  const receiver = callee === undefined ? undefined : receiverOf(callee);
  const name = callee === undefined ? undefined : memberName(callee);
  if (receiver === undefined || name === undefined) return undefined;
  const shaped = shapedCall(call, initializerOf);
  if (shaped !== undefined) {
    const effects = effectsOf(shaped, receiver);
    const isOfDriver = shaped.kind === "db" && shaped.isServed !== true && effects.latency === "io";
    return isOfDriver && isInProcess(receiver) ? { ...effects, hazards: ["memo"] } : effects;
  }
  const [first] = argumentsOf(call);
  const own = ofPlatform(name, receiver, first);
  if (own !== undefined) return own;
  const takesFunction = first !== undefined && isFunctionLiteral(first);
  // `key.fill(0)` blots bytes out, or makes a list of one value.
  if (name === "fill" && first !== undefined && ts.isNumericLiteral(first)) {
    return { ...plainCall(name), changes: [receiver] };
  }
  if (iterating.has(name) && takesFunction) return { ...plainCall(name), runs: [first] };
  return undefined;
}

// What only a timer, a signal or an address is asked, where the platform has no types: `timer.unref()`.
function ofPlatform(
  name: string,
  receiver: ts.Expression,
  first: ts.Expression | undefined,
): LibraryCall | undefined {
  if (first === undefined) {
    return /^(ref|unref|throwIfAborted)$/.test(name) ? plainCall(name) : undefined;
  }
  const listens = /^(add|remove)EventListener$/.test(name);
  if (listens && ts.isStringLiteralLike(first) && first.text === "abort") return plainCall(name);
  const isSearch = memberName(unwrap(receiver)) === "searchParams";
  return isSearch && /^(append|delete|set|sort)$/.test(name)
    ? { ...plainCall(name), changes: [receiver] }
    : undefined;
}

/**
 * A line written to a logger, known by the logger's name and the line's level whoever wrote it: what
 * else the logger does with it is nothing that the code around it relies on. One that is waited for is
 * more than a line. `isKnown` where the code around it shows that the call is nothing else.
 */
export function logLine(call: ts.CallLikeExpression, isKnown: boolean): LibraryCall | undefined {
  if (!ts.isCallExpression(call) || ts.isAwaitExpression(call.parent)) return undefined;
  if (isKnown) return { ...plainCall(""), writes: [{ kind: "stdio" }], hazards: ["log"] };
  const callee = calleeOf(call);
  if (callee !== undefined && isLogFunction(call, callee)) {
    return { ...plainCall(callee.getText()), writes: [{ kind: "stdio" }], hazards: ["log"] };
  }
  const receiver = callee === undefined ? undefined : receiverOf(callee);
  const shaped = receiver === undefined ? undefined : loggedCall(call);
  return shaped === undefined || receiver === undefined ? undefined : effectsOf(shaped, receiver);
}

// `logError(error)`, `this.log("started")`: nothing else answers for the line, and nothing is made of its answer.
function isLogFunction(call: ts.CallExpression, callee: ts.Expression): boolean {
  const { parent } = call;
  if (!ts.isExpressionStatement(parent) && !ts.isArrowFunction(parent)) return false;
  const name = memberName(callee) ?? (ts.isIdentifier(callee) ? callee.text : "");
  if (logsByName.test(name)) return true;
  return name === "log" && receiverOf(callee)?.kind === ts.SyntaxKind.ThisKeyword;
}

const logsByName = /^_?(log|trace)(Debug|Err|Error|Info|Log|Message|Trace|Verbose|Warn|Warning)s?$/;

/**
 * A figure that is handed to who keeps figures, and who is nowhere to be read: `metrics.increment("visits")`. It tells
 * of the work, and nothing that the code around it relies on. What is waited for, or answers something, is more than that.
 */
export function measurement(call: ts.CallLikeExpression): LibraryCall | undefined {
  if (!ts.isCallExpression(call) || !ts.isExpressionStatement(call.parent)) return undefined;
  const callee = calleeOf(call);
  const receiver = callee === undefined ? undefined : receiverOf(callee);
  const name = callee === undefined ? undefined : memberName(callee);
  if (receiver === undefined || name === undefined || !measures.test(name)) return undefined;
  const at = unwrap(receiver);
  const keeper = memberName(at) ?? (ts.isIdentifier(at) ? at.text : "");
  if (!keepsFigures.test(keeper) || call.arguments.some((one) => ts.isFunctionLike(unwrap(one)))) {
    return undefined;
  }
  return plainCall(name);
}

const keepsFigures =
  /(^|[a-z_])(metrics?|statsd|telemetry|histogram|gauge|profiler|dogstatsd)(Client|Service|Collector|Registry)?$/i;
const measures =
  /^(inc|dec|increment|decrement|observe|timing|gauge|histogram|distribution|record|recordTime|recordDuration|addDataPoint|count)$/;

function effectsOf(shaped: ShapedCall, receiver: ts.Expression): LibraryCall {
  const { name, does, kind, parts, changes = [], through } = shaped;
  const plain = { ...plainCall(name), ...(through === undefined ? {} : { connection: through }) };
  const uses = usesOf(kind, parts);
  switch (does) {
    case "logs":
      return { ...plain, writes: [{ kind: "stdio" }], hazards: ["log"] };
    case "builds":
      return { ...plain, changes, returns: "fresh" };
    case "takes":
      return { ...plain, latency: "io", changes: [receiver], returns: "fresh" };
    case "reads":
      return { ...plain, reads: uses, latency: "io", changes, returns: "fresh" };
    case "writes":
      return { ...plain, reads: uses, writes: uses, latency: "io", returns: "fresh" };
  }
}

function usesOf(kind: ShapedCall["kind"], parts: ShapedCall["parts"]): readonly ResourceUse[] {
  if (kind === "addressed") return [{ kind: "named", system: kind }];
  if (kind === "anything") return [{ kind: "db" }, { kind: "net" }];
  const whole: ResourceUse = { kind, ...(kind === "db" ? { system: "sql" } : {}) };
  return parts?.map((part): ResourceUse => ({ ...whole, name: part })) ?? [whole];
}

function isFunctionLiteral(node: ts.Node): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const iterating = words(
  "every filter find findIndex findLast findLastIndex flatMap forEach map reduce reduceRight some",
);
