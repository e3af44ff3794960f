import os from "node:os";
import { median } from "../../runtime/measure/statistics.js";

/** @import { Circumstances, Measurement, Project, Run, State, Tool } from "./types.js" */

/**
 * @param {readonly Project[]} projects
 * @param {readonly Tool[]} tools
 * @param {readonly Measurement[]} measured
 * @param {Circumstances} circumstances
 */
export function writeReport(projects, tools, measured, circumstances) {
  const { command, rounds, versions, loadBefore, minutes } = circumstances;
  const [processor] = os.cpus();
  const real = projects.filter(({ id }) => !id.startsWith("generated-"));
  const generated = projects.filter(({ id }) => id.startsWith("generated-"));
  return [
    "# How long a check takes",
    `\`${command}\`, ${new Date().toISOString().slice(0, 10)}: medians of ${rounds} rounds, in which the tools take turns; every run is a process of its own, from its start to its end. _Beside awaitwise_ is how many times as long the tool takes in the same round as the first tool of the table.`,
    ...real.flatMap((project) => [
      `## ${project.title}, ${project.lines.toLocaleString("en-US")} lines`,
      tableOf(project, tools, measured, tools[0]?.id ?? ""),
    ]),
    ...(generated.length === 0
      ? []
      : ["## As a project grows", growthOf(generated, tools, measured)]),
    "## What they are",
    tools.map(({ title, checks }) => `- **${title}**: ${checks}`).join("\n"),
    `_Warm_ is a run that finds everything as the one before left it, _one file edited_ a run after a statement was put into a function of one file, for the first time since everything was checked; only tools that remember something have them. _Memory_ is the most that all processes of the tool held at once. A tool's findings are counted to show that it did its work: the tools do not look for the same.`,
    `Node ${process.version}; ${versions}.`,
    `${os.cpus().length} processors (${processor?.model ?? "unknown"}), ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}; load before the run ${loadBefore.toFixed(1)}; ${minutes} minutes.`,
    "",
  ].join("\n\n");
}

/**
 * @param {Project} project
 * @param {readonly Tool[]} tools
 * @param {readonly Measurement[]} measured
 * @param {string} beside
 */
function tableOf(project, tools, measured, beside) {
  const rows = tools.map(({ id, title }) => {
    const runs = (/** @type {State} */ state) => runsOf(measured, project.id, id, state);
    const cold = runs("cold");
    const failure = measured.find(
      (one) => one.project === project.id && one.tool === id && typeof one.run === "string",
    );
    if (cold.length === 0)
      return [title, String(failure?.run ?? "not run"), "", "", "", "", "", ""];
    const ratio = ratioOf(measured, project.id, id, beside);
    return [
      title,
      seconds(cold),
      ratio === undefined ? "" : `**${ratio.toFixed(2)}**`,
      `${median(cold.map(({ run }) => run.cpu)).toFixed(2)} s`,
      memoryOf(cold),
      seconds(runs("warm")),
      seconds(runs("edited")),
      String(cold[0]?.run.findings ?? ""),
    ];
  });
  return table(
    ["", "cold", "beside awaitwise", "processor", "memory", "warm", "one file edited", "findings"],
    rows,
  );
}

/**
 * @param {readonly Project[]} projects
 * @param {readonly Tool[]} tools
 * @param {readonly Measurement[]} measured
 */
function growthOf(projects, tools, measured) {
  const rows = tools.map(({ id, title }) => [
    title,
    ...projects.map((project) => {
      const cold = runsOf(measured, project.id, id, "cold");
      const failure = measured.find(({ project: at, tool }) => at === project.id && tool === id);
      return cold.length === 0
        ? String(failure?.run ?? "not run")
        : `${seconds(cold)}, ${memoryOf(cold)}`;
    }),
  ]);
  const heads = projects.map(({ lines }) => `${lines.toLocaleString("en-US")} lines`);
  return table(["", ...heads], rows);
}

/**
 * How many times as long a tool takes as another, in the rounds that both came through.
 *
 * @param {readonly Measurement[]} measured
 * @param {string} project
 * @param {string} tool
 * @param {string} beside
 * @returns {number | undefined}
 */
export function ratioOf(measured, project, tool, beside) {
  const base = new Map(
    runsOf(measured, project, beside, "cold").map(({ round, run }) => [round, run.wall]),
  );
  const ratios = runsOf(measured, project, tool, "cold").flatMap(({ round, run }) => {
    const other = base.get(round);
    return other === undefined ? [] : [run.wall / other];
  });
  return ratios.length === 0 ? undefined : median(ratios);
}

/**
 * @param {readonly Measurement[]} measured
 * @param {string} project
 * @param {string} tool
 * @param {State} state
 * @returns {{ round: number, run: Run }[]}
 */
function runsOf(measured, project, tool, state) {
  return measured.flatMap((one) =>
    one.project === project &&
    one.tool === tool &&
    one.state === state &&
    typeof one.run !== "string"
      ? [{ round: one.round, run: one.run }]
      : [],
  );
}

/** @param {readonly { run: Run }[]} runs */
function seconds(runs) {
  return runs.length === 0 ? "" : `${median(runs.map(({ run }) => run.wall)).toFixed(2)} s`;
}

/** @param {readonly { run: Run }[]} runs */
function memoryOf(runs) {
  const known = runs.flatMap(({ run }) => (run.memory === undefined ? [] : [run.memory]));
  return known.length === 0 ? "" : `${Math.round(median(known))} MB`;
}

/**
 * @param {readonly string[]} heads
 * @param {readonly (readonly string[])[]} rows
 */
function table(heads, rows) {
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replaceAll(/\s*[|\n]\s*/g, " ")).join(" | ")} |`;
  const rule = `| --- |${" ---: |".repeat(heads.length - 1)}`;
  return [line(heads), rule, ...rows.map(line)].join("\n");
}
