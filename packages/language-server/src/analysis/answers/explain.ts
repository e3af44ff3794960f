import { readFileSync } from "node:fs";
import { rules } from "@awaitwise/analyzer";

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
