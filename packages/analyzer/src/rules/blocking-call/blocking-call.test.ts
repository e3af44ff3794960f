import { describe, expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix, fixesIn } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "blocking-call";
const check = (code: string) => checkFindings(rule, code);
const confidenceOf = (code: string) => findIn(rule, code).map((one) => one.confidence);

test("the page says what the rule does", () => checkPage(rule));

test("every kind of blocking call is told by the module that declares it", () => {
  check(`
import { execSync, spawnSync } from "node:child_process";
import { pbkdf2Sync, randomBytes, scryptSync } from "node:crypto";
import fs, { writeFileSync as put } from "node:fs";
import zlib from "zlib";
declare function mineSync(): void;
declare const cache: { readFileSync(path: string): string };
export async function handler(event: { body: string }) {
  fs.readFileSync(event.body);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ blocking-call: Use \`readFile\` of \`node:fs/promises\`
  put("a", event.body);
//^^^^^^^^^^^^^^^^^^^^ blocking-call
  execSync("ls");
//^^^^^^^^^^^^^^ blocking-call: another process
  spawnSync("ls");
//^^^^^^^^^^^^^^^ blocking-call
  zlib.gzipSync(event.body);
//^^^^^^^^^^^^^^^^^^^^^^^^^ blocking-call: a compression
  scryptSync("a", "b", 64);
//^^^^^^^^^^^^^^^^^^^^^^^^ blocking-call
  pbkdf2Sync("a", "b", 1, 64, "sha512");
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ blocking-call: \`pbkdf2\` with \`promisify\`
  Atomics.wait(new Int32Array(), 0, 0);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ blocking-call: another thread
  mineSync();
  cache.readFileSync("a");
  randomBytes(16);
}
`);
});

test("a package that is not installed is told by the import", () => {
  check(`
import { hashSync } from "bcryptjs";
import { hashSync as other } from "elsewhere";
export async function POST(request: Request) {
  other("a");
  return hashSync(await request.text());
       //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ blocking-call
}
`);
});

describe("confidence", () => {
  const head = `import { readFileSync, statSync } from "node:fs";
import { coroutine, run, sleep } from "@awaitwise/runtime";
import type { IncomingMessage } from "node:http";
declare const app: any;
declare const list: string[];
`;

  test("is high where requests are served, and in tasks of the runtime", () => {
    for (const code of [
      `app.get("/", async (req, res) => { readFileSync("a"); });`,
      `export async function serve(message: IncomingMessage) { readFileSync("a"); }`,
      `class Pages { @Get() async page() { readFileSync("a"); } } declare const Get: any;`,
      `export const f = coroutine(async () => { readFileSync("a"); });`,
      `async function worker() { list.map((one) => readFileSync(one)); await sleep(1); } worker;`,
      `await run(async () => { for (const one of list) readFileSync(one); });`,
    ]) {
      expect([code, confidenceOf(head + code)]).toEqual([code, ["high"]]);
    }
  });

  test("is less for a loop in any async function, and for what takes no time", () => {
    const loop = `export async function f() { for (const one of list) readFileSync(one); }`;
    expect(confidenceOf(head + loop)).toEqual(["medium"]);
    expect(confidenceOf(`${head}app.get("/", async (req, res) => { statSync("a"); });`)).toEqual([
      "medium",
    ]);
  });

  test("is low for one call, and while a program starts", () => {
    for (const code of [
      `export async function f() { readFileSync("a"); }`,
      `export async function loadConfig() { for (const one of list) readFileSync(one); }`,
      `await run(async () => { readFileSync("a"); });`,
    ]) {
      expect([code, confidenceOf(head + code)]).toEqual([code, ["low"]]);
    }
  });

  test("nothing is said where nobody can wait", () => {
    for (const code of [
      `readFileSync("a");`,
      `export function f() { readFileSync("a"); }`,
      `export async function f() { function later() { readFileSync("a"); } return later; }`,
      `declare const test: any; test("a", async () => { readFileSync("a"); });`,
    ]) {
      expect([code, confidenceOf(head + code)]).toEqual([code, []]);
    }
    expect(
      confidenceOf(`#!/usr/bin/env node\n${head}app.get("/", async () => { readFileSync("a"); });`),
    ).toEqual([]);
  });
});

describe("fixes", () => {
  test("await the namesake, and bring its import along", () => {
    checkFix(
      rule,
      `import { readFileSync } from "node:fs";\nexport async function handler() {\n  return readFileSync("a", "utf8").trim(); // read\n}\n`,
      `import { readFile } from "node:fs/promises";\nexport async function handler() {\n  return (await readFile("a", "utf8")).trim(); // read\n}\n`,
    );
    checkFix(
      rule,
      `import { existsSync, readFileSync } from 'fs'\nimport { stat } from 'fs/promises'\nexport async function handler() {\n  return [stat, existsSync, readFileSync('a')]\n}\n`,
      `import { existsSync } from 'fs'\nimport { stat, readFile } from 'fs/promises'\nexport async function handler() {\n  return [stat, existsSync, await readFile('a')]\n}\n`,
    );
    checkFix(
      rule,
      `import fs from "node:fs";\nexport async function handler() {\n  fs.writeFileSync("a", "b");\n}\n`,
      `import fs from "node:fs";\nexport async function handler() {\n  await fs.promises.writeFile("a", "b");\n}\n`,
    );
  });

  test("are left out where the counterpart is another, or its name is taken", () => {
    const inHandler = (code: string, imports = "readFileSync, statSync, openSync") =>
      fixesIn(
        rule,
        `import { ${imports} } from "node:fs";\nexport async function handler() { ${code} }\n`,
      );
    expect(inHandler(`statSync("a", { throwIfNoEntry: false });`)).toEqual([]);
    expect(inHandler(`openSync("a", "r");`)).toEqual([]);
    expect(inHandler(`const readFile = 1; readFileSync("a"); return readFile;`)).toEqual([]);
    expect(inHandler(`readFileSync("a");`)).toEqual(["suggested: Await readFile instead"]);
  });
});
