import type { Look } from "./terminal.js";
import { wrap } from "./wrap.js";

/**
 * A page of Markdown for the terminal: headings bold, prose wrapped, code as it stands. It knows what
 * the rules' pages are written in (headings, paragraphs, lists, tables, fenced code, emphasis, links),
 * and shows the rest as it is.
 */
export function renderMarkdown(markdown: string, look: Look): string {
  const { style, width } = look;
  const output: string[] = [];
  let paragraph: string[] = [];
  const flush = (): void => {
    if (paragraph.length === 0) return;
    const [, lead = "", rest = ""] =
      /^(\s*(?:[-*]|\d+\.)\s+)?([\s\S]*)$/.exec(paragraph.join(" ")) ?? [];
    const margin = " ".repeat(lead.length);
    const lines = wrap(plain(rest), width - lead.length);
    output.push(...lines.map((line, index) => (index === 0 ? lead : margin) + line));
    paragraph = [];
  };
  let fence: string | undefined;
  for (const line of markdown.trimEnd().split(/\r?\n/)) {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (mark !== undefined) {
      flush();
      if (fence === undefined) fence = mark;
      else if (mark.startsWith(fence)) fence = undefined;
      continue;
    }
    const heading = /^#+\s+(.*)$/.exec(line)?.[1];
    if (fence !== undefined) output.push(`  ${style.cyan(line)}`);
    else if (heading !== undefined) {
      flush();
      output.push(style.bold(plain(heading)));
    } else if (line.trim() === "") {
      flush();
      output.push("");
    } else if (/^\s*\|/.test(line)) {
      flush();
      output.push(line);
    } else {
      if (/^\s*(?:[-*]|\d+\.)\s/.test(line)) flush();
      paragraph.push(paragraph.length === 0 ? line.trimEnd() : line.trim());
    }
  }
  flush();
  return output.join("\n");
}

// Emphasis goes, and a link keeps its address where that says more than its text.
function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\(([^)]*)\)/g, (_all, label: string, address: string) =>
      label === address || !/^https?:/.test(address) ? label : `${label} (${address})`,
    )
    .replace(/<(https?:[^>]*)>/g, "$1")
    .replace(/(\*\*|__)(.+?)\1/g, "$2");
}
