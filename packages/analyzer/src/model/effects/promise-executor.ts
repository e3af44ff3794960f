import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import type { OwnLatency } from "./facts.js";

/** The function that a `new Promise(...)` runs, if it is written in place. */
export function executorOf(call: ts.Node): ts.ArrowFunction | ts.FunctionExpression | undefined {
  if (!ts.isNewExpression(call) || !ts.isIdentifier(call.expression)) return undefined;
  const { text } = call.expression;
  if (!/^(\w*Promise|PCancelable)$/.test(text)) return undefined;
  const [first] = call.arguments ?? [];
  const executor = first === undefined ? undefined : unwrap(first);
  if (executor === undefined) return undefined;
  if (!ts.isArrowFunction(executor) && !ts.isFunctionExpression(executor)) return undefined;
  // A promise of the project's or a package's own (`CancelablePromise`) runs what makes it in the same way, where that is
  // handed what settles it.
  return text === "Promise" || executor.parameters.length > 0 ? executor : undefined;
}

/** The executor around a node, if the node is not in a function of its own that is called by name. */
export function executorAround(node: ts.Node): ts.Node | undefined {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (ts.isArrowFunction(at) || ts.isFunctionExpression(at)) {
      if (executorOf(at.parent) === at) return at;
    } else if (ts.isFunctionLike(at)) return undefined;
  }
  return undefined;
}

/**
 * What a promise made by hand waits for, by how its executor lets go of it: right away, when a timer
 * rings, or when something else calls back.
 */
export function executorLatency(executor: ts.ArrowFunction | ts.FunctionExpression): OwnLatency {
  const names = new Set(
    executor.parameters.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : [])),
  );
  let found: OwnLatency = { kind: "none", at: undefined, what: "" };
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && names.has(node.text) && !ts.isParameter(node.parent)) {
      const { kind, what } = settledBy(node, executor);
      if (rank[kind] > rank[found.kind]) found = { kind, at: executor.parent, what };
    }
    ts.forEachChild(node, visit);
  };
  visit(executor.body);
  return found;
}

// Node's own functions that call back when they have computed something: as their models say, that takes
// time of the processor, not of the outside.
const computes =
  /^(crypto\.)?(randomBytes|randomFill|randomInt|generateKey|generateKeyPair|hkdf|pbkdf2|scrypt)$|^(zlib\.)?(brotliCompress|brotliDecompress|deflate|deflateRaw|gunzip|gzip|inflate|inflateRaw|unzip)$/;

// `jwt.sign(claims, secret, done)` computes as well, and so does `jwt.verify`, but where a function looks for the key.
function isToken(call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression).getText();
  if (!/^(jwt|JWT|jsonwebtoken)\.(sign|verify)$/.test(callee)) return false;
  const [, key] = call.arguments;
  return (
    callee.endsWith("sign") || (key !== undefined && /secret|public_?key/i.test(key.getText()))
  );
}

const rank = { none: 0, timer: 1, io: 2 };

function settledBy(
  use: ts.Identifier,
  executor: ts.Node,
): { kind: OwnLatency["kind"]; what: string } {
  let at: ts.Node = use;
  let later = false;
  for (; at !== executor; at = at.parent) {
    const { parent } = at;
    const isArgument =
      ts.isCallExpression(parent) && (parent.arguments as readonly ts.Node[]).includes(at);
    if (isArgument && ts.isCallExpression(parent)) {
      const callee = parent.expression.getText();
      if (/^(globalThis\.|window\.)?set(Timeout|Interval)$/.test(callee)) {
        return { kind: "timer", what: "a timer" };
      }
      if (/^(queueMicrotask|(globalThis\.)?setImmediate|process\.nextTick)$/.test(callee)) {
        return { kind: "none", what: "" };
      }
      if (computes.test(callee) || isToken(parent)) return { kind: "none", what: "" };
      if (ts.isFunctionLike(at) || at === use) later = true;
    } else if (ts.isFunctionLike(at)) later = true;
    // `resolve(await ...)` and the like settle with what is waited for there.
    else if (!ts.isCallExpression(parent) && at === use) later = true;
  }
  return later ? { kind: "io", what: "an event" } : { kind: "none", what: "" };
}
