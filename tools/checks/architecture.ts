import { existsSync } from "node:fs";
import path from "node:path";
import { root } from "./repository.js";

/** What stands between single backticks in a Markdown text, outside its fenced blocks. */
export function backticked(markdown: string): string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, "");
  return [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] as string);
}

/** The names and paths of a Markdown text that neither the tree nor the sources know. */
export function unknownNames(markdown: string, sources: string): string[] {
  const words = new Set(sources.match(/[\w$@./:-]*[\w$]/g));
  const identifiers = new Set(sources.match(/[A-Za-z_$][\w$]*/g));
  return backticked(markdown).filter((name) => {
    if (existsSync(path.join(root, name))) {
      return false;
    }
    if (/^[\w.@-]+(\/[\w.@*-]+)+\/?$/.test(name) && !words.has(name)) {
      return true;
    }
    const parts = name.match(/[A-Za-z_$][\w$]*/g) ?? [];
    return parts.some((part) => !identifiers.has(part));
  });
}
