import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { measure } from "./processes.js";

/** @import { Measurement, Project, State, Tool } from "./types.js" */

/**
 * Runs every tool over every project, so many times: the tools take turns within each round. A tool that has
 * failed on a project once is not asked again.
 *
 * @param {readonly Project[]} projects
 * @param {readonly Tool[]} tools
 * @param {{ rounds: number, states: readonly State[], limit: number, work: string }} how
 * @param {(line: string) => void} say
 * @returns {Promise<Measurement[]>}
 */
export async function measureRounds(projects, tools, { rounds, states, limit, work }, say) {
  /** @type {Measurement[]} */
  const measured = [];
  const failed = new Set();
  for (const project of projects) {
    for (const tool of tools) {
      try {
        tool.prepare(project.directory);
      } catch (error) {
        // One that is not installed is left out, and the others are measured all the same.
        const run = `could not be set up: ${/** @type {Error} */ (error).message}`;
        measured.push({ project: project.id, tool: tool.id, round: 1, state: "cold", run });
        say(`${project.id}: ${tool.id} ${run}`);
        failed.add(`${project.id} ${tool.id}`);
      }
    }
    for (let round = 1; round <= rounds; round++) {
      for (const tool of tools) {
        if (failed.has(`${project.id} ${tool.id}`)) continue;
        for await (const one of statesOf(project, tool, states, limit, work)) {
          measured.push({ project: project.id, tool: tool.id, round, ...one });
          const { state, run } = one;
          const what =
            typeof run === "string" ? run : `${run.wall.toFixed(2)} s, ${run.findings} findings`;
          say(`${project.id}, round ${round}: ${tool.id}, ${state}: ${what}`);
          if (typeof run === "string") failed.add(`${project.id} ${tool.id}`);
        }
      }
    }
  }
  return measured;
}

/**
 * @param {Project} project
 * @param {Tool} tool
 * @param {readonly State[]} states
 * @param {number} limit
 * @param {string} work
 */
async function* statesOf({ directory, edited }, tool, states, limit, work) {
  const run = (/** @type {string | undefined} */ memory) =>
    measure(tool, tool.command(directory, memory), directory, work, limit);
  const cold = await run(undefined);
  if (states.includes("cold")) yield { state: /** @type {State} */ ("cold"), run: cold };
  if (!tool.remembers || typeof cold === "string" || states.every((one) => one === "cold")) return;
  const memory = path.join(work, "memory");
  rmSync(memory, { recursive: true, force: true });
  mkdirSync(memory);
  await run(memory);
  // What is remembered first may be written by the first run that finds everything as it was.
  await run(memory);
  if (states.includes("warm"))
    yield { state: /** @type {State} */ ("warm"), run: await run(memory) };
  if (!states.includes("edited")) return;
  const { file, offset } = edited;
  const before = readFileSync(file, "utf8");
  writeFileSync(file, `${before.slice(0, offset)}\nvoid 0;${before.slice(offset)}`);
  try {
    yield { state: /** @type {State} */ ("edited"), run: await run(memory) };
  } finally {
    writeFileSync(file, before);
  }
}
