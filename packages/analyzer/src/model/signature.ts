import { createHash } from "node:crypto";
import { type SemanticProgram, sourcesMatching } from "./checker.js";
import { ts } from "./compiler.js";
import type { Effects } from "./effects/effects.js";
import { keyOf } from "./effects/keys.js";
import { skeletonOf } from "./effects/shape.js";
import { isAsync } from "./enclosing-function.js";
import { importsFrom } from "./imports.js";
import { handlesOwnErrors } from "./own-errors.js";
import { runtimeSpecifier } from "./runtime-package.js";
import { isStub } from "./stub.js";

/**
 * What other files can see of a file, in two parts: so that what a function does, which takes following all
 * that it calls, is kept for those alone that somebody has asked about.
 */
export interface FileSignature {
  /** A fingerprint of the types of what it exports, and of what can be followed into its code. */
  readonly outline: string;
  /** Fingerprints of what functions do, by the key of each. */
  readonly functions: Readonly<Record<string, string>>;
}

/** The signatures of files, with those of their functions that were asked about so far. */
export function fileSignatures(
  sources: readonly ts.SourceFile[],
  program: SemanticProgram,
  effects: Effects,
): ReadonlyMap<string, FileSignature> {
  const outlines = outlinesOf(sources, program, effects);
  const names = sources.map(({ fileName }) => fileName);
  const asked = functionSignatures(names, program, effects);
  return new Map(
    sources.map((source) => [
      source.fileName,
      {
        outline: outlines.get(source) ?? "",
        functions: asked.get(source.fileName) ?? {},
      },
    ]),
  );
}

/** The functions that were asked about so far in files, by these; what signatures say of them. */
export function functionSignatures(
  files: readonly string[],
  program: SemanticProgram,
  effects: Effects,
): ReadonlyMap<string, FileSignature["functions"]> {
  const found = new Map<string, FileSignature["functions"]>();
  const asked = effects.asked();
  for (const file of files) {
    const keys = asked.get(file);
    const source = program.getSourceFile(file);
    if (keys === undefined || source === undefined || source.isDeclarationFile) continue;
    found.set(
      file,
      Object.fromEntries(keys.map((key) => [key, doingOf(key, source, effects)] as const)),
    );
  }
  return found;
}

/** Whether a file is to others what it was when the signature was made. */
export function hasSignature(
  source: ts.SourceFile,
  { outline, functions }: FileSignature,
  program: SemanticProgram,
  effects: Effects,
): boolean {
  return (
    outlinesOf([source], program, effects).get(source) === outline &&
    Object.entries(functions).every(([key, was]) => doingOf(key, source, effects) === was)
  );
}

function outlinesOf(
  sources: readonly ts.SourceFile[],
  program: SemanticProgram,
  effects: Effects,
): ReadonlyMap<ts.SourceFile, string> {
  const waits = usesRuntime(program);
  const declared = declarationsOf(sources, program);
  return new Map(
    sources.map((source) => {
      const hash = createHash("sha256");
      hash.update(declared.get(source.fileName) ?? source.text);
      hash.update(`\n${skeletonOf(source).replace(/\s+/g, " ")}`);
      for (const body of functionsIn(source)) {
        hash.update(`\n${formOf(body, effects)}`);
        if (waits && isAsync(body)) hash.update(` awaits ${awaitedIn(body)}`);
      }
      return [source, hash.digest("base64url")];
    }),
  );
}

// Where it waits is shown as evidence. A finding that shows a place in this file is looked at again
// whenever the file's text is another; one that shows a place elsewhere is not.
function doingOf(key: string, source: ts.SourceFile, effects: Effects): string {
  const at = effects.waitsAt(key);
  const place = at === undefined ? "nowhere" : at.getSourceFile() === source ? "here" : keyOf(at);
  return createHash("sha256")
    .update(`${effects.digestAt(key)}\n${place}`)
    .digest("base64url")
    .slice(0, 16);
}

/**
 * A fingerprint of everything that findings of other files can depend on in a file: the types of
 * what it exports and declares for all, what its functions do, and what can be followed into its
 * code. Equal fingerprints before and after an edit mean that only the file itself has to be checked
 * again. Without `places`, those that show where in the file something waits have to be looked after
 * by the caller: they may have moved.
 */
