import { expect, test } from "@jest/globals";
import { ts } from "../../model/compiler.js";
import { nativeOptions, nativePaths, unsupportedOption } from "./native-options.js";

test("options that TypeScript 7 has dropped leave a project to the reference", () => {
  const unsupported = [
    { outFile: "/out.js" },
    { target: ts.ScriptTarget.ES5 },
    { moduleResolution: ts.ModuleResolutionKind.Classic },
    { module: ts.ModuleKind.AMD },
  ].map((options) => unsupportedOption(options));
  expect(unsupported).toEqual([
    '"outFile"',
    'this "target"',
    '"moduleResolution": "classic"',
    'this "module"',
  ]);
  expect(
    unsupportedOption({ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext }),
  ).toBeUndefined();
});

test("a base of names is said by paths, which TypeScript 7 knows", () => {
  expect(nativePaths({})).toEqual({});
  expect(nativePaths({ paths: { "@/*": ["./src/*"] } })).toEqual({});
  expect(
    nativePaths({ baseUrl: "/p", paths: { "@/*": ["src/*", "/q/*"], jq: ["vendor/jq"] } }),
  ).toEqual({
    paths: {
      "*": ["/p/*"],
      "@/*": ["/p/src/*", "/q/*"],
      jq: ["/p/vendor/jq"],
    },
  });
});

test("what is not said is said as the reference takes it, so that both read the same library", () => {
  expect(nativeOptions({})).toMatchObject({
    target: ts.ScriptTarget.LatestStandard,
    module: ts.ModuleKind.ES2022,
  });
  expect(nativeOptions({ target: ts.ScriptTarget.ES2017 })).toMatchObject({
    target: ts.ScriptTarget.ES2017,
    module: ts.ModuleKind.ES2015,
  });
});
