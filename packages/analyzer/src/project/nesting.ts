const DEEP = 1000;

/**
 * Whether the brackets of a text nest so deep that our parser may not reach their end. Those in strings and
 * comments count as well: it only says where to look closer.
 */
export function nestsDeep(text: string): boolean {
  if (text.length < 2 * DEEP) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x28: // (
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        if (depth > DEEP) return true;
        break;
      case 0x29:
      case 0x5d:
      case 0x7d:
        if (depth > 0) depth -= 1;
    }
  }
  return false;
}