export function signatureOf(
  source: ts.SourceFile,
  effects: Effects,
  { declared, cancels, places }: SignatureParts,
): string {
  const hash = createHash("sha256");
  hash.update(declared);
  for (const body of functionsIn(source)) {
    hash.update(`\n${summaryOf(body, effects, places)}`);
    if (cancels && isAsync(body)) hash.update(` awaits ${awaitedIn(body)}`);
  }
  return hash.digest("base64url");
}

/** What a signature is made of beside what the functions of the file do. */
export interface SignatureParts {
  /** What {@link declaredBy} answers. */
  readonly declared: string;
  /** Whether it is followed through what functions await where a cancellation can reach them. */
  readonly cancels: boolean;
  readonly places: boolean;
}

/**
 * The types of what a file exports and declares for all, and the text in it that can be followed from
 * other files. It stays what it is while the file's shape does, and what that mentions.
 */
export function declaredBy(source: ts.SourceFile, program: SemanticProgram): string {
  const declarations = declarationsOf([source], program).get(source.fileName) ?? source.text;
  return `${declarations}\n${skeletonOf(source).replace(/\s+/g, " ")}`;
}

/** Tells whether a program uses the runtime, whose cancellations are followed through awaits. */
export function usesRuntime(program: SemanticProgram): boolean {
  const naming = sourcesMatching(program, /@awaitwise\/runtime/);
  return naming.some((one) => importsFrom(one, runtimeSpecifier));
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

// What the compiler would write into each file's `.d.ts`, as its own incremental builds do it.
function declarationsOf(
  sources: readonly ts.SourceFile[],
  program: SemanticProgram,
): ReadonlyMap<string, string> {
  const own = sources.filter(
    (source) => !source.isDeclarationFile && !source.fileName.endsWith(".json"),
  );
  if (program.declarationsOf !== undefined) return program.declarationsOf(own);
  const emitting = program as unknown as Emitting;
  return new Map(
    own.flatMap((source) => {
      const text = emitted(source, emitting);
      return text === undefined ? [] : [[source.fileName, text] as const];
    }),
  );
}

function emitted(source: ts.SourceFile, program: Emitting): string | undefined {
  let text: string | undefined;
  try {
    const { diagnostics } = program.emit(
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
  return source.statements.flatMap((statement) => {
    let found = functions.get(statement);
    if (found === undefined) {
      found = findFunctions(statement);
      functions.set(statement, found);
    }
    return found;
  });
}

// A statement that an edit leaves alone moves into the new tree as it is.
const functions = new WeakMap<ts.Statement, readonly ts.FunctionLikeDeclaration[]>();

function findFunctions(statement: ts.Statement): readonly ts.FunctionLikeDeclaration[] {
  const found: ts.FunctionLikeDeclaration[] = [];
  const open: ts.Node[] = [statement];
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
  const said = `${formOf(declared, effects)} ${effects.digestOf(declared)}`;
  if (!places) return said;
  // Where it waits is shown as evidence, by its place.
  const { at } = effects.summaryOf(declared).latency.origin ?? {};
  return at === undefined
    ? said
    : `${said} ${at.getSourceFile().fileName}:${at.getStart()}:${at.end}`;
}

// What callers follow into a function, what it does left aside.
function formOf(declared: ts.FunctionLikeDeclaration, effects: Effects): string {
  const parts: (string | false | undefined)[] = [
    textOf(declared),
    declared.type === undefined && effects.libraries.answerOf(declared),
  ];
  return parts.filter(Boolean).join(" ");
}

// What its own text says of a function.
function textOf(declared: ts.FunctionLikeDeclaration): string {
  let text = texts.get(declared);
  if (text === undefined) {
    text = [
      declared.name?.getText() ?? "",
      isAsync(declared) && "async",
      isAsync(declared) && handlesOwnErrors(declared) && "handles",
      isStub(declared) && "stub",
    ]
      .filter(Boolean)
      .join(" ");
    texts.set(declared, text);
  }
  return text;
}

// A function that an edit leaves alone moves into the new tree as it is.
const texts = new WeakMap<ts.Node, string>();
