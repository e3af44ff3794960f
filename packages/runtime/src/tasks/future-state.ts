/** What a future is: still waiting, or done in one of three ways. */
export const PENDING = 0;
export const FULFILLED = 1;
export const FAILED = 2;
export const CANCELLED = 3;
