import { ts } from "../syntax.js";
import type { SymbolFacts } from "../type-source.js";
import { unwrap } from "../unwrap.js";
import { isOfModule } from "./access-syntax.js";
import type { Answers } from "./answers.js";
import { assignmentsIn } from "./assignments.js";
import type { CallSite, Flow, Held, Value } from "./facts.js";
import { keyOf } from "./keys.js";
import { leadsNowhere } from "./leads-nowhere.js";
import { membersPutInto } from "./literal-members.js";
import type { Root } from "./location.js";
import { isMadeField } from "./made-field.js";
import { isOwnCollection } from "./own-collection.js";
import { ownerOf } from "./owner-type.js";
import { holdsPrimitives, isDeclaredPrimitive, isWrittenPrimitive } from "./primitive-type.js";

/** What a call hands back, as far as objects go; asked of whoever reads the calls. */
export type CallFlow = (call: ts.CallLikeExpression) => CallSite | readonly Flow[];

/** What may be any object. */
export const anything: readonly Flow[] = [{ value: { root: { from: "unknown" } } }];

/**
 * Says which objects an expression can lead to: through variables, fields, calls and literals,
 * without regard to the order of statements.
 */
export class ValueFlow {
  readonly #answers: Answers;
  readonly #ofCall: CallFlow;
  readonly #open = new Set<ts.Node>();
  readonly #known = new Map<ts.Node, readonly Flow[]>();
  #cuts = 0;

  constructor(answers: Answers, ofCall: CallFlow) {
    this.#answers = answers;
    this.#ofCall = ofCall;
  }

  of(expression: ts.Expression): readonly Flow[] {
    const at = unwrap(expression);
    const known = this.#known.get(at);
    if (known !== undefined) return known;
    // `let a = b; b = a` leads back to itself, which adds nothing.
    if (this.#open.has(at)) {
      this.cut();
      return [];
    }
    const cuts = this.#cuts;
    this.#open.add(at);
    try {
      const found = this.#of(at);
      if (this.#cuts === cuts) this.#known.set(at, found);
      return found;
    } finally {
      this.#open.delete(at);
    }
  }

  /**
   * Notes that something was left out because it leads back to what it was asked for. What was found
   * meanwhile holds there and nowhere else; what leads back to nothing is the same from wherever it is asked.
   */
  cut(): void {
    this.#cuts += 1;
  }

  #of(at: ts.Expression): readonly Flow[] {
    if (ts.isIdentifier(at)) return this.#ofName(at);
    if (at.kind === ts.SyntaxKind.ThisKeyword || at.kind === ts.SyntaxKind.SuperKeyword) {
      return [{ value: { root: thisOf(at) } }];
    }
    if (ts.isPropertyAccessExpression(at)) {
      const field = this.#answers.symbol(at.name);
      if (ts.isIdentifier(at.name) && isOfModule(field?.declarations[0])) {
        return this.#ofName(at.name);
      }
      if (isDeclaredPrimitive(field?.declarations[0])) return [];
      const held: Held = {
        name: at.name.text,
        owner: ownerOf(field, this.#answers),
        ...(isMadeField(field?.declarations) ? { isMade: true as const } : {}),
      };
      const put = this.#putInto(at);
      const whole = this.of(at.expression);
      return put === undefined
        ? through(whole, held)
        : [
            ...through(
              whole.filter((one) => !isPart(one)),
              held,
            ),
            ...put,
          ];
    }
    if (ts.isElementAccessExpression(at)) {
      const { argumentExpression: key } = at;
      if (this.#holdsPrimitives(at.expression)) return [];
      return through(
        this.of(at.expression),
        ts.isStringLiteralLike(key) ? { name: key.text, owner: undefined } : undefined,
      );
    }
    if (ts.isCallExpression(at) || ts.isNewExpression(at) || ts.isTaggedTemplateExpression(at)) {
      const answer = this.#ofCall(at);
      return isSite(answer) ? [{ result: answer }] : answer;
    }
    if (ts.isObjectLiteralExpression(at) || ts.isArrayLiteralExpression(at)) {
      return [freshAt(at), ...this.#within(at)];
    }
    if (ts.isConditionalExpression(at)) {
      return [...this.of(at.whenTrue), ...this.of(at.whenFalse)];
    }
    if (ts.isBinaryExpression(at)) return this.#ofBinary(at);
    if (ts.isAwaitExpression(at) || ts.isSpreadElement(at)) return this.of(at.expression);
    if (ts.isYieldExpression(at)) return anything;
    // Literals, templates, arithmetic and functions lead to no object that anybody else has.
    return [];
  }

  // `options.headers` of `const options = { ...given, headers: { ...given.headers } }`: what stands there, not what is spread.
  #putInto(at: ts.PropertyAccessExpression): readonly Flow[] | undefined {
    const name = unwrap(at.expression);
    const declarations = ts.isIdentifier(name) ? this.#answers.symbol(name)?.declarations : [];
    const [declared, ...others] = declarations ?? [];
    if (declared === undefined || others.length > 0 || !ts.isVariableDeclaration(declared)) {
      return undefined;
    }
    const values = membersPutInto(declared).get(at.name.text);
    return values?.flatMap((one) => this.of(one));
  }

  #ofBinary(at: ts.BinaryExpression): readonly Flow[] {
    switch (at.operatorToken.kind) {
      case ts.SyntaxKind.EqualsToken:
      case ts.SyntaxKind.CommaToken:
        return this.of(at.right);
      // Where the left one is what it comes to, that is empty, and nobody's object or function.
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return this.of(at.right);
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionToken:
      case ts.SyntaxKind.BarBarEqualsToken:
      case ts.SyntaxKind.AmpersandAmpersandEqualsToken:
      case ts.SyntaxKind.QuestionQuestionEqualsToken:
        return [...this.of(at.left), ...this.of(at.right)];
      default:
        return [];
    }
  }

  // What an object or array literal holds is reached from it, but is not it.
  *#within(literal: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression): Iterable<Flow> {
    const parts: ts.Expression[] = [];
    if (ts.isArrayLiteralExpression(literal)) parts.push(...literal.elements);
    else {
      for (const property of literal.properties) {
        if (ts.isPropertyAssignment(property)) parts.push(property.initializer);
        else if (ts.isShorthandPropertyAssignment(property)) parts.push(property.name);
        else if (ts.isSpreadAssignment(property)) parts.push(property.expression);
      }
    }
    for (const part of parts) yield* deep(this.of(part), "part");
  }

