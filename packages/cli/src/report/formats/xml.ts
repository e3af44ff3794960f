/** An XML element on lines of its own: its attributes, and inside it elements or a text. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  inside: readonly string[] | string = [],
): string {
  const list = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeXml(String(value))}"`,
  );
  const open = `<${name}${list.join("")}`;
  if (typeof inside === "string") return `${open}>${escapeXml(inside)}</${name}>`;
  if (inside.length === 0) return `${open}/>`;
  const lines = inside.flatMap((child) => child.split("\n").map((line) => `  ${line}`));
  return [`${open}>`, ...lines, `</${name}>`].join("\n");
}

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

// Line breaks become references, so that neither an attribute's normalisation nor the indentation
// above changes a text; XML 1.0 has no way to write the other control characters.
function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\p{Cc}\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd");
}
