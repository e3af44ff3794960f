import { ts } from "./syntax.js";

/** The class, the interface or the named type of members (`type Users = { find(): Promise<User> }`) that a member is declared in. */
export function ownerOf(
  member: ts.Node,
): ts.ClassLikeDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration | undefined {
  let { parent } = member;
  if (parent === undefined) return undefined;
  if (ts.isClassLike(parent) || ts.isInterfaceDeclaration(parent)) return parent;
  if (!ts.isTypeLiteralNode(parent)) return undefined;
  do ({ parent } = parent);
  while (ts.isIntersectionTypeNode(parent) || ts.isParenthesizedTypeNode(parent));
  return ts.isTypeAliasDeclaration(parent) ? parent : undefined;
}
