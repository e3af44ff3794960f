import type { Confidence } from "../../finding.js";
import { placeOf } from "../../model/effects/conflict.js";
import { isKeyInside, keyOf } from "../../model/effects/keys.js";
import {
  contents,
  describeLocation,
  everything,
  type Location,
  locationId,
  mayAlias,
  type ResourceLocation,
  type Root,
  rootId,
} from "../../model/effects/location.js";
import type { Access, Origin, Summary } from "../../model/effects/summary.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import type { ClashModel } from "./clash-model.js";
import { handedTransactions } from "./handed-transaction.js";
import { happensLater } from "./happens-later.js";
import { mayBePool } from "./may-be-pool.js";
import { namedTransactions } from "./named-transaction.js";

/** What two members of a gather must not both do at the same time. */
export interface Clash {
  readonly kind: "connection" | "stream" | "resource" | "memory";
  readonly message: string;
  readonly confidence: Confidence;
  readonly members: readonly ts.Node[];
  readonly related: readonly { readonly at: ts.Node; readonly message: string }[];
}

/** Why two members of a gather must not run side by side; only what is known counts. */
export function clashBetween(
  first: ts.Expression,
  second: ts.Expression,
  context: ClashModel,
): Clash | undefined {
  const members = [first, second];
  const a = summaryOf(first, context);
  const b = summaryOf(second, context);
  const names = `\`${short(first)}\` and \`${short(second)}\``;
  const connection = sharedConnection(a, b);
  if (
    connection !== undefined &&
    isNamedIn(connection[0], first, second) &&
    !connection.some((one) => mayBePool(one, members, context))
  ) {
    const [one, other] = connection;
    return {
      kind: "connection",
      message: `${names} both go through ${describeLocation(one.location)}, which runs one statement at a time`,
      confidence: isNear(one) && isNear(other) ? "high" : doubtOf(a, b),
      members,
      related: [...placesOf(one, first, "it is used"), ...placesOf(other, second, "it is used")],
    };
  }
  const handed = sharedTransaction(first, second, context);
  if (handed !== undefined) {
    return {
      kind: "connection",
      message: `${names} are both handed the transaction \`${handed}\`, which runs one statement at a time`,
      confidence: "medium",
      members,
      related: [],
    };
  }
  const named = sharedByName(first, second, context);
  if (named !== undefined) {
    return {
      kind: "connection",
      message: `${names} both go through the transaction \`${named}\`, which runs one statement at a time`,
      confidence: doubtOf(a, b),
      members,
      related: [],
    };
  }
  const stream = sharedStream(first, second, context);
  if (stream !== undefined) {
    return {
      kind: "stream",
      message: `${names} both draw on \`${stream}\`, whose steps have an order`,
      confidence: "high",
      members,
      related: [],
    };
  }
  return (
    orderedResource(first, second, context, names) ??
    sharedMemory(a, b, first, second) ??
    sharedMemory(b, a, second, first)
  );
}

/** Why the calls of one function for several items must not run side by side. */
export function clashWithin(
  body: ts.ArrowFunction | ts.FunctionExpression,
  context: ClashModel,
): Clash | undefined {
  const summary = context.summaryOf(body);
  const [use] = sharedConnection(summary, summary, body) ?? [];
  if (use !== undefined && isNamedIn(use, body) && !mayBePool(use, [body], context)) {
    return {
      kind: "connection",
      message: `The calls for the items all go through ${describeLocation(use.location)}, which runs one statement at a time`,
      confidence: isNear(use)
        ? doubtOf(summary, summary, "high")
        : body.getText().includes(nameOf(use))
          ? doubtOf(summary, summary)
          : "low",
      members: [body],
      related: placesOf(use, body, "it is used"),
    };
  }
  const [handed] = handedTransactions(body, context);
  if (handed !== undefined) {
    return {
      kind: "connection",
      message: `The calls for the items are all handed the transaction \`${handed.name}\`, which runs one statement at a time`,
      confidence: "medium",
      members: [body],
      related: [],
    };
  }
  const [named] = namedTransactions(body, context);
  if (named !== undefined) {
    return {
      kind: "connection",
      message: `The calls for the items all go through the transaction \`${named.name}\`, which runs one statement at a time`,
      confidence: doubtOf(summary, summary),
      members: [body],
      related: [],
    };
  }
  if (summary.latency.kind !== "io") return undefined;
  const written = summary.writes.find(
    (one) => one.location.kind === "resource" && isOneFile(one.location) && isNear(one),
  );
  return written === undefined
    ? undefined
    : {
        kind: "resource",
        message: `The calls for the items all write ${describeLocation(written.location)}`,
        confidence: "high",
        members: [body],
        related: placesOf(written, body, "it is written"),
      };
}

