import { loadPrice, loadProduct, loadReviews } from "./catalogue.js";

export async function productPage(id: string): Promise<string> {
  const product = await loadProduct(id);
  const reviews = await loadReviews(id);
  const price = await loadPrice(id);
  const stars = reviews.map((review) => "*".repeat(review.stars)).join(" ");
  return `${product?.name ?? "unknown"}, ${price} EUR, ${stars}`;
}
