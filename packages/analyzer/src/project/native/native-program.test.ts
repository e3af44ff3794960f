import { expect, test } from "@jest/globals";
import { ts } from "../../model/compiler.js";
import { unsupportedOption } from "./native-program.js";

test("options that TypeScript 7 has dropped leave a project to the reference", () => {
  const unsupported = [
    { baseUrl: "/src" },
    { outFile: "/out.js" },
    { target: ts.ScriptTarget.ES5 },
    { moduleResolution: ts.ModuleResolutionKind.Classic },
    { module: ts.ModuleKind.AMD },
  ].map((options) => unsupportedOption(options));
  expect(unsupported).toEqual([
    '"baseUrl"',
    '"outFile"',
    'this "target"',
    '"moduleResolution": "classic"',
    'this "module"',
  ]);
  expect(
    unsupportedOption({ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext }),
  ).toBeUndefined();
});
