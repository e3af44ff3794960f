import { expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "await-holding-lock";
const check = (code: string) => checkFindings(rule, code);

test("the page says what the rule does", () => checkPage(rule));

test("to take a lock again while it is held waits for ever, however it was taken", () => {
  check(`
import { Lock } from "@awaitwise/runtime";
const lock = new Lock(), other = new Lock();
export async function nested() {
  await lock.with(async () => {
    await other.with(() => 1);
    await lock.with(() => 1);
        //^^^^^^^^^^^^^^^^^^ await-holding-lock: holds already
  });
  await lock.with(() => 1);
}
export async function using() {
  {
    using held = await lock.hold();
    await lock.acquire();
        //^^^^^^^^^^^^^^ await-holding-lock
    void held;
  }
  await lock.acquire();
  try {
    await lock.hold();
        //^^^^^^^^^^^ await-holding-lock
  } finally {
    lock.release();
  }
  await lock.acquire();
  lock.release();
}
`);
});

test("calls are followed: through functions for a lock of the module, through methods for a field", () => {
  check(`
import { Lock } from "@awaitwise/runtime";
const lock = new Lock();
async function inner() { await middle(); }
async function middle() { await lock.with(() => 1); }
async function quiet() { return () => lock.with(() => 1); }
export async function outer() {
  await lock.with(async () => {
    await quiet();
    await inner();
        //^^^^^^^ await-holding-lock: held here
  });
}
export class Store {
  readonly lock = new Lock();
  async get() { return this.lock.with(() => 1); }
  async all(other: Store) {
    await this.lock.with(async () => {
      await other.get();
      await this.get();
          //^^^^^^^^^^ await-holding-lock
    });
  }
}
`);
});

test("semaphores, and locks of another kind, are left alone", () => {
  check(`
import { Semaphore } from "@awaitwise/runtime";
declare class Lock { with(body: () => unknown): Promise<void> }
const mine = new Lock();
const several = new Semaphore(5);
export async function f() {
  await mine.with(async () => { await mine.with(() => 1); });
  await several.with(async () => { await several.with(() => 1); await fetch("a"); });
}
`);
});

test("async-mutex deadlocks in the same way", () => {
  check(`
import { Mutex } from "async-mutex";
const mutex = new Mutex();
export async function f() {
  const release = await mutex.acquire();
  try {
    await mutex.runExclusive(() => 1);
        //^^^^^^^^^^^^^^^^^^^^^^^^^^^ await-holding-lock
  } finally {
    release();
  }
  await mutex.runExclusive(() => 1);
}
`);
});

test("a wait for something outside is of low confidence, one for the runtime is none", () => {
  const found = findIn(
    rule,
    `import { Lock, sleep } from "@awaitwise/runtime";
const lock = new Lock();
declare function own(): Promise<void>;
export async function f() {
  await lock.with(async () => {
    await sleep(1);
    await own();
    await Promise.all([own()]);
    await fetch("a");
  });
}`,
  );
  expect(found.map(({ confidence, severity }) => [confidence, severity])).toEqual([
    ["low", "warning"],
  ]);
});
