import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** Collects garbage until the host has told of it, which it does at some turn of its own. */
export async function collectUntil(told: () => boolean): Promise<void> {
  while (!told()) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    collectGarbage();
  }
}
