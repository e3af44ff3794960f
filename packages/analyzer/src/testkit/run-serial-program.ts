import { ts } from "../model/compiler.js";

/** What a program came to, and what it left behind, seen when nothing of it runs any more. */
export interface ProgramOutcome {
  readonly result: unknown;
  readonly failed: boolean;
  /** The resources, and everything of the program that others can see. */
  readonly state: Readonly<Record<string, unknown>>;
}

/** A number that no call's mark is: nothing fails then. */
export const never = 11;

/**
 * Runs the program of that number in a text of {@link fileOf} over a model of its resources. Its calls
 * wait for as many turns as their names and arguments say, their marks, and fail where that is `failing`.
 */
export async function runProgram(
  text: string,
  index: number,
  failing: number,
): Promise<ProgramOutcome> {
  const state = { A: 3, B: 5 };
  const settle = async (name: string, n: number): Promise<void> => {
    const mark =
      Math.abs(name.charCodeAt(0) * 7 + name.charCodeAt(name.length - 1) * 3 + n) % never;
    for (let turn = 0; turn < mark; turn += 1) await null;
    if (mark === failing) throw new Error(`${name}(${n})`);
  };
  const answer = async (x: "A" | "B", n: number): Promise<number> => {
    await settle(`read${x}`, n);
    return (state[x] * 31 + n) % 997;
  };
  const read = (x: "A" | "B") => (n: number) => {
    const answered = answer(x, n);
    // A program may begin it and fail before it waits for it, which must not end the test.
    answered.catch(() => {});
    return answered;
  };
  const pair = (x: "A" | "B") => async (n: number) => {
    await settle(`pair${x}`, n);
    return { x: (state[x] * 17 + n) % 997, y: n % 2 === 0 ? undefined : n };
  };
  const write = (x: "A" | "B") => async (n: number) => {
    await settle(`write${x}`, n);
    state[x] = (state[x] * 7 + n) % 997;
    return state[x];
  };
  const list = (x: "A" | "B") => async (n: number) => {
    await settle(`list${x}`, n);
    return Array.from({ length: n % 4 }, (_, at) => (state[x] * 11 + n + at) % 997);
  };
  const files: Record<number, number> = {};
  const world: Readonly<Record<string, unknown>> = {
    readA: read("A"),
    readB: read("B"),
    pairA: pair("A"),
    pairB: pair("B"),
    listA: list("A"),
    listB: list("B"),
    writeA: write("A"),
    writeB: write("B"),
    writeFile: async (path: number, n: number) => {
      await settle("writeFile", n + path);
      files[path] = n;
    },
    mix,
    numbers: (n: number) => Array.from({ length: n % 4 }, (_, at) => n + at),
    ...limiters,
  };
  const code = javaScript(text);
  const load = new Function(
    ...Object.keys(world),
    `${code}\nreturn { known, main: typeof main${index} === "function" ? main${index} : undefined, Main: typeof Main${index} === "function" ? Main${index} : undefined, shared };`,
  ) as (...all: unknown[]) => Loaded;
  const { main, Main, shared, known } = load(...Object.values(world));
  const out: number[] = [];
  const object = Main === undefined ? undefined : new Main();
  let outcome: Pick<ProgramOutcome, "result" | "failed">;
  try {
    const running = object === undefined ? main?.(out) : object.main(out);
    // A program that waits for what never comes would keep the test waiting with it.
    const result = await Promise.race([running, afterTurns(20_000)]);
    outcome = { result, failed: false };
  } catch {
    outcome = { result: undefined, failed: true };
  }
  // What still runs beside the one that failed.
  await afterTurns(100);
  const remembered = Object.fromEntries(known);
  return { ...outcome, state: { ...state, files, out, shared, remembered, object: { ...object } } };
}

async function afterTurns(count: number): Promise<string> {
  for (let turn = 0; turn < count; turn += 1) await null;
  return "did not end";
}

interface Loaded {
  readonly main: ((out: number[]) => Promise<unknown>) | undefined;
  readonly Main: (new () => { main(out: number[]): Promise<unknown> }) | undefined;
  readonly shared: unknown;
  readonly known: ReadonlyMap<string, number>;
}

// A text is run many times over, beside one other.
const known = new Map<string, string>();

function javaScript(text: string): string {
  let code = known.get(text);
  if (code === undefined) {
    if (known.size > 1) known.clear();
    code = compiled(text);
    known.set(text, code);
  }
  return code;
}

function compiled(text: string): string {
  return ts
    .transpileModule(text.replaceAll(/^import .*$/gm, ""), {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    })
    .outputText.replaceAll(/^export (?=async|class|const)/gm, "")
    .replaceAll("export {};", "");
}

function mix(...all: unknown[]): number {
  return all.reduce<number>((sum, one) => {
    const number = typeof one === "number" ? one : [...String(one)].reduce(addChar, 7);
    return (sum * 13 + number) % 997;
  }, 1);
}

function addChar(sum: number, char: string): number {
  return (sum * 31 + char.charCodeAt(0)) % 997;
}

// What the headers import, as far as fixes use it.
const limiters = {
  gather: (...all: unknown[]) =>
    Promise.all(all.map((one) => (typeof one === "function" ? one() : one))),
  mapConcurrent: <T, R>(items: Iterable<T>, limit: number, map: (item: T) => Promise<R>) =>
    mapLimited([...items], map, limit),
  pMap: <T, R>(
    items: Iterable<T>,
    map: (item: T) => Promise<R>,
    { concurrency }: { concurrency: number },
  ) => mapLimited([...items], map, concurrency),
  pLimit: () => {
    let last: Promise<unknown> = Promise.resolve();
    return <T>(work: () => Promise<T>): Promise<T> => {
      const next = last.then(work, work);
      last = next;
      return next;
    };
  },
};

async function mapLimited<T, R>(
  items: readonly T[],
  map: (item: T) => Promise<R>,
  limit: number,
): Promise<R[]> {
  const results: R[] = [];
  let at = 0;
  let stopped = false;
  const worker = async (): Promise<void> => {
    while (at < items.length && !stopped) {
      const index = at;
      at += 1;
      try {
        results[index] = await map(items[index] as T);
      } catch (error) {
        stopped = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
