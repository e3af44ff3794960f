import type { ts } from "./compiler.js";

/** What is asked of a type checker; the compiler's own is one. */
export type Checker = Pick<
  ts.TypeChecker,
  | "getAliasedSymbol"
  | "getAnyType"
  | "getApparentType"
  | "getAwaitedType"
  | "getBaseConstraintOfType"
  | "getBaseTypes"
  | "getContextualType"
  | "getImmediateAliasedSymbol"
  | "getIndexTypeOfType"
  | "getPropertiesOfType"
  | "getPropertyOfType"
  | "getResolvedSignature"
  | "getShorthandAssignmentValueSymbol"
  | "getSymbolAtLocation"
  | "getTypeArguments"
  | "getTypeAtLocation"
  | "getTypeOfSymbol"
  | "isArrayLikeType"
  | "isArrayType"
  | "isTupleType"
  | "isTypeAssignableTo"
  | "typeToString"
> & {
  /** Told what is asked next, where asking for all of it at once costs less. */
  prefetch?(wanted: Wanted): void;
  /** Told which properties of a type are asked for next, with what calling them gives. */
  prefetchMembers?(type: ts.Type, names: readonly string[]): void;
};

/** Nodes that a checker will be asked about, by the question. */
export interface Wanted {
  readonly types: readonly ts.Node[];
  readonly contextual: readonly ts.Expression[];
  readonly symbols: readonly ts.Node[];
  /** What methods are called on: their types may be asked for, and where they are, all else is settled. */
  readonly receivers: readonly ts.Expression[];
}

/** The sources of a project and what a checker says of them; the compiler's own program is one. */
export type SemanticProgram = Pick<ts.Program, "getSourceFile" | "getSourceFiles"> & {
  getTypeChecker(): Checker;
  getSyntacticDiagnostics(source: ts.SourceFile): readonly ts.DiagnosticWithLocation[];
  /**
   * What would stand in the `.d.ts` of each of these files, with what is said against it, by their names;
   * missing in the compiler's own.
   */
  declarationsOf?(sources: readonly ts.SourceFile[]): ReadonlyMap<string, string>;
  /** The sources whose text matches; no other is parsed for that. Missing in the compiler's own. */
  sourcesMatching?(pattern: RegExp): readonly ts.SourceFile[];
  /** What a file says, without parsing it; missing in the compiler's own. */
  textOf?(file: string): ProgramText | undefined;
  /**
   * Lets go of the trees of sources, and of all that was said of their nodes: both are made anew where they are
   * asked for. Whoever holds a node or a checker of this program asks for it again. Missing in the compiler's
   * own, whose trees are the program.
   */
  letGoOfTrees?(): void;
  /** How many characters of text the trees of sources are made of that are in memory; missing where those stay. */
  readonly heldText?: number;
  /**
   * The files that were edited since an earlier state of the same project; `undefined` where more may be
   * another. Missing in the compiler's own, whose trees are the same objects where nothing was edited.
   */
  editedSince?(before: SemanticProgram): ReadonlySet<string> | undefined;
  /** The names of all files, without reading any; missing in the compiler's own. */
  readonly fileNames?: ReadonlySet<string>;
};

/** What one file of a program says, and its tree where it has one. */
export interface ProgramText {
  readonly file: string;
  readonly text: string;
  readonly source: ts.SourceFile | undefined;
}

/** What the files of a program say, but for those that came with packages. */
export function ownTexts(program: SemanticProgram): readonly ProgramText[] {
  const isOwn = (file: string): boolean => !/\/node_modules\/|\.json$/.test(file);
  if (program.fileNames !== undefined && program.textOf !== undefined) {
    return [...program.fileNames].filter(isOwn).flatMap((file) => program.textOf?.(file) ?? []);
  }
  return program
    .getSourceFiles()
    .filter(({ fileName }) => isOwn(fileName))
    .map((source) => ({ file: source.fileName, text: source.text, source }));
}

/** The sources of a program, declaration files left out, whose text matches. */
export function sourcesMatching(
  program: SemanticProgram,
  pattern: RegExp,
): readonly ts.SourceFile[] {
  return (
    program.sourcesMatching?.(pattern) ??
    program.getSourceFiles().filter((one) => !one.isDeclarationFile && pattern.test(one.text))
  );
}
