import { setFlagsFromString } from "node:v8";

/**
 * Has this process stay nearly as small as it is, however long it is edited in. V8 lets edits fill the heap with
 * garbage to more than twice what is in it, and keeps that: here it is collected when the heap has grown by three fifths. More
 * often, one edit in twenty would wait for it. And the few enormous functions of the compiler are not optimised to
 * the last, which takes memory that the allocator does not give back. While a project is being read, nothing is garbage.
 */
export function keepHeapSmall(): void {
  for (const flag of flags) setFlagsFromString(flag);
}

const flags = ["--heap-growing-percent=60", "--max-optimized-bytecode-size=12000"];
