import { checkout } from "./checkout.js";
import { productPage } from "./product-page.js";

console.log(await productPage("mug"));
console.log(await checkout("mug"));
