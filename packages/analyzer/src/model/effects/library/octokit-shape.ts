import { ts } from "../../syntax.js";
import { unwrap } from "../../unwrap.js";
import type { Chain } from "./call-chain.js";
import { argumentsOf } from "./decide.js";
import { memberName, receiverOf } from "./library-values.js";
import type { ShapedCall } from "./shaped-call.js";

/**
 * GitHub's client by its own words, whatever it has no type for: `octokit.rest.issues.listForRepo({ ... })`,
 * `octokit.paginate(octokit.issues.listForRepo, { ... })`, `octokit.request("GET /user")`.
 */
export function octokit(call: ts.CallExpression, { root, links }: Chain): ShapedCall | undefined {
  const [link, ...more] = links;
  if (link === undefined || more.length > 0) return undefined;
  const at = root.findIndex((name) => isClient.test(name));
  if (at < 0) return undefined;
  const isOctokit = /octokit$/i.test(root[at] ?? "");
  const below = root.slice(at + 1);
  const path = below[0] === "rest" ? below.slice(1) : below;
  const does =
    path.length === 0
      ? ofClient(link.name, call, isOctokit)
      : path.length === 1 && scopes.has(path[0] ?? "")
        ? ofEndpoint(link.name)
        : undefined;
  return does === undefined ? undefined : { name: `GitHub ${link.name}`, does, kind: "net" };
}

function ofClient(
  name: string,
  call: ts.CallExpression,
  isOctokit: boolean,
): "reads" | "writes" | undefined {
  const [first, ...others] = argumentsOf(call).map((one) => unwrap(one));
  if (first === undefined) return undefined;
  if (others.some((one) => ts.isFunctionLike(one) && !onlyMaps(one))) return undefined;
  const isOther = ts.isStringLiteralLike(first) && !/^(GET )?\//.test(first.text);
  if (name === "paginate" && !isOther && (isOctokit || isListing(first))) return "reads";
  if (name !== "request" || !ts.isStringLiteralLike(first)) return undefined;
  const [method] = /^(GET|HEAD|POST|PUT|PATCH|DELETE) \//.exec(first.text) ?? [];
  return method === undefined ? undefined : /^(GET|HEAD)/.test(method) ? "reads" : "writes";
}

// `(answer) => answer.data.map(({ name }) => name)`, which each page is handed to, and nothing else is done there.
function onlyMaps(work: ts.Node): boolean {
  if (!ts.isArrowFunction(work) || ts.isBlock(work.body)) return false;
  const visit = (node: ts.Node): boolean => {
    const isChange =
      (ts.isBinaryExpression(node) &&
        node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
        node.operatorToken.kind <= ts.SyntaxKind.LastAssignment) ||
      (ts.isPrefixUnaryExpression(node) && node.operator !== ts.SyntaxKind.ExclamationToken) ||
      ts.isPostfixUnaryExpression(node) ||
      ts.isNewExpression(node);
    if (
      isChange ||
      (ts.isCallExpression(node) && !maps.has(memberName(unwrap(node.expression)) ?? ""))
    ) {
      return false;
    }
    return ts.forEachChild(node, (child) => (visit(child) ? undefined : true)) !== true;
  };
  return work.parameters.length === 1 && visit(work.body);
}

const maps = new Set("concat filter flatMap map slice".split(" "));

// `github.issues.listLabelsForRepo`, handed to what goes through its pages.
function isListing(endpoint: ts.Expression): boolean {
  const scope = receiverOf(endpoint);
  return (
    scope !== undefined &&
    scopes.has(memberName(scope) ?? "") &&
    ofEndpoint(memberName(endpoint) ?? "") === "reads"
  );
}

function ofEndpoint(name: string): "reads" | "writes" | undefined {
  if (/(And|Or)[A-Z]/.test(name)) return undefined;
  if (/^(get|list|compare|search|download|check)([A-Z]|$)/.test(name)) return "reads";
  return /^(create|update|delete|add|remove|set|merge|replace|request|dismiss|submit|lock|unlock|upload|cancel|reRun|enable|disable|accept|transfer|rename)([A-Z]|$)/.test(
    name,
  )
    ? "writes"
    : undefined;
}

const isClient = /octokit$|^github$/i;

// What its endpoints are sorted by.
const scopes = new Set(
  "actions activity apps billing checks codeScanning codespaces dependabot gists git gitignore interactions issues licenses markdown meta migrations orgs packages projects pulls rateLimit reactions repos search secretScanning teams users".split(
    " ",
  ),
);
