import { expect, test } from "@jest/globals";
import { ts } from "../compiler.js";
import { NativeChecker } from "./native-checker.js";
import type { NativeWorld } from "./native-world.js";

/** A process that knows symbols by where they are mentioned, and writes down what it is asked. */
function askedWorld(): { readonly world: NativeWorld; readonly asked: string[] } {
  const asked: string[] = [];
  const symbolAt = (place: string) => ({ reference: { id: Number(place) }, name: place, flags: 1 });
  const world = {
    ask: (method: string, { location }: { readonly location: string }) => {
      asked.push(method);
      return symbolAt(location);
    },
    askAll: (
      questions: readonly { method: string; params: { locations: readonly string[] } }[],
    ) => {
      asked.push(questions.map(({ method }) => method).join());
      return questions.map(({ params }) => params.locations.map(symbolAt));
    },
    placesOf: () => ({ locationOf: (node: ts.Node) => String(node.getStart()) }),
    nodeAt: () => undefined,
  };
  return { world: world as unknown as NativeWorld, asked };
}

test("all names of a file are asked about in one go, each once", () => {
  const { world, asked } = askedWorld();
  const { checker } = new NativeChecker(world);
  const text = "function f(a) { g(a); return { a }; }\nfunction h(b) { g(b); g(b.c); }\n";
  const source = ts.createSourceFile("/one.ts", text, ts.ScriptTarget.ES2022, true);
  const symbols = new Map<string, Set<unknown>>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node.parent)) {
      const symbol = ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node);
      symbols.set(node.text, (symbols.get(node.text) ?? new Set()).add(symbol));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  // What functions are called where they are declared is asked for by itself.
  expect(asked).toEqual(["getSymbolsAtLocations", "getSymbolAtLocation", "getSymbolAtLocation"]);
  expect([...symbols].map(([name, found]) => [name, found.size])).toEqual([
    ["f", 1],
    ["a", 1],
    ["g", 1],
    ["h", 1],
    ["b", 1],
  ]);
});

test("members that are expected are asked about together, with their types and what calling them gives", () => {
  const asked: string[] = [];
  const object = { flags: ts.TypeFlags.Object, objectFlags: ts.ObjectFlags.Anonymous };
  const answers: Readonly<Record<string, (params: never) => unknown>> = {
    getPropertyOfType: ({ name }: { readonly name: string }) =>
      name === "b" || name === "then"
        ? null
        : { reference: { id: name.charCodeAt(0) }, name, flags: 4 },
    getTypeOfSymbol: ({ symbol }: { readonly symbol: { readonly id: number } }) => ({
      ...object,
      id: symbol.id,
    }),
    getSignaturesOfType: () => [],
  };
  const world = {
    ask: (method: string) => asked.push(`alone: ${method}`),
    askAll: (questions: readonly { readonly method: string; readonly params: never }[]) => {
      asked.push(questions.map(({ method }) => method).join(" "));
      return questions.map(({ method, params }) => answers[method]?.(params));
    },
  };
  const one = new NativeChecker(world as unknown as NativeWorld);
  const type = one.type({ ...object, id: 1 });
  one.prefetchMembers(type, ["a", "b", "c", "a"]);
  expect(asked).toEqual([
    "getPropertyOfType getPropertyOfType getPropertyOfType",
    "getTypeOfSymbol getTypeOfSymbol",
    "getPropertyOfType getSignaturesOfType getPropertyOfType getSignaturesOfType",
  ]);
  asked.length = 0;
  for (const name of ["a", "b", "c"]) {
    const member = one.checker.getPropertyOfType(type, name);
    if (member !== undefined) one.checker.getTypeOfSymbol(member).getCallSignatures();
  }
  expect(asked).toEqual([]);
});

test("an intersection is asked with the rest for the type that has its members", () => {
  const asked: string[] = [];
  const made = { id: 2, flags: ts.TypeFlags.Intersection };
  const answers: Readonly<Record<string, unknown>> = {
    getTypeOfSymbol: made,
    getApparentType: made,
    getBaseConstraintOfType: made,
    getPropertyOfType: { reference: { id: 3 }, name: "a", flags: 4 },
  };
  const world = {
    askAll: (questions: readonly { readonly method: string }[]) => {
      asked.push(questions.map(({ method }) => method).join(" "));
      return questions.map(({ method }) => answers[method] ?? []);
    },
    ask: (method: string) => asked.push(`alone: ${method}`),
  };
  const one = new NativeChecker(world as unknown as NativeWorld);
  const type = one.type({ id: 1, flags: ts.TypeFlags.Object, objectFlags: 0 });
  one.prefetchMembers(type, ["a", "b"]);
  asked.length = 0;
  const member = one.checker.getPropertyOfType(type, "a") as ts.Symbol;
  const apparent = one.checker.getApparentType(one.checker.getTypeOfSymbol(member));
  expect(apparent.getCallSignatures()).toEqual([]);
  expect(asked).toEqual([]);
});
