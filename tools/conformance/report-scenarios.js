import { runScenarios } from "./run-scenarios.js";

/** Runs scenarios, prints each that failed and the two totals, and gives the exit code. */
export async function reportScenarios(scenarios) {
  const outcomes = await runScenarios(scenarios);
  let failed = 0;
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome !== null) {
      failed++;
      console.log(`${scenarios[index].name}\n${outcome}`);
    }
  }
  console.log(`${outcomes.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
