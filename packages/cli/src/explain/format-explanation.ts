import { pathToFileURL } from "node:url";
import { rules } from "@awaitwise/analyzer";
import { formatFinding } from "../report/formats/pretty.js";
import type { Look } from "../terminal/terminal.js";
import { wrap } from "../terminal/wrap.js";
import type { ExplainedFinding, LineExplanation } from "./explain-line.js";

/** An explanation as a person reads it. */
export function formatExplanation(explanation: LineExplanation, look: Look): string {
  const { style, width } = look;
  const { file, line, code, findings, awaits, unresolvedModules } = explanation;
  const blocks = [`${style.underline(style.bold(`${file}:${line}`))}\n  ${code.trim()}`];
  if (findings.length === 0) {
    blocks.push("No rule finds anything in this line, those included that are switched off");
  }
  for (const one of findings) blocks.push(formatExplained(one, explanation, look));
  for (const one of awaits) blocks.push(indented(one, width));
  if (unresolvedModules.length > 0) {
    const named = unresolvedModules.join(", ");
    const text = `Not known is what depends on modules that did not resolve: ${named}`;
    blocks.push(wrap(style.yellow(text), look.width).join("\n"));
  }
  return blocks.join("\n\n");
}

// Its own indentation is kept where a line is broken.
function indented(text: string, width: number): string {
  return text
    .split("\n")
    .flatMap((line) => {
      const lead = /^\s*/.exec(line)?.[0] ?? "";
      return wrap(line.slice(lead.length), width - lead.length - 2).map((row) =>
        row === "" ? "" : `  ${lead}${row}`,
      );
    })
    .join("\n");
}

function formatExplained(
  { finding, hidden }: ExplainedFinding,
  { texts }: LineExplanation,
  look: Look,
): string {
  const { style, width } = look;
  const pages = new Map(rules.map(({ id, page }) => [id, pathToFileURL(page).href]));
  const said = hidden === undefined ? [] : [`Not reported: ${hidden}`];
  const notes = [
    ...finding.refusals.map(({ title, reason }) => `Not offered: ${title}: ${reason}`),
    ...said,
  ].flatMap((note) => wrap(note, width - 2).map((row) => `  ${style.dim(row)}`));
  const shown = formatFinding(finding, { look, texts, rulePage: (rule) => pages.get(rule) });
  return [shown, ...(notes.length === 0 ? [] : ["", ...notes])].join("\n");
}
