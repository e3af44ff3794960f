import { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { linkWorkspace } from "./checkouts.js";

test("the packages of a workspace are linked by their names, past one that does not parse", () => {
  const root = mkdtempSync(path.join(tmpdir(), "checkout-"));
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  try {
    write("package.json", '{ "name": "whole" }');
    write("fixtures/package.json", '{ "name": "broken", }');
    write("packages/a/package.json", '{ "name": "@whole/a" }');
    linkWorkspace(root);
    expect(readlinkSync(path.join(root, "node_modules/@whole/a")).replace(/[\\/]$/, "")).toBe(
      path.join(root, "packages/a"),
    );
  } finally {
    rmSync(root, { recursive: true });
  }
});
