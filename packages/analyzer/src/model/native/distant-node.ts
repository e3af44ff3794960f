import { ts } from "../compiler.js";

/** What is known of a declaration file without parsing it. */
export interface DistantFile {
  readonly fileName: string;
  readonly text: string;
  /** What the compiler notes of the package.json that it belongs to. */
  readonly packageJsonScope?: unknown;
}

/**
 * A declaration file that is parsed when somebody looks at more of it than its name and text: of most
 * declarations nobody asks more than where they stand, and parsing them takes longer than all sources.
 */
export function distantSource(
  file: DistantFile,
  parsed: () => ts.SourceFile | undefined,
): ts.SourceFile {
  const source: ts.SourceFile = standIn(
    {
      kind: ts.SyntaxKind.SourceFile,
      fileName: file.fileName,
      isDeclarationFile: true,
      packageJsonScope: file.packageJsonScope,
      parent: undefined,
      getSourceFile: () => source,
    },
    { text: () => file.text },
    parsed,
  ) as ts.SourceFile;
  return source;
}

/** A node of such a file, of which the kind is known. */
export function distantNode(
  kind: ts.SyntaxKind,
  source: ts.SourceFile,
  parsed: () => ts.Node | undefined,
): ts.Node {
  return standIn({ kind, getSourceFile: () => source }, {}, parsed);
}

function standIn(
  known: Readonly<Record<string, unknown>>,
  worked: Readonly<Record<string, () => unknown>>,
  parsed: () => ts.Node | undefined,
): ts.Node {
  let real: { readonly node: object } | undefined;
  const found = (): object => {
    real ??= { node: parsed() ?? {} };
    return real.node;
  };
  return new Proxy(known, {
    get(_, name) {
      if (typeof name === "string") {
        if (Object.hasOwn(known, name)) return known[name];
        if (Object.hasOwn(worked, name)) return worked[name]?.();
      }
      const value: unknown = Reflect.get(found(), name);
      return typeof value === "function" ? value.bind(found()) : value;
    },
    has(_, name) {
      return (
        Object.hasOwn(known, name) || Object.hasOwn(worked, name) || Reflect.has(found(), name)
      );
    },
  }) as unknown as ts.Node;
}
