import { describe, expect, test } from "@jest/globals";
import { findIn } from "../../testkit/check-findings.js";

// The turns of a loop that rest on a question of which nothing is known but its name and its type.

const loop = (body: string): string => `
export interface Agent {
  readonly name: string;
  detectInstalled(): Promise<boolean>;
  readFile(path: string): Promise<string>;
  get(key: string): any;
  hasText(path: string): boolean;
  saveAll(): Promise<boolean>;
  readBytes(path: string): Promise<Uint8Array>;
  detectAnswer(question: string): Promise<string>;
  isOf(context: Context): Promise<string[]>;
  hasAll(): Promise<string[]>;
  detectWith(path: string, tell: (done: number) => void): Promise<string>;
}
export interface FtpConnection { listFiles(path: string): Promise<string[]>; }
declare const ftp: FtpConnection;
declare const one: Agent;
export interface Context { isAtCapacity: (kind: string, id: string) => Promise<boolean>; }
declare const elsewhere: any;
async function detectVersion(agent: Agent): Promise<string> { return (await agent.readFile("v")).trim(); }
async function page(): Promise<string> { return (await fetch("/page")).text(); }
export async function each(agents: Agent[], context: Context, ids: string[], onProgress: (n: number) => void) {
  const found: unknown[] = [];
  ${body}
  return [found, ids, context, onProgress];
}
`;
const tiers = (rule: string, code: string): readonly string[] =>
  findIn(rule, code).map(({ confidence }) => confidence);
const loops = (body: string): readonly string[] => tiers("serial-await-in-loop", loop(body));

describe("the turns of a loop", () => {
  test.each([
    "for (const agent of agents) found.push(await agent.detectInstalled());",
    "for (const agent of agents) found.push(await agent.readFile('a'));",
    "for (const id of ids) if (!(await context.isAtCapacity('tenant', id))) found.push(id);",
    "for (const agent of agents) found.push(await page(), await detectVersion(agent));",
  ])("may rest on a question that is declared to give a promise: %s", (body) => {
    expect(loops(body)).toEqual(["high"]);
  });

  test.each([
    // Nothing says that it takes time.
    "for (const agent of agents) found.push(await agent.get('a'));",
    "for (const agent of agents) found.push(await elsewhere.getUser(agent));",
    // Somebody is told how far it has come.
    "for (const agent of agents) found.push(await agent.detectWith(agent.name, onProgress));",
    "for (const agent of agents) found.push(await agent.detectWith(agent.name, (n) => onProgress(n)));",
    // That it takes time is known by a name alone, further down.
    "for (const agent of agents) found.push(await detectVersion(agent));",
    // It may be drawn from one source, or a person is asked.
    "for (const agent of agents) found.push(await agent.readBytes('a'));",
    "for (const agent of agents) found.push(await agent.detectAnswer('a'));",
    "for (const id of ids) found.push(await ftp.listFiles(id));",
    // It is the same question each time, or each turn is handed what another may fill.
    "for (const agent of agents) found.push(await one.hasAll());",
    "for (const agent of agents) found.push(await agent.isOf(context));",
    // It may do anything.
    "for (const agent of agents) found.push(await agent.saveAll());",
  ])("may not on less: %s", (body) => {
    expect(loops(body)).not.toContain("high");
  });

  test("say so, and a row of awaits is left to strict", () => {
    const body = "for (const agent of agents) found.push(await agent.readFile('a'));";
    const [{ related = [], fixes = [] } = {}] = findIn("serial-await-in-loop", loop(body));
    expect(related.map(({ message }) => message)).toContain(
      "`agent.readFile` on line 24 is not known, and taken for a read by its name",
    );
    expect(fixes.map(({ safety }) => safety)).not.toContain("safe");
    expect(
      tiers(
        "serial-await",
        loop(
          "const [agent] = agents; const a = await agent!.readFile('a'); const b = await agent!.readFile('b'); found.push(a, b);",
        ),
      ),
    ).toEqual(["low"]);
  });
});
