import { ts } from "../syntax.js";
import type { CallFacts } from "../type-source.js";
import { unwrap } from "../unwrap.js";
import type { Answers } from "./answers.js";

/** What a call does that is not known but says by its name that it reads. */
export interface NamedRead {
  /** It waits for something outside the program; else it only looks something up. */
  readonly waits: boolean;
  /** Its name is not all that there is of it: a package or an interface declares it as what gives a promise. */
  readonly isDeclared: boolean;
}

/**
 * Takes a call of a function that is nowhere to be read for what it says it is: `client.getUser(id)`,
 * `api.lists.list()`, `fetchPrices()` that somebody waits for. What may also make, take or move something
 * (`findOrCreate`, `getNextPage`, `getConnection`) is left alone, and so is what one connection answers.
 */
export function namedRead(
  call: ts.CallLikeExpression,
  facts: CallFacts | undefined,
  answers: Answers,
): NamedRead | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  const callee = unwrap(call.expression);
  const isMember = ts.isPropertyAccessExpression(callee);
  const name = isMember ? callee.name.text : ts.isIdentifier(callee) ? callee.text : "";
  if (!readsByName(name, isMember) || countsText.test(name) || isDropped(call)) return undefined;
  if (isMember && takesTurns.test(lastName(callee.expression))) return undefined;
  const waits = isWaitedFor(call, name, facts, answers);
  return { waits, isDeclared: waits && isDeclaredToBring(name, facts, answers) };
}

// What it does is nowhere to be read, but what it is: a function of a package, or of an interface that nothing at hand
// implements, which gives a promise of what its name says, and belongs to nothing that answers one question at a time.
function isDeclaredToBring(name: string, facts: CallFacts | undefined, answers: Answers): boolean {
  const { target, returns } = facts ?? {};
  const declarations = target?.declarations ?? [];
  if (declarations.length === 0 || returns === undefined || returns.thenable === "none") {
    return false;
  }
  const isWhole = askingAlone.test(name);
  if (returns.isAny || returns.isUnknown || !(isWhole || bringsData.test(name))) return false;
  // What the language or the browser declares is known by models, or meant to be none of them.
  if (target?.origin?.from === "lib") return false;
  return declarations.every((one) => {
    const { name: called } = (one.parent ?? {}) as Partial<ts.NamedDeclaration>;
    const owner = called !== undefined && ts.isIdentifier(called) ? called.text : "";
    if (answersInTurn.test(owner)) return false;
    const isPackage = one.getSourceFile().isDeclarationFile;
    if (isWhole) return isPackage && asksOutside.test(owner);
    if (isPackage) return true;
    return ts.isInterfaceDeclaration(one.parent) && answers.overriders(one).length === 0;
  });
}

// A verb without what is asked for is as well one of a collection, but for a client of somebody else's service.
const askingAlone = /^(get|find|fetch|list|lookup|retrieve|search|count|describe)$/;
const asksOutside =
  /^(?!\w*(Cache|Memory|Mock|Storage))(\w*(Client|Api|API|Endpoints?|Resource|Sdk|SDK)|REST|Rest)$/;

// A question to somebody outside: not what a process has or reckons by itself (a port, a number of tokens), nor what works
// for it (a provider), nor what is complete, or renewed, only by the time that something else has been done.
const bringsData =
  /^(get|find|fetch|list|look[uU]p|retrieve|search|query|count|describe)(?!Num[A-Z]|Db[A-Z])(?!\w*(Adapter|Agent|Api|Binary|Config|Configuration|Credentials?|Dao|Database|Db|Dir|Consumer|Directory|Dispatcher|Emitter|Factory|Identifier|Instance|Logger|Metadata|Model|Module|Options|Path|Plugin|Port|Producer|Profile|Progress|Provider|Publisher|Repo|Repository|Results?|Scheduler|Sdk|Service|Session|Settings|Starter|State|Status|Store|Tokens?)$)[A-Z]/;

const answersInTurn =
  /(Browser|Connection|Cursor|Driver|Element|Frame|Handle|Iterator|Locator|Manager|Page|Reader|Runner|Session|Stream|Transaction|Trx|Writer)$/;

/** Tells whether a name is one of bringing data from somebody outside, with what is asked for (`getUser`). */
export function asksByName(name: string): boolean {
  const plain = plainName(name);
  return (bringsData.test(plain) || fromOutside.test(plain)) && readsByName(plain);
}

// What is said to come from where things are kept: `getDocumentsFromDraftStore`.
const fromOutside =
  /^(get|find|fetch|list|look[uU]p|retrieve)[A-Z]\w*From\w*(Api|Db|Database|Redis|Server|Storage|Store)$/;

/** The same of a function that the project has written: it may be one of somebody's own affairs, and load what it brings. */
export function asksOutsideByName(name: string): boolean {
  if (isReckoned.test(name)) return false;
  return asksByName(name.replace(/^[_$]+/, "").replace(/^(load|read)(?=[A-Z])/, "get"));
}

// What is put together, or looked up in what is at hand.
const isReckoned = /(Ur[il]|Value|Module|Plugin|Instruction)s?(Async)?$/;

/** Tells whether a function is named for what it brings and for nothing that it would change. */
export function readsByName(name: string, isMember = true): boolean {
  const plain = plainName(name);
  if (alsoActs.test(plain)) return false;
  return verb.test(plain) || (isMember && wholeName.test(plain));
}

// `doGetUser`, `tryFindOrder`: what says how it does it, and then what.
function plainName(name: string): string {
  return name.replace(manner, (_all, verbOf: string) => verbOf.toLowerCase());
}