  #ofName(name: ts.Identifier): readonly Flow[] {
    const symbol = this.#answers.symbol(name);
    const [declaration] = symbol?.declarations ?? [];
    // What packages and the platform share with everybody is known by models, not by its parts.
    if (declaration === undefined || declaration.getSourceFile().isDeclarationFile) {
      if (name.text === "undefined") return [];
      const imported = symbol?.origin?.from === "lib" ? "global" : "import";
      return [variable(`${imported} ${name.getSourceFile().fileName}#${name.text}`, name.text)];
    }
    if (leadsNowhere(declaration)) return [];
    return this.ofDeclaration(declaration, symbol);
  }

  /** What the variable or parameter that a declaration brings leads to. */
  ofDeclaration(declaration: ts.Node, symbol?: SymbolFacts): readonly Flow[] {
    if (isDeclaredPrimitive(declaration)) return [];
    if (this.#open.has(declaration)) {
      this.cut();
      return [];
    }
    this.#open.add(declaration);
    try {
      if (ts.isParameter(declaration)) return ofParameter(declaration);
      if (ts.isBindingElement(declaration)) return this.#ofBinding(declaration);
      if (ts.isVariableDeclaration(declaration)) return this.#ofVariable(declaration);
      const name = symbol?.name ?? nameOf(declaration);
      return [variable(keyOf(declaration), name)];
    } finally {
      this.#open.delete(declaration);
    }
  }

  #ofVariable(declaration: ts.VariableDeclaration): readonly Flow[] {
    if (!ts.isIdentifier(declaration.name)) return [];
    const own = variable(keyOf(declaration), declaration.name.text);
    const sources: ts.Expression[] = [];
    const list = declaration.parent;
    if (declaration.initializer !== undefined) sources.push(declaration.initializer);
    const loop = list.parent;
    if (loop !== undefined && ts.isForOfStatement(loop) && loop.initializer === list) {
      return [...this.#elementsOf(loop.expression)];
    }
    if ((list.flags & ts.NodeFlags.Const) === 0) sources.push(...assignmentsIn(declaration));
    // A constant of the language leads to no object, whatever name it has.
    else if (sources.length === 1 && sources.every((one) => this.#isPrimitive(one))) return [];
    // Nor does a list or table of them that is named as a constant.
    else if (constantName.test(declaration.name.text) && sources.every(isWrittenOut)) return [];
    const flows = this.#aliases(own, sources);
    const [first, ...others] = flows;
    return first !== undefined && "value" in first && this.#isOwnCollection(declaration)
      ? [{ value: { ...first.value, root: ownRoot(first.value.root) } }, ...others]
      : flows;
  }

  #isOwnCollection(declaration: ts.VariableDeclaration): boolean {
    return isOwnCollection(declaration, (name) => this.#answers.symbol(name)?.declarations ?? []);
  }

  // `name.trim()` of a text, and of no builder of the project's or of a package's own.
  #isPrimitive(expression: ts.Expression): boolean {
    return isWrittenPrimitive(expression, (call) => {
      const target = this.#answers.call(call)?.target;
      if (target?.origin?.from === "lib") return false;
      const isDeclared = target?.declarations.every((one) => one.getSourceFile().isDeclarationFile);
      // What has no type, or a package's, may be anybody's, but for what the platform alone is called.
      return isDeclared === false || !ofPlatformObject.test(call.expression.getText());
    });
  }

  /** What going through a collection leads to. */
  *#elementsOf(collection: ts.Expression): Iterable<Flow> {
    if (!this.#holdsPrimitives(collection)) yield* through(this.of(collection), undefined);
  }

  #holdsPrimitives(collection: ts.Expression): boolean {
    const at = unwrap(collection);
    const name = ts.isPropertyAccessExpression(at) ? at.name : at;
    if (!ts.isIdentifier(name)) return false;
    return holdsPrimitives(this.#answers.symbol(name)?.declarations[0]);
  }

  // A variable that only gives another name to an object is that object. One that holds something
  // made where it is declared stands for that thing itself.
  #aliases(own: Flow, sources: readonly ts.Expression[]): readonly Flow[] {
    const found: Flow[] = [];
    let makes = sources.length === 0;
    let onlyMakes = sources.length > 0;
    for (const source of sources) {
      for (const flow of this.of(source)) {
        const isFresh = "value" in flow && flow.value.root.from === "fresh";
        if (isFresh || "result" in flow) makes = true;
        if (!isFresh) found.push(flow);
        if (!isFresh && !isReached(flow)) onlyMakes = false;
      }
    }
    if (makes && onlyMakes && "value" in own && own.value.root.from === "variable") {
      return [{ value: { root: { ...own.value.root, made: true } } }, ...found];
    }
    return makes || found.length === 0 ? [own, ...found] : found;
  }

  #ofBinding(element: ts.BindingElement): readonly Flow[] {
    let at: ts.Node = element;
    let depth = 0;
    while (ts.isBindingElement(at)) {
      depth += 1;
      at = at.parent.parent;
    }
    const name = element.propertyName ?? element.name;
    const held: Held | undefined =
      depth === 1 && ts.isObjectBindingPattern(element.parent) && ts.isIdentifier(name)
        ? { name: name.text, owner: undefined }
        : undefined;
    const wholes = ts.isParameter(at)
      ? ofParameter(at)
      : ts.isVariableDeclaration(at)
        ? this.#ofWhole(at)
        : [];
    const flows = through(wholes, held);
    const own = variable(keyOf(element), nameOf(element));
    // What is taken out of a call's result is an object of its own here, whatever else it may be.
    return flows.length === 0 || flows.some((flow) => "result" in flow) ? [own, ...flows] : flows;
  }

  #ofWhole(declaration: ts.VariableDeclaration): readonly Flow[] {
    const loop = declaration.parent.parent;
    if (
      loop !== undefined &&
      ts.isForOfStatement(loop) &&
      loop.initializer === declaration.parent
    ) {
      return [...this.#elementsOf(loop.expression)];
    }
    if (declaration.initializer === undefined) return [];
    return this.of(declaration.initializer).filter(
      (flow) => !("value" in flow && flow.value.root.from === "fresh"),
    );
  }
}

