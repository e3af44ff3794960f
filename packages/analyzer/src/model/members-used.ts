import { ts } from "./syntax.js";
import { unwrap } from "./unwrap.js";

/** What is used of an object, by name. */
export interface MembersUsed {
  readonly members: ReadonlySet<string>;
  /** It is put anywhere else as well, or handed on, so that others may be used of it. */
  readonly isHandedOn: boolean;
}

/** Anything may be used. */
const usedAnyhow: MembersUsed = { members: new Set(), isHandedOn: true };

/**
 * The members that are used of an object where it is made, as `find` of `new Users(tx).find(id)`, of
 * `const users = createUsers(tx); users.find(id)`, and of `const { find } = new Users(tx)`.
 */
export function membersUsed(made: ts.NewExpression | ts.CallExpression): MembersUsed {
  const { node, parent } = around(made);
  const members = membersOf(node);
  if (members !== undefined) return { members: new Set(members), isHandedOn: false };
  if (
    !ts.isVariableDeclaration(parent) ||
    !ts.isIdentifier(parent.name) ||
    parent.initializer !== node ||
    !(parent.parent.flags & ts.NodeFlags.Const)
  ) {
    return usedAnyhow;
  }
  const scope = ts.findAncestor(parent, (at) => ts.isBlock(at) || ts.isSourceFile(at));
  // What a module makes may be exported, and is looked up from anywhere.
  if (scope === undefined || ts.isSourceFile(scope)) return usedAnyhow;
  return usedBy(scope, (at) => isUseOf(at, parent.name as ts.Identifier));
}

/** Members of a class with all that they use of the same object, and whether one of them hands the object on. */
export function reachedFrom(made: ts.ClassLikeDeclaration, members: Iterable<string>): MembersUsed {
  const reached = new Set(members);
  let isHandedOn = false;
  for (const name of reached) {
    for (const member of made.members) {
      if (nameOfMember(member) !== name) continue;
      const used = usedBy(member, ({ kind }) => kind === ts.SyntaxKind.ThisKeyword);
      isHandedOn ||= used.isHandedOn;
      for (const one of used.members) reached.add(one);
    }
  }
  return { members: reached, isHandedOn };
}

/** What the members of a class use of the object that they run on, as text: `page: find, count`, or `page: find, *`. */
export function textOfMembersUsed(made: ts.ClassLikeDeclaration): string {
  return made.members
    .map((member) => {
      const used = usedBy(member, ({ kind }) => kind === ts.SyntaxKind.ThisKeyword);
      return `${nameOfMember(member) ?? ""}: ${textOf(used)}`;
    })
    .join("\n");
}

/** What is used as text; the order of the names says nothing. */
export function textOf({ members, isHandedOn }: MembersUsed): string {
  return [...[...members].sort(), ...(isHandedOn ? ["*"] : [])].join();
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
  return nameIn((member as Partial<ts.NamedDeclaration> | undefined)?.name);
}

function nameIn(name: ts.Node | undefined): string | undefined {
  return name !== undefined && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name))
    ? name.text
    : undefined;
}

function usedBy(root: ts.Node, isUse: (at: ts.Node) => boolean): MembersUsed {
  const used = new Set<string>();
  let isHandedOn = false;
  const visit = (at: ts.Node): void => {
    if (ts.isTypeNode(at)) return;
    if (isUse(at)) {
      const members = membersOf(around(at).node);
      if (members === undefined) isHandedOn = true;
      for (const member of members ?? []) used.add(member);
    }
    ts.forEachChild(at, visit);
  };
  visit(root);
  return { members: used, isHandedOn };
}

// A name that stands for something else, in a scope of its own, counts as well: the more is used, the less is concluded.
function isUseOf(at: ts.Node, name: ts.Identifier): boolean {
  if (!ts.isIdentifier(at) || at === name || at.text !== name.text) return false;
  const { parent } = at;
  if (ts.isPropertyAccessExpression(parent) && parent.name === at) return false;
  return !(ts.isPropertyAssignment(parent) && parent.name === at);
}

// The one that is named, or those that are taken out: `users.find`, `const { find } = users`.
function membersOf(node: ts.Node): readonly string[] | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    return [parent.name.text];
  }
  if (!ts.isVariableDeclaration(parent) || parent.initializer !== node) return undefined;
  if (!ts.isObjectBindingPattern(parent.name)) return undefined;
  const names = parent.name.elements.map((one) =>
    one.dotDotDotToken === undefined ? nameIn(one.propertyName ?? one.name) : undefined,
  );
  return names.every((one) => one !== undefined) ? names : undefined;
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
