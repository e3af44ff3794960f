/** What the process tells its caller when it ends. */
export const exitCodes = {
  /** Nothing was found at or over the level that fails. */
  clean: 0,
  /** Findings fail the run, or a file could not be checked. */
  findings: 1,
  /** Nothing could be checked: bad options, bad configuration, no project, or a crash. */
  cannotRun: 2,
  /** The user pressed Ctrl-C (128 and the number of SIGINT). */
  interrupted: 130,
} as const;
