import { expect, test } from "@jest/globals";
import { madeUpResults } from "./made-up-results.js";
import { judge } from "./targets.js";

function verdictOn(results: ReturnType<typeof madeUpResults>, target: string, major = 24) {
  return judge(results, major).find((verdict) => verdict.target.includes(target));
}

test("a mean is geometric, over the medians of the rounds", () => {
  const results = madeUpResults([
    { id: "a", rounds: { awaitwise: [90, 100, 700], asyncio: [400, 400, 400] } },
    { id: "b", rounds: { awaitwise: [100], asyncio: [900] } },
  ]);
  expect(verdictOn(results, "as fast as asyncio")).toEqual({
    target: "at least 5x as fast as asyncio, geometric mean",
    reached: "6.00x",
    met: true,
  });
});

test("a target whose peer was not measured is neither met nor not met", () => {
  const results = madeUpResults([{ id: "a", rounds: { awaitwise: [100], asyncio: [900] } }]);
  expect(verdictOn(results, "as fast as uvloop")).toEqual({
    target: "at least 3x as fast as uvloop, geometric mean",
    reached: "not measured",
    met: null,
  });
  for (const target of ["slower than uvloop", "bare promises", "debug mode", "spawn at most"]) {
    expect(verdictOn(results, target)).toMatchObject({ reached: "not measured", met: null });
  }
});

test("one workload that is slower breaks the target, and is named with its ratio", () => {
  const results = madeUpResults([
    { id: "quick", rounds: { awaitwise: [100], effect: [900] } },
    { id: "slow", rounds: { awaitwise: [100], effect: [80] } },
    { id: "equal", rounds: { awaitwise: [100], effect: [100] } },
  ]);
  expect(verdictOn(results, "slower than effect")).toMatchObject({
    reached: "slow (0.80x)",
    met: false,
  });
});

test("bare promises are the limit only where they do comparable work", () => {
  const results = madeUpResults([
    { id: "near", bare: "comparable", rounds: { awaitwise: [250], bare: [100] } },
    { id: "other", bare: "makes no tasks", rounds: { awaitwise: [900], bare: [100] } },
  ]);
  expect(verdictOn(results, "bare promises")).toMatchObject({ reached: "all are", met: true });
});

test("a figure of its own is held to its own limit and stays out of the means", () => {
  const results = madeUpResults([
    { id: "a", rounds: { awaitwise: [100], effect: [200] } },
    {
      id: "sleeping-tasks",
      measure: "figures",
      figures: { bytes: { title: "memory", unit: "bytes a task" } },
      rounds: { awaitwise: [901], effect: [90_100] },
    },
  ]);
  expect(verdictOn(results, "memory")).toEqual({
    target: "memory: 900 bytes a task",
    reached: "901",
    met: false,
  });
  expect(verdictOn(results, "as fast as effect")).toMatchObject({ reached: "2.00x" });
});

test("a workload in which a peer failed counts for nobody", () => {
  const results = madeUpResults([
    { id: "a", rounds: { awaitwise: [100], effect: ["not done in 60 s"] } },
    { id: "b", rounds: { awaitwise: [10], effect: [100] } },
  ]);
  expect(verdictOn(results, "as fast as effect")).toMatchObject({ reached: "10.00x", met: true });
});

test("an older Node is held to asyncio and to debug mode only", () => {
  const results = madeUpResults(
    [
      {
        id: "a",
        rounds: {
          awaitwise: [100],
          "awaitwise-promises": [120],
          "awaitwise-debug": [250],
          asyncio: [110],
        },
      },
    ],
    20,
  );
  expect(judge(results, 20)).toEqual([
    { target: "no workload slower than asyncio", reached: "none is", met: true },
    {
      target: "no workload slower than asyncio, with contexts by promises",
      reached: "a (0.92x)",
      met: false,
    },
    {
      target: "debug mode under 3x, geometric mean",
      reached: "2.50x; above 3x: none",
      met: true,
    },
  ]);
});

test("Node 22 is held to asyncio with Node's own frames too", () => {
  const results = madeUpResults(
    [
      {
        id: "a",
        rounds: { awaitwise: [200], "awaitwise-frames": [100], asyncio: [110] },
      },
    ],
    22,
  );
  expect(verdictOn(results, "Node's own frames", 22)).toEqual({
    target: "no workload slower than asyncio, with Node's own frames",
    reached: "none is",
    met: true,
  });
});

test("a workload in which our program failed breaks the target", () => {
  const results = madeUpResults([
    { id: "a", rounds: { awaitwise: ["ended with 1"], asyncio: [100] } },
    { id: "b", rounds: { awaitwise: [10], asyncio: [100] } },
  ]);
  expect(verdictOn(results, "as fast as asyncio")).toMatchObject({
    reached: "10.00x; failed: a",
    met: false,
  });
  expect(results.failures().map((cell) => cell.failure)).toEqual(["ended with 1"]);
});
