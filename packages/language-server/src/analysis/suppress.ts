import type { Finding, TextEdit } from "@awaitwise/analyzer";

/** A comment above the finding's line that says it is meant to be so. */
export function suppressLine(finding: Finding, text: string): TextEdit {
  const start = text.lastIndexOf("\n", finding.start - 1) + 1;
  const indent = /^[\t ]*/.exec(text.slice(start, finding.start))?.[0] ?? "";
  return {
    file: finding.file,
    start,
    end: start,
    text: `${indent}// awaitwise-ignore-next-line ${finding.rule} -- ${reason}\n`,
  };
}

/** A comment at the top that turns a rule off for the whole file. */
export function suppressFile(file: string, rule: string, text: string): TextEdit {
  // An interpreter line has to stay the first.
  const start = text.startsWith("#!") ? text.indexOf("\n") + 1 : 0;
  return { file, start, end: start, text: `// awaitwise-ignore-file ${rule} -- ${reason}\n` };
}

const reason = "say why";
