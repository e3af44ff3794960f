import { RuntimeError } from "../errors.js";
import type { Work } from "../loop/event-loop.js";
import { run } from "../loop/run.js";
import { ExploreError } from "./explore-error.js";
import { ExploringLoop, type ExploringOptions } from "./exploring-loop.js";
import { seedOf } from "./random.js";
import {
  type Choice,
  type Deviation,
  GivenSchedule,
  parseChoices,
  RandomSchedule,
  type Schedule,
} from "./schedule.js";
import { shrink } from "./shrink.js";

export interface ExploreOptions {
  /** How many schedules to try: 200 where it is not given. The first is always the promised order. */
  readonly schedules?: number;
  /**
   * A whole number chooses which schedules are tried: 1 where it is not given, so that a test does the
   * same every time. The text that a failure prints replays that one schedule.
   */
  readonly seed?: number | string;
  /** How late each timer may be, in parts of its delay: 1 where it is not given, up to twice as long. */
  readonly jitter?: number;
  /**
   * `"promised"` keeps CPython's order among what is ready, which is where it is not given; `"any"` lets
   * ready tasks change places too, for code that is not to rely on that promise.
   */
  readonly order?: "promised" | "any";
  /** A schedule of more turns than that counts as one that never ends: a million where not given. */
  readonly turnLimit?: number;
}

/** What `explore` did, where no schedule fails. */
export interface Exploration {
  /** How many schedules were run. */
  readonly schedules: number;
  /** In how many different orders the tasks had their steps. */
  readonly orders: number;
}

/**
 * Runs a test under many schedules, each on a fresh loop on virtual time, and looks for one in which it
 * fails: by an error, by a deadlock, by an error that nobody asked for, or because it never ends.
 *
 * What the order promise leaves to time is varied: each timer may be late, so that timers due at nearly the
 * same time change places, and what `wrapFuture` waits for, or what comes by connections, may be noticed later, and
 * in another order; by one connection it keeps its order. What is ready runs in CPython's order all the same, unless `order` says otherwise. The schedule that fails is then
 * shrunk to the fewest deviations, which the error lists, with a seed that replays it on every host.
 *
 * @throws ExploreError where a schedule fails
 * @throws RangeError where an option is out of range, or the seed is no seed
 * @throws RuntimeError inside of a running loop
 * @see loom of Rust, and Musuvathi and others, Finding and Reproducing Heisenbugs in Concurrent Programs, 2008
 * @example
 * ```ts
 * import { gather, sleep } from "@awaitwise/runtime";
 * import { explore, ExploreError } from "@awaitwise/runtime/testing";
 *
 * const found = await explore(async () => {
 *   const stock = ["last one"];
 *   const buy = async (arrival: number) => {
 *     await sleep(arrival);
 *     if (stock.length > 0) {
 *       await sleep(10); // the payment
 *       if (stock.pop() === undefined) throw new Error("sold twice");
 *     }
 *   };
 *   await gather(() => buy(100), () => buy(115));
 * }).catch((error) => error);
 * console.log(found instanceof ExploreError, String(found.cause));
 * // prints: true Error: sold twice
 * ```
 */
export async function explore(
  test: Work<unknown> & (() => unknown),
  options: ExploreOptions = {},
): Promise<Exploration> {
  const settings = checked(options);
  if (typeof settings.seed === "string") {
    return await replay(test, parseChoices(settings.seed), settings);
  }
  const orders = new Set<number>();
  for (let number = 0; number < settings.schedules; number++) {
    const schedule =
      number === 0 ? new GivenSchedule([]) : new RandomSchedule(seedOf(settings.seed, number));
    const outcome = await runOnce(test, schedule, settings);
    orders.add(outcome.fingerprint);
    if (outcome.failure !== null) {
      const found = `Schedule ${number + 1} of ${settings.schedules} fails`;
      throw await explained(test, schedule.deviations, outcome.failure, found, settings);
    }
  }
  return { schedules: settings.schedules, orders: orders.size };
}

interface Settings extends ExploringOptions {
  readonly schedules: number;
  readonly seed: number | string;
}

interface Failure {
  readonly error: unknown;
}

interface Outcome {
  readonly failure: Failure | null;
  readonly fingerprint: number;
}

async function replay(
  test: Work<unknown>,
  choices: readonly Choice[],
  settings: Settings,
): Promise<Exploration> {
  const anyOrder = settings.anyOrder || choices.some(({ decision }) => decision === "turn");
  const schedule = new GivenSchedule(choices, true);
  const { failure } = await runOnce(test, schedule, { ...settings, anyOrder });
  if (failure !== null) {
    throw new ExploreError("The replayed schedule fails", schedule.deviations, failure.error);
  }
  return { schedules: 1, orders: 1 };
}

/** The error for a schedule that fails, once it is shrunk. */
async function explained(
  test: Work<unknown>,
  deviations: readonly Deviation[],
  failure: Failure,
  found: string,
  settings: Settings,
): Promise<ExploreError> {
  const kind = kindOf(failure.error);
  const fewest = await shrink(deviations, async (choices) => {
    const schedule = new GivenSchedule(choices);
    const outcome = await runOnce(test, schedule, settings);
    const same = outcome.failure !== null && kindOf(outcome.failure.error) === kind;
    return same ? schedule.deviations : null;
  });
  const last = new GivenSchedule(fewest, true);
  const again = (await runOnce(test, last, settings)).failure;
  if (again === null) {
    return new ExploreError(
      `${found}, but not when it is run again: the test depends on something that differs from run to run`,
      deviations.map((one) => ({ ...one, effect: `${one.decision} ${one.index} by ${one.value}` })),
      failure.error,
    );
  }
  return new ExploreError(found, last.deviations, again.error);
}

/** What an error must have in common with another to count as the same failure. */
function kindOf(error: unknown): string {
  return error instanceof Error ? `${error.constructor.name} ${error.name}` : String(error);
}

async function runOnce(
  test: Work<unknown>,
  schedule: Schedule,
  settings: Settings,
): Promise<Outcome> {
  const loop = new ExploringLoop(schedule, settings);
  let failure: Failure | null = null;
  try {
    await run(test, { loopFactory: () => loop });
  } catch (error) {
    failure = { error };
  }
  if (loop.overran) {
    const error = new RuntimeError(
      `The test did not end within ${settings.turnLimit} turns: turnLimit can raise that`,
    );
    failure = { error };
  } else if (failure === null && loop.errors.length > 0) {
    failure = { error: loop.errors[0] };
  }
  return { failure, fingerprint: loop.fingerprint };
}

function checked(options: ExploreOptions): Settings {
  const { schedules = 200, seed = 1, jitter = 1, order = "promised", turnLimit = 1e6 } = options;
  demandWhole("schedules", schedules);
  demandWhole("turnLimit", turnLimit);
  if (typeof seed === "number" ? !Number.isSafeInteger(seed) : typeof seed !== "string") {
    throw new RangeError(
      `Invalid seed ${String(seed)}: give a whole number, or what a failure prints`,
    );
  }
  if (!(jitter >= 0 && jitter < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`Invalid jitter ${String(jitter)}: give a number from 0 up`);
  }
  if (order !== "promised" && order !== "any") {
    throw new RangeError(`Unknown order "${String(order)}": use "promised" or "any"`);
  }
  return { schedules, seed, jitter, anyOrder: order === "any", turnLimit };
}

function demandWhole(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`Invalid ${name} ${String(value)}: give a whole number from 1 up`);
  }
}
