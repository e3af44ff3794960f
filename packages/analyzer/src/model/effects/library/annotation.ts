import { ts } from "../../syntax.js";
import type { ResourceUse } from "./library-models.js";
import type { Latency } from "./model.js";
import { parseResource, RESOURCE_KINDS } from "./resource.js";

/** What a comment on a declaration says that calling it does. */
export interface Annotation {
  /** Nothing that others could see. */
  readonly pure: boolean;
  readonly reads: readonly ResourceUse[];
  readonly writes: readonly ResourceUse[];
  readonly latency: Latency;
}

/** What is wrong with an annotation, and where. */
export interface AnnotationProblem {
  readonly at: ts.Node;
  readonly message: string;
}

/**
 * Reads `@pure` or `@effects reads db.users writes fs latency io` from the JSDoc comment on a
 * declaration; several `@effects` add up. A tag that is not valid is left out here, and reported by
 * {@link annotationProblems}.
 */
export function annotationOf(declaration: ts.Node): Annotation | undefined {
  const parsed = tagsOf(declaration).map(parse);
  const valid = parsed.flatMap((one) => (typeof one === "string" ? [] : [one]));
  if (valid.length === 0) return undefined;
  return {
    pure: valid.every((one) => one.pure),
    reads: valid.flatMap((one) => one.reads),
    writes: valid.flatMap((one) => one.writes),
    latency:
      (["io", "timer"] as const).find((kind) => valid.some((one) => one.latency === kind)) ??
      "none",
  };
}

/** What is wrong with the annotations on a declaration. */
export function annotationProblems(declaration: ts.Node): readonly AnnotationProblem[] {
  return tagsOf(declaration).flatMap((tag) => {
    const parsed = parse(tag);
    return typeof parsed === "string" ? [{ at: tag, message: parsed }] : [];
  });
}

// The comment of a variable's declaration stands on the statement, which the compiler's look-up of
// tags knows; that of an arrow function is the one of the variable or property that holds it.
function tagsOf(declaration: ts.Node): readonly ts.JSDocTag[] {
  if (!mayHold(declaration.getSourceFile())) return [];
  const holder =
    (ts.isArrowFunction(declaration) || ts.isFunctionExpression(declaration)) &&
    declaration.parent !== undefined
      ? declaration.parent
      : declaration;
  return ts
    .getJSDocTags(holder)
    .filter(({ tagName }) => tagName.text === "pure" || tagName.text === "effects");
}

// Few files hold any, and their text says so sooner than the comments of every declaration.
function mayHold(source: ts.SourceFile): boolean {
  let known = holding.get(source);
  if (known === undefined) {
    known = /@(?:pure|effects)\b/.test(source.text);
    holding.set(source, known);
  }
  return known;
}

const holding = new WeakMap<ts.SourceFile, boolean>();

function parse(tag: ts.JSDocTag): Annotation | string {
  const reads: ResourceUse[] = [];
  const writes: ResourceUse[] = [];
  let latency: Latency = "none";
  if (tag.tagName.text === "pure") return { pure: true, reads, writes, latency };
  const text = ts.getTextOfJSDocComment(tag.comment) ?? "";
  // What stands after a dash explains.
  const words = (text.split(/\s-\s/)[0] ?? "").split(/[\s,]+/).filter(Boolean);
  if (words.length === 0) {
    return `"@effects" says nothing: use "reads", "writes" and "latency", or "@pure"`;
  }
  let section = "";
  for (const word of words) {
    if (word === "reads" || word === "writes" || word === "latency") section = word;
    else if (section === "") {
      return `"@effects ${word}" is not known: begin with "reads", "writes" or "latency"`;
    } else if (section === "latency") {
      if (word !== "none" && word !== "timer" && word !== "io") {
        return `"latency ${word}" is not known: use "none", "timer" or "io"`;
      }
      latency = word;
    } else {
      const resource = parseResource(word);
      if (resource === undefined || resource.key !== undefined) {
        return `"${section} ${word}" is not known: use one of ${RESOURCE_KINDS.join(", ")}, with a name after a dot where only a part is meant`;
      }
      const use = { kind: resource.kind, ...(resource.name ? { name: resource.name } : {}) };
      (section === "reads" ? reads : writes).push(use);
    }
  }
  return { pure: false, reads, writes, latency };
}
