import { isFromPackage } from "../specifier.js";
import { ts } from "../syntax.js";
import type { CallFacts, Origin } from "../type-source.js";
import { unwrap } from "../unwrap.js";
import type { ExternalModels } from "./external.js";
import type { Resource } from "./location.js";

/** What a library function does, as far as gathering is concerned. */
export interface LibraryEffect {
  /** It changes nothing that another read could see. */
  readonly readsOnly: boolean;
  /** It waits for something outside the program. */
  readonly latency: boolean;
  /** What it reads or waits for, in words. */
  readonly what: string;
}

/** Answers what a call of a library function does, or `undefined` where the library is not known. */
export function libraryEffect(
  call: ts.CallLikeExpression,
  facts: CallFacts | undefined,
): LibraryEffect | undefined {
  const origin = facts?.target?.origin;
  if (origin === undefined) return undefined;
  if (isPlatform(origin) && origin.name === "fetch") return fetchEffect(call);
  if (isPlatform(origin) && isBodyReader(facts)) return reads("the network");
  if (isFromPackage(origin, "node:fs/promises") && fsReads.has(origin.name)) {
    return reads("the file system");
  }
  if (isFromPackage(origin, "node:timers/promises") && origin.name === "setTimeout") {
    return reads("a timer");
  }
  if (isFromPackage(origin, "node:dns/promises")) return reads("the network");
  if (isFromPackage(origin, "node:path") || isFromPackage(origin, "node:url")) return pure;
  return origin.from === "lib" && isPure(origin, facts) ? pure : undefined;
}

const pure: LibraryEffect = { readsOnly: true, latency: false, what: "nothing" };

function reads(what: string): LibraryEffect {
  return { readsOnly: true, latency: true, what };
}

const fsReads = new Set([
  "access",
  "lstat",
  "opendir",
  "readFile",
  "readdir",
  "readlink",
  "realpath",
  "stat",
  "statfs",
]);

// A request only reads when its method says so in place; options from elsewhere may say anything.
function fetchEffect(call: ts.CallLikeExpression): LibraryEffect | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  const [target, options, ...others] = call.arguments;
  if (target === undefined || others.length > 0 || ts.isSpreadElement(target)) return undefined;
  if (options === undefined) return reads("the network");
  const init = unwrap(options);
  if (!ts.isObjectLiteralExpression(init)) return undefined;
  for (const property of init.properties) {
    if (ts.isSpreadAssignment(property)) return undefined;
    const name = property.name;
    if (name === undefined || ts.isComputedPropertyName(name)) return undefined;
    const key = ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : "";
    if (key === "body") return undefined;
    if (key !== "method") continue;
    if (!ts.isPropertyAssignment(property) || !ts.isStringLiteralLike(property.initializer)) {
      return undefined;
    }
    if (!/^(get|head|options)$/i.test(property.initializer.text)) return undefined;
  }
  return reads("the network");
}

// The DOM's library, and undici's types as Node's globals carry them.
function isPlatform(origin: Origin): boolean {
  return (
    origin.from === "lib" ||
    isFromPackage(origin, "node") ||
    isFromPackage(origin, "undici-types") ||
    (typeof origin.from === "object" && origin.from.package === "node")
  );
}

function isBodyReader(facts: CallFacts | undefined): boolean {
  const declaration = facts?.target?.declarations[0];
  const owner = declaration?.parent;
  return (
    owner !== undefined &&
    (ts.isInterfaceDeclaration(owner) || ts.isClassDeclaration(owner)) &&
    /^(Body|BodyMixin|Response|Blob)$/.test(owner.name?.text ?? "") &&
    /^(arrayBuffer|blob|bytes|formData|json|text)$/.test(facts?.target?.name ?? "")
  );
}

// The language's own functions that only compute. What changes its receiver is listed by the
// receiver's type, since an array's `concat` computes and its `push` does not.
function isPure(origin: Origin, facts: CallFacts | undefined): boolean {
  const owner = facts?.target?.declarations[0]?.parent;
  const type =
    owner !== undefined && ts.isInterfaceDeclaration(owner)
      ? owner.name.text
      : owner !== undefined && ts.isModuleBlock(owner)
        ? owner.parent.name.getText()
        : "";
  if (wholly.has(type)) return true;
  return pureMethods.get(type)?.has(origin.name) ?? pureGlobals.has(origin.name);
}

