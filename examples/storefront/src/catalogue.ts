import { readFile } from "node:fs/promises";

export interface Product {
  readonly id: string;
  readonly name: string;
}

export interface Review {
  readonly stars: number;
}

const data = new URL("../data/", import.meta.url);

async function load<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(new URL(name, data), "utf8")) as T;
}

export async function loadProduct(id: string): Promise<Product | undefined> {
  const products = await load<Product[]>("products.json");
  return products.find((product) => product.id === id);
}

export async function loadReviews(id: string): Promise<Review[]> {
  const reviews = await load<Record<string, Review[]>>("reviews.json");
  return reviews[id] ?? [];
}

export async function loadPrice(id: string): Promise<number> {
  const prices = await load<Record<string, number>>("prices.json");
  return prices[id] ?? 0;
}
