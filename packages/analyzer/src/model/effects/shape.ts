import { ts } from "../syntax.js";
import type { TypeFacts, TypeSource } from "../type-source.js";

/**
 * Everything in a file that resolving names and types elsewhere can depend on: its text without the
 * bodies of functions, and the return types that are only said by those bodies. An edit that leaves
 * it alone leaves alone what every other function calls.
 */
export function shapeOf(source: ts.SourceFile, types: TypeSource): string {
  const parts: string[] = [];
  const inferred: ts.FunctionLikeDeclaration[] = [];
  let from = 0;
  const open: ts.Node[] = [source];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined) {
      const declared = node as ts.FunctionLikeDeclaration;
      if (isSelfContained(declared)) {
        const { body } = declared;
        if (body !== undefined) {
          parts.push(source.text.slice(from, body.pos));
          from = body.end;
          if (declared.type === undefined && !ts.isConstructorDeclaration(declared)) {
            inferred.push(declared);
          }
        }
        continue;
      }
    }
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => {
      children.push(child);
    });
    for (const child of children.reverse()) open.push(child);
  }
  parts.push(source.text.slice(from));
  const answers = types.answer(
    source,
    inferred.map((node) => ({ ask: "type", node })),
  ) as readonly TypeFacts[];
  return [...parts, ...answers.map(({ text }) => text)].join("\n");
}

// What declares types inside of it can hand them out under a name that says nothing of them.
function isSelfContained(declared: ts.FunctionLikeDeclaration): boolean {
  const visit = (node: ts.Node): boolean => {
    if (
      ts.isClassLike(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isEnumDeclaration(node)
    ) {
      return true;
    }
    return ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  };
  return declared.body === undefined || !visit(declared.body);
}
