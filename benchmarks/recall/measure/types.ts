import type ts from "typescript";

/** Where a project's sources come from; without a package, from this repository. */
export interface Source {
  readonly id: string;
  readonly package?: string;
  readonly folder?: string;
  /** Packages whose global declarations the sources use, besides those of Node. */
  readonly types?: readonly string[];
  /** Nobody has looked at its misses: its figures say what the rules do on code they were not made with. */
  readonly heldOut?: boolean;
}

/** A project whose sources stand in a folder of their own. */
export interface Prepared {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly directory: string;
  readonly configFile: string;
  readonly heldOut: boolean;
}

/** Why deleting an await changes nothing that a checker of promises could see; else `matters`. */
export type Verdict =
  | "matters"
  | "not a promise"
  | "type unknown"
  | "returned all the same"
  | "a promise is as welcome";

/** An `await` of a project. */
export interface Await {
  readonly file: string;
  /** Where the keyword starts. */
  readonly start: number;
  /** The text that takes the place of the keyword, as long as it. */
  readonly instead: string;
  readonly line: number;
  /** The kind of the node that it is the value of. */
  readonly place: string;
  readonly text: string;
  readonly verdict: Verdict;
  /** Whether the promise has a handler for its rejection where it stands. */
  readonly handled: boolean;
}

/** A finding of any tool: which rule, and at which offset. */
export interface Found {
  readonly rule: string;
  readonly start: number;
}

/** A state of a project's sources: the files that differ from the disk, and their texts. */
export type Texts = ReadonlyMap<string, string>;

/** A tool that is asked what it finds in files while the sources are in a given state. */
export interface Tool {
  readonly id: string;
  readonly title: string;
  find(
    project: Prepared,
    texts: Texts,
    files: readonly string[],
  ): ReadonlyMap<string, readonly Found[]>;
}

/** What came of one deletion: for each tool, the rules that reported it. */
export interface Outcome {
  readonly await: Await;
  readonly reported: Readonly<Record<string, readonly string[]>>;
}

/** What all deletions of a project came to. */
export interface Measurement {
  /** How many awaits the project has, deleted or not. */
  readonly awaits: number;
  readonly seconds: number;
  readonly outcomes: readonly Outcome[];
}

/** A compiler program of a project that follows the state of its sources. */
export interface LiveProgram {
  at(texts: Texts): ts.Program;
}
