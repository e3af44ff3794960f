import { createHash } from "node:crypto";
import { ts } from "../model/compiler.js";

/** What of a finding its fingerprint is made from; offsets are 0-based UTF-16. */
export interface Fingerprintable {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
  /** Where the members of a group start; their code stands for the finding, not what lies between. */
  readonly group?: readonly number[];
}

/**
 * A name for each finding of one file that stays the same when lines move, the file is renamed or
 * the code is formatted anew: it is made from the rule, the functions and classes around the finding,
 * and the tokens of its code. Findings that are alike in all of these share a fingerprint.
 *
 * @example
 * ```ts
 * import { fingerprints } from "@awaitwise/analyzer";
 *
 * const here = fingerprints("/a.ts", "function f() { g( 1 ); }", [
 *   { rule: "floating-promise", start: 15, end: 22 },
 * ]);
 * const there = fingerprints("/b.ts", "\n\nfunction f() {\n  g(1);\n}", [
 *   { rule: "floating-promise", start: 19, end: 23 },
 * ]);
 * console.log(here[0] === there[0]);
 * // prints: true
 * ```
 */
export function fingerprints(
  file: string,
  text: string,
  findings: readonly Fingerprintable[],
): readonly string[] {
  return fingerprintsIn(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), findings);
}

/** The same for a file that is parsed already. */
export function fingerprintsIn(
  source: ts.SourceFile,
  findings: readonly Fingerprintable[],
): readonly string[] {
  const { text } = source;
  return findings.map((finding) => {
    const spans = (finding.group ?? []).map((start) => nodeStartingAt(source, start));
    if (spans.length === 0) spans.push(finding);
    const code = spans.map(({ start, end }) =>
      tokensOf(text.slice(start, end), source.languageVariant),
    );
    const parts = [finding.rule, ...namesAround(source, finding.start), "", ...code];
    return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 20);
  });
}

/** The name of the innermost function or class around an offset; empty where there is none. */
export function nameAround(source: ts.SourceFile, offset: number): string {
  return namesAround(source, offset).at(-1) ?? "";
}

// From the outside in.
function namesAround(source: ts.SourceFile, offset: number): string[] {
  const names: string[] = [];
  let node: ts.Node | undefined = source;
  while (node !== undefined) {
    const name = nameOf(node);
    if (name !== undefined) names.push(name);
    node = ts.forEachChild(node, (child) =>
      child.getStart(source) <= offset && offset < child.end ? child : undefined,
    );
  }
  return names;
}

// The largest expression that starts there, or the part of a statement that does.
function nodeStartingAt(source: ts.SourceFile, start: number): { start: number; end: number } {
  let node: ts.Node = source;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(node, (child) =>
      child.getStart(source) <= start && start < child.end ? child : undefined,
    );
    if (inner === undefined) return { start, end: start };
    if (inner.getStart(source) === start && !ts.isStatement(inner))
      return { start, end: inner.end };
    node = inner;
  }
}

function nameOf(node: ts.Node): string | undefined {
  if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) {
    if (node.name !== undefined) return node.name.getText();
    return ts.isConstructorDeclaration(node) ? "constructor" : givenName(node);
  }
  return undefined;
}

// A function without a name goes by what it is assigned to or handed to.
function givenName({ parent }: ts.Node): string {
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent))
    return parent.name.getText();
  if (ts.isPropertyDeclaration(parent)) return parent.name.getText();
  if (ts.isCallExpression(parent)) return `${tokensOf(parent.expression.getText(), 0)}()`;
  return "anonymous";
}

/** The tokens of code, with a blank between them, less what formatters add and take away. */
export function tokensOf(code: string, variant: ts.LanguageVariant): string {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, variant, code);
  const tokens: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    // Formatters add and remove these, and choose the quotes.
    const closes = ["}", "]", ")"].includes(scanner.getTokenText());
    if (closes && tokens.at(-1) === ",") tokens.pop();
    if (kind === ts.SyntaxKind.SemicolonToken) continue;
    tokens.push(
      kind === ts.SyntaxKind.StringLiteral
        ? JSON.stringify(scanner.getTokenValue())
        : scanner.getTokenText(),
    );
  }
  return tokens.join(" ");
}
