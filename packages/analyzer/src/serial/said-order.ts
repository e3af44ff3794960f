import { ts } from "../model/syntax.js";
import { lineOf } from "./control.js";
import { type Obstacle, obstacle } from "./hazard.js";

/**
 * What a comment before some code says of its order: `// We ask for this after the index, which warms the cache`. Whoever
 * wrote it knows of something that the code does not show.
 */
export function saidOrder(node: ts.Node): Obstacle | undefined {
  const statement = ts.findAncestor(node, ts.isStatement) ?? node;
  const { text } = statement.getSourceFile();
  const said = (ts.getLeadingCommentRanges(text, statement.pos) ?? []).some(({ pos, end }) =>
    speaksOfOrder.test(text.slice(pos, end)),
  );
  if (!said) return undefined;
  const reason = `a comment before line ${lineOf(statement)} says that it has its place in an order`;
  return obstacle("control-dependence", "suggests", statement, reason);
}

const speaksOfOrder =
  /\b(sequential(ly)?|serially|in series|in sequence|one (at a time|by one|after (the other|another))|not (in parallel|concurrently)|(call|run|do|ask|fetch|load|read|wait|happen|come)(s|ed|ing)? (for )?(this|it|them|that|these|which)? ?(only )?(after|before|first)|must (be|come|run|happen) (\w+ )?(after|before|first)|order (matters|is important|is significant)|warms? (up )?the cache)\b/i;
