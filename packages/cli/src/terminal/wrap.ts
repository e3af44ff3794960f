import { displayWidth } from "./display-width.js";

/** Breaks prose at spaces so that no line is wider than `width`; a longer word stands alone. */
export function wrap(text: string, width: number): string[] {
  return text.split("\n").flatMap((paragraph) => wrapParagraph(paragraph, width));
}

function wrapParagraph(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const word of paragraph.split(" ")) {
    const wordWidth = displayWidth(word);
    if (line !== "" && used + 1 + wordWidth > width) {
      lines.push(line);
      line = word;
      used = wordWidth;
    } else {
      line = line === "" ? word : `${line} ${word}`;
      used += wordWidth + (used === 0 ? 0 : 1);
    }
  }
  lines.push(line);
  return lines;
}
