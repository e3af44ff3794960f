import { readFile } from "node:fs/promises";
import { cancelSignal, sleep } from "@awaitwise/runtime";

/**
 * How long each table takes to answer, in milliseconds: an injected latency, so that what the server
 * waits for is known exactly.
 *
 * @type {Record<string, number>}
 */
const latencies = { users: 40, orders: 25, reviews: 60, prices: 15 };

/**
 * The row of a table.
 *
 * @param {string} table
 * @param {string} key
 * @returns {Promise<string>}
 */
export async function row(table, key) {
  await sleep(latencies[table] ?? 0);
  const file = new URL(`data/${table}.json`, import.meta.url);
  const text = await readFile(file, { encoding: "utf8", signal: cancelSignal() });
  return JSON.parse(text)[key] ?? "none";
}
