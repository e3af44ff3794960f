import { readsByName } from "../../model/effects/named-read.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { assumedReads, guessedRead } from "../bookkeeping.js";
import type { Obstacle } from "../hazard.js";
import { calledName } from "../names.js";
import { asksByItsName } from "../questions.js";
import type { SerialModel } from "../serial-model.js";
import type { DataLoop } from "./shape.js";
import type { Turn } from "./verdict.js";

/**
 * What a turn is taken for that asks for something by a name which is all that is known of it, where that much is certain:
 * the function that it calls is declared, is named for a question about its item, gives a promise of the answer, and belongs to nothing
 * that answers one question at a time. In a row of awaits that leaves a suggestion; a loop that keeps what each turn brings
 * goes over items that nobody has an order for.
 */
export function declaredRead(
  { point, summary }: Pick<Turn, "point" | "summary">,
  loop: DataLoop,
  model: SerialModel,
): Obstacle | undefined {
  const { call, dropped, awaited } = point;
  if (call === undefined || dropped || !ts.isCallExpression(call)) return undefined;
  const name = calledName(call);
  if (!asks.test(name) || !readsByName(name) || acts.test(name)) return undefined;
  const step = { code: awaited, point, summary };
  const guess = guessedRead(step, asksByItsName);
  if (guess === undefined || assumedReads(step, asksByItsName).length > 0) return undefined;
  const { target, returns } = model.callOf(call)() ?? {};
  if (target === undefined || target.declarations.length === 0 || returns === undefined) {
    return undefined;
  }
  if (returns.isAny || returns.isUnknown || returns.thenable === "none") return undefined;
  if (target.declarations.some(answersOneByOne) || inTurn.test(receiverName(call)))
    return undefined;
  if (call.arguments.some(tells)) return undefined;
  const own = ownNamesOf(loop);
  if (![call.expression, ...call.arguments].some((part) => mentions(part, own))) return undefined;
  // What every turn is handed may be filled by one for the next.
  return call.arguments.every((one) => mentions(one, own) || isPlain(one, model))
    ? guess
    : undefined;
}

// Questions that a service answers, or somebody about himself; what is read, shown or resolved may be drawn, or be there once.
const asks =
  /^_*(get|find|fetch|list|query|search|count|describe|is|has|can|exists|detect|read(?=File))/;

const acts =
  /Answer|Confirm|Consent|Password|Input|Unique|Free|Available|Duplicate|First|Last|Nonce|Job|Allowed|Changes|Balance|Conflict/;

const inTurn =
  /^_*(bus|connection|device|dialog|ftp|imap|line|port|prompt|rl|session|sftp|socket|terminal|ui|wallet|window)$/i;

function answersOneByOne(declared: ts.Node): boolean {
  const { name } = (declared.parent ?? {}) as Partial<ts.NamedDeclaration>;
  return name !== undefined && ts.isIdentifier(name) && oneByOne.test(name.text);
}

const oneByOne =
  /(Browser|Bus|Channel|Connection|Cursor|Device|Dialog|Driver|Element|Frame|Handle|Host|Iterator|Locator|Manager|Page|Port|Prompts?|Queue|Reader|Runner|Scanner|Session|Socket|Source|Stream|Terminal|Transaction|Trx|Ui|UI|Wallet|Window|Writer)$/;

function receiverName(call: ts.CallExpression): string {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return "";
  const receiver = unwrap(callee.expression);
  if (ts.isPropertyAccessExpression(receiver)) return receiver.name.text;
  return ts.isIdentifier(receiver) ? receiver.text : "";
}

// The item, and what a turn makes of it.
function ownNamesOf(loop: DataLoop): ReadonlySet<string> {
  const own = new Set<string>();
  const bind = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) own.add(name.text);
    else for (const one of name.elements) if (ts.isBindingElement(one)) bind(one.name);
  };
  if (loop.item !== undefined) bind(loop.item);
  for (const counter of loop.counters) if (ts.isIdentifier(counter)) own.add(counter.text);
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node)) bind(node.name);
    ts.forEachChild(node, visit);
  };
  for (const part of loop.body) visit(part);
  return own;
}

function mentions(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(node)) return names.has(node.text);
  return ts.forEachChild(node, (child) => mentions(child, names) || undefined) ?? false;
}

function isPlain(value: ts.Expression, model: SerialModel): boolean {
  const at = unwrap(value);
  if (ts.isStringLiteralLike(at) || ts.isNumericLiteral(at) || ts.isTemplateExpression(at))
    return true;
  const { parts, isAny } = model.typeOf(at)();
  return !isAny && parts.length > 0 && parts.every((part) => part.isPrimitive || part.isNullish);
}

// `{ onProgress }`: somebody watches the turns.
function tells(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return true;
  if (ts.isIdentifier(node) && /^(on[A-Z]|callback$|report)/.test(node.text)) return true;
  return ts.forEachChild(node, (child) => tells(child) || undefined) ?? false;
}
