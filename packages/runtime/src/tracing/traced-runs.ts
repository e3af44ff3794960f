import { environmentVariable } from "../platform.js";

/** The first part of a path, and its extension. */
const PARTS = /^(.*?)(\.[^./\\]*)?$/s;

/** How many runs of this process were recorded into files that the environment names. */
let recorded = 0;

let wholeProcess = false;

/** From now on the whole process is recorded: its runs need no trace of their own. */
export function recordsWholeProcess(): void {
  wholeProcess = true;
}

/**
 * Where the run that begins now is to be recorded; undefined where nobody asked for it. The runs of a
 * process would overwrite each other's file: the second gets a number.
 *
 * @throws TypeError where the option is no path
 */
export function tracePathOfRun(option: string | undefined): string | undefined {
  if (option !== undefined) {
    if (typeof option !== "string" || option === "") {
      throw new TypeError(
        `The option trace is the path of a file to write, not ${JSON.stringify(option)}`,
      );
    }
    return option;
  }
  const path = environmentVariable("AWAITWISE_TRACE") ?? "";
  if (path === "" || wholeProcess) {
    return undefined;
  }
  recorded++;
  const [, stem, extension = ""] = PARTS.exec(path) as RegExpExecArray;
  return recorded === 1 ? path : `${stem}-${recorded}${extension}`;
}
