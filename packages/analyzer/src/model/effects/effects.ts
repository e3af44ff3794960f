import { ts } from "../syntax.js";
import type { CallFacts, SymbolFacts, TypeSource } from "../type-source.js";
import { unwrap } from "../unwrap.js";
import { libraryEffect } from "./library.js";
import { nothing as emptySummary, type Summary } from "./summary.js";

/** What running something does, as far as gathering is concerned. */
export interface Effect {
  /** Nothing it does could be seen by another read; `why` says what could, where it is false. */
  readonly readsOnly: boolean;
  /** It waits, directly or through what it calls, for something outside the program. */
  readonly latency: boolean;
  /** Where the latency comes from, or what is not known to be a read. */
  readonly why: string;
  /** The place that `why` speaks of. */
  readonly at: ts.Node | undefined;
}

const nothing: Effect = { readsOnly: true, latency: false, why: "", at: undefined };

/**
 * Says what functions and calls do, through every function that they call. What cannot be resolved
 * is unknown, and unknown never counts as a read.
 */
export class Effects {
  readonly #types: TypeSource;
  readonly #ofFunction = new Map<ts.Node, Effect>();
  /** The functions being walked, outermost first, and the outermost one that recursion led back to. */
  readonly #open: ts.Node[] = [];
  #reached = Number.POSITIVE_INFINITY;

  constructor(types: TypeSource) {
    this.#types = types;
  }

  /** What a call does besides evaluating its arguments. */
  ofCall(call: ts.CallLikeExpression): Effect {
    const file = call.getSourceFile();
    const [facts] = this.#types.answer(file, [{ ask: "call", node: call }]) as [
      CallFacts | undefined,
    ];
    const known = libraryEffect(call, facts);
    if (known !== undefined) {
      return {
        readsOnly: known.readsOnly,
        latency: known.latency,
        why: known.latency ? `waits for ${known.what}` : "",
        at: call,
      };
    }
    if (facts?.body !== undefined && ts.isCallExpression(call) && !mayBeOverridden(facts.body)) {
      return this.ofFunction(facts.body);
    }
    return unknown(call, "is not known to only read");
  }

  /**
   * The summary of a call, of a function's body, or of an expression or statement; a function is
   * answered for as called.
   */
  summaryOf(node: ts.Node): Summary {
    const effect = ts.isCallExpression(node)
      ? this.ofCall(node)
      : ts.isFunctionLike(node) && "body" in node
        ? this.ofFunction(node as ts.FunctionLikeDeclaration)
        : unknown(node, "is not known to only read");
    const origin = effect.at === undefined ? undefined : { at: effect.at, through: [] };
    return {
      ...emptySummary,
      latency: effect.latency
        ? { kind: "io", origin, what: effect.why.replace(/^waits for /, "") }
        : emptySummary.latency,
      unknown:
        effect.readsOnly || origin === undefined ? undefined : { ...origin, why: effect.why },
    };
  }

  /** What running a function's body does. */
  ofFunction(body: ts.FunctionLikeDeclaration): Effect {
    const known = this.#ofFunction.get(body);
    if (known !== undefined) return known;
    const open = this.#open.indexOf(body);
    if (open >= 0) {
      // A recursive call adds nothing to what the rest of the function does.
      this.#reached = Math.min(this.#reached, open);
      return nothing;
    }
    const depth = this.#open.push(body) - 1;
    const outer = this.#reached;
    this.#reached = depth;
    const effect = this.#walk(body);
    this.#open.pop();
    // What leans on a function that is still open is known for good only with that function.
    if (this.#reached === depth || !effect.readsOnly) this.#ofFunction.set(body, effect);
    this.#reached = Math.min(outer, this.#reached);
    return effect;
  }

  /** What evaluating everything in `root` does; functions in it count as called. */
  #walk(root: ts.FunctionLikeDeclaration): Effect {
    let latency: Effect | undefined;
    let bad: Effect | undefined;
    const visit = (node: ts.Node): void => {
      if (bad !== undefined || ts.isTypeNode(node)) return;
      const effect = this.#ofNode(node, root);
      if (!effect.readsOnly) {
        bad = effect;
        return;
      }
      if (effect.latency) latency ??= effect;
      ts.forEachChild(node, visit);
    };
    for (const parameter of root.parameters) visit(parameter);
    if ("body" in root && root.body !== undefined) visit(root.body);
    return bad ?? latency ?? nothing;
  }

  #ofNode(node: ts.Node, root: ts.FunctionLikeDeclaration): Effect {
    if (ts.isYieldExpression(node)) return unknown(node, "yields to its caller");
    if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) {
      return unknown(node, "draws from an asynchronous iterator");
    }
    if (
      ts.isVariableDeclarationList(node) &&
      (node.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using
    ) {
      return unknown(node, "disposes of a resource");
    }
    if (ts.isDeleteExpression(node)) return unknown(node, "deletes a property");
    const written = writtenBy(node);
    if (written !== undefined && !this.#isOwn(written, root)) {
      return unknown(node, `writes \`${short(written)}\``);
    }
    if (
      ts.isCallExpression(node) ||
      ts.isNewExpression(node) ||
      ts.isTaggedTemplateExpression(node)
    ) {
      return this.#ofInnerCall(node, root);
    }
    return nothing;
  }

  #ofInnerCall(
    call: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression,
    root: ts.FunctionLikeDeclaration,
  ): Effect {
    if (ts.isNewExpression(call)) return this.#ofNew(call);
    if (ts.isCallExpression(call) && call.expression.kind === ts.SyntaxKind.ImportKeyword) {
      return unknown(call, "loads a module");
    }
    const effect = this.ofCall(call);
    if (effect.readsOnly || !ts.isCallExpression(call)) return effect;
    // A collection made here may be filled here.
    const callee = unwrap(call.expression);
    if (
      ts.isPropertyAccessExpression(callee) &&
      fills.has(callee.name.text) &&
      this.#isOwn(callee, root)
    ) {
      return nothing;
    }
    // What a promise's executor is given, and timers inside it, settle that promise alone.
    if (isInExecutor(call, root)) {
      if (ts.isIdentifier(callee) && callee.text === "setTimeout") {
        return { ...nothing, latency: true, why: "waits for a timer", at: call };
      }
      if (ts.isIdentifier(callee) && isParameterOf(callee, executorAround(call))) return nothing;
    }
    return effect;
  }

  #ofNew(call: ts.NewExpression): Effect {
    const facts = this.#types.answer(call.getSourceFile(), [
      { ask: "symbol", node: call.expression },
    ])[0] as SymbolFacts | undefined;
    return facts?.origin?.from === "lib" && harmlessClasses.has(facts.name)
      ? nothing
      : unknown(call, "makes an object whose constructor is not known to only read");
  }

  // A local of the function itself, or a field of an object that it made.
  #isOwn(target: ts.Expression, root: ts.FunctionLikeDeclaration): boolean {
    let base = unwrap(target);
    let throughField = false;
    while (ts.isPropertyAccessExpression(base) || ts.isElementAccessExpression(base)) {
      base = unwrap(base.expression);
      throughField = true;
    }
    if (!ts.isIdentifier(base)) return false;
    const symbol = this.#types.answer(base.getSourceFile(), [{ ask: "symbol", node: base }])[0] as
      | SymbolFacts
      | undefined;
    const [declaration, ...others] = symbol?.declarations ?? [];
    if (declaration === undefined || others.length > 0 || !isInside(declaration, root))
      return false;
    if (!throughField) return true;
    return (
      ts.isVariableDeclaration(declaration) &&
      (declaration.parent.flags & ts.NodeFlags.Const) !== 0 &&
      declaration.initializer !== undefined &&
      isFresh(unwrap(declaration.initializer))
    );
  }
}

