import type { ProjectDescription } from "@awaitwise/analyzer";
import { describe, expect, test } from "@jest/globals";
import { shardOf } from "./shard.js";

function project(name: string, count: number): ProjectDescription {
  const files = Array.from({ length: count }, (_, index) => `/repo/${name}/${index}.ts`);
  return {
    configFile: `/repo/${name}/tsconfig.json`,
    directory: `/repo/${name}`,
    roots: files,
    files,
  };
}

const projects = [project("b", 3), project("a", 4), project("c", 1)];

const filesOf = (shard: readonly ProjectDescription[]): string[] =>
  shard.flatMap(({ files }) => files);

describe("shards", () => {
  test("hold every file once, and are as even as they can be", () => {
    const shards = [1, 2, 3].map((index) => filesOf(shardOf(projects, { index, count: 3 })));
    expect(shards.map(({ length }) => length)).toEqual([2, 3, 3]);
    expect(shards.flat().sort()).toEqual(filesOf(projects).sort());
  });

  test("do not depend on the order in which projects and files were found", () => {
    const other = [...projects]
      .reverse()
      .map((one) => ({ ...one, files: [...one.files].reverse() }));
    for (const index of [1, 2, 3]) {
      expect(filesOf(shardOf(other, { index, count: 3 }))).toEqual(
        filesOf(shardOf(projects, { index, count: 3 })),
      );
    }
  });

  test("keep the files of one project together", () => {
    expect(shardOf(projects, { index: 1, count: 2 }).map(({ directory }) => directory)).toEqual([
      "/repo/a",
    ]);
  });

  test("may be empty where there are more of them than files", () => {
    const shards = [1, 2, 3].map((index) => shardOf([project("a", 1)], { index, count: 3 }));
    expect(shards.map(({ length }) => length)).toEqual([0, 0, 1]);
  });
});
