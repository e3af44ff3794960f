import { describe, expect, test } from "@jest/globals";
import { findIn } from "../../testkit/check-findings.js";
import { workbench } from "../../testkit/workbench.js";

// What a class inherits, and runs by methods of its own.

const classes = (rest: string, quiet = 'return { key: "quiet" };') => `
let logins = 0;
export abstract class Service {
  protected abstract headers(): Promise<Record<string, string>>;
  protected async get(path: string): Promise<string> {
    return (await this.send(path)).text();
  }
  private async send(path: string) { return fetch("https://api.test" + path, { headers: await this.headers() }); }
  protected async each(paths: readonly string[]) {
    return Promise.all(paths.map(async (path) => this.get(path)));
  }
}
export class Noisy extends Service {
  protected async headers() { logins += 1; await fetch("https://log.test", { method: "PUT" }); return { key: String(logins) }; }
  one() { return this.get("/one"); }
  two() { return this.get("/two"); }
}
export class Quiet extends Service {
  protected async headers() { ${quiet} }
  one() { return this.get("/one"); }
  two() { return this.get("/two"); }
  ones() { return this.each(["/one"]); }
  twos() { return this.each(["/two"]); }
}
${rest}
`;

const row = (type: string, first: string, second: string) => `
export async function page(service: ${type}) {
  const one = await service.${first};
  const two = await service.${second};
  return [one, two];
}
`;

const confidences = (code: string) =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

describe("a method that is inherited", () => {
  test("runs what the class itself has in its place, and nothing of its siblings", () => {
    expect(confidences(classes(row("Quiet", "one()", "two()")))).toEqual(["high"]);
    expect(confidences(classes(row("Noisy", "one()", "two()")))).not.toContain("high");
  });

  test("runs functions within it as that class's, too", () => {
    expect(confidences(classes(row("Quiet", "ones()", "twos()")))).toEqual(["high"]);
  });

  test("is that of the class that an object is declared to be of", () => {
    const open = (name: string) => `
export class ${name} extends Base { }
export async function page(service: ${name}) {
  const one = await service.get("/one");
  const two = await service.get("/two");
  return [one, two];
}
`;
    const base = (rest: string) => `
let logins = 0;
export class Base {
  protected async headers() { return { key: "base" }; }
  async get(path: string) { return (await fetch(path, { headers: await this.headers() })).text(); }
}
class Noisy extends Base {
  protected override async headers() { logins += 1; await fetch("https://log.test", { method: "PUT" }); return { key: String(logins) }; }
}
${rest}
`;
    expect(confidences(base(open("Own")))).toEqual(["high"]);
    expect(confidences(base(open("Own").replace("extends Base", "extends Noisy")))).not.toContain(
      "high",
    );
    // An object of the base class may be of any class below.
    expect(confidences(base(open("Own").replace("service: Own", "service: Base")))).not.toContain(
      "high",
    );
  });

  test("runs what a class below has in its place, which an object may be of", () => {
    const below = `
let seen = 0;
export class Loud extends Quiet {
  protected override async headers() { seen += 1; await fetch("https://log.test", { method: "PUT" }); return { key: String(seen) }; }
}
`;
    expect(confidences(classes(below + row("Quiet", "one()", "two()")))).not.toContain("high");
    expect(confidences(classes(below + row("Loud", "one()", "two()")))).not.toContain("high");
  });

  test("is followed anew when the class's own method is edited", () => {
    const bench = workbench();
    const code = (quiet?: string) => classes(row("Quiet", "one()", "two()"), quiet);
    const found = () =>
      bench.project
        .check(bench.path("main.ts"), { rules: ["serial-await"] })
        .filter(({ confidence }) => confidence === "high").length;
    bench.load({ "main.ts": code() });
    expect(found()).toBe(1);
    bench.load({
      "main.ts": code(
        'logins += 1; await fetch("https://log.test", { method: "PUT" }); return { key: "" };',
      ),
    });
    expect(found()).toBe(0);
    bench.load({ "main.ts": code() });
    expect(found()).toBe(1);
  });

  test("is followed anew when it comes to call a method of the class, in another file", () => {
    const bench = workbench();
    const base = (body: string) => `
let logins = 0;
export class Base {
  protected async headers() { return { key: "base" }; }
  async get(path: string) { ${body} }
}
export class Noisy extends Base {
  protected override async headers() { logins += 1; await fetch("https://log.test", { method: "PUT" }); return { key: String(logins) }; }
}
`;
    const main = `
import { Base } from "./other.js";
class Quiet extends Base {
  protected override async headers() { return { key: "quiet" }; }
  one() { return this.get("/one"); }
  two() { return this.get("/two"); }
}
export async function page(service: Quiet) {
  const one = await service.one();
  const two = await service.two();
  return [one, two];
}
`;
    const found = (body: string) => {
      bench.load({ "main.ts": main, "other.ts": base(body) });
      return bench.project
        .check(bench.path("main.ts"), { rules: ["serial-await"] })
        .filter(({ confidence }) => confidence === "high").length;
    };
    const plain = "return (await fetch(path)).text();";
    const calling = "return (await fetch(path, { headers: await this.headers() })).text();";
    expect([plain, calling, plain, calling].map(found)).toEqual([1, 1, 1, 1]);
  });
});
