import type { ts } from "../../syntax.js";

/**
 * Tells whether a file makes its database of a driver that answers at once, from the process itself, and of no
 * other: two statements on it gain nothing side by side.
 */
export function isInProcessDatabase({ text }: ts.SourceFile): boolean {
  return atOnce.test(text) && !overNetwork.test(text);
}

const atOnce = /from ["'](better-sqlite3|(node|bun):sqlite)["']/;
const overNetwork = /from ["'](pg|mysql2?|postgres|tarn|tedious|@neondatabase\/\w+)["'/]/;
