import { setFlagsFromString } from "node:v8";

/**
 * Has V8 wait longer before it compiles a function anew to make it fast. A check runs much code a little: on
 * Node 20 more than a quarter of its processor time went into optimising functions that were hardly called
 * again. What is called often, in a large project or a watched one, is still optimised. From Node 22 on there
 * is another flag for it, and what it gained was too little to tell from chance.
 */
export function optimiseLater(): void {
  const flag = laterOptimisation(process.versions.node);
  if (flag !== undefined) setFlagsFromString(flag);
}

/** The flag that a version of Node has for it; `undefined` where it is left as it is. */
export function laterOptimisation(version: string): string | undefined {
  // Six times what V8 waits by itself. More is hardly a gain, and slows the thread that everything waits for.
  return Number.parseInt(version, 10) < 22 ? "--interrupt-budget=400000" : undefined;
}
