import os from "node:os";
import { median } from "../../runtime/measure/statistics.js";
import { modes } from "./program.js";

/** @import { Circumstances, Measurement } from "./types.js" */

/**
 * @param {readonly Measurement[]} measured
 * @param {Circumstances} circumstances
 */
export function writeReport(measured, { command, rounds, turns, loadBefore }) {
  const nodes = [...new Set(measured.map(({ node }) => node))];
  const sizes = [...new Set(measured.map(({ tasks }) => tasks))];
  const rows = nodes.flatMap((node) =>
    sizes.flatMap((tasks) =>
      modes.slice(1).map(({ id, title }) => {
        const of = (/** @type {string} */ mode) =>
          measured.filter((one) => one.node === node && one.tasks === tasks && one.mode === mode);
        const ratios = ratiosOf(of("off"), of(id));
        const recorded = median(of(id).map((one) => (100 * one.recorded) / awaitsOf(tasks, turns)));
        const cells = [
          node,
          tasks.toLocaleString("en-US"),
          title,
          `${median(of(id).map(({ cpu }) => cpu)).toFixed(0)} ms`,
          `**${median(ratios).toFixed(2)}**`,
          `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`,
          `${recorded.toFixed(recorded < 10 ? 1 : 0)} %`,
        ];
        return `| ${cells.join(" | ")} |`;
      }),
    ),
  );
  const [cpu] = os.cpus();
  return `# What a trace costs

\`${command}\`, ${new Date().toISOString().slice(0, 10)}

${turns.toLocaleString("en-US")} turns of tasks that do nothing else: the program that tracing costs most. Each figure is of
processor time from the beginning of \`run\` to its end, the median of ${rounds} rounds; each ratio is to the run without a trace
in the same round. _Recorded_ says how many of the program's awaits are in the trace: what is left out fell into pauses,
which the trace shows.

| Node | tasks | how | took | times as long | in the rounds | recorded |
| --- | ---: | --- | ---: | ---: | ---: | ---: |
${rows.join("\n")}

${os.cpus().length} processors (${cpu?.model ?? "unknown"}), ${os.type()} ${os.release()}; load before the run ${loadBefore.toFixed(1)}.
`;
}

/**
 * Each task awaits each of its turns, and `run` awaits the gather.
 *
 * @param {number} tasks
 * @param {number} turns
 */
function awaitsOf(tasks, turns) {
  return tasks * Math.ceil(turns / tasks);
}

/**
 * @param {readonly Measurement[]} without
 * @param {readonly Measurement[]} traced the same rounds, in the same order
 */
export function ratiosOf(without, traced) {
  return traced.map(({ cpu }, round) => cpu / (without[round]?.cpu ?? Number.NaN));
}
