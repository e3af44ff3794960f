import { ts } from "../syntax.js";
import type { SymbolFacts } from "../type-source.js";
import type { Answers } from "./answers.js";
import { keyOf } from "./keys.js";
import type { OwnerType } from "./location.js";

/** The type that declares a property, with the types that it extends or implements. */
export function ownerOf(
  property: SymbolFacts | undefined,
  answers: Answers,
): OwnerType | undefined {
  const owner = property?.declarations[0]?.parent;
  if (owner === undefined) return undefined;
  // A constructor's parameter property is declared among its parameters.
  const declared = ts.isConstructorDeclaration(owner) ? owner.parent : owner;
  if (ts.isClassLike(declared) || ts.isInterfaceDeclaration(declared)) {
    return {
      name: declared.name?.text ?? "class",
      keys: [...lineage(declared, answers)],
      anonymous: false,
    };
  }
  if (ts.isTypeLiteralNode(declared) && ts.isTypeAliasDeclaration(declared.parent)) {
    return { name: declared.parent.name.text, keys: [keyOf(declared.parent)], anonymous: false };
  }
  return { name: "object", keys: [], anonymous: true };
}

function* lineage(
  declared: ts.ClassLikeDeclaration | ts.InterfaceDeclaration,
  answers: Answers,
): Iterable<string> {
  const seen = new Set<ts.Node>();
  const open: ts.Node[] = [declared];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    yield keyOf(at);
    if (!ts.isClassLike(at) && !ts.isInterfaceDeclaration(at)) continue;
    for (const clause of at.heritageClauses ?? []) {
      for (const { expression } of clause.types) {
        open.push(...(answers.symbol(expression)?.declarations ?? []));
      }
    }
  }
}
