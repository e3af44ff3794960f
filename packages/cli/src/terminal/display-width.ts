// Made when it is first needed: few lines are more than plain ASCII, and it takes a while.
let segmenter: Intl.Segmenter | undefined;

// Scripts and blocks whose characters take two columns (Unicode Standard Annex #11, "Wide" and
// "Fullwidth"), and characters shown as pictures.
const WIDE =
  /^(?![\uff61-\uffdc])(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)/u;
const INVISIBLE = /^[\p{Mark}\p{Cf}\p{Cc}]+$/u;
const PLAIN_ASCII = /^[\x20-\x7e]*$/;

/** The columns that `text` takes in a terminal; `text` holds no escape sequence. */
export function displayWidth(text: string): number {
  if (PLAIN_ASCII.test(text)) return text.length;
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  let width = 0;
  for (const { segment } of segmenter.segment(text)) {
    if (INVISIBLE.test(segment)) continue;
    width += WIDE.test(segment) ? 2 : 1;
  }
  return width;
}
