import { ts } from "../../syntax.js";
import { argumentsOf } from "./decide.js";
import type { LibraryCall, ResourceUse } from "./library-models.js";
import { calleeOf, memberName, receiverOf } from "./library-values.js";

/**
 * What a call on a value of unknown type does where the way in which it is used says it: a query of
 * Prisma, or a function written in place for a method that goes over a list.
 */
export function untypedCall(call: ts.CallLikeExpression): LibraryCall | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  const callee = calleeOf(call);
  const receiver = callee === undefined ? undefined : receiverOf(callee);
  const name = callee === undefined ? undefined : memberName(callee);
  if (receiver === undefined || name === undefined) return undefined;
  const args = argumentsOf(call);
  const [first] = args;
  const query = prismaCall(name, receiver);
  if (query !== undefined) return query;
  const takesFunction = first !== undefined && isFunctionLiteral(first);
  if (iterating.has(name) && takesFunction) return answer(name, [first]);
  return undefined;
}

// `prisma.user.findMany(...)`: these names together are Prisma's alone, however the client was made.
function prismaCall(name: string, receiver: ts.Expression): LibraryCall | undefined {
  const part = memberName(receiver);
  const client = receiverOf(receiver);
  if (part === undefined || client === undefined) return undefined;
  const clientName = ts.isIdentifier(client) ? client.text : memberName(client);
  if (clientName === undefined || !/prisma/i.test(clientName)) return undefined;
  const use: ResourceUse = { kind: "db", system: "sql", name: part };
  const model = { ...answer(`Prisma ${part}.${name}`, []), latency: "io" as const };
  if (prismaReads.has(name)) return { ...model, reads: [use], returns: "fresh" };
  return prismaWrites.has(name)
    ? { ...model, reads: [use], writes: [use], returns: "fresh" }
    : undefined;
}

function answer(name: string, runs: readonly ts.Expression[]): LibraryCall {
  return {
    name,
    reads: [],
    writes: [],
    latency: "none",
    changes: [],
    runs,
    passesFresh: false,
    returns: undefined,
    connection: undefined,
    hazards: [],
  };
}

function isFunctionLiteral(node: ts.Node): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const prismaReads = words(
  "aggregate count findFirst findFirstOrThrow findMany findUnique findUniqueOrThrow groupBy",
);
const prismaWrites = words(
  "create createMany createManyAndReturn delete deleteMany update updateMany updateManyAndReturn upsert",
);
const iterating = words(
  "every filter find findIndex findLast findLastIndex flatMap forEach map reduce reduceRight some",
);
