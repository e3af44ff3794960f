import { row } from "./store.js";

/** @param {string} id */
export async function accountPage(id) {
  const user = await row("users", id);
  const orders = await row("orders", id);
  return `${user}: ${orders}`;
}

/** @param {string} id */
export async function productPage(id) {
  const price = await row("prices", id);
  const reviews = await row("reviews", id);
  const owner = await row("users", id);
  return `${price}, ${reviews}, sold by ${owner}`;
}
