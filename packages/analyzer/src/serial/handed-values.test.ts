import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// What is handed to something that may read all of it, beside what others hold.

const found = (code: string) => findIn("serial-await", code).map(({ confidence }) => confidence);

describe("what leads to no object is nothing that a write could change", () => {
  const page = (start: string, handed: string) => `
import { readFile } from "node:fs/promises";
import { defaultTo } from "lodash";
${start}
const load = async () => defaultTo(await readFile("a"), ${handed});
const user = async () => (await fetch("/user")).text();
export class Page {
  text = "";
  async show() {
    this.text = await user();
    const file = await load();
    return file;
  }
}
`;

  test.each([
    ["const none = () => '';", "none"],
    ["function none() { return ''; }", "none"],
    ["const pattern = /^a/i;", "pattern"],
    ["const kind = Symbol.for('kind');", "kind"],
    [
      "class Reader { static readonly path = 'a'; static open() { return new Reader(); } }",
      "Reader",
    ],
  ])("%s", (start, handed) => {
    expect(found(page(start, handed))).toEqual(["high"]);
  });

  test.each([
    ["const pattern = /a/g;", "pattern"],
    ["const pattern = /a/y;", "pattern"],
    ["class Counter { static count = 0; }", "Counter"],
    ["let none = () => '';", "none"],
    ["export const page = new Map();", "page"],
  ])("but not: %s", (start, handed) => {
    expect(found(page(start, handed))).toEqual([]);
  });
});

describe("what one function makes is not what another one was handed and keeps", () => {
  const loop = (list: string) => `
import { readFile } from "node:fs/promises";
interface Settings { readonly folder: string }
let settings: Settings;
export function configure(given: Settings): void { settings = given; }
const settingsNow = (more: Partial<Settings>): Settings => ({ ...settings, ...more });
const load = async (id: string) => readFile(settingsNow({}).folder + id, "utf8");
export async function texts(${list}): Promise<unknown> {
  for (const id of ids) texts.push(await load(id));
  return texts;
}
`;

  test("a list of its own", () => {
    const code = loop("ids: string[]").replace("  for", "  const texts: string[] = [];\n  for");
    expect(findIn("serial-await-in-loop", code).map(({ confidence }) => confidence)).toEqual([
      "high",
    ]);
  });

  test("but a list that it was handed may be", () => {
    expect(findIn("serial-await-in-loop", loop("ids: string[], texts: string[]"))).toEqual([]);
  });
});

describe("a program that is started with all that a function is handed", () => {
  const page = (first: string, second: string) => `
import { spawn } from "node:child_process";
import { execa, parseCommandString } from "execa";
function git(...args: string[]): Promise<string> {
  const child = spawn("git", args);
  return new Promise((resolve, reject) => {
    child.on("exit", (code: number) => reject(new Error(String(code))));
    child.stdout.on("data", (data: any) => resolve(data.toString().trim()));
  });
}
const run = async (program: string, ...args: string[]) => (await execa(program, args)).stdout;
const shell = async (line: string) => {
  const [program, ...args] = parseCommandString(line);
  return (await execa(program, args)).stdout;
};
const words = async (line: string) => {
  const [program, ...args] = line.trim().split(" ");
  return (await execa(program, args)).stdout;
};
const version = async (program: string) => (await execa(program, ["--version"])).stdout;
const verbose = async (program: string) => (await execa(program, ["-v"])).stdout;
const more = async (line: string, value: string) => {
  const [program, ...args] = line.split(" ");
  return (await execa(program, [...args, value])).stdout;
};
const other = async (line: string) => {
  const [program] = line.split(" ");
  return (await execa(program, ["push"])).stdout;
};
const help = async (program: string) => (await execa(program, ["install"])).stdout;
export async function both(branch: string) {
  const one = await ${first};
  const two = await ${second};
  return [one, two];
}
`;

  test.each([
    ['git("rev-parse", branch)', 'git("log", "-1", branch)'],
    ['run("git", "rev-parse", branch)', 'run("df", "-k", branch)'],
    ['shell("git rev-parse HEAD")', 'words("git config user.email")'],
    ["version(branch)", "version(branch.trim())"],
  ])("only looks something up where its words say so: %s", (first, second) => {
    expect(found(page(first, second))).toEqual(["high"]);
  });

  test.each([
    ['git("checkout", branch)', 'git("log", "-1", branch)'],
    ['git(branch, "rev-parse")', 'git("log", "-1", branch)'],
    ['git(...branch.split(" "))', 'git("log", "-1", branch)'],
    ['run("git", "pull")', 'run("df", "-k", branch)'],
    ['run(branch, "status")', 'run("df", "-k", branch)'],
    ["git()", 'git("log", "-1", branch)'],
    ['shell("git pull")', 'shell("git rev-parse HEAD")'],
    ["shell(branch)", 'words("git config user.email")'],
    ["help(branch)", "version(branch)"],
    ['more("git config user.email", branch)', 'shell("git rev-parse HEAD")'],
    ['other("git status")', 'shell("git rev-parse HEAD")'],
    ["verbose(branch)", "version(branch)"],
  ])("may do anything else: %s", (first, second) => {
    expect(found(page(first, second))).toEqual([]);
  });
});

test("parts of a text hold nothing of the pattern that is looked for", () => {
  const code = `
import { readFile } from "node:fs/promises";
const pattern = new RegExp("(\\\\d+)[.](\\\\d+)(.*)", "s");
function parse(text: string) {
  const match = text.match(pattern);
  if (!match) return undefined;
  const [, major, minor, rest] = match;
  return { version: { major, minor, release: "" }, rest };
}
async function version(path: string) {
  const parsed = parse(await readFile(path, "utf8"));
  if (parsed) parsed.version.release = parsed.rest ?? "";
  return parsed?.version;
}
export async function both() {
  const one = await version("a");
  const two = await version("b");
  return [one, two];
}
`;
  expect(found(code)).toEqual(["high"]);
});

test("what only a timer or a signal is asked holds nothing", () => {
  const code = `
async function load(id: string, signal: AbortSignal) {
  const stop = new AbortController();
  const timer: any = setTimeout(() => stop.abort(), 1000);
  timer.unref();
  signal.addEventListener("abort", () => stop.abort(), { once: true });
  const answer = await fetch("/" + id, { signal: stop.signal });
  return answer.text();
}
export async function both(signal: AbortSignal) {
  const one = await load("a", signal);
  const two = await load("b", signal);
  return [one, two];
}
`;
  expect(found(code)).toEqual(["high"]);
});
