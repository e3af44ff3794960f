import { readFile } from "node:fs/promises";
import { rules as allRules, didYouMean, InputError, type RuleMeta } from "@awaitwise/analyzer";
import type { RulesFlags } from "../options/other-commands.js";
import type { CommandHandler } from "../program/commands.js";
import { exitCodes } from "../program/exit-codes.js";
import { renderMarkdown } from "../terminal/render-markdown.js";
import { type Look, lookOf } from "../terminal/terminal.js";
import { wrap } from "../terminal/wrap.js";

/** `awaitwise rules`: the list of rules, or the page of one. */
export const rules: CommandHandler = async ({ operands, flags }, { stdout, env }) => {
  const { json, color } = flags as RulesFlags;
  const look = lookOf(stdout, env, color === undefined ? {} : { color });
  const [id] = operands;
  const chosen = id === undefined ? allRules : [ruleOf(id)];
  if (json === true) {
    stdout.write(`${JSON.stringify(chosen.map(describe), null, 2)}\n`);
  } else if (id === undefined) {
    stdout.write(`${chosen.map((rule) => listed(rule, look)).join("\n\n")}\n`);
  } else {
    for (const rule of chosen) stdout.write(`${renderMarkdown(await pageOf(rule), look)}\n`);
  }
  return exitCodes.clean;
};

function ruleOf(id: string): RuleMeta {
  const found = allRules.find((rule) => rule.id === id);
  if (found !== undefined) return found;
  // Who comes from another linter knows a rule by the name it has there.
  const counterpart = allRules.find(({ counterparts }) =>
    counterparts.some((name) => name === id || name.endsWith(`/${id}`)),
  );
  if (counterpart !== undefined) return counterpart;
  const ids = allRules.map((rule) => rule.id);
  throw new InputError(
    `There is no rule "${id}"${didYouMean(id, ids) || ': "awaitwise rules" lists them'}`,
  );
}

async function pageOf({ id, page }: RuleMeta): Promise<string> {
  try {
    return await readFile(page, "utf8");
  } catch (error) {
    throw new InputError(
      `The page of "${id}" cannot be read: ${(error as Error).message}; install awaitwise again`,
    );
  }
}

function listed({ id, summary, severity, presets, fixSafety }: RuleMeta, look: Look): string {
  const { style, width } = look;
  const facts = [
    severity,
    presets.includes("recommended") ? "recommended" : "strict",
    fixSafety === "none" ? "no fix" : `${fixSafety} fix`,
  ];
  const prose = wrap(summary, width - 2).map((line) => `  ${line}`);
  return [`${style.bold(id)}  ${style.dim(facts.join(", "))}`, ...prose].join("\n");
}

function describe({ id, summary, severity, presets, fixSafety, counterparts, page }: RuleMeta) {
  return { id, summary, severity, presets, fixSafety, counterparts, page };
}
