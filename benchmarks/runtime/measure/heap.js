/**
 * The bytes that are in use in the heap once garbage is collected. Needs `--expose-gc`, which the
 * runner gives to every workload that measures figures.
 */
export function heapInUse() {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
