import { expect, test } from "@jest/globals";
import init, { type Tree } from "./init.js";

function tree(files: Record<string, string>): Tree & { readonly files: Record<string, string> } {
  return {
    files,
    read: (path) => files[path] ?? null,
    exists: (path) => path in files,
    write: (path, content) => {
      files[path] = content;
    },
  };
}

test("the plugin is registered, and what it runs named among the packages", async () => {
  const workspace = tree({
    "nx.json": '{ "plugins": ["@nx/js"], "parallel": 2 }',
    "package.json": '{ "name": "w", "devDependencies": { "nx": "24.0.6" } }',
  });
  init(workspace);
  expect(JSON.parse(workspace.files["nx.json"] ?? "")).toEqual({
    plugins: ["@nx/js", "@awaitwise/nx"],
    parallel: 2,
  });
  expect(JSON.parse(workspace.files["package.json"] ?? "")).toEqual({
    name: "w",
    devDependencies: { "@awaitwise/nx": "^0.1.0", awaitwise: "^0.1.0", nx: "24.0.6" },
  });
});

test("a second time changes nothing, whichever way the plugin is registered", async () => {
  for (const plugin of ['"@awaitwise/nx"', '{ "plugin": "@awaitwise/nx" }']) {
    const files = {
      "nx.json": `{ "plugins": [${plugin}] }`,
      "package.json": '{ "dependencies": { "awaitwise": "1", "@awaitwise/nx": "1" } }',
    };
    const workspace = tree({ ...files });
    init(workspace, { targetName: "other" });
    expect(workspace.files).toEqual(files);
  }
});

test("another name of the target is written down", async () => {
  const workspace = tree({});
  await init(workspace, { targetName: "lint-async" });
  expect(JSON.parse(workspace.files["nx.json"] ?? "")).toEqual({
    plugins: [{ plugin: "@awaitwise/nx", options: { targetName: "lint-async" } }],
  });
});

test("a broken nx.json is said in one line", async () => {
  expect(() => init(tree({ "nx.json": "{" }))).toThrow(
    /^"nx\.json" does not parse: .*; correct it$/,
  );
});
