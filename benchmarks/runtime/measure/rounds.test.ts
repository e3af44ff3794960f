import { expect, test } from "@jest/globals";
import { giveUp } from "./rounds.js";
import type { Cell, FoundWorkload, Peer } from "./types.js";

const workload = { id: "semaphore" } as FoundWorkload;

function cell(peer: Peer, node: string, rounds: Cell["rounds"] = []): Cell {
  const platform = { name: node, command: node, major: 24 };
  return { workload, peer, platform, program: "p.js", rounds, failure: null };
}

test("what did not end on one Node is not tried on the others, where it has no figure", () => {
  const slow = { id: "effect" } as Peer;
  const other = { id: "bare" } as Peer;
  const late: Cell = { ...cell(slow, "v20.19.0"), failure: "not done in 60 s" };
  const cells = [
    late,
    cell(slow, "v22.1.0"),
    cell(slow, "v24.1.0", [{ time: 1 }]),
    cell(other, "v22.1.0"),
  ];
  giveUp(late, cells);
  expect(cells.map(({ failure }) => failure)).toEqual([
    "not done in 60 s",
    "not tried, since it was not done in 60 s on v20.19.0",
    null,
    null,
  ]);
});
