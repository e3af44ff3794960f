import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { checkState, diskStateOf } from "./disk-state.js";

test("files may be called as what every object has", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "disk-state-")));
  try {
    const names = ["constructor", "toString", "__proto__"];
    const kinds = Object.fromEntries(names.map((name) => [join(folder, name), "F"]));
    const seen = { started: 0, reads: {}, kinds, listings: {}, realpaths: {} };
    const written = JSON.stringify(diskStateOf(seen));
    const state = JSON.parse(written) as ReturnType<typeof diskStateOf>;
    expect(Object.entries(state.folders[folder]?.names ?? {})).toEqual(
      names.map((name) => [name, "F"]),
    );
    expect(checkState(state, 0)).toEqual(state);
    writeFileSync(join(folder, "__proto__"), "");
    expect(checkState(state, 0)).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
