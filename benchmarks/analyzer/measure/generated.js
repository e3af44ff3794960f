/** In lines: each module has the same shape. */
const MODULE = 100;
/** How many modules a folder holds. */
const FOLDER = 50;

/** How many layers the services of layered projects stand in. */
const LAYERS = 6;

/**
 * Whom services call. In `layers`, as in most projects, those of the layer below: what a call leads to is bounded,
 * however large the project. In a `chain`, any two that come before: the last leads to all of them.
 */
export const shapes = /** @type {const} */ (["layers", "chain"]);

/** @typedef {typeof shapes[number]} Shape */

/**
 * The files of a project of about so many lines: services that load and store records, each calling two
 * that come before it, with an await left out here and there, and awaits in a row.
 *
 * @param {number} lines
 * @param {Shape} shape
 * @returns {Iterable<readonly [file: string, text: string]>}
 */
export function* generate(lines, shape) {
  const count = Math.max(1, Math.round(lines / MODULE));
  for (let index = 0; index < count; index++) yield [fileOf(index), moduleOf(index, shape)];
}

/**
 * @param {number} index
 * @param {Shape} shape
 * @returns {readonly number[]}
 */
function calledBy(index, shape) {
  // Some import their neighbour, some a module far away.
  const others = [index - 1, Math.floor(index / 2)];
  if (shape === "chain") return [...new Set(others)].filter((one) => one >= 0 && one < index);
  const below = (index % LAYERS) - 1;
  if (below < 0) return [];
  // The nearest of the layer below that comes no later.
  const inLayer = others.map((one) => one - ((one - below + LAYERS) % LAYERS));
  return [...new Set(inLayer)].filter((one) => one >= 0);
}

/** @param {number} index */
function fileOf(index) {
  return `src/part${Math.floor(index / FOLDER)}/service${index}.ts`;
}

/**
 * @param {number} index
 * @param {number} other
 */
function importOf(index, other) {
  const part = Math.floor(other / FOLDER);
  const from = part === Math.floor(index / FOLDER) ? "." : `../part${part}`;
  return `import { load${other}, type Record${other} } from "${from}/service${other}.js";`;
}

/**
 * @param {number} index
 * @param {Shape} shape
 */
function moduleOf(index, shape) {
  const others = calledBy(index, shape);
  const lines = [
    'import { readFile, writeFile } from "node:fs/promises";',
    ...others.map((other) => importOf(index, other)),
    "",
    `export interface Record${index} {`,
    "  readonly id: string;",
    "  readonly amount: number;",
    ...others.map((other) => `  readonly from${other}: Record${other} | undefined;`),
    "}",
    "",
    `const cache${index} = new Map<string, Record${index}>();`,
    "",
    `export async function load${index}(id: string): Promise<Record${index}> {`,
    `  const known = cache${index}.get(id);`,
    "  if (known !== undefined) return known;",
    '  const text = await readFile(id, "utf8");',
    ...others.map((other) => `  const from${other} = await load${other}(id);`),
    `  const record = { id, amount: text.length, ${others.map((other) => `from${other}`).join(", ")} };`,
    `  cache${index}.set(id, record);`,
    "  return record;",
    "}",
    "",
    `export class Store${index} {`,
    `  readonly #records: Record${index}[] = [];`,
    "",
  ];
  for (let method = 0; lines.length < MODULE - 3; method++) {
    lines.push(
      `  async total${method}(ids: readonly string[]): Promise<number> {`,
      "    let sum = 0;",
      "    for (const id of ids) {",
      `      const { amount } = await load${index}(id);`,
      "      sum += amount;",
      // One loop of a module could start its turns together; the others may end early.
      ...(method === 0 ? [] : ["      if (sum > 1_000) break;"]),
      "    }",
      "    return sum;",
      "  }",
      "",
      `  async save${method}(name: string): Promise<void> {`,
      `    const first = await load${index}(name);`,
      `    const second = await load${index}(${method === 1 ? "name.trim()" : "first.id"});`,
      "    this.#records.push(first, second);",
      method % 4 === 3 && index % 10 === 0
        ? `    load${index}(name);`
        : "    await writeFile(name, JSON.stringify(first));",
      "  }",
      "",
    );
  }
  return `${lines.join("\n")}\n}\n`;
}
