import { describe, expect, test } from "@jest/globals";
import { memoryDisk } from "../testkit/memory-disk.js";
import { type Recorded, recordedTrace } from "../testkit/recorded-trace.js";
import { Measurements } from "./measurements.js";

/** The code of the awaits that something was recorded at, with the calls. */
function matched(source: string, awaits: readonly Recorded[], files = {}) {
  const disk = memoryDisk({ "/t.json": recordedTrace(awaits), "/a.ts": source, ...files });
  const measurements = Measurements.read(["/t.json"], disk);
  const found = [...measurements.awaitsOf("/a.ts", source)]
    .sort(([a], [b]) => a - b)
    .map(([start, list]) => [
      source.slice(start, source.indexOf("\n", start)),
      list.map(({ call }) => call),
    ]);
  return { found, summary: measurements.summary() };
}

const source = [
  "async function page(id: string) {",
  "  const user = await loadUser(id);",
  "  const cart = await loadCart(await tokenOf(id));",
  "  return [user, cart];",
  "}",
  "",
].join("\n");

describe("a recorded await is found", () => {
  test("where it was, the innermost where they nest", () => {
    const { found, summary } = matched(source, [
      ["file:///a.ts:2:22", "await loadUser(id)", 1, 0, 5, "page"],
      ["file:///a.ts:3:37", "await tokenOf(id)", 1, 5, 5, "page"],
      ["file:///a.ts:3:22", "await loadCart(await tokenOf(id))", 1, 5, 9, "page"],
    ]);
    expect(found).toEqual([
      ["await loadUser(id);", [1]],
      ["await loadCart(await tokenOf(id));", [1]],
      ["await tokenOf(id));", [1]],
    ]);
    expect(summary).toEqual({ recorded: 3, elsewhere: 0, unmatched: 0, unmatchedPlaces: [] });
  });

  test("by its function and code where the source has changed", () => {
    const edited = `// new\nimport x from "x";\n${source.replace("loadUser(id)", "loadUser( id, )")}`;
    const { found, summary } = matched(edited, [
      ["file:///a.ts:2:22", "await loadUser(id)", 1, 0, 5, "page"],
      ["file:///a.ts:9:22", "await loadUser(id)", 2, 0, 5, "other"],
      ["file:///a.ts:3:37", "await gone(id)", 1, 5, 5, "page"],
    ]);
    expect(found).toEqual([["await loadUser( id, );", [1]]]);
    expect(summary).toEqual({
      recorded: 3,
      elsewhere: 0,
      unmatched: 2,
      unmatchedPlaces: ["/a.ts:3", "/a.ts:9"],
    });
  });

  test("in order where several are alike, and not where their number has changed", () => {
    const twice = "// moved\nasync function f() {\n  await g(1);\n  await g(1);\n}\n";
    const sites: Recorded[] = [
      ["file:///a.ts:3:9", "await g(1)", 2, 5, 5, "f"],
      ["file:///a.ts:2:9", "await g(1)", 1, 0, 5, "f"],
    ];
    const { found } = matched(`\n${twice}`, sites);
    expect(found.map(([, calls]) => calls)).toEqual([[1], [2]]);
    const once = `\n\n\n${twice.replace("  await g(1);\n", "")}`;
    expect(matched(once, sites).summary.unmatched).toBe(2);
  });

  test("by the source map of what ran", () => {
    const map = {
      version: 3,
      sources: ["../a.ts"],
      names: [],
      // Line 1, column 21 of the output is line 2, column 21 of the source.
      mappings: "qBACqB",
    };
    const awaits: Recorded[] = [["file:///dist/a.js:1:22", "await loadUser(id)", 1, 0, 5, "page"]];
    const json = JSON.stringify(map);
    const inline = `data:application/json;base64,${Buffer.from(json).toString("base64")}`;
    for (const files of [
      { "/dist/a.js": "//# sourceMappingURL=a.js.map", "/dist/a.js.map": json },
      { "/dist/a.js": `x\n//# sourceMappingURL=${inline}\n` },
    ]) {
      const typed = source.replace("loadUser(id)", "loadUser<User>(id)");
      expect(matched(typed, awaits, files).found).toEqual([["await loadUser<User>(id);", [1]]]);
    }
    const broken = { "/dist/a.js": "//# sourceMappingURL=a.js.map", "/dist/a.js.map": "{" };
    expect(matched(source, awaits, broken).summary.elsewhere).toBe(1);
  });
});

test("a trace that cannot be read is refused by name", () => {
  expect(() => Measurements.read(["no.json"], memoryDisk({}), "/x")).toThrow(
    'The trace "no.json" cannot be read: check that it exists and its permissions',
  );
});
