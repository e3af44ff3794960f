import { handedToLoad } from "../model/effects/library/client-shapes.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import { accessCheckIn } from "./access-check.js";
import { type Connection, connectionsIn } from "./connection.js";
import { isGuardName, lineOf } from "./control.js";
import { type MaybeTransaction, maybeTransactionIn } from "./handed-transaction.js";
import { graver, type Obstacle } from "./hazard.js";
import { actName, identifiersOf } from "./names.js";
import { isRefetch, refetchesSame } from "./refetches.js";
import { scopedCall } from "./request-scope.js";
import type { SerialModel } from "./serial-model.js";
import {
  type Awaited,
  awaitedCall,
  awaitsOf,
  calleeOf,
  isDropped,
  type Unit,
  type WaitedCall,
} from "./units.js";

/** One await of a straight line of code. */
export interface Point {
  readonly awaited: Awaited;
  /** What is waited for, assertions and parentheses left out; of a choice the whole. */
  readonly operand: ts.Expression;
  /** The call that makes it, where there is one. */
  readonly call: WaitedCall | undefined;
  /** It is a choice, and may not be waited for at all. */
  readonly isChoice: boolean;
  /** Nothing uses what it brings. */
  readonly dropped: boolean;
  /** How a message speaks of it: the called function. */
  readonly title: string;
  /** The connections and transactions that are named in it. */
  readonly connections: readonly Connection[];
  /** What it names that may be one transaction, for whoever has made it so. */
  readonly maybeTransaction: MaybeTransaction | undefined;
  /** It has something fetched anew that a page shows, which is no matter to another that does so. */
  readonly refetches: boolean;
  /** Another call has the same fetched anew. */
  refetchesWith(other: WaitedCall | undefined): boolean;
  /** Where it refuses whom it does not let in. */
  readonly accessCheck: ts.Node | undefined;
  /** What keeps it out of any gather, or leaves one to the reader, whatever stands around it. */
  readonly obstacle: Obstacle | undefined;
}

/** Takes an await apart. */
export function pointOf(awaited: Awaited, unit: Unit, model: SerialModel): Point {
  const isChoice = !ts.isAwaitExpression(awaited);
  const operand = isChoice ? awaited : unwrap(awaited.expression);
  const calls = awaitsOf(awaited).map(awaitedCall);
  const [call] = calls;
  const dropped = isDropped(awaited);
  let maybe: { readonly found: MaybeTransaction | undefined } | undefined;
  let check: { readonly found: ts.Node | undefined } | undefined;
  let refetches: boolean | undefined;
  return {
    get refetches() {
      refetches ??= dropped && call !== undefined && operand === call && isRefetch(call, model);
      return refetches;
    },
    refetchesWith: (other) =>
      call !== undefined && other !== undefined && refetchesSame(other, call, model),
    get accessCheck() {
      check ??= { found: call === undefined ? undefined : accessCheckIn(call, model) };
      return check.found;
    },
    get maybeTransaction() {
      maybe ??= { found: maybeTransactionIn(operand, model) };
      return maybe.found;
    },
    awaited,
    operand,
    call,
    dropped,
    isChoice,
    title: titleOf(call === undefined ? operand : calleeOf(call)),
    connections: connectionsIn(operand, model),
    obstacle: calls
      .map((one) => obstacleOf(awaited, one, unit, model))
      .reduce((one, other) => graver(one, other), undefined),
  };
}

// `pollForToken`, `waitUntilReady`: what comes after may ask for what has come about by then.
const waitsUntil = /^_*(poll|wait)(For|Until|Till)([A-Z]|$)/;

// `pool.getConnection()`, `semaphore.acquire()`; `connections.getConnection(id)` asks for something.
const takesOut =
  /^_*(acquire|(acquire|borrow|check[oO]ut|get|obtain|reserve)(Pool(ed)?)?Connection)$/;

// `getAuthorizeInfo`, `loadVerifiedUser`: what is read for a check that may throw.
const guardsInside = /[a-z](Authori[sz]e|Authenticat|Verif(y|ied)|Validat)/;

function titleOf(expression: ts.Expression): string {
  const text = unwrap(expression).getText().replaceAll(/\s+/g, "");
  return text.length > 40 ? `${text.slice(0, 18)}...${text.slice(-19)}` : text;
}

