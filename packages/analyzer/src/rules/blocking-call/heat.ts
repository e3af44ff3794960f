import { coroutineFunctions } from "../../model/coroutine-functions.js";
import { isAsync } from "../../model/enclosing-function.js";
import { importsFrom } from "../../model/imports.js";
import { runtimeSpecifier } from "../../model/runtime-package.js";
import { ts } from "../../model/syntax.js";
import { isTestBody } from "../../model/test-functions.js";
import { unwrap } from "../../model/unwrap.js";
import type { RuleContext } from "../rule.js";

/** Where a blocking call stands, as far as others have to wait for it. */
export type Heat =
  | { readonly kind: "coroutine" | "handler"; readonly at: ts.Node }
  /** In an async function: over and over, once, or while the program starts. */
  | { readonly kind: "loop" | "once" | "start" };

/**
 * Says who waits while a call blocks; `undefined` where nobody can: outside of async functions, and
 * where a program only starts, builds or tests itself.
 */
export function heatOf(call: ts.Node, context: RuleContext): Heat | undefined {
  if (isOwnProcess(context.file)) return undefined;
  let looped = false;
  let started = false;
  let inAsync = false;
  const coroutines = coroutineFunctions(context.file);
  if (importsFrom(context.file, runtimeSpecifier)) context.looksAround();
  for (let at: ts.Node = call; !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    if (isLoopBody(at, parent)) looped ||= !inAsync;
    if (!ts.isFunctionLike(at) || !("body" in at)) continue;
    const owner = at as ts.FunctionLikeDeclaration;
    if (isTestBody(owner)) return undefined;
    // What a plain function does inside an async one is done when that one runs it, as in `map`.
    if (!inAsync && !isAsync(owner) && !isInline(owner)) return undefined;
    inAsync ||= isAsync(owner);
    started ||= isStart(owner);
    if (isHandler(owner, context)) return { kind: "handler", at: owner };
    if (coroutines.has(owner) && (looped || !isMain(owner)))
      return { kind: "coroutine", at: owner };
  }
  if (!inAsync) return undefined;
  if (started) return { kind: "start" };
  return { kind: looped ? "loop" : "once" };
}

// Tests, configurations, scripts and command lines have a process to themselves.
function isOwnProcess({ fileName, text }: ts.SourceFile): boolean {
  return (
    text.startsWith("#!") ||
    /\.(?:test|spec|bench|stories|config|setup)\.[cm]?[jt]sx?$/.test(fileName) ||
    /\/(?:__tests__|__mocks__|tests?|e2e|scripts?|bin|cli|tools?|benchmarks?|fixtures)\//.test(
      fileName,
    )
  );
}

function isLoopBody(at: ts.Node, parent: ts.Node): boolean {
  return ts.isIterationStatement(parent, false) && parent.statement === at;
}

function isInline(owner: ts.FunctionLikeDeclaration): boolean {
  return (
    (ts.isArrowFunction(owner) || ts.isFunctionExpression(owner)) &&
    ts.isCallExpression(owner.parent)
  );
}

function isStart(owner: ts.FunctionLikeDeclaration): boolean {
  const name = nameOf(owner);
  return /^(?:main|start|boot|init|setup|configure|build|generate|install)|config|settings|options|startup|bootstrap/i.test(
    name,
  );
}

// `run(async () => { ... })` is a program's own main function: what it does once, it does at the start.
function isMain(owner: ts.FunctionLikeDeclaration): boolean {
  const call = owner.parent;
  if (nameOf(owner) === "main") return true;
  return (
    ts.isCallExpression(call) && /(?:^|\.)run(?:UntilComplete)?$/.test(call.expression.getText())
  );
}

function nameOf(owner: ts.FunctionLikeDeclaration): string {
  if (owner.name !== undefined) return owner.name.getText();
  const { parent } = owner;
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
    ? parent.name.getText()
    : "";
}

function isHandler(owner: ts.FunctionLikeDeclaration, context: RuleContext): boolean {
  if (isRoute(owner) || hasRouteDecorator(owner)) return true;
  if (isExported(owner) && routeNames.has(nameOf(owner))) return true;
  const [first, second] = owner.parameters;
  if (first === undefined) return false;
  const names = [first, second].map((one) => one?.name.getText() ?? "");
  if (
    /^_?req(?:uest)?$/.test(names[0] ?? "") &&
    /^_?(?:res(?:ponse)?|reply|h|rep)$/.test(names[1] ?? "")
  ) {
    return true;
  }
  if (first.type === undefined) return false;
  const { parts } = context.typeOf(first)();
  return parts.some((part) => part.origins.some(({ name }) => requests.has(name)));
}

// `app.get("/path", handler)`, `server.on("request", handler)`, `createServer(handler)`.
function isRoute(owner: ts.FunctionLikeDeclaration): boolean {
  const call = owner.parent;
  if (!ts.isCallExpression(call) || !call.arguments.some((one) => unwrap(one) === owner))
    return false;
  const callee = unwrap(call.expression);
  if (ts.isIdentifier(callee)) return callee.text === "createServer";
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const [path] = call.arguments;
  const { text: method } = callee.name;
  if (method === "createServer") return true;
  if (path === undefined || !ts.isStringLiteralLike(path)) return false;
  if (method === "on") return path.text === "request";
  return verbs.has(method) && /^(?:\/|\*|$)/.test(path.text) && owner.parameters.length > 0;
}

function hasRouteDecorator(owner: ts.FunctionLikeDeclaration): boolean {
  if (!ts.isMethodDeclaration(owner)) return false;
  return (ts.getDecorators(owner) ?? []).some((one) =>
    /^(?:Get|Post|Put|Patch|Delete|All|Head|Options|MessagePattern|EventPattern|SubscribeMessage|Query|Mutation)$/.test(
      ts.isCallExpression(one.expression) ? one.expression.expression.getText() : "",
    ),
  );
}

function isExported(owner: ts.FunctionLikeDeclaration): boolean {
  const holder = ts.isVariableDeclaration(owner.parent) ? owner.parent.parent.parent : owner;
  return (
    ts.canHaveModifiers(holder) &&
    (ts.getModifiers(holder)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)
  );
}

const verbs = new Set(["all", "delete", "get", "head", "options", "patch", "post", "put", "use"]);

// What the file-based routers call, by convention.
const routeNames = new Set([
  "DELETE",
  "GET",
  "HEAD",
  "OPTIONS",
  "PATCH",
  "POST",
  "PUT",
  "getServerSideProps",
  "handler",
  "middleware",
]);

const requests = new Set([
  "APIGatewayProxyEvent",
  "APIGatewayProxyEventV2",
  "FastifyRequest",
  "Http2ServerRequest",
  "IncomingMessage",
  "NextApiRequest",
  "NextRequest",
  "ParameterizedContext",
]);