const manner =
  /^_*(?:do|internal|maybe|raw|safe|safely|try|tryTo|unsafe)(Count|Fetch|Find|Get|List|Load|Look[uU]p|Query|Read|Retrieve|Search)(?=[A-Z])/;

// How long a text is, which is worked out where it is.
const countsText =
  /^_*((count|estimate|calculate|compute)\w*(Tokens?|Words?|Chars?|Bytes?)|get(Num\w*Tokens|\w*(Token|Word|Byte)Count))(Async|(For|From|In|Of)(?![a-z])\w*)?$/;

// A verb of reading, followed by what is read.
const verb =
  /^(_*|\$)(get|find|fetch|list|load|look[uU]p|read|retrieve|search|query|count|select|describe|show|scan|resolve|download|calculate|compute|estimate|determine|detect|discover|is|has|can|exists|with(?=Id|Name))([A-Z_0-9]\w*)$/;

// A verb that needs no object where it stands after a receiver.
const wholeName =
  /^\$?(get|find|fetch|list|lookup|retrieve|search|count|exists|has|head|describe|info|stat|toArray|first|keys)$/;

const alsoActs =
  /(And|Or(?!(Default|Empty|Fail|Fallback|Null|Throw|Undefined)($|(By|For|With)[A-Z])))[A-Z]|Next|Prev|More|Lock(?!ed)|^[_$]*(?:get|find|fetch|load|select)Locked|Lease|Permit|Slot|Mutex|Semaphore|(Connection|Client|Pool)($|(For|From|In|Of|To|With)[A-Z])|^(?:get|find|fetch)Transaction$|(Active|Current|Db|Database|Drizzle|Global|Knex|Mongo|New|Open|Orm|Pg|Prisma|Sql|Typeorm)Transaction$|Transaction(al|s?(Client|Connection|Context|Em|Handle|Host|Manager|Object|Options|Runner|Scope|Session|Wrapper))|Cursor|Reader|Writer|Stream|Iterator|Handle|Translat|I18n|Locale|Dictionary|Random|Increment|^(is|has|can)(Not|Able)?$|^getset|^findOneAnd|^readable/;

/** Names of what answers one question at a time: a connection, a session, a page. */
export const takesTurns =
  /^_*(em|entityManager|manager|session|conn|connection|queryRunner|runner|cursor|reader|writer|stream|iterator|page|browser|locator|element|screen|driver|cy|tx|trx|transaction)$/i;

function lastName(expression: ts.Expression): string {
  const at = unwrap(expression);
  if (ts.isPropertyAccessExpression(at)) return at.name.text;
  return ts.isIdentifier(at) ? at.text : "";
}

function isDropped(call: ts.Node): boolean {
  let at = call;
  while (ts.isAwaitExpression(at.parent) || ts.isParenthesizedExpression(at.parent)) at = at.parent;
  return ts.isExpressionStatement(at.parent) || ts.isVoidExpression(at.parent);
}

function isWaitedFor(
  call: ts.CallExpression,
  name: string,
  facts: CallFacts | undefined,
  answers: Answers,
): boolean {
  const { returns } = facts ?? {};
  const isTyped = returns !== undefined && !returns.isAny && !returns.isUnknown;
  if (isTyped) return returns.thenable !== "none";
  let at: ts.Node = call;
  for (let { parent } = at; parent !== undefined; at = parent, { parent } = parent) {
    if (ts.isAwaitExpression(parent)) return true;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === at) {
      if (!/^(then|catch|finally)$/.test(parent.name.text)) return false;
    } else if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) {
      return isPromised(parent, name);
    } else if (ts.isArrayLiteralExpression(parent)) {
      return isGathered(parent);
    } else if (ts.isVariableDeclaration(parent)) {
      return ts.isIdentifier(parent.name) && isAwaitedLater(parent.name, answers);
    } else if (!passesOn(parent, at)) return false;
  }
  return false;
}

function passesOn(parent: ts.Node, child: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    (ts.isCallExpression(parent) && parent.expression === child) ||
    (ts.isConditionalExpression(parent) && parent.condition !== child) ||
    (ts.isBinaryExpression(parent) && /^(\?\?|\|\||&&)$/.test(parent.operatorToken.getText()))
  );
}

// What a function hands back is a promise where it says so; what is fetched, in any case.
function isPromised(answer: ts.Node, name: string): boolean {
  let owner: ts.Node = answer;
  while (owner.parent !== undefined && !ts.isFunctionLike(owner)) owner = owner.parent;
  const { modifiers, type } = owner as ts.FunctionLikeDeclaration;
  if (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true) return true;
  if (type !== undefined) return /Promise|Thenable/.test(type.getText());
  return /^(_*|\$)(fetch|find|list|query|search|retrieve|download)/.test(name);
}

function isAwaitedLater(name: ts.Identifier, answers: Answers): boolean {
  let scope: ts.Node = name;
  while (scope.parent !== undefined && !ts.isFunctionLike(scope)) scope = scope.parent;
  const identity = answers.symbol(name)?.identity;
  const isIt = (node: ts.Node): boolean =>
    ts.isIdentifier(node) && node.text === name.text && answers.symbol(node)?.identity === identity;
  const visit = (node: ts.Node): boolean =>
    (ts.isAwaitExpression(node) && isIt(node.expression)) ||
    (ts.isArrayLiteralExpression(node) && isGathered(node) && node.elements.some(isIt)) ||
    (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(scope);
}

function isGathered({ parent }: ts.ArrayLiteralExpression): boolean {
  return (
    ts.isCallExpression(parent) &&
    /^(all|allSettled|any|race|gather)$/.test(lastName(parent.expression))
  );
}
