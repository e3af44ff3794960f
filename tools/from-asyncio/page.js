// `npm run from-asyncio`: writes the table of docs/from-asyncio.md anew, between its two marks. A
// test checks that the page holds what this would write.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { markdown } from "./table.js";

const file = fileURLToPath(new URL("../../docs/from-asyncio.md", import.meta.url));
const begin = "<!-- table: written by `npm run from-asyncio` -->\n";
const end = "\n<!-- end of table -->";

/** @returns {string} The page as it stands. */
export function currentPage() {
  return readFileSync(file, "utf8");
}

/** @returns {string} The page with the table that the data give. */
export function expectedPage() {
  const page = currentPage();
  const from = page.indexOf(begin) + begin.length;
  return page.slice(0, from) + markdown() + page.slice(page.indexOf(end));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(file, expectedPage());
}
