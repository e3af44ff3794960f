import { ts } from "../compiler.js";

/**
 * The names in a file that are declared or mentioned for their values: which mean the same is told by the scopes
 * around them, so that a checker has to be asked about one of them only. Where that is not certain a name
 * stands for itself.
 */
export class Mentions {
  readonly #scopes = new Map<ts.Node, Map<string, Name>>();
  readonly #first: ts.Identifier[] = [];

  constructor(source: ts.SourceFile) {
    // What JavaScript declares by assigning, or in comments, is for a checker to say.
    if (/\.[cm]?jsx?$/.test(source.fileName)) return;
    const declared: ts.Identifier[] = [];
    const mentioned: ts.Identifier[] = [];
    const open: ts.Node[] = [source];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (ts.isIdentifier(node)) {
        if (isDeclared(node)) {
          this.#declare(node);
          if (isVariable(node.parent)) declared.push(node);
        } else if (isMention(node)) mentioned.push(node);
        continue;
      }
      ts.forEachChild(node, (child) => {
        open.push(child);
      });
    }
    for (const node of mentioned) {
      const scope = this.#scopeOf(node);
      if (scope === undefined) continue;
      const name = this.#nameIn(scope, node.text);
      if (name.first !== undefined) continue;
      name.first = node;
      this.#first.push(node);
    }
    for (const node of declared) if (this.of(node) === node) this.#first.push(node);
  }

  /** The names that stand for all others, each once. */
  get first(): readonly ts.Identifier[] {
    return this.#first;
  }

  /** The name that stands for this one and means the same. */
  of(node: ts.Node): ts.Node {
    if (!ts.isIdentifier(node)) return node;
    if (isMention(node)) return this.#standsFor(node) ?? node;
    // A variable that is declared twice, outside of a function or as a property too is more than its mentions say.
    const declares = isVariable(node.parent) && node.parent.name === node;
    return (declares && this.#isDeclaredOnce(node) ? this.#standsFor(node) : undefined) ?? node;
  }

  /** The mention that means what `{ name }` does, where there is one and the name is no import. */
  ofShorthand(name: ts.Identifier): ts.Node | undefined {
    const scope = this.#scopeOf(name);
    return scope === undefined || ts.isSourceFile(scope) ? undefined : this.#standsFor(name);
  }

  #standsFor(node: ts.Identifier): ts.Node | undefined {
    const scope = this.#scopeOf(node);
    return scope && this.#scopes.get(scope)?.get(node.text)?.first;
  }

  #isDeclaredOnce(node: ts.Identifier): boolean {
    if (ts.isParameter(node.parent) && (node.parent.modifiers ?? []).length > 0) return false;
    const around = ts.findAncestor(node, isOutermost);
    if (around === undefined || ts.isSourceFile(around)) return false;
    return this.#scopes.get(around)?.get(node.text)?.declarations === 1;
  }

  // A name counts as declared in all that stands between its declaration and the function around: which of
  // these scopes is its own matters to nobody, as long as no declaration is passed over.
  #declare(node: ts.Identifier): void {
    const declaration = node.parent;
    let at: ts.Node = ts.isFunctionDeclaration(declaration) ? declaration.parent : declaration;
    for (; at !== undefined; at = at.parent) {
      if (!isScope(at)) continue;
      this.#nameIn(at, node.text).declarations += 1;
      if (isOutermost(at)) return;
    }
  }

  #nameIn(scope: ts.Node, text: string): Name {
    let names = this.#scopes.get(scope);
    if (names === undefined) {
      names = new Map();
      this.#scopes.set(scope, names);
    }
    let name = names.get(text);
    if (name === undefined) {
      name = { declarations: 0, first: undefined };
      names.set(text, name);
    }
    return name;
  }

  // The nearest scope that may declare the name, or the file: from there on all mentions mean the same.
  #scopeOf(node: ts.Identifier): ts.Node | undefined {
    for (let at: ts.Node = node.parent; at !== undefined; at = at.parent) {
      if (isOfItsOwn(at)) return undefined;
      if (ts.isSourceFile(at)) return at;
      const name = this.#scopes.get(at)?.get(node.text);
      if (name !== undefined && name.declarations > 0) return at;
    }
    return undefined;
  }
}

