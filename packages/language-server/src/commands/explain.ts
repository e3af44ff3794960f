import type { Command } from "./index.js";

/** The page of the rule that is named by the first argument, in Markdown. */
export const explain: Command = (session, [rule]) =>
  session.analysis.request("explain", { rule: String(rule) });
