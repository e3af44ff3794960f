import { ts } from "../../syntax.js";
import { unwrap } from "../../unwrap.js";

/**
 * Tells whether a call is a request of HTTP that says in place that it only reads: an object with an address and the method
 * GET or HEAD, or such options behind an address, as generated clients write them. Whatever the function that is called
 * does on the way, what it sends to the network asks for something.
 */
export function isReadingRequest(call: ts.CallLikeExpression): boolean {
  if (!ts.isCallExpression(call)) return false;
  for (const [index, argument] of call.arguments.slice(0, 3).entries()) {
    const options = unwrap(argument);
    if (!ts.isObjectLiteralExpression(options)) continue;
    const method = valueNamed(options, "method");
    if (method === undefined || !reads.test(lastWord(method))) continue;
    const before = call.arguments.slice(0, index);
    // A route is declared by the same words, and brings what handles it.
    if (namesOf(options).some((name) => handles.test(name))) return false;
    return namesOf(options).some((name) => addresses.test(name)) || before.some(isAddress);
  }
  return false;
}

const reads = /^(get|head)$/i;
const addresses = /^(url|uri|path|pathname|endpoint|route|href|urlPath)$/;
const handles = /^(handler|handle|controller|preHandler|resolver|middlewares?|run|execute)$/;

function namesOf({ properties }: ts.ObjectLiteralExpression): readonly string[] {
  return properties.flatMap(({ name }) =>
    name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteralLike(name))
      ? [name.text]
      : [],
  );
}

function valueNamed(
  { properties }: ts.ObjectLiteralExpression,
  name: string,
): ts.Expression | undefined {
  for (const property of properties) {
    if (ts.isPropertyAssignment(property) && property.name.getText() === name) {
      return unwrap(property.initializer);
    }
  }
  return undefined;
}

// `"GET"`, and `HttpMethod.Get`.
function lastWord(value: ts.Expression): string {
  if (ts.isStringLiteralLike(value)) return value.text;
  return ts.isPropertyAccessExpression(value) ? value.name.text : "";
}

function isAddress(argument: ts.Expression): boolean {
  const at = unwrap(argument);
  if (ts.isStringLiteralLike(at)) return /^(\/|https?:)/.test(at.text);
  return ts.isTemplateExpression(at) && /^(\/|https?:|$)/.test(at.head.text);
}
