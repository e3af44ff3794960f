/**
 * Where a function's body begins, behind its bracket; of the first that is written in several lines. A constructor
 * is none: what it assigns is seen by whoever uses the class.
 *
 * @param {string} text
 * @returns {number | undefined}
 */
export function bodyIn(text) {
  const heads = text.matchAll(
    /^(?:export )?(?:async )?function \w+.*\{$|^ {2}(?:async )?\w+\(.*\).*\{$/gm,
  );
  for (const head of heads) {
    // What only looks like a method is a statement of the language's own.
    if (/^ {2}(?:if|for|while|switch|catch|constructor)\b/.test(head[0])) continue;
    return head.index + head[0].length;
  }
  return undefined;
}
