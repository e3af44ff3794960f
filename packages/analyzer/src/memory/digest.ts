import { createHash } from "node:crypto";

/** A digest that two texts share only when they are the same. */
export function digestOf(text: string): string {
  return text.length < 16
    ? text
    : createHash("sha256").update(text).digest("base64url").slice(0, 27);
}
