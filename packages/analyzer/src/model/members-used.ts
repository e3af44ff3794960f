import { ts } from "./syntax.js";
import { unwrap } from "./unwrap.js";

/**
 * The members that are used of an object where it is made, as `find` of `new Users(tx).find(id)` and of
 * `const users = new Users(tx); users.find(id)`. Nothing is known where it is put anywhere else or handed on.
 */
export function membersUsed(made: ts.NewExpression): ReadonlySet<string> | undefined {
  const { node, parent } = around(made);
  const member = memberOf(node);
  if (member !== undefined) return new Set([member]);
  if (
    !ts.isVariableDeclaration(parent) ||
    !ts.isIdentifier(parent.name) ||
    parent.initializer !== node ||
    !(parent.parent.flags & ts.NodeFlags.Const)
  ) {
    return undefined;
  }
  const scope = ts.findAncestor(parent, (at) => ts.isBlock(at) || ts.isSourceFile(at));
  // What a module makes may be exported, and is looked up from anywhere.
  if (scope === undefined || ts.isSourceFile(scope)) return undefined;
  return usedBy(scope, (at) => isUseOf(at, parent.name as ts.Identifier));
}

/** Members of a class with all that they use of the same object, and whether one of them hands the object on. */
export function reachedFrom(
  made: ts.ClassLikeDeclaration,
  members: Iterable<string>,
): { readonly members: ReadonlySet<string>; readonly isHandedOn: boolean } {
  const reached = new Set(members);
  let isHandedOn = false;
  for (const name of reached) {
    for (const member of made.members) {
      if (nameOfMember(member) !== name) continue;
      const used = usedBy(member, ({ kind }) => kind === ts.SyntaxKind.ThisKeyword);
      if (used === undefined) isHandedOn = true;
      for (const one of used ?? []) reached.add(one);
    }
  }
  return { members: reached, isHandedOn };
}

/** What the members of a class use of the object that they run on, as text: `page: find, count`, or `page: *`. */
export function textOfMembersUsed(made: ts.ClassLikeDeclaration): string {
  return made.members
    .map((member) => {
      const used = usedBy(member, ({ kind }) => kind === ts.SyntaxKind.ThisKeyword);
      return `${nameOfMember(member) ?? ""}: ${textOf(used)}`;
    })
    .join("\n");
}

/** Names of members as text, whose order says nothing. */
export function textOf(members: ReadonlySet<string> | undefined): string {
  return members === undefined ? "*" : [...members].sort().join();
}

/** The member of a class that some code of it stands in. */
export function functionMemberAround(
  code: ts.Node,
  made: ts.ClassLikeDeclaration,
): ts.ClassElement | undefined {
  const member = ts.findAncestor(code, (at) => at.parent === made);
  if (member === undefined || !ts.isClassElement(member)) return undefined;
  return ts.isConstructorDeclaration(member) ? undefined : member;
}

/** The name of a member, where it is written out. */
export function nameOfMember(member: ts.Node | undefined): string | undefined {
  const name = (member as Partial<ts.NamedDeclaration> | undefined)?.name;
  return name !== undefined && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name))
    ? name.text
    : undefined;
}

function usedBy(root: ts.Node, isUse: (at: ts.Node) => boolean): Set<string> | undefined {
  const used = new Set<string>();
  let isHandedOn = false;
  const visit = (at: ts.Node): void => {
    if (ts.isTypeNode(at)) return;
    if (isUse(at)) {
      const member = memberOf(around(at).node);
      if (member === undefined) isHandedOn = true;
      else used.add(member);
    }
    ts.forEachChild(at, visit);
  };
  visit(root);
  return isHandedOn ? undefined : used;
}

// A name that stands for something else, in a scope of its own, counts as well: the more is used, the less is concluded.
function isUseOf(at: ts.Node, name: ts.Identifier): boolean {
  if (!ts.isIdentifier(at) || at === name || at.text !== name.text) return false;
  const { parent } = at;
  if (ts.isPropertyAccessExpression(parent) && parent.name === at) return false;
  return !(ts.isPropertyAssignment(parent) && parent.name === at);
}

function memberOf(node: ts.Node): string | undefined {
  const { parent } = node;
  return ts.isPropertyAccessExpression(parent) && parent.expression === node
    ? parent.name.text
    : undefined;
}

function around(at: ts.Node): { readonly node: ts.Node; readonly parent: ts.Node } {
  let node = at;
  while (
    node.parent !== undefined &&
    unwrap(node.parent as ts.Expression) === unwrap(at as ts.Expression)
  ) {
    node = node.parent;
  }
  return { node, parent: node.parent };
}
