import { eagerTaskFactory, getRunningLoop } from "../index.js";
import { runVirtual } from "../testing.js";

/** Runs the program with tasks that start at their first turn, then with tasks that start at once. */
export async function runBothWays(main: () => Promise<void>): Promise<void> {
  await runVirtual(main);
  await runVirtual(() => {
    getRunningLoop().setTaskFactory(eagerTaskFactory);
    return main();
  });
}
