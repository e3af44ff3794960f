import { ts } from "../syntax.js";
import type { CallFacts } from "../type-source.js";
import { unwrap } from "../unwrap.js";
import type { Answers } from "./answers.js";

/**
 * Tells whether a call of a function that is not known only makes a value. What is done for its
 * effect has its result dropped, and what takes time has it awaited, or handed on as a promise; a
 * result that is used in place is a value, unless the function's own name says that it acts.
 */
export function makesOnlyValue(
  call: ts.CallLikeExpression,
  facts: CallFacts | undefined,
  answers: Answers,
): boolean {
  if (ts.isNewExpression(call)) return makesOnlyObject(call, answers);
  if (isOfOneJustMade(call, answers)) return true;
  if (acts.test(calledNameOf(call))) return false;
  const { returns } = facts ?? {};
  if (returns !== undefined && !returns.isAny && !returns.isUnknown && facts?.target) {
    return !returns.isVoid && !returns.isNever && returns.thenable === "none" && isKept(call);
  }
  const name = calledNameOf(call);
  const onlyComputes = computes.test(name) || builds.test(name);
  return isUsedInPlace(call, answers) || (onlyComputes && isHandedOn(call));
}

// An object that is made and used, or handed on: unless its class is one of something to be waited for, nobody waits for it.
function makesOnlyObject(call: ts.NewExpression, answers: Answers): boolean {
  const callee = unwrap(call.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  if (isUsedInPlace(call, answers)) return true;
  return !isWaitedForByName.test(name) && (isHandedOn(call) || isOnlyHandedOn(call, answers));
}

// `const client = new Client(token); return client;`
function isOnlyHandedOn(call: ts.NewExpression, answers: Answers): boolean {
  const { parent } = outermost(call);
  return (
    ts.isVariableDeclaration(parent) &&
    ts.isIdentifier(parent.name) &&
    !usesOf(parent.name, answers).isWaitedFor
  );
}

const isWaitedForByName =
  /(Builder|Deferred|Job|Operation|Process|Promise|Query|Request|Task|Thenable)$/;

// `new Hash().update(key)`: what an object takes in that nobody else has, on the way to what it answers.
function isOfOneJustMade(call: ts.Node, answers: Answers): boolean {
  if (!ts.isCallExpression(call) || !isChained(call)) return false;
  let at: ts.Node = call;
  while (ts.isCallExpression(at)) {
    const callee = unwrap(at.expression);
    if (!ts.isPropertyAccessExpression(callee) || !takesIn.test(callee.name.text)) return false;
    if (!at.arguments.every((one) => answers.type(one).isPrimitive)) return false;
    at = unwrap(callee.expression);
  }
  return (
    ts.isNewExpression(at) && (at.arguments ?? []).every((one) => answers.type(one).isPrimitive)
  );
}

const takesIn = /^(add|append|set|update|with[A-Z]\w*)$/;

// Its answer is gone on with, so that nothing waits for it here.
function isChained(call: ts.Node): boolean {
  const at = outermost(call);
  const { parent } = at;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== at) return false;
  return !promiseMember.test(parent.name.text);
}

// What is named for a form that it gives a value only computes, whoever gets it.
const computes =
  /^(_*)(format|to|from|parse|stringify|serialize|deserialize|encode|decode|escape|unescape|normalize|slugify|join|camel|kebab|snake|capitalize|pluralize|truncate|clsx|cn|classNames|merge|pick|omit|clone|map|convert|transform(er)?|mapper|reviver|decoder|formatter|parser|diff|differenceIn|startOf|endOf|add(Days|Hours|Minutes|Months|Weeks|Years)|sub(Days|Hours|Minutes|Months|Weeks|Years))([A-Z0-9]|$)/;

// The words of conditions and orders that a query is built of.
const builds =
  /^(and|or|not|eq|ne|gte?|lte?|inArray|notInArray|isNull|isNotNull|i?like|between|asc|desc|sum|min|max|avg|sql)$/;

function isHandedOn(call: ts.Node): boolean {
  const { parent } = outermost(call);
  return ts.isReturnStatement(parent) || ts.isArrowFunction(parent);
}

// A name that begins with one of these says that the function does something, or waits for it.
const acts =
  /^(_*)(accept|activate|add|append|apply|approve|archive|assert|assign|attach|ban|begin|broadcast|bump|cancel|capture|charge|claim|clear|close|commit|confirm|connect|consume|deactivate|debit|decrement|defaults|delete|deploy|destroy|detach|disable|disconnect|dispatch|drain|drop|emit|emplace|enable|end|enforce|enqueue|enroll|ensure|evict|exec|execute|extend|fill|fire|flush|fulfill|grant|increment|ingest|init|initialize|inject|insert|install|invalidate|invite|kick|launch|lock|log|login|logout|merge|migrate|mutate|next|notify|open|patch|perform|persist|pop|post|provision|publish|purge|push|put|rebuild|reconnect|redeem|refresh|refund|register|reindex|reject|release|reload|remove|rename|replicate|reserve|reset|restore|resume|retry|revalidate|reverse|revoke|rollback|run|save|schedule|seed|send|set|settle|shift|shuffle|signIn|signOut|signUp|sort|spawn|splice|start|stop|store|submit|subscribe|sync|throttle|touch|track|transaction|transfer|trigger|truncate|unblock|unlink|unlock|unregister|unshift|unsubscribe|update|upload|upsert|verify|withdraw|write)([A-Z_]|Sync$|$)/;

