import { chainHead } from "../model/chain-head.js";
import {
  contents,
  describeLocation,
  everything,
  type FieldLocation,
  type Location,
  mayAlias,
  type ResourceLocation,
  type Root,
  rootId,
} from "../model/effects/location.js";
import type { Access, Summary } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import { isHeldAround } from "./accesses.js";
import type { Step } from "./await-graph.js";
import { lineOf } from "./control.js";
import type { Obstacle } from "./hazard.js";
import { calledName } from "./names.js";
import { asksOutside, bringsByName } from "./questions.js";
import { isSeenTo, isSeenToByBoth } from "./seen-to.js";

/** An await, as far as its call and what it does go. */
type Asking = Pick<Step, "code" | "point"> & Partial<Pick<Step, "summary">>;

/**
 * Tells whether a change is the own affair of somebody whom a question calls on its way: a function named for what it
 * brings calls another, and that one, or who is called by it, notes something in another file, which nobody on the way
 * looks at. What is looked at, too, may be there for the next who asks: a cookie, a cursor, the tenant whose rows are meant;
 * but for rows that an identity map keeps, which whoever asks for them finds or loads.
 * What the question is handed as an argument is not meant either, nor are files, programs and what a person is asked.
 */
export function isFarDown(access: Access, step: Asking): boolean {
  return (
    !access.isDirect &&
    isAsked(step) &&
    step.summary !== undefined &&
    (access.reentrant === "loaded" || !looksAt(step.summary, access)) &&
    // Where an access is made and by which way is found when it is asked for, which takes as long as the way is.
    isOfOthers(access, step) &&
    access.at.getSourceFile() !== step.code.getSourceFile() &&
    access.through.length > 1
  );
}

/**
 * Tells whether a change is the own affair of somebody whom a question calls on its way, whoever looks at it: what he keeps in
 * memory, or a connection that he opens. It is left there by a question that nobody waits for any more as well as by one that has been answered.
 */
export function isOwnAffair(access: Access, step: Asking): boolean {
  const { location, isDirect } = access;
  if (isDirect || step.point?.dropped === true || !asksOutside(step)) return false;
  const isOthers =
    location.kind === "module" ||
    location.kind === "connection" ||
    (location.kind === "field" &&
      (!isHeldAround(step.code, location.root) || isOfService(location.root, step))) ||
    (location.kind === "resource" && /^(env|fs|stream)$/.test(location.resource));
  return isOthers && access.through.length > (location.kind === "resource" ? 2 : 1);
}

/**
 * Tells whether two questions do no harm to each other by what they do far down: both change a thing, or the one changes
 * what the other only might read, since nothing but its kind is known of it.
 */
export function areFarApart(one: Access, from: Step, other: Access, to: Step): boolean {
  const oneWrites = from.summary.writes.includes(one);
  const otherWrites = to.summary.writes.includes(other);
  if (isSeenToByBoth(one, from, other, to)) return true;
  if (!(oneWrites ? isFarDown(one, from) : isAsked(from))) return false;
  if (!(otherWrites ? isFarDown(other, to) : isAsked(to))) return false;
  if (oneWrites && otherWrites) {
    return (one.reentrant === "loaded") === (other.reentrant === "loaded");
  }
  const [write, read, reader] = oneWrites ? [one, other, to] : [other, one, from];
  if (write.reentrant === "loaded" && loadsThere(reader, read)) return true;
  return !isSame(write.location, read.location);
}

/**
 * Why two questions that change one thing far down keep their order: a step behind both looks at it, and is to find what the
 * later of them has left.
 */
export function leftForLater(from: Step, to: Step, steps: readonly Step[]): Obstacle | undefined {
  if (!isAsked(from)) return undefined;
  const later = steps.filter(({ index }) => index > to.index);
  for (const write of from.summary.writes) {
    if (write.reentrant === "loaded") continue;
    const reader = later.find(({ summary }) => looksAt(summary, write));
    if (reader === undefined || !isFarDown(write, from) || isSeenTo(write)) continue;
    if (!to.summary.writes.some(({ location }) => mayAlias(write.location, location))) continue;
    const what = `both write ${describeLocation(write.location)}, which line ${lineOf(reader.code)} reads afterwards`;
    return { hazard: "shared-state", tier: "blocks", at: write.at, reason: what };
  }
  return undefined;
}

// Who asks an identity map for something else finds there what he asks for, or loads it.
function loadsThere({ summary }: Step, { at }: Access): boolean {
  return summary.writes.some((write) => write.at === at && write.reentrant === "loaded");
}

function isAsked({ point }: Asking): boolean {
  return point?.call !== undefined && !point.dropped && bringsByName(point.call);
}

/** Tells whether a summary reads what is changed, by its name or as a part of a whole. */
export function looksAt({ reads }: Summary, write: Access): boolean {
  return reads.some((read) => isSame(write.location, read.location) && read.at !== write.at);
}

function isOfOthers(access: Access, step: Asking): boolean {
  const { location } = access;
  switch (location.kind) {
    case "module":
      return true;
    case "field":
      return !isHeldAround(step.code, location.root) || isOfService(location.root, step);
    case "resource":
      return isOfResource(location, access);
    case "local":
    case "connection":
      return false;
  }
}

function isOfResource({ resource, system, part, key }: ResourceLocation, access: Access): boolean {
  switch (resource) {
    case "env":
      return true;
    case "net":
      return access.through.length > 2;
    case "db":
      return part !== undefined && system !== "redis";
    case "stream":
      return key === undefined && system !== "terminal" && access.through.some(isLog);
    default:
      return false;
  }
}

function isLog(call: ts.Node): boolean {
  return (
    ts.isCallExpression(call) &&
    /^(output|log|debug|trace|info|warn)($|[A-Z_])/.test(calledName(call))
  );
}

// What the question is asked of, or the context that is handed through all of them.
function isOfService(root: Root, { point }: Asking): boolean {
  if (root.from !== "variable" && root.from !== "parameter") return false;
  if (/^_*(ctx|context|req|request)$/i.test(root.name)) return true;
  const call = point?.call;
  if (call === undefined || !ts.isCallExpression(call) || ts.isIdentifier(call.expression)) {
    return false;
  }
  return chainHead(call.expression)?.text === root.name;
}

// What may be meant to be found there by who reads it: the same by its name, or a part of the same whole. That two may be
// one only since both are requests, or objects of which nothing is known, is not that.
function isSame(one: Location, other: Location): boolean {
  if (one.kind === "field" && other.kind === "field") return isSameField(one, other);
  if (one.kind !== "resource" || other.kind !== "resource") return mayAlias(one, other);
  if (one.resource !== other.resource) return false;
  if (one.resource === "net")
    return one.key !== undefined && other.key !== undefined && mayAlias(one, other);
  // A statement whose tables nobody can read may be about any of them.
  return one.resource === "db" ? mayAlias(one, other) : one.resource === "env";
}

function isSameField(one: FieldLocation, other: FieldLocation): boolean {
  if (one.root.from === "unknown" || other.root.from === "unknown") return false;
  if (isWhole(one) || isWhole(other)) return rootId(one.root) === rootId(other.root);
  return one.name === other.name;
}

function isWhole({ name }: FieldLocation): boolean {
  return name === everything || name.endsWith(contents);
}
