/** Whether two types are the same, `any` and `readonly` included. */
export type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only where the types are the same: `same<Equal<A, B>>()`. */
export function same<_T extends true>(): void {}
