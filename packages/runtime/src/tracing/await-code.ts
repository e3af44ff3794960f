const WORD = /\bawait\b/g;
const LONGEST = 120;

/**
 * The code of the await that a position stands in, as far as its line goes; undefined where there is
 * none on the line. V8 gives the position of what is awaited, and not that of the word.
 *
 * @param column counts from 0
 */
export function awaitCode(line: string, column: number): string | undefined {
  let found: string | undefined;
  for (const { index } of line.matchAll(WORD)) {
    if (index > column) {
      break;
    }
    const end = endOfOperand(line, index + "await".length);
    if (column < end || found === undefined) {
      found = line.slice(index, Math.min(end, index + LONGEST)).trim();
    }
  }
  return found;
}

/** Where the brackets around it close, or the next operand of a list or statement begins. */
function endOfOperand(line: string, from: number): number {
  let depth = 0;
  let quote = "";
  for (let i = from; i < line.length; i++) {
    const char = line[i] as string;
    if (quote !== "") {
      if (char === "\\") {
        i++;
      } else if (char === quote) {
        quote = "";
      }
    } else if ("\"'`".includes(char)) {
      quote = char;
    } else if ("([{".includes(char)) {
      depth++;
    } else if (")]}".includes(char)) {
      if (--depth < 0) {
        return i;
      }
    } else if (depth === 0 && ",;".includes(char)) {
      return i;
    }
  }
  return line.length;
}
