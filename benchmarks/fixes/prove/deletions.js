import ts from "typescript";

/**
 * An `await` that is taken out of a source.
 *
 * @typedef {{ readonly file: string, readonly start: number, readonly end: number }} Deletion
 */

/**
 * Every `await` of a source, by where the word and the space after it stand.
 *
 * @param {string} file
 * @param {string} text
 * @returns {Deletion[]}
 */
export function awaitsIn(file, text) {
  if (text.length > 500_000) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  /** @type {Deletion[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isAwaitExpression(node)) {
      found.push({ file, start: node.getStart(source), end: node.expression.getStart(source) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * Takes `size` of a list, the same ones for the same seed.
 *
 * @template T
 * @param {readonly T[]} list
 * @param {number} size
 * @param {number} seed
 * @returns {T[]}
 */
export function sample(list, size, seed) {
  const left = [...list];
  const taken = [];
  let state = seed >>> 0 || 1;
  while (left.length > 0 && taken.length < size) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    taken.push(...left.splice((state >>> 0) % left.length, 1));
  }
  return taken;
}
