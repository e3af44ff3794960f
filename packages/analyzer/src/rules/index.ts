import { fileURLToPath } from "node:url";
import { asyncVoidCallback } from "./async-void-callback/async-void-callback.js";
import { asyncWithoutAwait } from "./async-without-await/async-without-await.js";
import { awaitHoldingLock } from "./await-holding-lock/await-holding-lock.js";
import { awaitNonPromise } from "./await-non-promise/await-non-promise.js";
import { blockingCall } from "./blocking-call/blocking-call.js";
import { danglingTask } from "./dangling-task/dangling-task.js";
import { floatingPromise } from "./floating-promise/floating-promise.js";
import { lateAwait } from "./late-await/late-await.js";
import { misusedPromise } from "./misused-promise/misused-promise.js";
import { pendingRejection } from "./pending-rejection/pending-rejection.js";
import { promiseAsValue } from "./promise-as-value/promise-as-value.js";
import type { Rule, RuleMeta } from "./rule.js";
import { serialAwait } from "./serial-await/serial-await.js";
import { serialAwaitInLoop } from "./serial-await-in-loop/serial-await-in-loop.js";
import { staleReadAcrossAwait } from "./stale-read-across-await/stale-read-across-await.js";
import { swallowedCancellation } from "./swallowed-cancellation/swallowed-cancellation.js";
import { unawaitedAssertion } from "./unawaited-assertion/unawaited-assertion.js";
import { unawaitedCoroutine } from "./unawaited-coroutine/unawaited-coroutine.js";
import { unawaitedReturnInTry } from "./unawaited-return-in-try/unawaited-return-in-try.js";
import { unboundedGather } from "./unbounded-gather/unbounded-gather.js";
import { uncancellableAwait } from "./uncancellable-await/uncancellable-await.js";
import { unconsumedPromise } from "./unconsumed-promise/unconsumed-promise.js";
import { unjoinedPromises } from "./unjoined-promises/unjoined-promises.js";
import { unsafeGather } from "./unsafe-gather/unsafe-gather.js";

/** Every rule, by id. A rule is a folder beside this file and one line here. */
export const allRules: readonly Rule[] = [
  asyncVoidCallback,
  asyncWithoutAwait,
  awaitHoldingLock,
  awaitNonPromise,
  blockingCall,
  danglingTask,
  floatingPromise as Rule,
  lateAwait,
  misusedPromise as Rule,
  pendingRejection,
  promiseAsValue,
  serialAwait,
  serialAwaitInLoop,
  staleReadAcrossAwait,
  swallowedCancellation,
  unawaitedAssertion,
  unawaitedCoroutine,
  unawaitedReturnInTry as Rule,
  unboundedGather,
  uncancellableAwait,
  unconsumedPromise,
  unjoinedPromises,
  unsafeGather,
];

/**
 * What there is to know about every rule, in the order of their ids.
 *
 * @example
 * ```ts
 * import { rules } from "@awaitwise/analyzer";
 *
 * console.log(rules.some((rule) => rule.id === "floating-promise"));
 * // prints: true
 * ```
 */
export const rules: readonly RuleMeta[] = allRules.map(({ meta }) => ({
  ...meta,
  page: fileURLToPath(new URL(`../../src/rules/${meta.id}/${meta.id}.md`, import.meta.url)),
}));
