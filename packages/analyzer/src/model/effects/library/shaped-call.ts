import type { ts } from "../../syntax.js";
import { tablesOf } from "./table.js";

/** What a call does that shows by its shape alone which kind of client it is made on. */
export interface ShapedCall {
  readonly name: string;
  readonly does: "reads" | "writes" | "builds" | "logs" | "takes";
  /** Where it does it; `anything` for what may come from a database as well as from the network, `addressed` for what only its path tells of. */
  readonly kind: "db" | "fs" | "net" | "anything" | "addressed";
  /** Whether a server answers, whichever drivers of SQL the program has. */
  readonly isServed?: true;
  /** The tables, where the shape names them all. */
  readonly parts?: readonly string[];
  /** The names of the builder that it changes, where that is kept in some; of a read, what it puts the answer into. */
  readonly changes?: readonly ts.Expression[];
  /** What may be the transaction that it runs in. */
  readonly through?: ts.Expression;
}

/** A call on rows of the database, with the tables that it names. */
export function named(
  name: string,
  does: ShapedCall["does"],
  call: ts.CallExpression,
  by: "name" | "object",
): ShapedCall {
  return { name, does, kind: "db", ...partsOf(tablesOf(call, by)) };
}

/** The tables of a call, where they are known. */
export function partsOf(parts: ShapedCall["parts"]): Pick<ShapedCall, "parts"> {
  return parts === undefined ? {} : { parts };
}
