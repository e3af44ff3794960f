/**
 * What the text of a file says of the names of types, without a parser: more than there is, and nothing less.
 */
export class TypeNames {
  /** What is called otherwise here, or as what a module gives it away. */
  readonly renamings: readonly (readonly [from: string, to: string])[];
  readonly #below: ReadonlySet<string>;
  /** The text, where something is below what an expression comes to, of which any name in it may be a part. */
  readonly #open: string | undefined;
  /** Whether something is below a class that it names by `this`. */
  readonly #isBelowThis: boolean;

  constructor(text: string) {
    const read = unescaped(text);
    const found = new BaseNames(read);
    this.renamings = [...renamingsIn(read)];
    this.#below = found.words;
    this.#open = found.isOpen ? read : undefined;
    this.#isBelowThis = found.isBelowThis;
  }

  /** Whether something may be declared here that is below a type with one of these names. */
  mayBeBelow(names: ReadonlySet<string>): boolean {
    if (this.#isBelowThis) return true;
    for (const name of names) {
      if (this.#below.has(name) || this.#open?.includes(name)) return true;
    }
    return false;
  }
}

// Names may be written with escapes.
function unescaped(text: string): string {
  if (!/\\[ux]/.test(text)) return text;
  return text.replace(
    /\\(?:u\{([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2}))/gi,
    (written, ...codes: readonly (string | undefined)[]) => {
      const code = Number.parseInt(codes[0] ?? codes[1] ?? codes[2] ?? "", 16);
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : written;
    },
  );
}

// Everything beyond ASCII that is no space may be part of a name.
const part = "[^!-#%-/:-@[-^`{-~\\s]";
const word = `${part}+`;
const gap = "(?:\\s|/\\*[^]*?\\*/|//[^\\n]*\\n)*";
const entity = `(?:${word}${gap}\\.${gap})*(${word})`;
const called = `(${word}|"[^"\\n]*"|'[^'\\n]*')`;
const keyword = (words: string): string => `(?<!${part})(?:${words})(?!${part})`;

// What has to stand before is looked at last, where the rest is there: the other way round takes a thousand times as long.
const specifier = new RegExp(
  `${keyword("as")}(?=${gap}${called}${gap}[,}])(?<=[{,]${gap}(?:type${gap})?${called}${gap}as)`,
  "g",
);
const importedWhole = new RegExp(
  `${keyword("import")}${gap}(?:type(?!${part})${gap})?(${word})${gap}(?:,|from(?!${part}))`,
  "g",
);
const exportedWhole = new RegExp(
  `${keyword("export")}${gap}(?:default(?!${part})|=)${gap}(?:abstract(?!${part})${gap})?(?:(?:class|interface)(?!${part})${gap})?${entity}`,
  "g",
);
const assigned = new RegExp(
  `${keyword("import")}${gap}(?:type(?!${part})${gap})?(${word})${gap}=${gap}${entity}`,
  "g",
);

function* renamingsIn(text: string): Iterable<readonly [from: string, to: string]> {
  for (const [, to = "", from = ""] of text.matchAll(specifier)) yield [plain(from), plain(to)];
  for (const [, to = ""] of text.matchAll(importedWhole)) yield ["default", to];
  for (const [all, from = ""] of text.matchAll(exportedWhole)) {
    yield [from, wholeByDefault.test(all) ? "default" : "export="];
  }
  for (const [, to = "", from = ""] of text.matchAll(assigned)) yield [from, to];
}

const wholeByDefault = new RegExp(`^export${gap}default(?!${part})`);

function plain(name: string): string {
  return /^["']/.test(name) ? name.slice(1, -1) : name;
}

const clause = new RegExp(keyword("(extends)|implements|(satisfies)"), "g");
const base = new RegExp(`${gap}(?:[|&]${gap})?(${entity})${gap}`, "y");
const space = new RegExp(gap, "y");
// The types of objects: what stands before `= {`, by itself or as the end of something larger.
const object = `=${gap}(?:\\(${gap})*\\{`;
const ofType = [
  `:${gap}${entity}`,
  `([>)\\]}'"\`])`,
  `[&|]${gap}${entity}`,
  `${keyword("keyof|typeof|readonly|unique|infer|is|new")}${gap}${entity}`,
].join("|");
const typedObject = new RegExp(`${object}(?<=(?:${ofType})${gap}${object})`, "g");
// The type that a function is declared to answer, or to give a promise of.
const answered = new RegExp(`\\)${gap}:${gap}(?:Promise${gap}<${gap})?${entity}`, "g");
const declares = new RegExp(`(?<![<,]\\s*)${keyword("const|let|var")}(?=\\s+[^\\s:;,=]|/)`, "g");

/** So far back the declaration is looked for to which a type belongs that is more than a name. */
const MOST_BACK = 2000;

/** The last words of what stands behind `extends`, `implements` and `satisfies`, and of the types of objects and answers. */
class BaseNames {
  readonly words = new Set<string>();
  isOpen = false;
  isBelowThis = false;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    for (const match of text.matchAll(clause)) {
      this.#clause(match.index + match[0].length, match[2] !== undefined);
    }
    for (const { 1: name, index } of text.matchAll(typedObject)) {
      if (name !== undefined) this.words.add(name);
      else this.#declaration(index);
    }
    for (const [, name = ""] of text.matchAll(answered)) this.words.add(name);
  }

  #clause(from: number, isType: boolean): void {
    let at = from;
    for (;;) {
      base.lastIndex = at;
      const [all, whole, last = ""] = base.exec(this.#text) ?? [];
      if (all === undefined || whole === undefined) {
        if ("([{\"'`<".includes(this.#text.charAt(this.#behindSpace(at)))) this.isOpen = true;
        return;
      }
      this.words.add(last);
      if (whole === "this") this.isBelowThis = true;
      if ((isType ? beginsType : beginsExpression).test(whole)) this.isOpen = true;
      at += all.length;
      if (this.#text[at] === "<") {
        const behind = this.#behindArguments(at);
        if (behind === undefined) {
          this.isOpen = true;
          return;
        }
        at = this.#behindSpace(behind);
      }
      const next = this.#text.slice(at, at + 2);
      if (/^(?:[(`!]|\?\.|\[)/.test(next) && (isType || next !== "[]")) this.isOpen = true;
      if (next[0] !== (isType ? "&" : ",")) return;
      at += 1;
    }
  }

  // All words of a declaration with a type that is more than a name.
  #declaration(end: number): void {
    const before = this.#text.slice(Math.max(0, end - MOST_BACK), end);
    const begin = [...before.matchAll(declares)].at(-1);
    if (begin === undefined) {
      this.isOpen = true;
      return;
    }
    for (const [one] of before.slice(begin.index).matchAll(words)) this.words.add(one);
  }

  #behindSpace(at: number): number {
    space.lastIndex = at;
    return at + (space.exec(this.#text)?.[0].length ?? 0);
  }

  // `undefined` where they hold what takes more than counting brackets.
  #behindArguments(from: number): number | undefined {
    let depth = 0;
    for (let at = from; at < this.#text.length; at += 1) {
      const letter = this.#text[at];
      if (letter === "<") depth += 1;
      else if (letter === ">" && this.#text[at - 1] !== "=") depth -= 1;
      else if (letter === '"' || letter === "'" || letter === "`" || letter === "/")
        return undefined;
      if (depth === 0) return at + 1;
    }
    return undefined;
  }
}

const words = new RegExp(word, "g");
const beginsExpression = /^(?:new|import|await|async|function|class|super|yield)\b/;
const beginsType = /^(?:new|import|abstract|asserts|keyof|typeof|readonly|unique|infer)\b/;
