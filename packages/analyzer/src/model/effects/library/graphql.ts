import { ts } from "../../syntax.js";
import { unwrap } from "../../unwrap.js";

/**
 * Whether a document of GraphQL only reads: it has a query in words, and no mutation. What is left out of it by a template
 * (`${fields}`) is a fragment or a value; one that is nothing but that says nothing.
 */
export function isReadingDocument(text: string): boolean {
  const document = text.replaceAll(/#[^\n]*|"""[\s\S]*?"""/g, " ");
  return /(^|[\s}])query\b|^\s*\{/.test(document) && !/(^|[\s}])mutation\b/.test(document);
}

/** The same by the name of a document that is made elsewhere: `GetUserDocument`, `USER_QUERY`; `undefined` for what is no constant. */
export function isDocumentNamedForReading(name: string): boolean | undefined {
  return /^[A-Z]/.test(name) ? !acts.test(name) && !loudlyActs.test(name) : undefined;
}

const acts =
  /[mM]utation|^(Create|Update|Delete|Add|Remove|Set|Save|Insert|Upsert|Archive|Send)([A-Z_]|$)/;
const loudlyActs =
  /MUTATION|^(CREATE|UPDATE|DELETE|ADD|REMOVE|SET|SAVE|INSERT|UPSERT|ARCHIVE|SEND)(_|$)/;

/**
 * The document that a request sends to a service which speaks GraphQL, where the body says so in place:
 * `post(url, { query, variables })`, `fetch(url, { body: JSON.stringify({ query }) })`.
 */
export function documentOf(call: ts.CallLikeExpression): ts.Expression | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  for (const argument of call.arguments) {
    const found = inBody(argument) ?? inOptions(argument);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inOptions(argument: ts.Expression): ts.Expression | undefined {
  const at = unwrap(argument);
  if (!ts.isObjectLiteralExpression(at)) return undefined;
  for (const property of at.properties) {
    if (!ts.isPropertyAssignment(property)) continue;
    if (!/^(body|data|json)$/.test(property.name.getText())) continue;
    return inBody(property.initializer);
  }
  return undefined;
}

function inBody(body: ts.Expression): ts.Expression | undefined {
  let at = unwrap(body);
  if (ts.isCallExpression(at) && at.expression.getText() === "JSON.stringify") {
    const [given] = at.arguments;
    if (given === undefined) return undefined;
    at = unwrap(given);
  }
  if (!ts.isObjectLiteralExpression(at)) return undefined;
  let document: ts.Expression | undefined;
  for (const property of at.properties) {
    const name = property.name?.getText().replaceAll(/["']/g, "") ?? "";
    if (!/^(query|variables|operationName|extensions)$/.test(name)) return undefined;
    if (name !== "query") continue;
    if (ts.isPropertyAssignment(property)) document = property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) document = property.name;
  }
  return document;
}
