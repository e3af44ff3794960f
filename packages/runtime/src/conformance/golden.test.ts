import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parseScenarios } from "./program.js";
import { runScenario } from "./run-scenario.js";

const folder = path.join(__dirname, "golden");

describe.each(readdirSync(folder))("the golden logs of %s", (file) => {
  const scenarios = parseScenarios(readFileSync(path.join(folder, file), "utf8"));

  test("are what the runtime logs too, entry for entry", async () => {
    expect(scenarios).toHaveLength(200);
    const failures: string[] = [];
    for (const scenario of scenarios) {
      const failure = await runScenario(scenario);
      if (failure !== null) {
        failures.push(`${scenario.name}\n${failure}`);
      }
    }
    expect(failures).toEqual([]);
  });
});