function obstacleOf(
  awaited: Awaited,
  call: WaitedCall | undefined,
  unit: Unit,
  model: SerialModel,
): Obstacle | undefined {
  if (call === undefined) return undefined;
  const name = actName(call);
  const line = lineOf(call);
  const dropped = ts.isExpressionStatement(unit.node) && isDropped(awaited);
  if ((isGuardName(name) || isOfAuthority(call)) && (dropped || !onlyAnswers(call, model))) {
    return {
      hazard: "control-dependence",
      tier: dropped ? "blocks" : "suggests",
      at: calleeOf(call),
      reason: `\`${name}\` on line ${line} is a guard by its name`,
    };
  }
  if (handedToLoad(call) === "parent" && turnsAway(call)) {
    return {
      hazard: "control-dependence",
      tier: dropped ? "blocks" : "suggests",
      at: calleeOf(call),
      reason: `\`parent\` on line ${line} may turn away who is not signed in`,
    };
  }
  if (guardsInside.test(name) && model.throwOf(call) !== undefined) {
    return {
      hazard: "control-dependence",
      tier: "suggests",
      at: calleeOf(call),
      reason: `\`${name}\` on line ${line} refuses what it does not allow`,
    };
  }
  if (waitsUntil.test(name)) {
    return {
      hazard: "retry",
      tier: "suggests",
      at: calleeOf(call),
      reason: `\`${name}\` on line ${line} waits until something has come about`,
    };
  }
  if (takesOut.test(name) && ts.isCallExpression(call) && call.arguments.length === 0) {
    return {
      hazard: "later-effect",
      tier: "suggests",
      at: calleeOf(call),
      reason: `\`${name}\` on line ${line} takes what has to be given back, which nobody does where the other fails`,
    };
  }
  const scoped = scopedCall(call, model);
  if (scoped !== undefined) {
    return {
      hazard: "request-scope",
      tier: "blocks",
      at: calleeOf(call),
      reason: `\`${name}\` on line ${line} belongs to the request that ${scoped} handles`,
    };
  }
  return protocolObstacle(call, model);
}

// On the server, or where who is signed in comes from the layouts, they may be what guards the page.
function turnsAway(call: WaitedCall): boolean {
  if (/\.server\.[jt]s$/.test(call.getSourceFile().fileName)) return true;
  const declared = ts.findAncestor(call, ts.isVariableDeclaration);
  const names = declared === undefined ? [] : identifiersOf(declared.name);
  return names.some(({ text }) =>
    /^(account|auth|currentUser|locals|me|profile|session|user|viewer)$/.test(text),
  );
}

// `authorization.canEdit(form)`, `permissions.hasRole("admin")`: who says what somebody may do.
function isOfAuthority(call: WaitedCall): boolean {
  const callee = calleeOf(call);
  if (!ts.isPropertyAccessExpression(callee) || !/^(can|has|is|may)[A-Z]/.test(callee.name.text)) {
    return false;
  }
  const receiver = unwrap(callee.expression);
  const of = ts.isPropertyAccessExpression(receiver) ? receiver.name : receiver;
  return (
    ts.isIdentifier(of) &&
    /^_*(abilit(y|ies)|access|acl|auth|authori[sz]ation|permissions?|polic(y|ies))$/i.test(of.text)
  );
}

// What is named for a check, is at hand and never throws leaves it to the caller what comes of its answer.
function onlyAnswers(call: WaitedCall, model: SerialModel): boolean {
  if (!/^(can|check|has|is|may|verify|validate)([A-Z_]|$)/.test(actName(call))) return false;
  const facts = model.callOf(call)();
  const isAtHand = facts?.target !== undefined && model.summaryOf(call).unknown === undefined;
  return isAtHand && model.throwOf(call) === undefined;
}

// One reader, writer or iterator is asked for one thing after another.
function protocolObstacle(call: WaitedCall, model: SerialModel): Obstacle | undefined {
  const callee = calleeOf(call);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const name = callee.name.text;
  const line = lineOf(call);
  if (/^(acquire|lock|unlock|release|runExclusive|waitForUnlock)$/.test(name)) {
    return {
      hazard: "lock",
      tier: "blocks",
      at: callee.name,
      reason: `\`${name}\` on line ${line} takes or gives back a lock`,
    };
  }
  if (!/^(read|readLine|next|return|write|drain|flush|end|pull|seek|advance)$/.test(name))
    return undefined;
  const types = model
    .typeOf(callee.expression)()
    .parts.flatMap(({ origins }) => origins);
  const owner = types.find((one) =>
    /(Reader|Writer|Stream|Iterator|Generator|Cursor|FileHandle|Decoder|Encoder|Socket)/.test(
      one.name,
    ),
  );
  return owner === undefined
    ? undefined
    : {
        hazard: "protocol",
        tier: "blocks",
        at: callee.name,
        reason: `\`${owner.name}.${name}\` on line ${line} takes its turn after the one before it`,
      };
}
