/** The part of an error's stack that lies outside of the runtime, or undefined where there is none. */
export function placeOf(error: Error): string | undefined {
  const lines = error.stack?.split("\n").slice(1) ?? [];
  const theirs = lines.filter((line) => !isOurs(line));
  return theirs.length === 0 ? undefined : theirs.join("\n");
}

/** The same of an error that may not be there. */
export function placeIn(error: Error | undefined): string | undefined {
  return error === undefined ? undefined : placeOf(error);
}

const here = ownFile(new Error());

/** The folder of this file, which holds all of the runtime, as stacks write it: `at name (FOLDER/file:1:2)` or `at FOLDER/file:1:2`. */
function ownFile(error: Error): string {
  const line = error.stack?.split("\n")[1] ?? "";
  return /(?:at |\()([^(]*)[/\\][^/\\]*$/.exec(line)?.[1] ?? "";
}

function isOurs(line: string): boolean {
  return line.includes("node:") || isOurFile(line);
}

/** Whether the text names a file of the runtime. */
export function isOurFile(text: string): boolean {
  return here !== "" && text.includes(here) && !/\.test\.[jt]s/.test(text);
}
