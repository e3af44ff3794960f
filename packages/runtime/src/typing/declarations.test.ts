import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";
import ts from "typescript";

const built = path.resolve(import.meta.dirname, "../../dist");
const entries = ["index.d.ts", "node.d.ts", "testing.d.ts"].map((entry) => path.join(built, entry));

/** The declarations that an entry's exports reach, as source files. */
function publicDeclarations(): ts.SourceFile[] {
  const program = ts.createProgram(entries, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
  });
  return program.getSourceFiles().filter((file) => file.fileName.startsWith(built));
}

test("no declaration of the public API says any", () => {
  const places: string[] = [];
  for (const file of publicDeclarations()) {
    const visit = (node: ts.Node): void => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) {
        const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
        places.push(`${path.relative(built, file.fileName)}:${line + 1}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  expect(readdirSync(built)).toContain("index.d.ts");
  expect(places).toEqual([]);
});
