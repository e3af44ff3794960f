/** A way to run the program. */
export interface Mode {
  readonly id: string;
  readonly title: string;
  /** Of the time, how much recording may take; undefined where nothing is recorded. */
  readonly share: string | undefined;
}

/** One run of the program in a process of its own. */
export interface Run {
  /** Processor time of the turns alone, in milliseconds. */
  readonly cpu: number;
  /** Time on the clock, in milliseconds. */
  readonly wall: number;
  /** How many awaits are in the trace; 0 where there is none. */
  readonly recorded: number;
}

export interface Measurement extends Run {
  readonly node: string;
  readonly tasks: number;
  readonly mode: string;
}

/** How the figures came about. */
export interface Circumstances {
  readonly command: string;
  readonly rounds: number;
  readonly turns: number;
  readonly loadBefore: number;
}
