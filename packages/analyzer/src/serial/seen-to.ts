import type { Access } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import type { Step } from "./await-graph.js";
import { calledName } from "./names.js";

/**
 * Tells whether something is done on the way of a call by who sees to it that somebody can be asked at all: that a
 * connection is open (`ensureConnected()`), that there is a token (`getAccessToken()`). Whoever comes first does it, and who comes
 * at the same time finds it done, or does it as well.
 */
export function isSeenTo({ isDirect, through }: Access): boolean {
  return !isDirect && through.some((call, index) => index > 0 && seesToIt(call));
}

/** The same of what two calls have seen to: the one may look at what the other does. */
export function isSeenToByBoth(one: Access, from: Step, other: Access, to: Step): boolean {
  const oneWrites = from.summary.writes.includes(one);
  const [write, access, step] = oneWrites ? [one, other, to] : [other, one, from];
  if (!isSeenTo(write)) return false;
  return isSeenTo(access) || step.summary.writes.some(({ at }) => at === write.at);
}

function seesToIt(call: ts.Node): boolean {
  return ts.isCallExpression(call) && seesTo.test(calledName(call));
}

const seesTo =
  /^[_#]*(ensure(Connected|Connection|Open|Token|AccessToken|LoggedIn)|connectIfNeeded|(acquire|ensure|fetch|get|load|obtain|refresh|renew|retrieve)(\w*(Access|Admin|App|Api|Auth|Authori[sz]ation|Bearer|Client|Id|Installation|OAuth|Service|System|Tenant))?Token(Headers?)?(Async)?)$/;
