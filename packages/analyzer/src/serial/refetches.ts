import { chainHead } from "../model/chain-head.js";
import { nothing, type Summary } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import { calledName } from "./names.js";
import type { SerialModel } from "./serial-model.js";
import type { WaitedCall } from "./units.js";

/**
 * Tells whether a call has something fetched anew that a page shows: `queryClient.invalidateQueries(...)`, `refetch()` of a
 * query's hook, `utils.team.list.invalidate()` of tRPC, `mutate()` of SWR's. It is done for its effect, but what one of them
 * has fetched is no matter to another, and one that fails keeps that to its own query.
 */
export function isRefetch(call: WaitedCall, model: SerialModel): boolean {
  if (!ts.isCallExpression(call) || !mayBeRefetch(call)) return false;
  // What is at hand is read, and what is said to be done in its own way may rest on what is done before.
  if (ownWay.test(call.arguments.map((one) => one.getText()).join())) return false;
  if (model.callOf(call)()?.body !== undefined) return false;
  const callee = unwrap(call.expression);
  if (ts.isIdentifier(callee)) return isOfHook(callee, call, model);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const name = callee.name.text;
  if (ofClients.test(name)) return true;
  if (name !== "refetch" && name !== "invalidate") return false;
  if (!isPathOfNames(callee.expression)) return false;
  const head = chainHead(callee.expression);
  const hook = head === undefined ? undefined : hookOf(head, model);
  if (hook === undefined) return false;
  return name === "refetch" || (isOfUtilities(hook) && !ts.isIdentifier(callee.expression));
}

const ownWay = /\b(refetchType|predicate|type)\b/;

/** Tells whether what is fetched anew may be what another is asked with: a token, a session, who is signed in. */
export function bringsWhoAsks(call: WaitedCall): boolean {
  return /token|auth|session|currentUser|viewer|tenant|\bme\b/i.test(call.getText());
}

function isPathOfNames(at: ts.Expression): boolean {
  if (ts.isIdentifier(at)) return true;
  return ts.isPropertyAccessExpression(at) && isPathOfNames(unwrap(at.expression));
}

/** What such a call does, seen from another of its kind; whatever else stands there it is kept apart from. */
export function refetchSummary(call: WaitedCall): Summary {
  const origin = { at: call, through: [], from: call, isDirect: true };
  return { ...nothing, latency: { kind: "io", origin, what: "what a page shows" } };
}

/**
 * Tells whether two such calls are for one query, or the one's is among the other's, so that the second only asks again:
 * `utils.team.list.invalidate()`, `utils.team.invalidate()` and the `refetch` of `api.team.list.useQuery()`.
 */
export function refetchesSame(one: WaitedCall, other: WaitedCall, model: SerialModel): boolean {
  if (one.getText() === other.getText()) return true;
  const first = queryOf(one, model);
  const second = queryOf(other, model);
  if (first === undefined || second === undefined) return false;
  const [short, long] = first.length < second.length ? [first, second] : [second, first];
  return short.every((part, index) => part === long[index]);
}

// The path of a procedure behind the client that it is called on, or the parts of a key that is written out.
function queryOf(call: WaitedCall, model: SerialModel): readonly string[] | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  const callee = unwrap(call.expression);
  if (ts.isIdentifier(callee)) {
    const bound = declarationOf(callee, model);
    if (bound === undefined || !ts.isBindingElement(bound)) return undefined;
    const hook = callIn(bound.parent.parent);
    return hook === undefined ? undefined : pathOf(hook.expression);
  }
  if (ofClients.test(calledName(call))) return keyOf(call);
  const head = chainHead(callee);
  const hook = head === undefined ? undefined : hookOf(head, model);
  if (hook === undefined) return undefined;
  return isOfUtilities(hook) ? pathOf(callee) : pathOf(hook.expression);
}

// `team`, `list` of `api.team.list.useQuery`; a name alone has no path, and what it is called with tells hooks apart.
function pathOf(callee: ts.Expression): readonly string[] | undefined {
  const names = callee
    .getText()
    .replaceAll(/\s|[?!]/g, "")
    .split(".");
  return names.length > 2 ? names.slice(1, -1) : undefined;
}

