/**
 * Numbers that look like chance and follow from a seed, by integer arithmetic alone: the same on every
 * host.
 *
 * @see Marsaglia, Xorshift RNGs, 2003
 */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = scatter(seed >>> 0) || 1;
  }

  /** A whole number from 0 to below the limit. */
  below(limit: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return (state >>> 0) % limit;
  }
}

/** A seed for one of several: neighbours get seeds that have nothing in common. */
export function seedOf(seed: number, index: number): number {
  return scatter((scatter(seed >>> 0) ^ index) >>> 0);
}

/** Spreads each bit over all of them, and is one to one. */
function scatter(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x45d9f3b);
  bits = Math.imul(bits ^ (bits >>> 16), 0x45d9f3b);
  return (bits ^ (bits >>> 16)) >>> 0;
}
