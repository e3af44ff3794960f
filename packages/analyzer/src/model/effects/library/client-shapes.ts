import { ts } from "../../syntax.js";
import type { CallFacts } from "../../type-source.js";

/** What the members of a type say it is for, whoever declares it, and whose model speaks of it. */
export interface ClientShape {
  readonly module: "(http)" | "(load)" | "fs/promises" | "sequelize";
  /** The type among the model's; missing where its exports are what the members are. */
  readonly type: string | undefined;
  /** What the model calls it, where that is not the name it is called by. */
  readonly called?: string;
}

/**
 * Knows what a method that is only declared belongs to by the methods beside it: a client of HTTP has `get`, `post`,
 * `put` or `patch`, and `delete`, each of which takes a URL or a path and answers a promise; a port of Node's file
 * system has several of its functions under their own names, each of which takes a path. What Sequelize puts into a
 * class is declared by its types. What is a function of a URL and of what the platform's `fetch` takes beside it is a
 * `fetch`, whatever is put in for it.
 */
export function clientShapeOf(facts: CallFacts | undefined): ClientShape | undefined {
  const [declaration] = facts?.target?.declarations ?? [];
  if (facts === undefined || declaration === undefined) return undefined;
  const association = associationOf(declaration);
  if (association !== undefined) {
    return { module: "sequelize", type: "Association", called: association };
  }
  if (facts.returns.thenable === "none") return undefined;
  const owner = declaration.parent;
  if (owner === undefined) return undefined;
  if (isFetch(declaration, facts)) return { module: "(http)", type: undefined, called: "fetch" };
  if (!ts.isInterfaceDeclaration(owner) && !ts.isTypeLiteralNode(owner) && !ts.isClassLike(owner)) {
    return undefined;
  }
  const members = membersOf(owner.members);
  const has = (name: string): boolean => members.get(name)?.takes === "address";
  if (has("get") && has("post") && (has("put") || has("patch")) && (has("delete") || has("del"))) {
    return { module: "(http)", type: "Client" };
  }
  const called = facts?.target?.name ?? "";
  const ported = [...members].filter(
    ([name, { takes }]) => isOfFiles.has(name) && takes === "path",
  );
  return ported.length >= 4 && isOfFiles.has(called)
    ? { module: "fs/promises", type: undefined }
    : undefined;
}

// What Sequelize puts into a class for what its rows belong to, by the type that is declared for it.
function associationOf(declaration: ts.Node): "read" | "write" | undefined {
  if (!ts.isPropertyDeclaration(declaration) || declaration.type === undefined) return undefined;
  const [, verb] =
    /^(?:\w+\.)?(?:BelongsTo|HasOne|HasMany|BelongsToMany)(Get|Count|Has|Set|Add|Create|Remove)\w*Mixin\b/.exec(
      declaration.type.getText(),
    ) ?? [];
  if (verb === undefined) return undefined;
  return /^(Get|Count|Has)$/.test(verb) ? "read" : "write";
}

/**
 * Tells whether a call runs what is handed in under the name `fetch` and has no type that is known, as where the
 * framework hands it in (`({ fetch }) => fetch("/items")`) and is not installed.
 */
export function isHandedFetch(call: ts.CallLikeExpression, facts: CallFacts | undefined): boolean {
  if (!ts.isCallExpression(call) || !ts.isIdentifier(call.expression)) return false;
  const isTyped = facts !== undefined && !facts.returns.isAny && !facts.returns.isUnknown;
  return call.expression.text === "fetch" && !isTyped;
}

/**
 * The function that a call runs of those that SvelteKit hands to `load`: `await parent()` in a `+page.ts`, which asks for what
 * the layouts around the page load, and `depends("app:teams")`, or the same of an `event`.
 */
