/** A package whose own tests are run before and after its serial awaits are fixed. */
export interface PackageToFix {
  readonly repository: string;
  readonly commit: string;
  /** The folders whose sources are fixed. */
  readonly sources: readonly string[];
  /** What installs it, and builds what its tests need; each a command line in its folder. */
  readonly install: readonly string[];
  /** What its tests are run by, and builds what they run from where that is not the sources. */
  readonly test: readonly string[];
  /** The same for those tests alone that come to what is fixed, where all of them take long. */
  readonly reaching?: readonly string[];
  /** Suggested fixes that a reader declined, by their places, with the reason. */
  readonly declined?: Readonly<Record<string, string>>;
}

/** A stretch of a text in which awaits are gathered. */
export interface Region {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/** That an operation of a region ran, by the clock of its process. */
export interface LatencyEvent {
  readonly region: string;
  readonly process: number;
  readonly from: number;
  readonly to: number;
}

/** What a run of the tests came to. */
export interface TestRun {
  readonly passed: number;
  readonly failed: number;
  /** The exit code of the last command, other than 0 also where tests failed before. */
  readonly exit: number;
}

/** A fix as it was applied. */
export interface AppliedFix {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly safety: string;
  readonly calls: number;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** What came of one package. */
export interface PackageResult {
  readonly repository: string;
  readonly commit: string;
  readonly date: string;
  readonly node: string;
  readonly baseline: TestRun;
  readonly fixed: TestRun;
  readonly fixes: readonly AppliedFix[];
}
