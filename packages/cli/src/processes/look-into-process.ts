import { InputError } from "@awaitwise/analyzer";
import { openInspector } from "./inspector-endpoint.js";
import { InspectorSession } from "./inspector-session.js";
import { type ProcessState, parseProcessState, STATE_EXPRESSION } from "./process-state.js";
import { demandNode } from "./target-process.js";

/**
 * Takes effect once this process has hung up: closing waits for that. A program that is in the middle of a step
 * closes its inspector when the step has ended.
 */
const CLOSE_EXPRESSION = `void process.getBuiltinModule("node:timers")
  .setImmediate(() => process.getBuiltinModule("node:inspector").close())`;

/**
 * Asks a live Node process for the tasks of its running loops, by its inspector: the process need not help, only have
 * imported the runtime. An inspector that was closed is closed again.
 *
 * @param timeout in milliseconds, for the inspector to open and for each answer
 * @throws InputError where there is no such process, or it cannot or may not be asked
 */
export async function lookIntoProcess(pid: number, timeout: number): Promise<ProcessState> {
  if (pid === process.pid) throw new InputError(`Process ${pid} is this one`);
  demandNode(pid);
  const { url, wasOpened } = await openInspector(pid, timeout);
  const session = await InspectorSession.connect(url, pid, timeout);
  try {
    return await ask(session, pid, wasOpened);
  } finally {
    session.close();
  }
}

async function ask(
  session: InspectorSession,
  pid: number,
  wasOpened: boolean,
): Promise<ProcessState> {
  try {
    return parseProcessState(String(await session.evaluate(STATE_EXPRESSION)), pid);
  } finally {
    // Who hangs up before the answer takes back what was asked.
    if (wasOpened) await session.evaluate(CLOSE_EXPRESSION);
  }
}
