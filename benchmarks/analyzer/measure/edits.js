/**
 * Where a function's body begins, behind its bracket; of the first that is written in several lines.
 *
 * @param {string} text
 * @returns {number | undefined}
 */
export function bodyIn(text) {
  const head = /^(?:export )?(?:async )?function \w+.*\{$|^ {2}(?:async )?\w+\(.*\).*\{$/m.exec(
    text,
  );
  // What only looks like a method is a statement of the language's own.
  if (head === null || /^ {2}(?:if|for|while|switch|catch)\b/.test(head[0])) return undefined;
  return head.index + head[0].length;
}
