import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// The packages that these fixtures import are nowhere to be read, so that the compiler takes for `any` what is made of them.

const outside = `
import { Container, createContext, inject, missing, useContext } from "not-installed";
import type { Context, Missing, Model, Repository } from "not-installed";
interface User { id: string; save(): Promise<void> }
interface Users { findUser(id: string): Promise<User> }
class Gpu { async accelerators(): Promise<Response> { return await fetch("/gpu"); } }
async function loadUser(id: string): Promise<Response> { return await fetch("/users/" + id); }
async function saveUser(id: string): Promise<Response> { return await fetch("/users/" + id, { method: "PUT" }); }
`;

const confidences = (code: string): readonly string[] =>
  findIn("serial-await", `${outside}\n${code}`).map(({ confidence }) => confidence);

/** What is said of a question that is asked of \`it\` beside one that is known to wait. */
const asked = (setUp: string, question: string, parameter = ""): readonly string[] =>
  confidences(`
${setUp}
export async function page(id: string, ${parameter}) {
  const one = await ${question};
  const two = await fetch("/more/" + id);
  return [one, two, missing, Container, inject, createContext, useContext];
}
`);

describe("what is declared of a receiver that did not resolve", () => {
  test.each([
    ["a part of an intersection", "", "it.findUser(id)", "it: Missing & Users"],
    ["behind an alias", "type Both = (Missing & Users) | null;", "it!.findUser(id)", "it: Both"],
    ["of a property", "interface Has { it: Missing & Users }", "has.it.findUser(id)", "has: Has"],
    [
      "of a property that is taken out",
      "interface Has { it: Missing & Users }",
      "it.findUser(id)",
      "{ it }: Has",
    ],
    [
      "of what something unresolved holds",
      "interface State { it: Users }",
      "it.state.it.findUser(id)",
      "it: Context<{ state: State }>",
    ],
    ["by an assertion", "const it = missing as Missing & Users;", "it.findUser(id)"],
  ])("%s is a declaration", (_, setUp, question, parameter = "") => {
    expect(asked(setUp, question, parameter)).toEqual(["high"]);
  });

  test.each([
    ["by a type argument", "const it = Container.resolve<Gpu>(missing);", "it.accelerators()"],
    ["by its class", "const it = Container.get(Gpu);", "it.accelerators()"],
    [
      "by its class, handed to a container of one's own",
      "class Own { resolve<T>(token: Missing<T>): T { return Container.resolve(token); } } const it = new Own().resolve(Gpu);",
      "it.accelerators()",
    ],
    [
      "by what makes it",
      "const make = () => inject({ loadUser }, missing);",
      "make().loadUser(id)",
    ],
    [
      "by a context",
      "const Kept = createContext<{ gpu: Gpu } | null>(null); const useIt = () => useContext(Kept)!; const it = useIt();",
      "it.gpu.accelerators()",
    ],
    [
      "by the type of what makes it",
      "const make = () => inject({ loadUser }, missing);",
      "it.loadUser(id)",
      "it: ReturnType<typeof make>",
    ],
    [
      "by a type parameter of who makes it",
      "declare function make<T>(name: string): T & Model<T>; const it = make<Gpu>('gpu');",
      "it.accelerators()",
    ],
    [
      "by what is handed out",
      "const it = { get gpu() { return Container.get(Gpu); } };",
      "it.gpu.accelerators()",
    ],
  ])("%s it is followed to its body", (_, setUp, question, parameter = "") => {
    expect(asked(setUp, question, parameter)).toEqual(["high"]);
  });

  test.each([
    ["that a loop goes through", "for (const it of all) {", "}", "all: (Missing & Users)[]"],
    [
      "that is left of it",
      "for (const left of all.filter((each) => each.id)) { const it = left;",
      "}",
      "all: Array<Missing & Users>",
    ],
    ["that a callback is handed", "all.map(async (it) => {", "});", "all: (Missing & Users)[]"],
    ["that is found", "const it = all.find((each) => each.id);", "", "all: (Missing & Users)[]"],
    ["at a place", "const it = all[0];", "", "all: (Missing & Users)[]"],
    [
      "of a gather",
      "const [it] = await Promise.all([makeOne(), 1]);",
      "",
      "makeOne: () => Promise<Missing & Users>",
    ],
  ])("an item %s is one of the list's", (_, before, after, parameter) => {
    const code = `
export async function page(id: string, ${parameter}) {
  ${before}
    const one = await it.findUser(id);
    const two = await fetch("/more/" + id);
    missing(one, two);
  ${after}
}
`;
    expect(confidences(code)).toEqual(["high"]);
  });

  test("a body is taken for what it does", () => {
    const make = "const make = () => inject({ saveUser }, missing);";
    expect(asked(make, "make().saveUser(id)")).toEqual([]);
  });

  test.each([
    [
      "what a repository holds has no part in what is called on it",
      "",
      "it.accelerators()",
      "it: Repository<Gpu>",
    ],
    ["one of two types that may be meant", "", "it.accelerators()", "it: Missing | Gpu"],
    [
      "what is handed to a function by another name",
      "const it = missing.wrap(Gpu);",
      "it.accelerators()",
    ],
    [
      "a class whose instance is meant elsewhere",
      "const it = Container.register(Gpu);",
      "it.accelerators()",
    ],
    [
      "what a container of one's own gives for a name",
      "class Own { resolve<T>(token: Missing<T>): T { return Container.resolve(token); } } const it = new Own().resolve('gpu');",
      "it.accelerators()",
    ],
    [
      "what is made for a class, and is none of it",
      "class Own { wrap<T>(token: Missing<T>): Missing<T> { return Container.wrap(token); } } const it = new Own().wrap(Gpu);",
      "it.accelerators()",
    ],
  ])("%s is not known", (_, setUp, question, parameter = "") => {
    expect(asked(setUp, question, parameter)).not.toEqual(["high"]);
  });

  test("what is written in place for who is handed it is run as that one likes", () => {
    const make =
      "const make = () => inject({ loadUser: async (id: string) => await fetch(id) }, missing);";
    expect(asked(make, "make().loadUser(id)")).toEqual(["low"]);
  });

  test("one of two that are made by one function is not the other", () => {
    const code = `
class Drain { async accelerators(): Promise<Response> { return await fetch("/drain", { method: "POST" }); } }
function make<T>(name: string) { const made = Container.get<T>(name); return made; }
export async function page(id: string) {
  const gpu = make<Gpu>("gpu");
  const drain = make<Drain>("drain");
  const one = await gpu.accelerators();
  const two = await fetch("/more/" + id);
  const three = await drain.accelerators();
  return [one, two, three];
}
`;
    const found = findIn("serial-await", `${outside}\n${code}`);
    expect(found.map(({ message }) => message.includes("drain"))).toEqual([false]);
  });

  test.each([
    [
      "what one of two returns makes",
      "function pick() { if (missing.ready) return missing; return Container.get(Gpu); } const it = pick();",
      "it.accelerators()",
    ],
    [
      "one of what may be a transaction's",
      "",
      "(missing.tx ?? kept).findUser(id)",
      "kept: Missing & Users",
    ],
  ])("%s is not known", (_, setUp, question, parameter = "") => {
    expect(asked(setUp, question, parameter)).not.toEqual(["high"]);
  });

  test("a part that is one connection makes it one", () => {
    const code = (type: string): string => `
import type { PoolClient } from "pg";
interface Questions { findUser(id: string): Promise<string>; findTeam(id: string): Promise<string> }
export async function main(client: ${type}, id: string) {
  const one = await client.findUser(id);
  const two = await client.findTeam(id);
  return [one, two];
}
`;
    expect(confidences(code("PoolClient & Questions"))).not.toContain("high");
    expect(confidences(code("Missing & Questions"))).toEqual(["high"]);
  });

  test("what leads round in a circle leads nowhere", () => {
    const circle = "const one: any = two.it; const two: any = one.it;";
    expect(asked(circle, "one.it.accelerators()")).not.toEqual(["high"]);
  });
});
