import { answersHeir } from "../heirs.js";
import { ts } from "../syntax.js";
import { isAssignmentToName } from "./assignments.js";

/** Code without the bodies of functions that nobody can look into from outside. */
export interface Outline {
  readonly text: string;
  /** Functions whose bodies were left out, and whose return types are said by these alone. */
  readonly inferred: readonly ts.FunctionLikeDeclaration[];
}

/**
 * The outline of a statement of a file whose module variables are these. What stands before it counts only
 * where it can mean something: an annotation, a directive.
 */
export function outlineOf(
  statement: ts.Statement,
  source: ts.SourceFile,
  variables: ReadonlySet<string>,
): Outline {
  let byVariables = outlines.get(statement);
  if (byVariables === undefined) {
    byVariables = new Map();
    outlines.set(statement, byVariables);
  }
  const key = [...variables].join();
  let known = byVariables.get(key);
  if (known === undefined) {
    known = makeOutline(statement, source, variables);
    byVariables.set(key, known);
  }
  return known;
}

// A statement that an edit leaves alone moves into the new tree as it is.
const outlines = new WeakMap<ts.Statement, Map<string, Outline>>();

function makeOutline(
  statement: ts.Statement,
  source: ts.SourceFile,
  variables: ReadonlySet<string>,
): Outline {
  const inferred: ts.FunctionLikeDeclaration[] = [];
  const start = statement.getStart(source);
  const before = source.text.slice(statement.pos, start);
  const parts = /@|\/\*\*|\/\/\//.test(before) ? [before] : [];
  let from = start;
  visitOutline(statement, variables, (body, declared) => {
    parts.push(source.text.slice(from, body.pos));
    from = body.end;
    if (declared.type === undefined) inferred.push(declared);
  });
  parts.push(source.text.slice(from, statement.end));
  return { text: parts.join("\n"), inferred };
}

/**
 * Goes through code in its order, passing over the bodies of functions that nobody can look into from
 * outside: `left` is told of each of these, `seen` of everything else.
 */
export function visitOutline(
  root: ts.Node,
  variables: ReadonlySet<string>,
  left: (body: ts.Node, declared: ts.FunctionLikeDeclaration) => void,
  seen: (node: ts.Node) => void = () => {},
): void {
  // A stack of its own: generated sources nest deeper than the call stack reaches.
  const open: { node: ts.Node; whole: boolean }[] = [{ node: root, whole: false }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, whole } = next;
    seen(node);
    const body = whole ? undefined : bodyToLeave(node, variables);
    if (body !== undefined) left(body, node as ts.FunctionLikeDeclaration);
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => {
      if (child !== body) children.push(child);
    });
    // What stands beside a body that is left out, such as a parameter's default, is all there to see.
    for (const child of children.reverse()) {
      open.push({ node: child, whole: whole || body !== undefined });
    }
  }
}

function bodyToLeave(node: ts.Node, variables: ReadonlySet<string>): ts.Node | undefined {
  if (!ts.isFunctionLike(node) || !("body" in node) || node.body === undefined) return undefined;
  const declared = node as ts.FunctionLikeDeclaration;
  return isSelfContained(declared, variables) ? declared.body : undefined;
}

/** Tells whether a function's body declares and assigns nothing that could be seen elsewhere, and makes nothing that a type leads to. */
export function isSelfContained(
  declared: ts.FunctionLikeDeclaration,
  variables: ReadonlySet<string>,
): boolean {
  if (ts.isConstructorDeclaration(declared) || answersHeir(declared)) return false;
  const visit = (node: ts.Node): boolean => {
    // What declares types inside of it can hand them out under a name that says nothing of them.
    if (
      ts.isClassLike(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isEnumDeclaration(node)
    ) {
      return true;
    }
    if (isAssignmentToName(node) && variables.has(node.left.text)) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  };
  return declared.body === undefined || !visit(declared.body);
}

/** The variables of a module that can be assigned to, by name, as far as their statements count. */
export function moduleVariablesOf(
  source: ts.SourceFile,
  counts: (statement: ts.VariableStatement) => boolean = () => true,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const { declarationList } = statement;
    if ((declarationList.flags & ts.NodeFlags.Const) !== 0 || !counts(statement)) continue;
    for (const { name } of declarationList.declarations) {
      if (ts.isIdentifier(name)) names.add(name.text);
    }
  }
  return names;
}
