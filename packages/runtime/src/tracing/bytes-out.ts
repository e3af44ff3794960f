/** In bytes: room for what is written before it is known how long it is. */
const SLACK = 512;

const ZERO = 48;
const POINT = 46;
const BILLION = 1_000_000_000;
const DIGITS_OF_A_BILLION = 9;

/**
 * Bytes on their way to a file. Events of a trace are written here digit by digit: making strings of
 * them, and bytes of those, takes most of the time of recording besides finding the place of an await.
 */
export class BytesOut {
  #bytes: Uint8Array;
  length = 0;

  /** @param size in bytes: so much is kept before `isFull` says that it is to be taken away */
  constructor(readonly size: number) {
    this.#bytes = new Uint8Array(size + SLACK);
  }

  get isFull(): boolean {
    return this.length >= this.size;
  }

  /** What was written since the last time, valid until more is written. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.length);
    this.length = 0;
    return taken;
  }

  add(bytes: Uint8Array): void {
    const end = this.length + bytes.length;
    if (end + SLACK > this.#bytes.length) {
      const larger = new Uint8Array(2 * end + SLACK);
      larger.set(this.#bytes.subarray(0, this.length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.length);
    this.length = end;
  }

  /** A whole number from 0 on, in decimal digits. */
  addWhole(value: number): void {
    if (value < BILLION) {
      this.#addDigits(value, countDigits(value));
    } else {
      const billions = Math.floor(value / BILLION);
      this.addWhole(billions);
      this.#addDigits(value - billions * BILLION, DIGITS_OF_A_BILLION);
    }
  }

  /** A thousandth of a whole number from 0 on; where that is too large to have places, without them. */
  addThousandth(value: number): void {
    if (value > Number.MAX_SAFE_INTEGER) {
      this.addWhole(Math.min(Math.round(value / 1_000), Number.MAX_SAFE_INTEGER));
      return;
    }
    const whole = Math.floor(value / 1_000);
    const rest = value - whole * 1_000;
    this.addWhole(whole);
    if (rest > 0) {
      this.#bytes[this.length++] = POINT;
      this.#addDigits(rest, 3);
    }
  }

  #addDigits(value: number, count: number): void {
    let rest = value | 0;
    for (let at = this.length + count - 1; at >= this.length; at--) {
      const tenth = (rest / 10) | 0;
      this.#bytes[at] = ZERO + rest - tenth * 10;
      rest = tenth;
    }
    this.length += count;
  }
}

function countDigits(value: number): number {
  let count = 1;
  for (let limit = 10; limit <= value; limit *= 10) {
    count++;
  }
  return count;
}