const wholly = new Set([
  "ArrayConstructor",
  "BigInt",
  "Boolean",
  "Intl",
  "JSON",
  "Math",
  "Number",
  "NumberConstructor",
  "PromiseConstructor",
  "ReadonlyArray",
  "ReadonlyMap",
  "ReadonlySet",
  "String",
  "StringConstructor",
  "Symbol",
]);

const pureMethods: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    "Array",
    new Set(
      "at concat entries every filter find findIndex findLast findLastIndex flat flatMap forEach includes indexOf join keys lastIndexOf map reduce reduceRight slice some toReversed toSorted toSpliced toString values with".split(
        " ",
      ),
    ),
  ],
  ["Map", new Set(["entries", "forEach", "get", "has", "keys", "values"])],
  ["Set", new Set(["entries", "forEach", "has", "keys", "values"])],
  [
    "ObjectConstructor",
    new Set(["entries", "fromEntries", "hasOwn", "is", "keys", "values", "freeze"]),
  ],
  ["Promise", new Set(["catch", "finally", "then"])],
  ["RegExp", new Set(["toString"])],
  ["URLSearchParams", new Set(["get", "getAll", "has", "toString"])],
]);

const pureGlobals = new Set([
  "BigInt",
  "Boolean",
  "Number",
  "String",
  "decodeURIComponent",
  "encodeURIComponent",
  "isFinite",
  "isNaN",
  "parseFloat",
  "parseInt",
]);

/** What the analyser itself knows of libraries, in the form in which the engine asks for it. */
export const knownCalls: ExternalModels = {
  callOf(call, facts) {
    const known = libraryEffect(call, facts);
    const callee = ts.isCallExpression(call) ? unwrap(call.expression) : undefined;
    const receiver =
      callee !== undefined && ts.isPropertyAccessExpression(callee) ? callee : undefined;
    const fills =
      facts?.target?.origin?.from === "lib" &&
      receiver !== undefined &&
      fillers.has(receiver.name.text);
    const isMaker =
      ts.isNewExpression(call) &&
      facts?.target?.origin?.from === "lib" &&
      harmlessClasses.has(facts.target.name);
    const isTimer =
      ts.isCallExpression(call) &&
      ts.isIdentifier(call.expression) &&
      /^(set|clear)(Timeout|Interval|Immediate)$/.test(call.expression.text);
    if (known === undefined && !fills && !isMaker && !isTimer) return undefined;
    const kind = resourceOf(known?.what);
    return {
      name: facts?.target?.name ?? "",
      reads:
        kind === undefined
          ? []
          : [
              {
                kind,
                ...(kind === "fs" && ts.isCallExpression(call) && call.arguments[0] !== undefined
                  ? { key: call.arguments[0] }
                  : {}),
              },
            ],
      writes: [],
      latency: known?.latency === true ? (kind === undefined ? "timer" : "io") : "none",
      changes: fills && receiver !== undefined ? [receiver.expression] : [],
      runs:
        ts.isCallExpression(call) && facts?.target?.origin?.from === "lib" && !isTimer
          ? call.arguments.filter((one) =>
              facts.parameters.some(
                ({ type }, index) =>
                  call.arguments[index] === one &&
                  type.parts.some(({ signatures }) => signatures.length > 0),
              ),
            )
          : [],
      connection: undefined,
      hazards: [],
    };
  },
};

function resourceOf(what: string | undefined): Resource | undefined {
  return what === "the network" ? "net" : what === "the file system" ? "fs" : undefined;
}

const fillers = new Set(
  "add append clear copyWithin delete fill pop push reverse set shift sort splice unshift".split(
    " ",
  ),
);

const harmlessClasses = new Set(
  "Array Date Error Map RangeError Set SyntaxError TypeError URL URLSearchParams WeakMap WeakSet RegExp Uint8Array AbortController".split(
    " ",
  ),
);
