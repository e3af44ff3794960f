import { createHash } from "node:crypto";
import type { SemanticProgram } from "./checker.js";
import { ts } from "./compiler.js";
import type { Effects } from "./effects/effects.js";
import { skeletonOf } from "./effects/shape.js";
import { isAsync } from "./enclosing-function.js";
import { importsFrom } from "./imports.js";
import { handlesOwnErrors } from "./own-errors.js";
import { runtimeSpecifier } from "./runtime-package.js";
import { isStub } from "./stub.js";

/**
 * A fingerprint of everything that findings of other files can depend on in a file: the types of
 * what it exports and declares for all, what its functions do, and what can be followed into its
 * code. Equal fingerprints before and after an edit mean that only the file itself has to be checked
 * again. Without `places`, those that show where in the file something waits have to be looked after
 * by the caller: they may have moved.
 */
export function signatureOf(
  source: ts.SourceFile,
  program: SemanticProgram,
  effects: Effects,
  places: boolean,
): string {
  const hash = createHash("sha256");
  hash.update(declarationsOf(source, program) ?? source.text);
  hash.update(`\n${skeletonOf(source).replace(/\s+/g, " ")}`);
  const waits = usesRuntime(program);
  for (const body of functionsIn(source)) {
    hash.update(`\n${summaryOf(body, effects, places)}`);
    if (waits && isAsync(body)) hash.update(` awaits ${awaitedIn(body)}`);
  }
  return hash.digest("base64url");
}

// Whether a cancellation can reach a function is followed through what it and its callees await.
function usesRuntime(program: SemanticProgram): boolean {
  return program
    .getSourceFiles()
    .some((one) => !one.isDeclarationFile && importsFrom(one, runtimeSpecifier));
}

function awaitedIn(declared: ts.FunctionLikeDeclaration): string {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isAwaitExpression(node)) {
      const { expression } = node;
      found.add((ts.isCallExpression(expression) ? expression.expression : expression).getText());
    }
    ts.forEachChild(node, visit);
  };
  if (declared.body !== undefined) ts.forEachChild(declared.body, visit);
  return [...found].sort().join();
}

// What the compiler would write into the file's `.d.ts`, as its own incremental builds do it.
function declarationsOf(source: ts.SourceFile, program: SemanticProgram): string | undefined {
  if (program.declarationsOf !== undefined) return program.declarationsOf(source);
  if (source.isDeclarationFile || source.fileName.endsWith(".json")) return undefined;
  let text: string | undefined;
  try {
    const { diagnostics } = (program as unknown as Emitting).emit(
      source,
      (name, written) => {
        if (/\.d\.[cm]?ts$/.test(name)) text = written;
      },
      undefined,
      true,
      undefined,
      true,
    );
    // Where a type could not be written down, the message says which.
    const messages = diagnostics.map((one) =>
      ts.flattenDiagnosticMessageText(one.messageText, "\n"),
    );
    return text === undefined ? undefined : [text, ...messages].join("\n");
  } catch {
    // The checker can fail on a source; then nothing less than its text tells it apart.
    return undefined;
  }
}

// The last parameter has the declarations written whatever the options say; builders use it.
interface Emitting {
  emit(
    file: ts.SourceFile,
    write: ts.WriteFileCallback,
    cancellation: undefined,
    onlyDeclarations: true,
    transformers: undefined,
    force: true,
  ): ts.EmitResult;
}

// Every function that a call in another file may resolve to; an inner one can leave by a return.
function functionsIn(source: ts.SourceFile): readonly ts.FunctionLikeDeclaration[] {
  const found: ts.FunctionLikeDeclaration[] = [];
  const open: ts.Node[] = [source];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined) {
      const declared = node as ts.FunctionLikeDeclaration;
      if (!isArgument(declared)) found.push(declared);
    }
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
  return found;
}

// A callback has no name by which a call could reach it.
function isArgument(declared: ts.FunctionLikeDeclaration): boolean {
  const { parent } = declared;
  return (
    (ts.isArrowFunction(declared) || ts.isFunctionExpression(declared)) &&
    (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
    parent.expression !== declared
  );
}

function summaryOf(
  declared: ts.FunctionLikeDeclaration,
  effects: Effects,
  places: boolean,
): string {
  const parts: (string | false | undefined)[] = [
    declared.name?.getText() ?? "",
    isAsync(declared) && "async",
    isAsync(declared) && handlesOwnErrors(declared) && "handles",
    isStub(declared) && "stub",
    effects.digestOf(declared),
    declared.type === undefined && effects.libraries.answerOf(declared),
  ];
  if (!places) return parts.filter(Boolean).join(" ");
  // Where it waits is shown as evidence, by its place.
  const { at } = effects.summaryOf(declared).latency.origin ?? {};
  if (at !== undefined) parts.push(`${at.getSourceFile().fileName}:${at.getStart()}:${at.end}`);
  return parts.filter(Boolean).join(" ");
}
