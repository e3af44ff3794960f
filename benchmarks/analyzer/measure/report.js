import os from "node:os";
import { median } from "../../runtime/measure/statistics.js";
import { shapes } from "./generated.js";
import { runsOf, shareOf, targetsOf } from "./targets.js";

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
    `\`${command}\`, ${new Date().toISOString().slice(0, 10)}: medians of ${rounds} rounds, in which the tools take turns; every run is a process of its own, from its start to its end. _Beside awaitwise_ is how many times as long the tool takes in the same round as the first tool of the table. Generated projects are run once.`,
    ...real.flatMap((project) => [
      `## ${project.title}, ${project.lines.toLocaleString("en-US")} lines`,
      tableOf(project, tools, measured, tools[0]?.id ?? ""),
      ...targetTable(project, measured),
    ]),
    ...(generated.length === 0
      ? []
      : ["## As a project grows", ...growthOf(generated, tools, measured)]),
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
    const ratio = shareOf(measured, project.id, id, beside);
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
 * @param {Project} project
 * @param {readonly Measurement[]} measured
 */
function targetTable(project, measured) {
  const targets = targetsOf(project, measured);
  if (targets.length === 0) return [];
  const figure = (/** @type {number} */ value, /** @type {string} */ unit) =>
    `${value.toFixed(2)}${unit === "" ? "" : ` ${unit}`}`;
  return [
    table(
      ["to reach", "at most", "reached", ""],
      targets.map(({ what, unit, most, reached }) => [
        what,
        figure(most, unit),
        figure(reached, unit),
        reached <= most ? "met" : "**not met**",
      ]),
    ),
  ];
}

/**
 * @param {readonly Project[]} projects
 * @param {readonly Tool[]} tools
 * @param {readonly Measurement[]} measured
 */
function growthOf(projects, tools, measured) {
  return shapes.flatMap((shape) => {
    const alike = projects.filter(({ id }) => id.startsWith(`generated-${shape}-`));
    return alike.length === 0 ? [] : [words[shape], growthTable(alike, tools, measured)];
  });
}

const words = {
  layers:
    "Services in six layers, each of which calls two of the layer below: what a call leads to does not grow with the project.",
  chain:
    "Services that call any two before them: what a call leads to grows with the project, and most of it is more than can be told apart.",
};

/**
 * @param {readonly Project[]} projects
 * @param {readonly Tool[]} tools
 * @param {readonly Measurement[]} measured
 */
function growthTable(projects, tools, measured) {
  const perLine = projects.length > 1 ? ["time for each line beside the first size"] : [];
  const rows = tools.map(({ id, title }) => [
    title,
    ...projects.map((project) => {
      const cold = runsOf(measured, project.id, id, "cold");
      const failure = measured.find(({ project: at, tool }) => at === project.id && tool === id);
      return cold.length === 0
        ? String(failure?.run ?? "not run")
        : `${seconds(cold)}, ${memoryOf(cold)}`;
    }),
    ...perLine.map(() => growthBeside(id, projects, measured)),
  ]);
  const heads = projects.map(({ lines }) => `${lines.toLocaleString("en-US")} lines`);
  return table(["", ...heads, ...perLine], rows);
}

/**
 * How many times as long each line takes in the later sizes as in the first.
 *
 * @param {string} tool
 * @param {readonly Project[]} projects
 * @param {readonly Measurement[]} measured
 */
function growthBeside(tool, projects, measured) {
  const [first, ...later] = projects.map(({ id, lines }) => {
    const cold = runsOf(measured, id, tool, "cold");
    return cold.length === 0 ? undefined : median(cold.map(({ run }) => run.wall)) / lines;
  });
  if (first === undefined) return "";
  return later.map((one) => (one === undefined ? "-" : (one / first).toFixed(2))).join(", ");
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
