import { afterAll, expect, test } from "@jest/globals";
import { ts } from "../../model/compiler.js";
import { closeNativeCompiler, nativeCompiler } from "./native-compiler.js";
import { NativeProgram } from "./native-program.js";

const texts: Readonly<Record<string, string>> = {
  "/own/main.ts": 'import { close, Store } from "./store";\nclose(new Store());\n',
  "/own/store.d.ts": `// What stands before a statement is no part of it.
export declare const version: string;

export interface Closable {
  /** Ends it. */
  close(when?: Date): Promise<void>;
}
export declare class Store implements Closable {
  close(when?: Date): Promise<void>;
}

export declare function close(store: Store, ...others: readonly string[]): Promise<void>;
`,
};

afterAll(closeNativeCompiler);

const compiler = nativeCompiler();
// The process is an optional dependency; where it cannot be, nothing can be asked.
const where = typeof compiler === "string" ? test.skip : test;

where("a declaration of a declaration file is parsed with its statement and no more", () => {
  if (typeof compiler === "string") throw new Error(compiler);
  const parsed: string[] = [];
  const program = new NativeProgram(compiler, {
    roots: ["/own/main.ts"],
    options: { noLib: true, types: [], module: ts.ModuleKind.ESNext },
    disk: {
      readFile: (path) => texts[path],
      fileExists: (path) => texts[path] !== undefined,
      directoryExists: (path) => path === "/own",
      directories: () => [],
      realpath: (path) => path,
    },
    parse: (file) => {
      parsed.push(file);
      return ts.createSourceFile(file, texts[file] ?? "", ts.ScriptTarget.Latest, true);
    },
    parseNext: () => false,
    forget: (file) => {
      throw new Error(`nobody lets go of ${file} here`);
    },
    outline: (fileName) => ({ fileName, text: texts[fileName] ?? "" }),
  });
  const main = program.getSourceFile("/own/main.ts") as ts.SourceFile;
  const checker = program.getTypeChecker();
  const { expression: call } = main.statements[1] as ts.ExpressionStatement;
  const name = (call as ts.CallExpression).expression;
  const symbol = checker.getAliasedSymbol(checker.getSymbolAtLocation(name) as ts.Symbol);
  const [declaration] = (symbol.declarations ?? []) as ts.FunctionDeclaration[];
  const text = texts["/own/store.d.ts"] ?? "";
  const begin = text.indexOf("export declare function");
  expect(declaration?.getText()).toBe(text.slice(begin).trimEnd());
  expect(declaration?.getStart()).toBe(begin);
  const [, others] = declaration?.parameters ?? [];
  expect(others?.dotDotDotToken).toBeDefined();
  expect(others?.name.getText()).toBe("others");
  expect(others?.getSourceFile().fileName).toBe("/own/store.d.ts");
  // What stands in it can be asked about in turn.
  const [store] = declaration?.parameters ?? [];
  const reference = store?.type as ts.TypeReferenceNode;
  const [declared] = checker.getSymbolAtLocation(reference.typeName)?.declarations ?? [];
  expect(declared?.kind).toBe(ts.SyntaxKind.ClassDeclaration);
  const [method] = (declared as ts.ClassDeclaration).members;
  expect(method?.parent.kind).toBe(ts.SyntaxKind.ClassDeclaration);
  expect(method?.getStart()).toBe(text.lastIndexOf("close(when?"));
  expect(parsed).toEqual(["/own/main.ts"]);
  program.close();
});
