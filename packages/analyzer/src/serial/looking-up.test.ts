import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// What only looks something up or tells of the work, though it is done by what could do more.

const confidences = (code: string) =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

describe("programs that only look something up", () => {
  const page = (first: string, second: string): string => `
import { exec, execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
const run = promisify(exec);
const runFile = promisify(execFile);
const finder = process.platform === "win32" ? "where" : "which";
async function spawned(command: string, args: string[] = []): Promise<string> {
  const child = spawn(command, args);
  return new Promise((resolve) => child.stdout.on("data", (data) => resolve(String(data))));
}
const git = async (args: string[]) => await spawned("git", args);
const named = async (command: string, cwd: string) => await run(command, { cwd });
const partly = (args: string[]) => (command: string) => spawned(command, args);
export async function page(path: string) {
  const asked = \`\${path} --version\`;
  const one = await ${first};
  const two = await ${second};
  return [one, two, run, runFile, finder, spawned, git, named, partly];
}
`;

  test("a template that is given options in a call of its own runs what stands in it", () => {
    const code = (first: string): string => `
import { $ } from "execa";
import { readdir } from "node:fs/promises";
export async function page(path: string) {
  const one = await ${first};
  const two = await readdir(path);
  return [one, two];
}
`;
    expect(confidences(code(`$({ reject: false })\`mountpoint \${path}\``))).toEqual(["high"]);
    expect(confidences(code(`$({ reject: false })\`umount \${path}\``))).not.toContain("high");
    expect(confidences(code("$({ reject: false })(path)"))).not.toContain("high");
  });

  test.each([
    ['run("df -k /")', 'run("git rev-parse HEAD")'],
    ['runFile(finder, ["make"])', 'runFile("git", ["log", "-1", path])'],
    ["run(asked)", 'spawned("free", ["-b"])'],
    ['spawned("sysctl", ["-n", "vm.pagesize"])', 'spawned("git", ["log", path])'],
    ['git(["rev-parse", path])', 'git(["log"])'],
    ['named("git log", path)', 'runFile("node", ["--version"])'],
  ])("wait together: %s and %s", (first, second) => {
    expect(confidences(page(first, second))).toEqual(["high"]);
  });

  test.each([
    ['run("df -k /")', 'run("git pull")'],
    ['runFile("git", ["log"])', 'runFile("git", [path])'],
    ["run(path)", 'spawned("free")'],
    ['spawned("free")', "spawned(path)"],
    ['spawned("free")', 'spawned("git", ["pull"])'],
    ['spawned("free")', 'spawned("git", [path])'],
    ['spawned("free")', 'git(["pull"])'],
    ['spawned("free")', 'named("git pull", path)'],
    ['spawned("free")', 'partly(["log"])("git")'],
  ])("stay behind one another where one may do more: %s and %s", (first, second) => {
    expect(confidences(page(first, second))).toEqual([]);
  });
});

describe("functions named for a line of a log", () => {
  const page = (line: string, inside = "") => `
import { appendFileSync } from "node:fs";
let lines = 0;
function append(text: string) { lines += 1; appendFileSync("all.log", text); }
const logError = (text: string) => append(text);
const note = (text: string) => append(text);
async function load(id: string): Promise<string> {
  ${inside}
  return (await fetch("/users/" + id)).text();
}
export class Page {
  log(text: string) { append(text); }
  async page() {
    const one = await load("1");
    ${line}
    const two = await load("2");
    return [one, two, logError, note];
  }
}
`;

  test("change nothing, whoever keeps the lines", () => {
    expect(confidences(page("", 'logError("load");'))).toEqual(["high"]);
    expect(confidences(page("", 'note("load");'))).toEqual([]);
  });

  test("tell of progress between two awaits", () => {
    expect(confidences(page('this.log("one");'))).toEqual(["low"]);
    expect(confidences(page('note("one");'))).toEqual([]);
  });
});

describe("how long a store keeps an entry", () => {
  const page = (first: string, second: string): string => `
import Redis from "ioredis";
const redis = new Redis();
async function getDone(id: string) {
  await redis.expire("done:" + id, 60);
  return await redis.zrange("done:" + id, 0, -1);
}
const getJobs = async (id: string) => await redis.smembers("jobs:" + id);
const getLife = async (id: string) => await redis.ttl("done:" + id);
const getOld = async (id: string) => await redis.getdel("old:" + id);
export async function page(id: string) {
  const one = await ${first};
  const two = await ${second};
  return [one, two, getDone, getJobs, getLife, getOld];
}
`;

  test("is nothing that a read of entries sees", () => {
    expect(confidences(page("getDone(id)", "getJobs(id)"))).toEqual(["high"]);
  });

  test.each(["getLife(id)", "getOld(id)"])("is seen by %s", (second) => {
    expect(confidences(page("getDone(id)", second))).toEqual([]);
  });
});

describe("a file that a function named for what it brings writes on the way", () => {
  const page = (first: string, second: string): string => `
import { readFile, writeFile } from "node:fs/promises";
declare const client: { getUser(id: string): Promise<string> };
const store = async (text: string) => { await writeFile("settings.json", text); return text; };
async function getSettings() {
  const found = await readFile("old.json", "utf8");
  return found === "" ? await store("{}") : found;
}
const saveSettings = async () => await store("{}");
const getDefaults = async () => await readFile("settings.json", "utf8");
export async function page() {
  const one = await ${first};
  const two = await ${second};
  return [one, two, client, saveSettings, getDefaults];
}
`;

  test("is no affair of a service that only a name tells of", () => {
    expect(confidences(page("getSettings()", 'client.getUser("1")'))).toEqual(["low"]);
  });

  test.each([
    ["getSettings()", "getDefaults()"],
    ["saveSettings()", 'client.getUser("1")'],
  ])("is one of who may read it, and where it is written to be: %s and %s", (first, second) => {
    expect(confidences(page(first, second))).toEqual([]);
  });
});
