import { appendFile } from "node:fs/promises";
import { loadPrice } from "./catalogue.js";

const orders = new URL("../data/orders.log", import.meta.url);

async function recordOrder(id: string, price: number): Promise<void> {
  await appendFile(orders, `${id} ${price}\n`);
}

export async function checkout(id: string): Promise<string> {
  const price = await loadPrice(id);
  recordOrder(id, price);
  return `ordered ${id} for ${price} EUR`;
}
