import { Worker } from "node:worker_threads";

/** How long one program may take before it counts as hung; the slowest takes some milliseconds. */
const PATIENCE = 20_000;

/**
 * Runs scenarios in a thread of their own, so that a program that spins, never ends or ends its
 * thread is one failure and not the end of the run. Gives for each `null`, or what went wrong.
 */
export async function runScenarios(scenarios) {
  const outcomes = [];
  while (outcomes.length < scenarios.length) {
    await runUntilBroken(scenarios.slice(outcomes.length), outcomes);
  }
  return outcomes;
}

/**
 * Runs scenarios until all are done or one broke the thread, which is then its outcome.
 * @returns {Promise<void>}
 */
function runUntilBroken(scenarios, outcomes) {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./scenario-worker.js", import.meta.url), {
      workerData: scenarios,
    });
    const wanted = outcomes.length + scenarios.length;
    let broken = "  the thread ended in the middle of the program: nothing was left to wait for";
    let watchdog = setTimeout(giveUp, PATIENCE);

    function giveUp() {
      broken = `  the program did not end within ${PATIENCE / 1000} s`;
      worker.terminate();
    }
    worker.on("message", (outcome) => {
      outcomes.push(outcome);
      clearTimeout(watchdog);
      watchdog = setTimeout(giveUp, PATIENCE);
    });
    worker.on("error", (error) => {
      broken = `  the program threw outside of any task: ${error?.stack ?? error}`;
    });
    worker.on("exit", () => {
      clearTimeout(watchdog);
      if (outcomes.length < wanted) {
        outcomes.push(broken);
      }
      resolve();
    });
  });
}