function ownRoot(root: Root): Root {
  return root.from === "variable" && root.made === true ? { ...root, isOwn: true } : root;
}

const ofPlatformObject = /^(path|os|process|JSON|Math|Date|performance|crypto)\./;
const constantName = /^[A-Z][A-Z0-9_]*$/;

function isWrittenOut(expression: ts.Expression): boolean {
  const at = unwrap(expression);
  return (
    (ts.isArrayLiteralExpression(at) && at.elements.length > 0) ||
    (ts.isObjectLiteralExpression(at) && at.properties.length > 0)
  );
}

// What a literal holds, and is not the literal itself.
function isReached(flow: Flow): boolean {
  return ("value" in flow ? flow.value.deep : flow.deep) !== undefined;
}

function isPart(flow: Flow): boolean {
  return ("value" in flow ? flow.value.deep : flow.deep) === "part";
}

function isSite(answer: CallSite | readonly Flow[]): answer is CallSite {
  return !Array.isArray(answer);
}

/** What a step from objects into one of their fields, or into what they hold, leads to. */
export function through(flows: readonly Flow[], held: Held | undefined): readonly Flow[] {
  return flows.map((flow): Flow => {
    // What a field's collection holds is still known by the field.
    const kept = heldIn("value" in flow ? flow.value.held : flow.held, held);
    const step = kept === undefined ? {} : { held: kept };
    return "value" in flow
      ? { value: { root: flow.value.root, ...step } }
      : { result: flow.result, ...step };
  });
}

