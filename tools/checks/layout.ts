import { type Wall, walls } from "./directions.js";
import { importsOf } from "./imports.js";

/** The imports of one file that cross a wall, each as one line that quotes the invariant. */
export function crossings(file: string, text: string, among: readonly Wall[] = walls): string[] {
  const found: string[] = [];
  for (const wall of among) {
    const match = wall.from.exec(file);
    if (match === null || wall.except?.test(file)) {
      continue;
    }
    const forbidden =
      typeof wall.forbidden === "function" ? wall.forbidden(match[1] as string) : wall.forbidden;
    for (const imported of importsOf(file, text)) {
      if (forbidden.test(imported.target)) {
        found.push(
          `${file}:${imported.line} imports "${imported.specifier}". Invariant: ${wall.invariant}.`,
        );
      }
    }
  }
  return found;
}