function sharedTransaction(
  first: ts.Expression,
  second: ts.Expression,
  context: ClashModel,
): string | undefined {
  const one = handedTransactions(first, context);
  const other = handedTransactions(second, context);
  const both = one.find(({ identity }) => other.some((at) => at.identity === identity));
  const mixed =
    one.find(({ name }) => goesThrough(second, name, context)) ??
    other.find(({ name }) => goesThrough(first, name, context));
  return (both ?? mixed)?.name;
}

function sharedByName(
  first: ts.Expression,
  second: ts.Expression,
  context: ClashModel,
): string | undefined {
  const other = namedTransactions(second, context);
  return namedTransactions(first, context).find(({ identity }) =>
    other.some((one) => one.identity === identity),
  )?.name;
}

function goesThrough(member: ts.Expression, name: string, context: ClashModel): boolean {
  const { writes } = summaryOf(member, context);
  return writes.some(
    ({ location }) => location.kind === "connection" && nameOfRoot(location.root) === name,
  );
}

function nameOfRoot(root: Root): string | undefined {
  return "name" in root ? root.name : undefined;
}

function summaryOf(member: ts.Expression, context: ClashModel): Summary {
  return context.summaryOf(unwrap(member));
}

// Using a connection is a write of it; it matters where its answer is waited for.
function sharedConnection(
  a: Summary,
  b: Summary,
  within?: ts.Node,
): readonly [Access, Access] | undefined {
  if (a.latency.kind !== "io" || b.latency.kind !== "io") return undefined;
  for (const one of a.writes) {
    if (one.location.kind !== "connection" || !isOneObject(one.location.root, within)) {
      continue;
    }
    const id = locationId(one.location);
    const other = b.writes.find(
      ({ location }) => location.kind === "connection" && locationId(location) === id,
    );
    if (other !== undefined) return [one, other];
  }
  return undefined;
}

// What is declared inside a function is another in each call of it, its parameters too.
function isOneObject(root: Root, within: ts.Node | undefined): boolean {
  if (root.from === "fresh" || root.from === "unknown") return false;
  if (within === undefined) return true;
  const owner = keyOf(within);
  return root.key !== owner && !isKeyInside(root.key, owner);
}

// At most one call away from the member itself.
function isNear({ through }: Origin): boolean {
  return through.length <= 1;
}

// Members that wait for a service as well gain by running side by side, connection or not.
function doubtOf(a: Summary, b: Summary, otherwise: Confidence = "medium"): Confidence {
  const waits = [...a.reads, ...a.writes, ...b.reads, ...b.writes].some(
    ({ location }) =>
      location.kind === "resource" && (location.resource === "net" || location.resource === "fs"),
  );
  return waits ? "low" : otherwise;
}

// Far from the gather, only what its own code names is known to be shared.
function nameOf({ location }: Access): string {
  return "name" in location ? location.name : "";
}

// A connection that a function finds for itself may be another one in each call.
function isNamedIn({ at, location }: Access, ...members: readonly ts.Node[]): boolean {
  if (location.kind !== "connection") return false;
  const { root } = location;
  if (root.from === "this") {
    return members.every((member) => classAround(at) === classAround(member));
  }
  const name = "name" in root ? root.name : undefined;
  if (name === undefined) return false;
  const word = new RegExp(`(^|[^\\w$])${name.replaceAll("$", "\\$")}($|[^\\w$])`);
  return members.every((member) => word.test(member.getText()));
}

// `this` inside of what is called may be another object than `this` where the members stand.
function isOfSameClass({ at, location }: Access, member: ts.Node): boolean {
  if (location.kind !== "field" || location.root.from !== "this") return true;
  return classAround(at) === classAround(member);
}

function classAround(node: ts.Node): ts.Node | undefined {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (ts.isClassLike(at)) return at;
  }
  return undefined;
}

function sharedStream(
  first: ts.Expression,
  second: ts.Expression,
  context: ClashModel,
): string | undefined {
  const a = streamOf(first, context);
  return a !== undefined && a === streamOf(second, context) ? a : undefined;
}

function streamOf(member: ts.Expression, context: ClashModel): string | undefined {
  const call = unwrap(member);
  if (!ts.isCallExpression(call)) return undefined;
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const known = context.libraryCall(call);
  const protocol = known?.hazards.some((one) => one === "stream" || one === "iterator");
  return protocol === true && known !== undefined && known.changes.length > 0
    ? callee.expression.getText()
    : undefined;
}

