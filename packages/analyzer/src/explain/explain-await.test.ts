import { describe, expect, test } from "@jest/globals";
import { workbench } from "../testkit/workbench.js";
import type { Explanation } from "./explanation.js";
import { renderExplanation } from "./render-explanation.js";

const loaders = `import { readFile } from "node:fs/promises";
async function user(id: string): Promise<string> { return (await fetch("/users/" + id)).text(); }
async function prices(): Promise<string> { return (await fetch("/prices")).text(); }
let last = "";
async function config(): Promise<string> { last = "config"; return readFile("config.json", "utf8"); }
`;

// Explains the first await after the text \`here\`.
function explain(code: string, here: string, others: Record<string, string> = {}): Explanation {
  const bench = workbench();
  bench.load({ ...others, "main.ts": code });
  const found = bench.project.explain(bench.path("main.ts"), code.indexOf(here));
  if (found === undefined) throw new Error("There is no await to explain");
  return found;
}

const text = (explanation: Explanation): string =>
  renderExplanation(explanation, (file) => file.slice(file.lastIndexOf("/") + 1));

test("an await says what it waits for, what it needs, and with which others it can be gathered", () => {
  const found = explain(
    `${loaders}
export async function page(id: string) {
  const who = await user(id);
  const all = await prices();
  const more = await user(who);
  return [who, all, more];
}
`,
    "await prices();\n  const more",
  );
  expect(found.others).toEqual([
    { number: 1, verdict: "together", because: [] },
    { number: 3, verdict: "apart", because: [expect.objectContaining({ hazard: "no-gain" })] },
  ]);
  expect(found.awaits.map(({ number, after }) => [number, after])).toEqual([
    [1, []],
    [2, []],
    [3, [1]],
  ]);
  expect(text(found)).toBe(
    `main.ts:9 awaits \`prices\`

It waits for the network (line 3).
It reads \`/prices\` in the network (line 3), the network (line 3).
It writes nothing that others could see.

Can be gathered with
  line 8 \`user\`

Not gathered with
  line 10 \`user\`: nothing orders the two, but the way through all of them gets no shorter

Await graph
  1. line 8 \`user\`
* 2. line 9 \`prices\`
  3. line 10 \`user\`, after 1
3 waits in a row: 2 waits once gathered.`,
  );
});

describe("an await that cannot be gathered says why", () => {
  test("by a result that nothing reads", () => {
    const found = explain(
      `${loaders}
export async function page(id: string) {
  const all = await prices();
  const unread = await user(id);
  return all;
}
`,
      "const all",
    );
    expect(text(found)).toContain(
      "`user` on line 9 brings what nothing reads, and is taken to be done for its effect",
    );
  });

  test("by the line whose result it needs", () => {
    const found = explain(
      `${loaders}
export async function page(id: string) {
  const who = await user(id);
  const more = await user(who);
  return more;
}
`,
      "await user(who)",
    );
    expect(found.others).toMatchObject([
      { number: 1, verdict: "ordered", because: [{ hazard: "data-dependence", tier: "blocks" }] },
    ]);
    expect(found.others[0]?.because[0]?.text).toBe("line 9 needs `who`, which line 8 brings");
    expect(found.criticalPath).toEqual({ before: 2, after: 2, possible: 2 });
  });

  test("by what two choices test", () => {
    const found = explain(
      `${loaders}
export async function page(id: string, kind: string) {
  const a = kind === "a" ? await user(id) : "";
  const b = kind === "b" ? await prices() : "";
  return [a, b];
}
`,
      "await prices",
    );
    expect(found.others).toMatchObject([
      {
        verdict: "apart",
        because: [
          {
            hazard: "no-gain",
            text: "nothing orders the two, but by what they test only one of them may wait",
          },
        ],
      },
    ]);
  });

  test("by what both write, and where", () => {
    const found = explain(
      `${loaders}
export async function page() {
  const a = await config();
  const b = await config();
  return [a, b];
}
`,
      "await config();\n  const b",
    );
    expect(found.subject.writes).toMatchObject([
      { what: "`last`", place: { line: 5 }, through: [{ line: 8 }] },
    ]);
    expect(found.others).toMatchObject([
      {
        verdict: "ordered",
        because: [{ hazard: "shared-state", text: "both write `last`, on line 5" }],
      },
    ]);
  });

  test("by what is not known of it", () => {
    const found = explain(
      `${loaders}
import { elsewhere } from "nowhere-to-be-found";
export async function page() {
  const a = await prices();
  const b = await elsewhere();
  return [a, b];
}
`,
      "await elsewhere",
    );
    expect(found.subject.unknown).toMatchObject({ place: { line: 10 } });
    expect(found.others[0]?.verdict).toBe("perhaps");
    expect(text(found)).toContain(
      "Could be gathered, if its order does not matter, with\n  line 9",
    );
  });

  test("by the condition that it runs under", () => {
    const found = explain(
      `${loaders}
export async function page(id: string) {
  return id || (await user(id));
}
`,
      "await user",
    );
    expect(found.conditional?.hazard).toBe("conditional");
    expect(found.awaits).toEqual([]);
  });

  test("by the loop whose turns it keeps in order", () => {
    const found = explain(
      `${loaders}
export async function page(ids: string[]) {
  let next = "1";
  for (const id of ids) {
    next = await user(id + next);
  }
  return next;
}
`,
      "await user(id + next)",
    );
    expect(found.loop).toMatchObject({ verdict: "apart", place: { line: 9 } });
  });
});

