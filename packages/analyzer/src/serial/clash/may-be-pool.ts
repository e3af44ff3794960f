import { chainHead } from "../../model/chain-head.js";
import type { Access } from "../../model/effects/summary.js";
import { ts } from "../../model/syntax.js";
import type { ClashModel } from "./clash-model.js";
import { isOneOfSeveral } from "./one-of-several.js";

/**
 * Tells whether a connection that members of a gather are seen to use may well be a pool of them: the function that uses it takes
 * either (`db: Database | Transaction`), and nothing that the members hand it is known to be the one, or a connection at all.
 */
export function mayBePool(
  { at, location }: Access,
  members: readonly ts.Node[],
  context: ClashModel,
): boolean {
  if (location.kind !== "connection" || !("name" in location.root)) return false;
  const isKnownOne = (one: ts.Identifier): boolean => isOne(one, context);
  // What a parameter is taken apart into has no name of its own: any of it may be the connection.
  const { name } = location.root;
  if (name === "") return !members.every((member) => namedIn(member).some(isKnownOne));
  const used = chainHead(at);
  if (used === undefined || !isOneOfSeveral(used, context)) return false;
  return !members.flatMap((member) => namedIn(member, name)).some(isKnownOne);
}

function isOne(value: ts.Identifier, context: ClashModel): boolean {
  const hazards = context.hazardsOf(value);
  return hazards.includes("transaction") || hazards.includes("connection");
}

function namedIn(node: ts.Node, name?: string): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (at: ts.Node): void => {
    if (ts.isTypeNode(at)) return;
    if (ts.isIdentifier(at) && (name === undefined || at.text === name)) found.push(at);
    ts.forEachChild(at, visit);
  };
  visit(node);
  return found;
}