// Only calls whose resource is named by the same path, URL or key count: two rows of a table, or
// two requests to a service, are most often none of each other's business.
function orderedResource(
  first: ts.Expression,
  second: ts.Expression,
  context: ClashModel,
  names: string,
): Clash | undefined {
  const a = context.summaryOf(unwrap(first));
  const b = context.summaryOf(unwrap(second));
  for (const one of [...a.writes, ...a.reads]) {
    for (const other of [...b.writes, ...b.reads]) {
      const writes = a.writes.includes(one) || b.writes.includes(other);
      if (!writes || !isSameResource(one.location, other.location)) continue;
      // What both reach deep inside is a matter of that code, which knows that it is called often.
      if (!isNear(one) || !isNear(other) || one.at === other.at) continue;
      return {
        kind: "resource",
        message: `${names} both use ${describeLocation(one.location)}, and one of them changes it`,
        confidence: "high",
        members: [first, second],
        related: [...placesOf(one, first, "it is used"), ...placesOf(other, second, "it is used")],
      };
    }
  }
  return undefined;
}

function isSameResource(a: Location, b: Location): boolean {
  return (
    a.kind === "resource" &&
    b.kind === "resource" &&
    a.resource === b.resource &&
    (isOneFile(a) || isOneKey(a)) &&
    (isOneFile(b) || isOneKey(b)) &&
    sameKey(a, b)
  );
}

function isOneFile({ resource, key }: ResourceLocation): boolean {
  return resource === "fs" && key !== undefined && "literal" in key;
}

function isOneKey({ resource, key }: ResourceLocation): boolean {
  if (key === undefined || resource === "stdio") return false;
  if ("literal" in key) return resource === "fs" || resource === "db";
  return resource === "fs" && key.root.from === "variable";
}

function sameKey(a: ResourceLocation, b: ResourceLocation): boolean {
  if (a.key === undefined || b.key === undefined) return false;
  if ("literal" in a.key || "literal" in b.key) {
    return "literal" in a.key && "literal" in b.key && mayAlias(a, b);
  }
  return rootId(a.key.root) === rootId(b.key.root);
}

// One member leaves after an await what the other reads after one of its own, or before: then it
// never sees it. What happens before the first await happens in the order of the members.
function sharedMemory(
  writer: Summary,
  reader: Summary,
  write: ts.Expression,
  read: ts.Expression,
): Clash | undefined {
  for (const one of writer.writes) {
    if (one.once || !isOneField(one.location) || !happensLater(one)) continue;
    for (const other of reader.reads) {
      if (!isOneField(other.location) || !isSameField(one.location, other.location)) continue;
      // Two that both read and write it are each on their own side of a lazy initialisation.
      if (reader.writes.some(({ location }) => isSameField(one.location, location))) continue;
      if (!happensLater(other)) continue;
      if (!isOfSameClass(one, write) || !isOfSameClass(other, read)) continue;
      const what = describeLocation(one.location);
      return {
        kind: "memory",
        confidence: isAnothersFar(one) ? "low" : "medium",
        message: `\`${short(read)}\` reads ${what}, which \`${short(write)}\` changes while both are under way`,
        members: [write, read],
        related: [...placesOf(one, write, "it is changed"), ...placesOf(other, read, "it is read")],
      };
    }
  }
  return undefined;
}

// What is done to an object far inside of what is called is a matter of that code, which may be about another.
function isAnothersFar(access: Access): boolean {
  const { location } = access;
  return location.kind === "field" && location.root.from === "variable" && !isNear(access);
}

function isOneField(location: Location): boolean {
  if (location.kind === "module" || location.kind === "local") return true;
  return (
    location.kind === "field" &&
    location.name !== everything &&
    !location.name.endsWith(contents) &&
    (location.root.from === "this" || location.root.from === "variable")
  );
}

function isSameField(a: Location, b: Location): boolean {
  if (a.kind === "field" && b.kind === "field") {
    return a.name === b.name && rootId(a.root) === rootId(b.root) && mayAlias(a, b);
  }
  return a.kind === b.kind && mayAlias(a, b);
}

function placesOf(
  origin: Origin,
  member: ts.Node,
  what: string,
): readonly { readonly at: ts.Node; readonly message: string }[] {
  if (isInside(origin.at, member)) return [];
  return [{ at: origin.at, message: `Here, ${placeOf(origin)}, ${what}` }];
}

function isInside(node: ts.Node, outer: ts.Node): boolean {
  return (
    node.getSourceFile() === outer.getSourceFile() && outer.pos <= node.pos && node.end <= outer.end
  );
}

function short(node: ts.Node): string {
  const text = node.getText().replaceAll(/\s+/g, " ");
  return text.length > 50 ? `${text.slice(0, 47)}...` : text;
}
