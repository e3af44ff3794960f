import { ts } from "../model/syntax.js";
import { functionAround } from "./accesses.js";
import { isGuardName } from "./control.js";
import { calledName } from "./names.js";
import type { SerialModel } from "./serial-model.js";
import type { WaitedCall } from "./units.js";

/**
 * Answers where a call refuses whom it does not let in, by what its function throws or calls for that: what
 * comes after such a call was not to be asked for those whom it turns away. One that answers nothing but what
 * it was given, or throws, is there for its check alone.
 */
export function accessCheckIn(call: WaitedCall, model: SerialModel): ts.Node | undefined {
  const thrown = model.throwOf(call);
  if (thrown === undefined) return undefined;
  const caller = functionAround(call);
  const places = [thrown.at, ...thrown.through.toReversed()];
  for (const body of new Set(places.map(functionAround))) {
    if (body === caller || ts.isSourceFile(body)) continue;
    const found = refusalIn(body) ?? (answersWhatItIsGiven(body) ? thrown.at : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

function refusalIn(owner: ts.Node): ts.Node | undefined {
  const visit = (at: ts.Node): ts.Node | undefined => {
    if (ts.isFunctionLike(at) || ts.isClassLike(at)) return undefined;
    // An error of somebody else's, or an answer, that is told in other words.
    if (ts.isCatchClause(at)) return undefined;
    if (ts.isThrowStatement(at)) {
      return refusesAccess.test(at.expression.getText()) && !isAboutAnswer(at, owner)
        ? at
        : undefined;
    }
    if (ts.isCallExpression(at) && turnsAway(at)) return at;
    if (ts.isExpressionStatement(at)) {
      const operand = ts.isAwaitExpression(at.expression)
        ? at.expression.expression
        : at.expression;
      if (ts.isCallExpression(operand) && checksAccess(calledName(operand))) return at;
    }
    return ts.forEachChild(at, visit);
  };
  return ts.forEachChild(owner, visit);
}

const refusesAccess =
  /forbidden|unauthori[sz]ed|unauthenticated|permission|not ?allowed|not ?(authori[sz]ed|authenticated|permitted)|access ?denied|\b(no|have|without|lacks?) (\w+ )?access\b|\bbelongs? to\b|\b(isn't|not) (a member|the owner|an? admin)|\b40[13]\b/i;

// `redirect("/login")`, `forbidden()`, as frameworks end a request for whom it is not.
function turnsAway(call: ts.CallExpression): boolean {
  const name = calledName(call);
  if (/^(unauthorized|forbidden)$/.test(name)) return true;
  return /^(permanentRedirect|redirect)$/.test(name) && asksWhoItIs.test(call.getText());
}

const asksWhoItIs = /log-?in|sign-?in|unauthori[sz]ed|forbidden|access-denied/i;

function checksAccess(name: string): boolean {
  return (
    isGuardName(name) && /access|permission|auth|owner|member|role|allowed|can[A-Z]/i.test(name)
  );
}

// `if (response.status === 401) throw new Unauthorized()` is what a client says of an answer that it got.
function isAboutAnswer(refusal: ts.Node, owner: ts.Node): boolean {
  for (let at = refusal; at !== owner && at.parent !== undefined; at = at.parent) {
    const { parent } = at;
    const test =
      ts.isIfStatement(parent) || ts.isSwitchStatement(parent) ? parent.expression : undefined;
    if (test !== undefined && test !== at && aboutAnswer.test(test.getText())) return true;
  }
  return false;
}

const aboutAnswer = /status|response|\bres\b|\berr(or)?\b|\.ok\b|\bcode\b/i;

// `return projectId;` of a function that was called with it.
function answersWhatItIsGiven(owner: ts.Node): boolean {
  if (!ts.isFunctionLike(owner)) return false;
  const given = new Set<string>();
  const name = (at: ts.BindingName): void => {
    if (ts.isIdentifier(at)) given.add(at.text);
    else for (const one of at.elements) if (ts.isBindingElement(one)) name(one.name);
  };
  for (const parameter of owner.parameters) name(parameter.name);
  const answers: ts.Expression[] = [];
  let answersNothing = false;
  const visit = (at: ts.Node): void => {
    if (ts.isFunctionLike(at) || ts.isClassLike(at)) return;
    if (ts.isReturnStatement(at)) {
      if (at.expression === undefined) answersNothing = true;
      else answers.push(at.expression);
    }
    ts.forEachChild(at, visit);
  };
  ts.forEachChild(owner, visit);
  if (answersNothing || answers.length === 0) return false;
  return answers.every((one) => ts.isIdentifier(one) && given.has(one.text));
}
