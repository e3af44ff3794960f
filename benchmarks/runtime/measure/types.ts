/**
 * What is measured. A folder of `workloads/` holds one, or a few which differ in parameters only, in
 * `workload.js`, and beside it the programs: one for each peer that can do it, named for the peer
 * (`python.py` serves every event loop of Python's).
 *
 * A program of a `wall` or `cpu` workload does `count` operations and gives the number done, which is
 * checked. A program of a `figures` workload measures by itself and calls `report`.
 */
export interface Workload {
  /** The folder's name where it is not given. */
  readonly id?: string;
  /** Its place in the tables. */
  readonly order: number;
  readonly title: string;
  /** What one operation is, in a sentence or two. */
  readonly about: string;
  /** Of the figure, for `wall` and `cpu`. */
  readonly unit?: string;
  /** In one sample. */
  readonly operations: number;
  /** Whether another number of operations may be done, so that a sample takes a fitting time. */
  readonly growth: "any" | "fixed";
  readonly measure: "wall" | "cpu" | "figures";
  /** "comparable" where bare promises do the same work, else why they do not. */
  readonly bare?: string;
  /** How many seconds one process may take: a minute where it is not given. */
  readonly patience?: number;
  /** Given to the program. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** For `figures`: what the program reports. */
  readonly figures?: Readonly<Record<string, { readonly title: string; readonly unit: string }>>;
}

/** A workload with the folder in which its programs stand. */
export interface FoundWorkload extends Workload {
  readonly id: string;
  readonly folder: string;
}

/** Who is measured. */
export interface Peer {
  readonly id: string;
  /** The head of its column. */
  readonly title: string;
  /** The file of a workload's folder that is its program. */
  readonly program: string;
  readonly platform: "node" | "python";
  /** Whether it runs in the runtime's debug mode. */
  readonly debug?: boolean;
  /** What its environment holds besides. */
  readonly env?: Readonly<Record<string, string>>;
  /** The major versions of Node on which it differs from another peer; all where it is not given. */
  readonly majors?: readonly number[];
  /** The npm package whose version is stated. */
  readonly package?: string;
}

/** A Node or a Python that was found. */
export interface Platform {
  /** `v24.21.0`, `CPython 3.13.5` */
  readonly name: string;
  readonly command: string;
  /** Of the Node; null for Python. */
  readonly major: number | null;
}

/** The figures of one process, by name: `time`, or those that the workload names. */
export type Figures = Readonly<Record<string, number>>;

/** One thing to measure: a workload, done by a peer, on one Node or Python. */
export interface Cell {
  readonly workload: FoundWorkload;
  readonly peer: Peer;
  readonly platform: Platform;
  readonly program: string;
  /** The figures of each round. */
  readonly rounds: Figures[];
  /** Why it could not be measured. */
  failure: string | null;
}

/** One figure of a workload: most have one, the time of an operation. */
export interface Line {
  readonly title: string;
  readonly unit: string;
  /** The figure's name among the workload's. */
  readonly key: string;
  /** Whether it counts in the means: other figures stand by themselves. */
  readonly isTime: boolean;
  readonly workload: FoundWorkload;
}

/** Whether a target is reached; null where it could not be judged, since a peer was not measured. */
export interface Verdict {
  readonly target: string;
  readonly reached: string;
  readonly met: boolean | null;
}
