import { expect, test } from "@jest/globals";
import { BytesOut } from "./bytes-out.js";

function written(write: (out: BytesOut) => void): string {
  const out = new BytesOut(64);
  write(out);
  return Buffer.from(out.take()).toString();
}

test("whole numbers are written as JavaScript writes them", () => {
  const powers = Array.from({ length: 16 }, (_, i) => 10 ** i);
  const values = [0, 7, 2 ** 31, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER, 1_000_000_000_007];
  for (const value of [...values, ...powers, ...powers.map((power) => power - 1)]) {
    expect(written((out) => out.addWhole(value))).toBe(String(value));
  }
});

test("thousandths have three places, or none where they are whole", () => {
  const of = (value: number) => written((out) => out.addThousandth(value));
  expect([0, 1, 20, 300, 4000, 50_021, 6_000_000_000_007].map(of)).toEqual([
    ...["0", "0.001", "0.020", "0.300", "4", "50.021", "6000000000.007"],
  ]);
  expect(of(2 ** 60)).toBe("1152921504606847");
});

test("grows where more comes at once than it was made for, and begins anew when it was taken", () => {
  const out = new BytesOut(64);
  const long = Buffer.from("x".repeat(5_000));
  out.add(Buffer.from("a"));
  expect(out.isFull).toBe(false);
  out.add(long);
  out.addWhole(12);
  expect(out.isFull).toBe(true);
  expect(Buffer.from(out.take()).toString()).toBe(`a${long}12`);
  expect(out.isFull).toBe(false);
  out.addWhole(3);
  expect(Buffer.from(out.take()).toString()).toBe("3");
});
