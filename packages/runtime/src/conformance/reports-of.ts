import { type ExceptionContext, getRunningLoop } from "../index.js";
import type { Work } from "../loop/event-loop.js";
import { runVirtual } from "../testing.js";

/** What the loop's exception handler was told until the run of the program had ended. */
export async function reportsOf(
  main: () => PromiseLike<unknown> | unknown,
): Promise<ExceptionContext[]> {
  const reports: ExceptionContext[] = [];
  const work: Work<unknown> = () => {
    getRunningLoop().setExceptionHandler((_loop, context) => {
      reports.push(context);
    });
    return main();
  };
  await runVirtual(work);
  return reports;
}
