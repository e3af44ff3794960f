import { expect, test } from "@jest/globals";
import { Horizon } from "./horizon.js";

function reached(texts: Readonly<Record<string, string>>, ...steps: readonly [string, string][]) {
  const horizon = new Horizon("/a.ts", (file) => texts[file] ?? "export const one = 1;\n");
  return steps.filter(([from, resolvedFileName]) => {
    const target = { resolvedModule: { resolvedFileName, extension: ".ts" } };
    const [found] = horizon.within(from, [target]);
    return found?.resolvedModule !== undefined;
  });
}

test("ends two imports away from the file", () => {
  expect(
    reached({}, ["/a.ts", "/b.ts"], ["/b.ts", "/c.ts"], ["/c.ts", "/d.ts"], ["/c.ts", "/b.ts"]),
  ).toEqual([
    ["/a.ts", "/b.ts"],
    ["/b.ts", "/c.ts"],
    ["/c.ts", "/b.ts"],
  ]);
});

test("looks through files that only pass on what others export, and into packages", () => {
  const texts = {
    "/index.ts": '// Everything.\nexport * from "./b";\nexport { c, type D } from "./c.js"\n',
  };
  const steps: [string, string][] = [
    ["/a.ts", "/index.ts"],
    ["/index.ts", "/b.ts"],
    ["/b.ts", "/node_modules/p/index.d.ts"],
    ["/node_modules/p/index.d.ts", "/node_modules/p/deep.d.ts"],
    ["/node_modules/p/deep.d.ts", "/node_modules/p/deeper.d.ts"],
  ];
  expect(reached(texts, ...steps)).toEqual(steps);
});

test("takes in whatever the file itself imports, and of the rest what there is room for", () => {
  const large = "x".repeat(600_000);
  expect(
    reached({ "/b.ts": large }, ["/a.ts", "/b.ts"], ["/a.ts", "/c.ts"], ["/b.ts", "/d.ts"]),
  ).toEqual([
    ["/a.ts", "/b.ts"],
    ["/a.ts", "/c.ts"],
  ]);
});

test("takes no time to see that comments pass nothing on", () => {
  const texts = { "/b.ts": `${"//".repeat(200)}\n`.repeat(50).concat("x") };
  expect(reached(texts, ["/a.ts", "/b.ts"], ["/b.ts", "/c.ts"], ["/c.ts", "/d.ts"])).toHaveLength(
    2,
  );
});
