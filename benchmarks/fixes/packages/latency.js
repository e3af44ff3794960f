import ts from "typescript";

/** @import { LatencyEvent, Region } from "./types.js" */

/**
 * The text of a file in which every operation of its regions takes 50 ms longer, and says when it began
 * and ended: what is awaited there, and in a fixed text each member of a gather.
 *
 * @param {string} file
 * @param {string} text
 * @param {readonly Region[]} regions
 * @param {{ readonly isFixed: boolean }} options
 * @returns {string}
 */
export function withLatency(file, text, regions, { isFixed }) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  /** @type {{ at: number, text: string }[]} */
  const inserts = [];
  for (const region of regions) {
    for (const operation of operationsIn(source, region, isFixed)) {
      const open = `__awaitwiseOperation(${JSON.stringify(region.id)}, `;
      inserts.push(
        { at: operation.getStart(source), text: open },
        { at: operation.end, text: ")" },
      );
    }
  }
  if (inserts.length === 0) return text;
  let result = text;
  // Closing comes before opening where two stand at one place, and what opens first opens outermost.
  const last = inserts.map((insert, order) => ({ ...insert, order })).sort(byPlace);
  for (const { at, text: inserted } of last) {
    result = result.slice(0, at) + inserted + result.slice(at);
  }
  return `${result}\n${operation(/\.[cm]?tsx?$/.test(file))}`;
}

/**
 * @typedef {{ readonly at: number, readonly text: string, readonly order: number }} Insert
 * @param {Insert} a
 * @param {Insert} b
 */
function byPlace(a, b) {
  return b.at - a.at || b.order - a.order;
}

/**
 * @param {ts.SourceFile} source
 * @param {Region} region
 * @param {boolean} isFixed
 * @returns {readonly ts.Expression[]}
 */
function operationsIn(source, { start, end }, isFixed) {
  /** @type {ts.Expression[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (node.end <= start || node.getStart(source) >= end) return;
    const inside = node.getStart(source) >= start && node.end <= end;
    if (inside && ts.isFunctionLike(node)) return;
    if (inside && ts.isAwaitExpression(node)) {
      const members = isFixed ? membersOf(node.expression) : undefined;
      for (const member of members ?? [node.expression]) {
        const own = calledInPlace(member);
        if (own === undefined) {
          found.push(member);
          if (members === undefined) ts.forEachChild(member, visit);
        } else {
          // `async () => f(await g())` waits for the one after the other.
          if (ts.isExpression(own)) found.push(own);
          ts.forEachChild(own, visit);
        }
      }
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * What `Promise.all([...])` gathers.
 *
 * @param {ts.Expression} awaited
 * @returns {readonly ts.Expression[] | undefined}
 */
function membersOf(awaited) {
  if (!ts.isCallExpression(awaited) || awaited.expression.getText() !== "Promise.all") return;
  const [list] = awaited.arguments;
  return list !== undefined && ts.isArrayLiteralExpression(list) ? list.elements : undefined;
}

/**
 * The body of `(async () => ...)()`.
 *
 * @param {ts.Expression} call
 * @returns {ts.Node | undefined}
 */
function calledInPlace(call) {
  if (!ts.isCallExpression(call) || !ts.isParenthesizedExpression(call.expression))
    return undefined;
  const called = call.expression.expression;
  return ts.isArrowFunction(called) ? called.body : undefined;
}

// What is called here must not be what a test has replaced.
/** @param {boolean} isTyped */
function operation(isTyped) {
  const [head, any] = isTyped
    ? ["<T>(region: string, value: T): Promise<Awaited<T>>", " as any"]
    : ["(region, value)", ""];
  return `${isTyped ? "// @ts-ignore\n" : ""}async function __awaitwiseOperation${head} {
  const node = (name${isTyped ? ": string" : ""}) => (process${any}).getBuiltinModule(name);
  const { performance } = node("node:perf_hooks");
  const from = performance.now();
  try {
    return await value;
  } finally {
    await new Promise((resolve) => node("node:timers").setTimeout(resolve, 50));
    const event = { region, process: process.pid, from, to: performance.now() };
    node("node:fs").appendFileSync(process.env.AWAITWISE_LATENCY_LOG${any}, JSON.stringify(event) + "\\n");
  }
}
`;
}

/**
 * How long a region's operations took, the time counted once in which several ran, and how many there
 * were.
 *
 * @param {readonly LatencyEvent[]} events
 * @returns {ReadonlyMap<string, { readonly operations: number, readonly ms: number }>}
 */
export function timeIn(events) {
  /** @type {Map<string, { operations: number, ms: number }>} */
  const times = new Map();
  const keys = new Set(events.map(({ region, process }) => `${process} ${region}`));
  for (const key of keys) {
    const own = events
      .filter(({ region, process }) => `${process} ${region}` === key)
      .sort((a, b) => a.from - b.from);
    let ms = 0;
    let end = Number.NEGATIVE_INFINITY;
    for (const { from, to } of own) {
      ms += Math.max(0, to - Math.max(from, end));
      end = Math.max(end, to);
    }
    const region = own[0]?.region ?? "";
    const known = times.get(region) ?? { operations: 0, ms: 0 };
    times.set(region, { operations: known.operations + own.length, ms: known.ms + ms });
  }
  return times;
}
