import { ts } from "../../model/syntax.js";
import type { Point } from "../point.js";
import { declaredBy } from "../units.js";
import { type FreshNames, wishesFor } from "./fresh-names.js";

/** Where the results of a gather go. */
export interface Slots {
  readonly keyword: "const" | "let";
  readonly pattern: readonly string[];
  /** The declared type of the whole pattern, with its colon. */
  readonly type: string;
  /** Declarations that follow, for what cannot stand in the pattern. */
  readonly below: readonly string[];
  /** What stands for an await that was only a part of its statement. */
  readonly names: ReadonlyMap<ts.Node, string>;
}

/**
 * Gives each await its place in one pattern: names, patterns, declared types and `let` survive.
 * `whole` are the declarations that consist of an await, all of them gathered.
 */
export function slotsOf(
  points: readonly Point[],
  whole: ReadonlySet<ts.VariableDeclaration>,
  fresh: FreshNames,
): Slots {
  const declarations = points.map(({ awaited }) => {
    const declared = declaredBy(awaited);
    return declared !== undefined && whole.has(declared) ? declared : undefined;
  });
  const known = declarations.filter((one) => one !== undefined);
  const keywords = new Set(known.map(keywordOf));
  const typed = known.filter(({ type }) => type !== undefined);
  const allWhole = known.length === points.length;
  if (allWhole && keywords.size === 1 && (typed.length === 0 || typed.length === known.length)) {
    return {
      keyword: keywords.has("let") ? "let" : "const",
      pattern: known.map(({ name }) => name.getText()),
      type: typed.length === 0 ? "" : `: [${typed.map(({ type }) => type?.getText()).join(", ")}]`,
      below: [],
      names: new Map(),
    };
  }
  const pattern: string[] = [];
  const below: string[] = [];
  const names = new Map<ts.Node, string>();
  points.forEach((point, index) => {
    const declaration = declarations[index];
    if (declaration === undefined) {
      const name = fresh.make(...wishesFor(point));
      names.set(point.awaited, name);
      pattern.push(name);
      return;
    }
    const { name: binding, type } = declaration;
    if (keywordOf(declaration) === "const" && type === undefined) {
      pattern.push(binding.getText());
      return;
    }
    const name = fresh.make(`${ts.isIdentifier(binding) ? binding.text : "loaded"}Result`);
    pattern.push(name);
    const declared = type === undefined ? "" : `: ${type.getText()}`;
    below.push(`${keywordOf(declaration)} ${binding.getText()}${declared} = ${name};`);
  });
  return { keyword: "const", pattern, type: "", below, names };
}

function keywordOf(declaration: ts.VariableDeclaration): "const" | "let" {
  return (declaration.parent.flags & ts.NodeFlags.Const) !== 0 ? "const" : "let";
}