describe("a loop that is not reported says why", () => {
  const inLoop = (body: string, before = ""): string => `${loaders}
import { elsewhere } from "nowhere-to-be-found";
declare const seen: Map<string, string>;
async function nothing(id: string): Promise<string> { return id; }
async function post(id: string): Promise<string> { return (await fetch("/a", { method: "POST", body: id })).text(); }
export async function page(ids: string[]) {
  const all: unknown[] = [];
  ${before}
  for (const id of ids) {
    ${body}
  }
  return all;
}
`;
  const loopOf = (code: string, here: string): readonly [string, string, number] => {
    const { loop } = explain(code, here);
    const [because] = loop?.because ?? [];
    return [loop?.verdict ?? "", because?.text ?? "", because?.place.line ?? 0];
  };

  test.each([
    ["all.push(await user(id));", "user(id)", "together", "", 0],
    ["await user(id);", "user(id)", "apart", "nothing uses what line 15 brings", 15],
    [
      "all.push(await post(id));",
      "post(id)",
      "apart",
      "`post` on line 15 changes what another turn may read",
      10,
    ],
    [
      "all.push(await nothing(id));",
      "nothing(id)",
      "apart",
      "`nothing` on line 15 waits for nothing outside the program, so nothing would be gained",
      15,
    ],
    [
      "all.push(await elsewhere(id));",
      "elsewhere(id)",
      "apart",
      "`elsewhere` on line 15 is not known to wait for anything outside the program: `elsewhere(id)` is not known to only read",
      15,
    ],
    [
      "if (all.length > 9) break; all.push(await user(id));",
      "user(id)",
      "apart",
      "line 15 may end the loop early",
      15,
    ],
  ])("%s", (body, here, ...said) => {
    expect(loopOf(inLoop(body), `await ${here}`)).toEqual(said);
  });

  test("of a promise that was made before, and in a reduce", () => {
    expect(
      loopOf(inLoop("all.push(await made);", 'const made = user("1");'), "await made")[1],
    ).toBe("line 15 waits for a promise that was made before");
    const reduced = `${loaders}
export const page = (ids: string[]) =>
  ids.reduce(async (before, id) => (await user(id + (await before))), Promise.resolve(""));
`;
    const { loop } = explain(reduced, "await user(id");
    expect(loop).toMatchObject({ verdict: "apart", place: { line: 8 } });
    expect(text(explain(reduced, "await user(id"))).toContain(
      "In the loop of line 8, the turns are not gathered:",
    );
  });
});

test("an offset on the line of an await stands for it, and a line without one for nothing", () => {
  const code = `${loaders}
export async function page() {
  const all = await prices();
  return all;
}
`;
  expect(explain(code, "const all").subject.title).toBe("prices");
  expect(workbench().project.explain(workbench().path("main.ts"), code.indexOf("return all"))).toBe(
    undefined,
  );
});
