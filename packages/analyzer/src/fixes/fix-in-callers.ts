import type { Finding, Fix, Refusal, TextEdit } from "../finding.js";
import { enclosingFunction, isAsync, mayAwait } from "../model/enclosing-function.js";
import { ts } from "../model/syntax.js";
import type { TypeFacts } from "../model/type-source.js";
import { awaitEdits } from "../rules/fix-text.js";
import {
  asyncEdits,
  makeAsyncUnseen,
  neverAsync,
  type TypeQuestions,
} from "../rules/make-async.js";
import { callersOf, placeOf, type Sources } from "./callers.js";

/** Fixes that reach into callers, and those that cannot be had. */
export interface FixesInCallers {
  readonly fixes: readonly Fix[];
  readonly refusals: readonly Refusal[];
}

/** What a fix in callers needs to know of a project. */
export interface CallerSources extends Sources {
  /** Whether a file may await outside functions. */
  topLevelAwait(file: ts.SourceFile): boolean;
}

/**
 * Completes the refused fixes of a finding that lack only this: that the functions around them be async.
 * Every caller then awaits, and becomes async in turn, up to where one cannot.
 */
export function fixInCallers(finding: Finding, sources: CallerSources): FixesInCallers {
  const fixes: Fix[] = [];
  const refusals: Refusal[] = [];
  const file = sources.program.getSourceFile(finding.file);
  for (const { pending, title } of finding.refusals ?? []) {
    if (pending === undefined) continue;
    const owner = file === undefined ? undefined : ownerOf(file, finding);
    const made = owner === undefined ? "Its function is gone" : new Spread(sources).from(owner);
    if (typeof made === "string") refusals.push({ title, reason: made });
    else {
      fixes.push({
        title: `${title}, ${made.title}`,
        safety: made.leaves ? "dangerous" : "suggested",
        edits: [...made.edits, ...pending],
      });
    }
  }
  return { fixes, refusals };
}

function ownerOf(
  file: ts.SourceFile,
  { end, start }: Finding,
): ts.FunctionLikeDeclaration | undefined {
  let at: ts.Node = file;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(at, (child) =>
      child.getStart(file) <= start && end <= child.end ? child : undefined,
    );
    if (inner === undefined) return enclosingFunction(at);
    at = inner;
  }
}

interface Made {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** A function that changes is exported: others than this project may call it. */
  readonly leaves: boolean;
}

const mostCalls = 100;

/** How far `async` spreads from one function. */
class Spread {
  readonly #sources: CallerSources;
  readonly #functions = new Map<ts.FunctionLikeDeclaration, readonly TextEdit[]>();
  readonly #awaited = new Set<ts.CallExpression>();
  #leaves = false;

  constructor(sources: CallerSources) {
    this.#sources = sources;
  }

  from(owner: ts.FunctionLikeDeclaration): Made | string {
    const reason = this.#makeAsync(owner, true);
    if (reason !== undefined) return reason;
    // Where two begin at one place, the one around comes first.
    const calls = [...this.#awaited].sort((a, b) => a.getStart() - b.getStart() || b.end - a.end);
    return {
      title: titleFor(owner, calls.length, this.#functions.size),
      edits: [...this.#functions.values()].flat().concat(calls.flatMap((one) => awaitEdits(one))),
      leaves: this.#leaves,
    };
  }

  /** Makes a function async and has its callers await it; answers why that cannot be. */
  #makeAsync(owner: ts.FunctionLikeDeclaration, first = false): string | undefined {
    if (isAsync(owner) || this.#functions.has(owner)) return undefined;
    const never = neverAsync(owner);
    if (never !== undefined) return first ? never : `${never}, at ${placeOf(owner)}`;
    const unseen = makeAsyncUnseen(owner, this.#questions());
    if ("edits" in unseen) {
      this.#functions.set(owner, unseen.edits);
      return undefined;
    }
    if (!unseen.byCallers) return first ? unseen.reason : `${unseen.reason}, at ${placeOf(owner)}`;
    this.#functions.set(owner, asyncEdits(owner));
    this.#leaves ||= isExported(owner);
    const callers = callersOf(owner, this.#sources);
    if ("reason" in callers) return callers.reason;
    for (const call of callers.calls) {
      const reason = this.#await(call);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  #await(call: ts.CallExpression): string | undefined {
    if (isAwaited(call) || this.#awaited.has(call)) return undefined;
    this.#awaited.add(call);
    if (this.#awaited.size > mostCalls)
      return `It would be awaited in more than ${mostCalls} places`;
    const file = call.getSourceFile();
    if (mayAwait(call, this.#sources.topLevelAwait(file)) !== "no") return undefined;
    const owner = enclosingFunction(call);
    const inBody =
      owner?.body !== undefined && owner.body.pos <= call.pos && call.end <= owner.body.end;
    if (owner === undefined || !inBody) {
      return `It is called at ${placeOf(call)}, where nothing can be awaited`;
    }
    return this.#makeAsync(owner);
  }

  #questions(): TypeQuestions {
    const ask = (kind: "expected" | "type", node: ts.Node) =>
      this.#sources.types.answer(node.getSourceFile(), [
        { ask: kind, node: node as ts.Expression },
      ])[0];
    return {
      typeOf: (node) => () => ask("type", node) as TypeFacts,
      expectedOf: (node) => () => ask("expected", node) as TypeFacts | undefined,
    };
  }
}

function titleFor(owner: ts.FunctionLikeDeclaration, calls: number, functions: number): string {
  const name = owner.name?.getText() ?? "the function around it";
  const made = functions === 1 ? "async" : `and ${functions - 1} more async`;
  const shown = owner.name === undefined ? name : `\`${name}\``;
  return calls === 0
    ? `and make ${shown} ${made}`
    : `make ${shown} ${made}, and await in ${calls} ${calls === 1 ? "caller" : "callers"}`;
}

// `void f()` says that nobody waits.
function isAwaited(call: ts.CallExpression): boolean {
  let at: ts.Node = call;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  return ts.isAwaitExpression(at.parent) || ts.isVoidExpression(at.parent);
}

function isExported(owner: ts.FunctionLikeDeclaration): boolean {
  for (let at: ts.Node = owner; !ts.isSourceFile(at); at = at.parent) {
    const exported =
      ts.canHaveModifiers(at) &&
      ts.getModifiers(at)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (exported) return true;
    if (at !== owner && ts.isFunctionLike(at)) return false;
  }
  return false;
}
