import { ts } from "../../syntax.js";
import { takesTurns } from "../named-read.js";
import { argumentsOf, textOf } from "./decide.js";
import type { LibraryCall, ResourceUse } from "./library-models.js";
import { calleeOf, memberName, receiverOf } from "./library-values.js";
import { plainCall } from "./plain-call.js";
import { isReadingSql } from "./reading-sql.js";

/**
 * What a call does that is handed a statement in SQL, written out in place or in a constant, by a function that is
 * nowhere to be read and named for running it: `service.execQuery("SELECT ...")`. Only what reads is known
 * so, and not on what answers one question at a time, and only of what answers a promise, or by names that Prisma's client
 * alone has. A statement and its values that are handed on to whatever runs them (`executor.query(text, values)`) do what callers say.
 */
export function statementCall(
  call: ts.CallLikeExpression,
  isPromise: boolean,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): LibraryCall | undefined {
  const callee = ts.isNewExpression(call) ? undefined : calleeOf(call);
  if (callee === undefined) return undefined;
  const name = memberName(callee) ?? (ts.isIdentifier(callee) ? callee.text : "");
  const isKnown = isPromise && !ts.isTaggedTemplateExpression(call) && runsStatements.test(name);
  if (!isKnown && !ofPrisma.test(name)) return undefined;
  const receiver = receiverOf(callee);
  if (receiver !== undefined && isOne(memberName(receiver) ?? receiver.getText())) {
    return undefined;
  }
  const [first] = argumentsOf(call);
  const text = first === undefined ? undefined : textOf(first, initializerOf);
  if (text === undefined && isPromise && isHandedOn(call, name)) return handedOn(name);
  if (text === undefined || !isSelect.test(text) || !isReadingSql(text)) return undefined;
  const uses: ResourceUse[] = [{ kind: "db", system: "sql" }];
  return { ...plainCall(name), reads: uses, latency: "io", returns: "fresh" };
}

function isHandedOn(call: ts.CallLikeExpression, name: string): boolean {
  const [text, values, ...more] = argumentsOf(call);
  if (text === undefined || values === undefined || more.length > 0) return false;
  return (
    /^(query|execute)$/.test(name) &&
    /^(sql|statement|text)$|[a-z](Sql|Statement)$/.test(nameOf(text))
  );
}

function nameOf(value: ts.Expression): string {
  return ts.isIdentifier(value) ? value.text : (memberName(value) ?? "");
}

function handedOn(name: string): LibraryCall {
  const uses: ResourceUse[] = [{ kind: "db", system: "sql" }];
  const does = { reads: uses, writes: uses, decidedBy: { by: "sql", argument: 0 } } as const;
  return { ...plainCall(name), ...does, latency: "io", returns: "fresh" };
}

// `connectionToDb`, `dbSession`: one that is named for a connection anywhere in its name.
const isOne = (name: string): boolean =>
  takesTurns.test(name) || /conn(ection)?([A-Z_]|$)|session|transaction|runner/i.test(name);

const runsStatements =
  /^(\$?query|exec(ute)?|run|raw|fetch|select)(_?(Raw)?(Query|Sql|Statement))?$/i;
const ofPrisma = /^\$queryRaw(Unsafe)?$/;
const isSelect =
  /^\s*(--[^\n]*\n\s*)*(select\b[^;]*\bfrom\b|with\b[^;]*\bselect\b[^;]*\bfrom\b|select\s+[\w(])/i;
