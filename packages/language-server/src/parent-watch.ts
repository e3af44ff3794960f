/** How often the parent is looked for, in milliseconds. */
export const lookEvery = 3_000;

/** Calls `gone` once when a process does not exist any more. Does not keep this one alive. */
export function watchParent(processId: number, gone: () => void): void {
  const timer = setInterval(() => {
    if (isAlive(processId)) return;
    clearInterval(timer);
    gone();
  }, lookEvery);
  timer.unref();
}

/** Tells whether a process exists, whoever owns it. */
export function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