// `invalidateQueries({ queryKey: ["teams", id] })`, `invalidateQueries(["teams", id])`.
function keyOf({ arguments: [first] }: ts.CallExpression): readonly string[] | undefined {
  if (first === undefined) return [];
  const given = ts.isObjectLiteralExpression(first)
    ? first.properties.find((one) => one.name?.getText() === "queryKey")
    : undefined;
  const key = given !== undefined && ts.isPropertyAssignment(given) ? given.initializer : first;
  return ts.isArrayLiteralExpression(key) ? key.elements.map((one) => one.getText()) : undefined;
}

/** Tells whether a call may be one that {@link isRefetch} looks for, by the name alone that it calls. */
export function mayBeRefetch(call: WaitedCall): boolean {
  return /^(invalidate|refetch|mutate|resetQueries)/.test(calledName(call));
}

// No other client has methods of these names.
const ofClients = /^(invalidateQueries|refetchQueries|resetQueries)$/;

// `trpc.useUtils()`, `api.useContext()`, `useTRPCUtils()`; React's own `useContext(Session)` is none.
function isOfUtilities(hook: ts.CallExpression): boolean {
  const name = calledName(hook);
  if (/^use(Utils|Context)$/.test(name)) {
    return hook.arguments.length === 0 && ts.isPropertyAccessExpression(hook.expression);
  }
  return /^use\w*(Query|TRPC|Trpc|Api)Utils$|^useTRPC$/.test(name);
}

// `const { refetch: refetchTeams } = useTeams()`, `const { mutate } = useSWR(key)`.
function isOfHook(callee: ts.Identifier, call: ts.CallExpression, model: SerialModel): boolean {
  const bound = declarationOf(callee, model);
  if (bound === undefined || !ts.isBindingElement(bound)) return false;
  const taken = bound.propertyName ?? bound.name;
  const hook = callIn(bound.parent.parent);
  if (hook === undefined || !ts.isIdentifier(taken)) return false;
  if (taken.text === "refetch") return asksByHook.test(calledName(hook));
  // A mutation's own `mutate` is called with what it is to change; SWR's, with nothing, only asks again.
  return taken.text === "mutate" && call.arguments.length === 0 && isOfSwr(hook, model);
}

const asksByHook = /^use[A-Z]/;

// `useSWR(...)`, or a hook of the project that hands on what it brings.
function isOfSwr(hook: ts.CallExpression, model: SerialModel): boolean {
  if (/^useSWR/.test(calledName(hook))) return true;
  if (!asksByHook.test(calledName(hook))) return false;
  const declared = model.callOf(hook)()?.target?.declarations ?? [];
  return declared.some((one) => callsSwr(one) && !callsMutation(one));
}

function callsSwr(node: ts.Node): boolean {
  return callsHook(node, /^useSWR(Immutable|Infinite)?$/);
}

function callsMutation(node: ts.Node): boolean {
  return callsHook(node, /Mutation$/);
}

function callsHook(node: ts.Node, name: RegExp): boolean {
  if (ts.isCallExpression(node) && name.test(calledName(node))) return true;
  return ts.forEachChild(node, (child) => callsHook(child, name) || undefined) === true;
}

// The call of a hook that a variable holds the answer of: `const utils = api.useUtils()`.
function hookOf(name: ts.Identifier, model: SerialModel): ts.CallExpression | undefined {
  const declared = declarationOf(name, model);
  const hook = declared !== undefined && callIn(declared);
  return hook && asksByHook.test(calledName(hook)) ? hook : undefined;
}

function callIn(node: ts.Node): ts.CallExpression | undefined {
  if (!ts.isVariableDeclaration(node) || node.initializer === undefined) return undefined;
  const value = unwrap(node.initializer);
  return ts.isCallExpression(value) ? value : undefined;
}

function declarationOf(name: ts.Identifier, model: SerialModel): ts.Node | undefined {
  const { declarations = [] } = model.symbolOf(name)() ?? {};
  return declarations.length === 1 ? declarations[0] : undefined;
}
