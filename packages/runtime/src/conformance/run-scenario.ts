import { compareLogs, formatDifference } from "./compare-logs.js";
import { runProgram } from "./interpreter.js";
import type { Scenario } from "./program.js";

/**
 * Runs one scenario and compares its log with the golden one: `null` where both agree, else what
 * differed or what went wrong, to be read by a person.
 */
export async function runScenario({ program, log }: Scenario): Promise<string | null> {
  try {
    const difference = compareLogs(log, await runProgram(program));
    return difference === null ? null : formatDifference(difference);
  } catch (error) {
    return `  the program broke the runner: ${error instanceof Error ? error.stack : String(error)}`;
  }
}
