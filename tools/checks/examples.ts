/** A fenced block of a document, or the example of a docstring. */
export interface Example {
  /** The file it stands in, from the repository's root. */
  readonly file: string;
  /** The 1-based line on which its first line of code stands. */
  readonly line: number;
  /** `ts`, `console`, `json`, ... */
  readonly language: string;
  readonly code: string;
}

/** The fenced blocks of a Markdown text. */
export function fencedBlocks(file: string, markdown: string): Example[] {
  const blocks: Example[] = [];
  const fence = /^(?<indent> *)```(?<language>[\w-]*)[^\n]*\n(?<code>[\s\S]*?)^\k<indent>```/gm;
  for (const match of markdown.matchAll(fence)) {
    const { indent = "", language = "", code = "" } = match.groups ?? {};
    blocks.push({
      file,
      line: markdown.slice(0, match.index).split("\n").length + 1,
      language,
      code: code.replace(new RegExp(`^${indent}`, "gm"), ""),
    });
  }
  return blocks;
}

/** The `ts` blocks of the docstrings of a TypeScript source. */
export function docstringExamples(file: string, source: string): Example[] {
  return [...source.matchAll(/^ *\/\*\*[\s\S]*?\*\//gm)].flatMap((comment) => {
    const first = source.slice(0, comment.index).split("\n").length;
    const text = comment[0].replace(/^ *\* ?/gm, "");
    return fencedBlocks(file, text)
      .filter((block) => block.language === "ts")
      .map((block) => ({ ...block, line: block.line + first - 1 }));
  });
}

/** What an example says it prints: its `// prints: ...` comments, in order. */
export function statedOutput(code: string): string[] {
  return [...code.matchAll(/\/\/ prints: (.*)$/gm)].map((match) => (match[1] as string).trimEnd());
}
