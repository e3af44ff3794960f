import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

const confidences = (code: string) =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

describe("commands that Redis is sent together", () => {
  const page = (commands: string) => `
import Redis from "ioredis";
const redis = new Redis();
async function load(ids: readonly string[]) {
  const pipeline = ${commands};
  for (const id of ids) pipeline.lpos("seen", id);
  return pipeline.exec();
}
export async function page(ids: readonly string[]) {
  const seen = await load(ids);
  const count = await redis.scard("all");
  return [seen, count];
}
`;

  test.each(["redis.pipeline()", 'redis.multi().get("first")'])(
    "only read where each does: %s",
    (commands) => {
      expect(confidences(page(commands))).toEqual(["high"]);
    },
  );

  test.each(['redis.pipeline().sadd("all", "first")', 'redis.multi([["sadd", "all", "first"]])'])(
    "write where one does: %s",
    (commands) => expect(confidences(page(commands))).toEqual([]),
  );
});
