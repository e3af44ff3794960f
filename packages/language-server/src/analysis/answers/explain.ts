import { readFileSync } from "node:fs";
import { renderExplanation, rules } from "@awaitwise/analyzer";
import type { Position } from "vscode-languageserver/node";
import type { AnalysisService } from "../analysis-service.js";

/** Everything about the await at a position, as text; `null` where none is. */
export function explainAwait(
  service: AnalysisService,
  { file, position }: { file: string; position: Position },
): string | null {
  const explanation = service.explain(file, service.positionsOf(file).offsetAt(position));
  return explanation === undefined ? null : renderExplanation(explanation);
}

/** The page of a rule, in Markdown; a sentence that lists the rules where there is none of that name. */
export function explain({ rule }: { rule: string }): string {
  const found = rules.find(({ id }) => id === rule);
  if (found === undefined) {
    return `There is no rule "${rule}": the rules are ${rules.map(({ id }) => id).join(", ")}`;
  }
  try {
    return readFileSync(found.page, "utf8");
  } catch {
    return `# ${found.id}\n\n${found.summary}\n`;
  }
}