/** The field by which something is known that is in `inner`, or in what it holds, of something in `outer`. */
export function heldIn(outer: Held | undefined, inner: Held | undefined): Held | undefined {
  if (outer === undefined || inner === undefined) return inner ?? outer;
  return { ...inner, under: outer.under ?? outer.name };
}

/** The same objects, as something that is reached from another one, or as a part of one that stands beside them. */
export function deep(flows: readonly Flow[], how: true | "part" = true): readonly Flow[] {
  return flows.map(
    (flow): Flow =>
      "value" in flow ? { value: { ...flow.value, deep: how } } : { ...flow, deep: how },
  );
}

/** What a parameter leads to, as its function sees it. */
function ofParameter(parameter: ts.ParameterDeclaration): readonly Flow[] {
  const owner = parameter.parent;
  const index = owner.parameters.filter((one) => nameOf(one) !== "this").indexOf(parameter);
  // One that is taken apart has no name of its own; its fields are named by themselves.
  const name = ts.isIdentifier(parameter.name) ? parameter.name.text : "";
  return [{ value: { root: { from: "parameter", key: keyOf(owner), index, name } } }];
}

function variable(key: string, name: string): Flow {
  return { value: { root: { from: "variable", key, name } } };
}

/** An object that is made at a place. */
export function freshAt(at: ts.Node): { readonly value: Value } {
  return { value: { root: { from: "fresh", key: keyOf(at) } } };
}

/** What `this` is, as the method around it sees it. */
export function thisOf(node: ts.Node): Root {
  const owner = thisOwner(node);
  return owner === undefined
    ? { from: "variable", key: `this ${node.getSourceFile().fileName}`, name: "this" }
    : { from: "this", key: keyOf(owner) };
}

function thisOwner(node: ts.Node): ts.Node | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isClassLike(at)) return constructorOf(at);
    if (ts.isFunctionLike(at) && !ts.isArrowFunction(at)) return at;
  }
  return undefined;
}

/** What making an instance of a class runs: its constructor, or the class where it has none. */
export function constructorOf(node: ts.ClassLikeDeclaration): ts.Node {
  return (
    node.members.find((one) => ts.isConstructorDeclaration(one) && one.body !== undefined) ?? node
  );
}

function nameOf(node: ts.Node): string {
  const name = (node as ts.NamedDeclaration).name;
  return name !== undefined && ts.isIdentifier(name) ? name.text : "";
}
