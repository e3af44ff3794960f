import { counterpartsOf, type RuleMeta } from "@awaitwise/analyzer";

/** The table of docs/migrating.md: what the other linters call each rule, by the names they have. */
export function ruleNamesTable(rules: readonly RuleMeta[]): string {
  const rows = rules.flatMap((rule) => {
    const { eslint, biome, sonar } = counterpartsOf(rule);
    if (eslint.length === 0) return [];
    return `| ${[list([rule.id]), list(eslint), list(biome), list(sonar)].join(" | ")} |`;
  });
  return [
    "| awaitwise | ESLint and its plugins, oxlint | Biome | Sonar |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

/** The page with its table as it has to be; the table stands between two comments. */
export function withRuleNames(page: string, rules: readonly RuleMeta[]): string {
  const [start, end] = ["<!-- rules: generated -->", "<!-- rules: end -->"];
  const [before = "", rest = ""] = page.split(start);
  const after = rest.split(end)[1];
  if (after === undefined) throw new Error(`The page has no place for the table: write "${start}"`);
  return `${before}${start}\n\n${ruleNamesTable(rules)}\n\n${end}${after}`;
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
