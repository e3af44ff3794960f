import { ts } from "../../model/syntax.js";
import type { Rule } from "../rule.js";

/** Awaits that stand one after another though none needs what another brings. */
export const serialAwait: Rule = {
  meta: {
    id: "serial-await",
    summary: "Awaits that do not need each other run one after another instead of together",
    severity: "warning",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: [],
  },
  defaults: {},
  kinds: [ts.SyntaxKind.Block],
  visit() {},
};