export function handedToLoad(call: ts.CallLikeExpression): "parent" | "depends" | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  const { expression } = call;
  const isOfEvent =
    ts.isPropertyAccessExpression(expression) && expression.expression.getText() === "event";
  const name = isOfEvent ? expression.name : expression;
  const file = call.getSourceFile().fileName;
  if (!ts.isIdentifier(name) || !isOfRoute.test(file) || !isInLoad(call)) return undefined;
  if (name.text === "depends") return "depends";
  return name.text === "parent" && call.arguments.length === 0 ? "parent" : undefined;
}

const isOfRoute = /(^|\/)\+(page|layout)(@[^/]*)?(\.server)?\.[jt]s$/;

function isInLoad(call: ts.Node): boolean {
  const load = ts.findAncestor(call, (at) => {
    const name = ts.isFunctionDeclaration(at) || ts.isVariableDeclaration(at) ? at.name : undefined;
    return name !== undefined && ts.isIdentifier(name) && name.text === "load";
  });
  return load !== undefined;
}

/**
 * Tells whether a call gets something by a method of a class that is a client of HTTP by its methods, whatever it does on
 * the way: it adds headers, tries again, renews a token.
 */
export function isHttpGet(call: ts.CallExpression, facts: CallFacts | undefined): boolean {
  const { expression } = call;
  if (!ts.isPropertyAccessExpression(expression) || !/^(get|head)$/.test(expression.name.text)) {
    return false;
  }
  return clientShapeOf(facts)?.module === "(http)";
}

// A value that is a function: its type says what it takes, and not who it is.
function isFetch(declaration: ts.Node, { parameters, returns }: CallFacts): boolean {
  const isValue =
    ts.isParameter(declaration) ||
    ts.isPropertyDeclaration(declaration) ||
    ts.isPropertySignature(declaration) ||
    ts.isBindingElement(declaration) ||
    ts.isVariableDeclaration(declaration);
  if (!isValue || returns.isAny || returns.isUnknown) return false;
  const [address, options] = parameters;
  return (
    options !== undefined &&
    /^(string|URL|RequestInfo|Request)\b/.test(address?.type.text ?? "") &&
    /^RequestInit\b/.test(options.type.text)
  );
}

interface Member {
  readonly takes: "address" | "path" | undefined;
}

function membersOf(declared: readonly (ts.TypeElement | ts.ClassElement)[]): Map<string, Member> {
  const found = new Map<string, Member>();
  for (const member of declared) {
    const { name } = member;
    if (name === undefined || !ts.isIdentifier(name)) continue;
    const signature =
      ts.isMethodSignature(member) || ts.isMethodDeclaration(member)
        ? member
        : (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) &&
            member.type !== undefined &&
            ts.isFunctionTypeNode(member.type)
          ? member.type
          : undefined;
    // Whatever answers no promise is a router, a cache, or made to be configured.
    const answers = signature?.type?.getText() ?? "";
    if (signature === undefined || !/^(\w*Promise|Observable|CancelableRequest)\b/.test(answers)) {
      continue;
    }
    const [first] = signature.parameters;
    const named = first?.name.getText() ?? "";
    const takes = isAddress.test(named) ? "address" : isPath.test(named) ? "path" : undefined;
    const isText = /^(string\b|URL\b|PathLike\b)|\bstring$/.test(first?.type?.getText() ?? "");
    if (!found.has(name.text)) found.set(name.text, { takes: isText ? takes : undefined });
    // What is called a path is one of a URL where requests are sent to it.
    const known = found.get(name.text);
    if (known?.takes === "path" && isMethod.test(name.text)) {
      found.set(name.text, { takes: "address" });
    }
  }
  return found;
}

const isMethod = /^(get|head|options|post|put|patch|delete|del|request)$/;
const isAddress = /^_?(url|uri|endpoint|route|href|pathname|resource|resourcePath|relativeUrl)$/i;
const isPath = /^_?(\w*path|file|filename|dir|directory|folder|source|src|from|oldName|target)$/i;

const isOfFiles = new Set(
  "access appendFile copyFile lstat mkdir mkdtemp readFile readdir readlink realpath rename rm rmdir stat symlink unlink writeFile".split(
    " ",
  ),
);
