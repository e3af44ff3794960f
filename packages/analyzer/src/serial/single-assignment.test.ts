import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";
import { checkFix } from "../testkit/check-fix.js";

const imports = `import { readFile } from "node:fs/promises";\n`;
const check = (code: string) => {
  const [found, ...others] = findIn("serial-await", imports + code);
  expect(found?.message).toContain("2 waits in a row where 1 would do");
  expect(others).toEqual([]);
};

describe("what is asked with one value of a variable needs nothing of the next", () => {
  test("where it is assigned in between", () => {
    check(`
export async function page(dir: string) {
  let path = dir + "/head.html";
  const head = await readFile(path, "utf8");
  path = dir + "/body.html";
  const body = await readFile(path, "utf8");
  return head + body;
}
`);
  });

  test("where it is added to", () => {
    check(`
export async function page(dir: string) {
  let path = dir;
  path += "/head";
  const head = await readFile(path, "utf8");
  path += ".bak";
  const before = await readFile(path, "utf8");
  return head + before;
}
`);
  });

  test("where it holds what the reads bring", () => {
    check(`
export async function sizes(dir: string) {
  let text = await readFile(dir + "/head.html", "utf8");
  const head = text.length;
  text = await readFile(dir + "/body.html", "utf8");
  return [head, text.length];
}
`);
  });
});

describe("it does where", () => {
  test.each([
    [
      "the next value comes of what was read",
      "let path = dir; const head = await readFile(path, 'utf8'); path = head; const body = await readFile(path, 'utf8'); return head + body;",
    ],
    [
      "a function sees it",
      "let path = dir; const tell = () => path; const head = await readFile(path, 'utf8'); path = dir + '/b'; const body = await readFile(path, 'utf8'); return head + body + tell();",
    ],
    [
      "it is read when something fails",
      "let path = dir; try { const head = await readFile(path, 'utf8'); path = dir + '/b'; const body = await readFile(path, 'utf8'); return head + body; } catch { return path; }",
    ],
    [
      "a branch decides whether it is assigned",
      "let path = dir; const head = await readFile(path, 'utf8'); if (dir !== '') path = dir + '/b'; const body = await readFile(path, 'utf8'); return head + body;",
    ],
    [
      "it is the next turn's",
      "let path = dir; for (;;) { const head = await readFile(path, 'utf8'); path = dir + '/b'; const body = await readFile(path, 'utf8'); if (head === body) break; } return path;",
    ],
  ])("%s", (_what, body) => {
    const text = `${imports}export async function page(dir: string) { ${body} }`;
    expect(findIn("serial-await", text)).toEqual([]);
  });

  test("another function's variable is assigned", () => {
    const text = `${imports}
let path = "head.html";
export async function page() {
  const head = await readFile(path, "utf8");
  path = "body.html";
  const body = await readFile(path, "utf8");
  return head + body;
}
`;
    expect(findIn("serial-await", text)).toEqual([]);
  });
});

test("no fix moves an assignment before what is asked with the value it takes the place of", () => {
  const [finding] = findIn(
    "serial-await",
    `${imports}
export async function page(dir: string) {
  let path = dir + "/head.html";
  const head = await readFile(path, "utf8");
  path = dir + "/body.html";
  const body = await readFile(path, "utf8");
  return head + body;
}
`,
  );
  expect(finding?.fixes).toEqual([]);
});

test("what is assigned is assigned in its order once both have come", () => {
  checkFix(
    "serial-await",
    `${imports}
export async function sizes(dir: string) {
  let text = await readFile(dir + "/head.html", "utf8");
  const head = text.length;
  text = await readFile(dir + "/body.html", "utf8");
  return [head, text.length];
}
`,
    `${imports}
export async function sizes(dir: string) {
  const [textResult, file] = await Promise.all([
    readFile(dir + "/head.html", "utf8"),
    readFile(dir + "/body.html", "utf8"),
  ]);
  let text = textResult;
  const head = text.length;
  text = file;
  return [head, text.length];
}
`,
  );
});
