import { describe, expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix, fixesIn } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "late-await";

const loaders = `
async function text(url: string): Promise<string> { return (await fetch(url)).text(); }
async function post(url: string) { return fetch(url, { method: "POST" }); }
`;

test("the page says what the rule does", () => checkPage(rule));

test("an await is found that a loop or branch need not wait for", () => {
  checkFindings(
    rule,
    `${loaders}
export async function page(urls: string[], extra: boolean) {
  const layout = await text("/layout");
               //^^^^^^^^^^^^^^^^^^^^^ late-await: Line 9 waits too, and does not need what \`text\` brings: it is first used on line 12
  const parts: string[] = [];
  for (const url of urls) {
    parts.push(await text(url));
  }
  return layout + parts.join("");
}
export async function branch(extra: boolean) {
  const layout = await text("/layout");
//~ late-await
  let more = "";
  if (extra) more = await text("/more");
  return layout + more;
}
`,
  );
});

test.each([
  ["if (extra) parts.push(await text(urls[0]));", "medium"],
  ["let url = urls.pop(); while (url) { parts.push(await text(url)); url = urls.pop(); }", "low"],
  ["do { parts.push(await text(urls[parts.length])); } while (parts.length < 9);", "low"],
  ["try { parts.push(await text(urls[0])); } catch { parts.push(''); }", "low"],
  ["if (extra) { try { parts.push(await text(urls[0])); } catch {} }", "low"],
])(
  "page after page and what has a handler of its own are for strict: %s",
  (between, confidence) => {
    const found = findIn(
      rule,
      `${loaders}
export async function page(urls: string[], extra: boolean) {
  const parts: string[] = [];
  const layout = await text("/layout");
  ${between}
  return layout + parts.join("");
}
`,
    );
    expect(found.map((one) => one.confidence)).toEqual([confidence]);
  },
);

describe("nothing is said where what stands between", () => {
  test.each([
    ["uses it", "for (const url of urls) parts.push(await text(layout + url));"],
    ["may leave", 'for (const url of urls) { if ((await text(url)) === "") return ""; }'],
    ["may write", "for (const url of urls) parts.push((await post(url)).statusText);"],
    ["does not wait", "for (const url of urls) parts.push(url);"],
  ])("%s", (_, between) => {
    checkFindings(
      rule,
      `${loaders}
export async function page(urls: string[]) {
  const parts: string[] = [];
  const layout = await text("/layout");
  ${between}
  return layout + parts.join("");
}
`,
    );
  });
});

describe("the fix", () => {
  const start = `${loaders}export async function page(urls: string[], parts: string[]) {\n`;

  test("makes what stands between a function of its own", () => {
    checkFix(
      rule,
      `${start}  const layout = await text("/layout");\n  // every part\n  for (const url of urls) {\n    parts.push(await text(url));\n  }\n  return layout;\n}\n`,
      `${start}  const [layout] = await Promise.all([\n    text("/layout"),\n    (async () => {\n      // every part\n      for (const url of urls) {\n        parts.push(await text(url));\n      }\n    })(),\n  ]);\n  return layout;\n}\n`,
    );
  });

  test("gathers a value that is only sometimes waited for", () => {
    checkFix(
      rule,
      `${start}  const layout = await text("/layout");\n  const more = urls[0] ?? (await text("/more"));\n  return layout + more;\n}\n`,
      `${start}  const [layout, more] = await Promise.all([\n    text("/layout"),\n    (async () => urls[0] ?? (await text("/more")))(),\n  ]);\n  return layout + more;\n}\n`,
    );
  });

  test("is refused where the compiler would lose track of a variable", () => {
    const code = `${start}  let last = "";\n  const layout = await text("/layout");\n  if (urls[0]) last = await text(urls[0]);\n  return layout + last;\n}\n`;
    expect(findIn(rule, code)[0]?.refusals?.[0]?.reason).toContain("It assigns `last`");
  });
});

describe("the choice of form", () => {
  const body = (gathered: string) => `
export async function page(extra?: string) {
  ${gathered}
  return layout + more;
}
`;
  const before = body(
    'const layout = await text("/layout");\n  const more = extra ?? (await text("/more"));',
  );

  test("is between Promise.all, which comes first, and the runtime's gather", () => {
    const code = `import { sleep } from "@awaitwise/runtime";${loaders}export const nap = () => sleep(1);\n`;
    expect(fixesIn(rule, code + before)).toEqual([
      "suggested: Gather both with Promise.all: both start at once, and the first rejection is the one that is thrown",
      "suggested: Gather both with gather: both start at once, the first rejection is thrown while the others run on; cancelling the task around it cancels all that have not ended. It needs the runtime's `run` around it",
    ]);
    checkFix(
      rule,
      code + before,
      `${code.replace("{ sleep }", "{ sleep, gather }")}${body('const [layout, more] = await gather(text("/layout"), async () => extra ?? (await text("/more")));')}`,
      { title: "with gather" },
    );
  });

  test("knows gather by the name of the whole module", () => {
    const code = `import * as runtime from "@awaitwise/runtime";${loaders}export const nap = () => runtime.sleep(1);\n`;
    expect(fixesIn(rule, code + before)[0]).toMatch(
      /^suggested: Gather both with runtime\.gather:/,
    );
    checkFix(
      rule,
      code + before,
      `${code}${body('const [layout, more] = await runtime.gather(\n    text("/layout"),\n    async () => extra ?? (await text("/more")),\n  );')}`,
    );
  });
});
