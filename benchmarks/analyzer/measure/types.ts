/** Sources that are checked. */
export interface Project {
  readonly id: string;
  readonly title: string;
  readonly directory: string;
  readonly lines: number;
  /** A source, and where in it a statement can be put into a function, for the runs after an edit. */
  readonly edited: { readonly file: string; readonly offset: number };
}

/** A linter or compiler, as it is run from the command line. */
export interface Tool {
  readonly id: string;
  readonly title: string;
  /** What it checks. */
  readonly checks: string;
  /** Exit codes of a run that came to its end. */
  readonly codes: readonly number[];
  /** Whether it remembers anything from run to run. */
  readonly remembers: boolean;
  /** Writes what it needs into the project's folder. */
  prepare(directory: string): void;
  /** The command; with a folder for what it remembers, where it is to remember. */
  command(directory: string, memory: string | undefined): readonly string[];
  /** How many findings its output has. */
  count(output: string): number;
}

/** What a run found the disk and the tool's memory in. */
export type State = "cold" | "warm" | "edited";

/** One run of a tool, with all the processes that it starts. */
export interface Run {
  /** In seconds, on the clock. */
  readonly wall: number;
  /** In seconds of processor time. */
  readonly cpu: number;
  /** In MB at the most, of all its processes together; undefined where the system does not tell. */
  readonly memory: number | undefined;
  readonly findings: number;
}

export interface Measurement {
  readonly project: string;
  readonly tool: string;
  readonly state: State;
  readonly round: number;
  /** What went wrong, in place of a run. */
  readonly run: Run | string;
}

/** How the figures came about. */
export interface Circumstances {
  readonly command: string;
  readonly rounds: number;
  readonly versions: string;
  readonly loadBefore: number;
  readonly minutes: number;
}
