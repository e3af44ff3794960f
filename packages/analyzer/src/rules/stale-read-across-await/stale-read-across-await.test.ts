import { describe, expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix, fixesIn } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "stale-read-across-await";

test("the page's examples are found, and its remedies are free of findings", () => {
  checkPage(rule);
});

describe("a write of a stale value", () => {
  test("is found on fields and variables that every call shares", () => {
    checkFindings(
      rule,
      `
let served = 0;
declare function size(): Promise<number>;
export async function serve() {
  served = served + (await size());
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ stale-read-across-await: every call of this function
}
export class Stock {
  items: number[] = [];
  state = { count: 0 };
  async add() {
    this.items = [...this.items, await size()];
  //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ stale-read-across-await
    this.state.count -= await size();
  //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ stale-read-across-await
    const { state } = this;
    const self = this;
    self.items = [...self.items, await size()];
  //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ stale-read-across-await
    return state;
  }
}
`,
    );
  });

  test("is found where a local keeps the value until after the await", () => {
    checkFindings(
      rule,
      `
declare function size(): Promise<number>;
export class Counter {
  count = 0;
  async add() {
    const before = this.count;
    await size();
    this.count = before + 1;
  //^^^^^^^^^^^^^^^^^^^^^^^ stale-read-across-await: is read as \`before\` before the await
  }
  async addSize() {
    const before = this.count;
    this.count = before + (await size());
  //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ stale-read-across-await
  }
}
`,
    );
  });

  test("is certain where the calls for a list run side by side, and where the awaited code writes it too", () => {
    const code = `
declare function size(name: string): Promise<number>;
export async function sum(names: string[]) {
  let total = 0;
  await Promise.all(names.map(async (name) => {
    total += await size(name);
  }));
  return total;
}
export class Tree {
  seen = 0;
  async walk(depth: number): Promise<number> {
    this.seen += await this.visit(depth);
    return this.seen;
  }
  private async visit(depth: number): Promise<number> {
    await size("");
    this.seen += 1;
    return depth;
  }
}
`;
    expect(findIn(rule, code).map(({ confidence, message }) => [confidence, message])).toEqual([
      [
        "high",
        "`total` is read before the await and written after it from that value, so that what changed it in between is lost: the calls for the other items share it. Await first, and read it when the new value is there",
      ],
      [
        "high",
        "`this.seen` is read before the await and written after it from that value, so that what changed it in between is lost: what is awaited changes it too (line 18). Await first, and read it when the new value is there",
      ],
    ]);
  });
});

test("what a function has for itself, puts back, looks at again or hands on is left alone", () => {
  checkFindings(
    rule,
    `
declare function size(value?: number): Promise<number>;
declare function inTurn(work: () => Promise<void>): Promise<void>;
export class Quiet {
  mode = "idle";
  count = 0;
  value: number | undefined;
  async run(names: string[]) {
    let total = 0;
    for (const name of names) total += (await size()) + name.length;
    const own = { total: 0 };
    own.total += await size();
    const before = this.mode;
    this.mode = "busy";
    await size();
    this.mode = before;
    this.count = await size(this.count);
    this.value ??= await size();
    this.count = (await size()) + this.count;
    const seen = this.count;
    await size();
    if (this.count === seen) this.count = seen + 1;
    await inTurn(async () => {
      total += await size();
    });
    const fresh = this.count;
    this.count = fresh + 1;
    await size();
    return total;
  }
}
`,
  );
});

describe("the fix", () => {
  test("takes the await out, so that the state is read after it", () => {
    checkFix(
      rule,
      `declare function size(): Promise<number>;
export class Cart {
  total = 0;
  async add() {
    this.total = this.total + 2 * (await size());
  }
}
`,
      `declare function size(): Promise<number>;
export class Cart {
  total = 0;
  async add() {
    const result = await size();
    this.total = this.total + 2 * result;
  }
}
`,
    );
  });

  test("is not offered where something else would change its place", () => {
    expect(
      fixesIn(
        rule,
        `
declare function size(): Promise<number>;
export class Cart {
  total = 0;
  async add(more: boolean) {
    this.total += more ? await size() : 0;
  }
}
`,
      ),
    ).toEqual([]);
  });
});