function unknown(at: ts.Node, what: string): Effect {
  return { readsOnly: false, latency: false, why: `\`${short(at)}\` ${what}`, at };
}

function short(node: ts.Node): string {
  const text = node.getText().replaceAll(/\s+/g, " ");
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

// Whoever calls a method may hold a subclass; only what cannot be overridden is what runs.
function mayBeOverridden(body: ts.FunctionLikeDeclaration): boolean {
  if (body.asteriskToken !== undefined) return true;
  if (!ts.isMethodDeclaration(body) || !ts.isClassLike(body.parent)) return false;
  const hidden = ts
    .getModifiers(body)
    ?.some(
      ({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.StaticKeyword,
    );
  return hidden !== true && !ts.isPrivateIdentifier(body.name);
}

function writtenBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
      ? node.left
      : undefined;
  }
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    return node.operator === ts.SyntaxKind.PlusPlusToken ||
      node.operator === ts.SyntaxKind.MinusMinusToken
      ? node.operand
      : undefined;
  }
  if (
    (ts.isForOfStatement(node) || ts.isForInStatement(node)) &&
    ts.isExpression(node.initializer)
  ) {
    return node.initializer;
  }
  return undefined;
}

function isFresh(expression: ts.Expression): boolean {
  return (
    ts.isObjectLiteralExpression(expression) ||
    ts.isArrayLiteralExpression(expression) ||
    (ts.isNewExpression(expression) &&
      ts.isIdentifier(expression.expression) &&
      harmlessClasses.has(expression.expression.text))
  );
}

const fills = new Set([
  "add",
  "append",
  "clear",
  "delete",
  "pop",
  "push",
  "set",
  "shift",
  "sort",
  "splice",
  "unshift",
]);

const harmlessClasses = new Set([
  "Array",
  "Date",
  "Error",
  "Map",
  "Promise",
  "RangeError",
  "Set",
  "SyntaxError",
  "TypeError",
  "URL",
  "URLSearchParams",
  "WeakMap",
  "WeakSet",
]);

function isInside(node: ts.Node, root: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (at === root) return true;
  }
  return false;
}

function executorAround(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (
      (ts.isArrowFunction(at) || ts.isFunctionExpression(at)) &&
      ts.isNewExpression(at.parent) &&
      ts.isIdentifier(at.parent.expression) &&
      at.parent.expression.text === "Promise"
    ) {
      return at;
    }
  }
  return undefined;
}

function isInExecutor(node: ts.Node, root: ts.Node): boolean {
  const executor = executorAround(node);
  return executor !== undefined && isInside(executor, root);
}

function isParameterOf(
  name: ts.Identifier,
  owner: ts.FunctionLikeDeclaration | undefined,
): boolean {
  return (
    owner?.parameters.some(
      (parameter) => ts.isIdentifier(parameter.name) && parameter.name.text === name.text,
    ) ?? false
  );
}