/**
 * Tells whether a function that is not known only computes where it is handed to a list's method: what
 * it makes of each element is used in place, and its own name says of no action.
 */
export function mapsOnlyValues(call: ts.CallLikeExpression, run: ts.Expression): boolean {
  if (!ts.isCallExpression(call) || !overElements.test(calledNameOf(call))) return false;
  const name = ts.isIdentifier(run)
    ? run.text
    : ts.isPropertyAccessExpression(run)
      ? run.name.text
      : "";
  if (name === "" || acts.test(name)) return false;
  const { parent } = outermost(call);
  return isKept(call) && !(ts.isCallExpression(parent) && isGather(parent));
}

const overElements = /^(map|filter|flatMap|find|findIndex|findLast|some|every|sort|toSorted)$/;

function calledNameOf(call: ts.CallLikeExpression): string {
  const callee = ts.isTaggedTemplateExpression(call)
    ? call.tag
    : ts.isCallExpression(call)
      ? call.expression
      : undefined;
  if (callee === undefined) return "";
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? callee.text : "";
}

function isKept(call: ts.Node): boolean {
  const at = outermost(call);
  return !ts.isExpressionStatement(at.parent) && !ts.isVoidExpression(at.parent);
}

// Parentheses, assertions, and the ways past which a value goes on as it is.
function outermost(node: ts.Node): ts.Node {
  let at = node;
  for (let { parent } = at; parent !== undefined; at = parent, { parent } = parent) {
    const passesOn =
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isSatisfiesExpression(parent) ||
      (ts.isConditionalExpression(parent) && parent.condition !== at) ||
      (ts.isBinaryExpression(parent) && isChoice(parent.operatorToken.kind));
    if (!passesOn) break;
  }
  return at;
}

function isChoice(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.QuestionQuestionToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandToken
  );
}

function isUsedInPlace(call: ts.Node, answers: Answers): boolean {
  const at = outermost(call);
  const { parent } = at;
  if (ts.isPropertyAccessExpression(parent)) {
    return parent.expression === at && !promiseMember.test(parent.name.text);
  }
  if (ts.isVariableDeclaration(parent)) {
    return !ts.isIdentifier(parent.name) || isUsedAsValue(parent.name, answers);
  }
  if (ts.isArrowFunction(parent) || ts.isReturnStatement(parent)) return isAnswerOfValue(at);
  if (ts.isCallExpression(parent)) return parent.expression === at || !isGather(parent);
  if (ts.isArrayLiteralExpression(parent)) {
    const outer = outermost(parent).parent;
    return !ts.isCallExpression(outer) || !isGather(outer);
  }
  return !(
    ts.isAwaitExpression(parent) ||
    ts.isYieldExpression(parent) ||
    ts.isExpressionStatement(parent) ||
    ts.isVoidExpression(parent) ||
    ts.isForOfStatement(parent)
  );
}

const promiseMember = /^(then|catch|finally)$/;

function isGather(call: ts.CallExpression): boolean {
  const name = calledNameOf(call);
  return /^(all|allSettled|any|race|resolve|gather|createTask|wrapFuture)$/.test(name);
}

// `const one = make(two)`: nothing waits for it by its name, and something looks into it.
function isUsedAsValue(name: ts.Identifier, answers: Answers): boolean {
  const { isWaitedFor, isUsed } = usesOf(name, answers);
  return isUsed && !isWaitedFor;
}

// Whether a name is waited for, and whether it is used for anything but to be answered.
function usesOf(
  name: ts.Identifier,
  answers: Answers,
): { readonly isWaitedFor: boolean; readonly isUsed: boolean } {
  let scope: ts.Node = name;
  while (scope.parent !== undefined && !ts.isFunctionLike(scope)) scope = scope.parent;
  const identity = answers.symbol(name)?.identity;
  let isUsed = false;
  const isPromise = (node: ts.Node): boolean => {
    if (
      ts.isIdentifier(node) &&
      node !== name &&
      node.text === name.text &&
      answers.symbol(node)?.identity === identity
    ) {
      const at = outermost(node);
      const { parent } = at;
      if (ts.isAwaitExpression(parent)) return true;
      if (ts.isPropertyAccessExpression(parent) && parent.expression === at) {
        if (promiseMember.test(parent.name.text)) return true;
      } else if (ts.isCallExpression(parent) && parent.expression !== at && isGather(parent)) {
        return true;
      } else if (ts.isArrayLiteralExpression(parent)) {
        const outer = outermost(parent).parent;
        if (ts.isCallExpression(outer) && isGather(outer)) return true;
      }
      if (!ts.isReturnStatement(parent)) isUsed = true;
    }
    return ts.forEachChild(node, (child) => isPromise(child) || undefined) ?? false;
  };
  return { isWaitedFor: isPromise(scope), isUsed };
}

// What a function answers is a value where its declared type says so, or a predicate's place.
function isAnswerOfValue(at: ts.Node): boolean {
  let owner: ts.Node = at.parent;
  while (owner.parent !== undefined && !ts.isFunctionLike(owner)) owner = owner.parent;
  const { type } = owner as ts.SignatureDeclaration;
  if (type !== undefined) return !/Promise|\bany\b|\bunknown\b|Thenable/.test(type.getText());
  const call = owner.parent;
  if (call === undefined || !ts.isCallExpression(call) || call.expression === owner) return false;
  return /^(every|filter|find|findIndex|findLast|findLastIndex|some|sort|toSorted|useMemo)$/.test(
    calledNameOf(call),
  );
}