/** A name in a scope: how often it is declared there, and the mention that stands for all. */
interface Name {
  declarations: number;
  first: ts.Identifier | undefined;
}

function isVariable(
  node: ts.Node,
): node is ts.VariableDeclaration | ts.BindingElement | ts.ParameterDeclaration {
  return ts.isVariableDeclaration(node) || ts.isBindingElement(node) || ts.isParameter(node);
}

function isDeclared(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isImportClause(parent) || ts.isParameter(parent)) return parent.name === node;
  return (
    (ts.isDeclarationStatement(parent) ||
      ts.isVariableDeclaration(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionExpression(parent) ||
      ts.isClassExpression(parent) ||
      ts.isNamespaceImport(parent) ||
      ts.isImportSpecifier(parent) ||
      ts.isTypeParameterDeclaration(parent)) &&
    parent.name === node
  );
}

function isScope(node: ts.Node): boolean {
  return (
    isOutermost(node) ||
    ts.isBlock(node) ||
    ts.isCaseBlock(node) ||
    ts.isIterationStatement(node, false) ||
    ts.isCatchClause(node) ||
    ts.isClassLike(node)
  );
}

// Nothing that is declared inside can be seen outside.
function isOutermost(node: ts.Node): boolean {
  return ts.isFunctionLike(node) || ts.isModuleDeclaration(node) || ts.isSourceFile(node);
}

// Where names are looked up by rules of their own: types, decorators, and namespaces and enums, to whose members
// other declarations may add.
function isOfItsOwn(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isDecorator(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isEnumDeclaration(node)
  );
}

/** Tells whether an identifier stands where an expression does, and for nothing else. */
function isMention(node: ts.Identifier): boolean {
  if (node.text === "arguments") return false;
  const { parent } = node;
  switch (parent.kind) {
    case ts.SyntaxKind.ArrayLiteralExpression:
    case ts.SyntaxKind.AwaitExpression:
    case ts.SyntaxKind.BinaryExpression:
    case ts.SyntaxKind.CallExpression:
    case ts.SyntaxKind.CaseClause:
    case ts.SyntaxKind.ConditionalExpression:
    case ts.SyntaxKind.DeleteExpression:
    case ts.SyntaxKind.DoStatement:
    case ts.SyntaxKind.ElementAccessExpression:
    case ts.SyntaxKind.ExpressionStatement:
    case ts.SyntaxKind.ForInStatement:
    case ts.SyntaxKind.ForOfStatement:
    case ts.SyntaxKind.ForStatement:
    case ts.SyntaxKind.IfStatement:
    case ts.SyntaxKind.JsxExpression:
    case ts.SyntaxKind.NewExpression:
    case ts.SyntaxKind.NonNullExpression:
    case ts.SyntaxKind.ParenthesizedExpression:
    case ts.SyntaxKind.PostfixUnaryExpression:
    case ts.SyntaxKind.PrefixUnaryExpression:
    case ts.SyntaxKind.ReturnStatement:
    case ts.SyntaxKind.SpreadAssignment:
    case ts.SyntaxKind.SpreadElement:
    case ts.SyntaxKind.SwitchStatement:
    case ts.SyntaxKind.TemplateSpan:
    case ts.SyntaxKind.ThrowStatement:
    case ts.SyntaxKind.TypeOfExpression:
    case ts.SyntaxKind.VoidExpression:
    case ts.SyntaxKind.WhileStatement:
    case ts.SyntaxKind.YieldExpression:
      return true;
    case ts.SyntaxKind.AsExpression:
    case ts.SyntaxKind.PropertyAccessExpression:
    case ts.SyntaxKind.SatisfiesExpression:
    case ts.SyntaxKind.TypeAssertionExpression:
      return (parent as ts.PropertyAccessExpression).expression === node;
    case ts.SyntaxKind.ArrowFunction:
      return (parent as ts.ArrowFunction).body === node;
    case ts.SyntaxKind.BindingElement:
    case ts.SyntaxKind.Parameter:
    case ts.SyntaxKind.PropertyAssignment:
    case ts.SyntaxKind.VariableDeclaration:
      return (parent as ts.VariableDeclaration).initializer === node;
    default:
      return false;
  }
}
