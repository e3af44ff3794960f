import { ts } from "./compiler.js";
import type { Origin } from "./type-source.js";

/** Says where a declaration stands: the language's library, a package, or the project's sources. */
export function declaredIn(name: string, declaration: ts.Node): Origin {
  const source = declaration.getSourceFile();
  const file = source.fileName;
  const module = mayBeAmbient(source) ? ambientModule(declaration) : undefined;
  const scope =
    (source as Scoped).packageJsonScope?.contents?.packageJsonContent?.name ?? scopes.get(source);
  const from = isLibraryFile(file) ? "lib" : (packageOf(file) ?? "file");
  return {
    name,
    file,
    from,
    ...(module === undefined ? {} : { module }),
    ...(scope === undefined ? {} : { scope }),
  };
}

// The compiler notes the package.json of each file where it tells module formats by it.
interface Scoped extends ts.SourceFile {
  readonly packageJsonScope?: {
    readonly contents?: { readonly packageJsonContent?: { readonly name?: string } };
  };
}

/** Notes which package a source belongs to where the compiler does not. */
export function noteScope(source: ts.SourceFile, name: string | undefined): void {
  if (name !== undefined) scopes.set(source, name);
}

const scopes = new WeakMap<ts.SourceFile, string>();

/** What the compiler would note of a package of that name. */
export function scopeNamed(name: string | undefined): unknown {
  return name === undefined ? undefined : { contents: { packageJsonContent: { name } } };
}

/** The folder that the language's own declarations stand in; it exists on no disk. */
export const libDirectory = "/@awaitwise/typescript/lib";

function isLibraryFile(file: string): boolean {
  return file.startsWith(`${libDirectory}/`);
}

function packageOf(file: string): { package: string } | undefined {
  const at = file.lastIndexOf("/node_modules/");
  if (at < 0) return undefined;
  const [first = "", second = ""] = file.slice(at + "/node_modules/".length).split("/");
  const name = first.startsWith("@") ? `${first}/${second}` : first;
  return { package: name.startsWith("@types/") ? untyped(name.slice("@types/".length)) : name };
}

// DefinitelyTyped writes a scoped package's name with two underscores for the slash.
function untyped(name: string): string {
  const [scope, rest] = name.split("__");
  return rest === undefined ? name : `@${scope}/${rest}`;
}

// A walk up from every declaration is saved where the text says that there is nothing to be found, which
// also leaves files unparsed that nobody looks at otherwise.
function mayBeAmbient(source: ts.SourceFile): boolean {
  if (isLibraryFile(source.fileName)) return false;
  let known = ambient.get(source);
  if (known === undefined) {
    known = /\bmodule\s*(?:\/[/*]|["'`])/.test(source.text);
    ambient.set(source, known);
  }
  return known;
}

const ambient = new WeakMap<ts.SourceFile, boolean>();

function ambientModule(node: ts.Node): string | undefined {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (ts.isModuleDeclaration(at) && ts.isStringLiteral(at.name)) return at.name.text;
  }
  return undefined;
}
