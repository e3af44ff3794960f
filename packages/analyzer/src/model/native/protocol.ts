/** What the compiler's process answers, as far as it is used; all of it is plain data. */
export interface TypeData {
  readonly id: number;
  readonly flags: number;
  readonly objectFlags?: number;
  readonly isTupleType?: boolean;
  readonly value?: unknown;
  readonly target?: number;
  readonly intrinsicName?: string;
  readonly aliasSymbol?: SymbolMark;
  readonly symbol?: SymbolMark;
}

export interface SymbolData {
  readonly reference: SymbolReference;
  readonly name: string;
  readonly flags: number;
  readonly declarations?: readonly string[];
  readonly valueDeclaration?: string;
}

/** Names a symbol to the process; what else it holds is the process's. */
export interface SymbolReference {
  readonly id: number;
  readonly file?: { readonly nodeId: string };
}

/** A symbol that another answer speaks of. */
export interface SymbolMark {
  readonly id: number;
  readonly file?: string;
}

export interface SignatureData {
  readonly id: number;
  readonly declaration?: string;
  readonly parameters?: readonly SymbolMark[];
}

export interface SnapshotData {
  readonly snapshot: number;
  readonly projects: readonly {
    readonly handle: number;
    readonly parsedCommandLine?: { readonly options: Readonly<Record<string, unknown>> };
  }[];
  /** What is another than in the state that it was made from. */
  readonly changes?: {
    readonly changedProjects?: Readonly<Record<string, FileChanges>>;
  };
  readonly operation: { readonly createdPrograms?: readonly unknown[] };
}

export interface FileChanges {
  readonly changedFiles?: readonly string[];
  readonly deletedFiles?: readonly string[];
}

export interface ModuleData {
  readonly resolvedFileName: string;
}

export interface EmitData {
  readonly diagnostics: readonly { readonly text: string; readonly fileName?: string }[];
  readonly outputFiles: readonly { readonly text: string; readonly sourceFileName?: string }[];
}
