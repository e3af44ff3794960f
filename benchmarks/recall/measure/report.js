/** @import { Outcome, Prepared, Tool, Verdict } from "./types.js" */

/**
 * @typedef {{
 *   readonly project: Prepared,
 *   readonly awaits: number,
 *   readonly outcomes: readonly Outcome[],
 * }} Measured
 *
 * @typedef {{
 *   readonly command: string,
 *   readonly sample: string,
 *   readonly seed: number,
 *   readonly seconds: number,
 *   readonly versions: string,
 * }} Run
 */

/** @type {readonly Exclude<Verdict, "matters">[]} */
const setApart = [
  "not a promise",
  "type unknown",
  "returned all the same",
  "a promise is as welcome",
];

/** What is to be reached, in per cent. */
const target = 97;

/**
 * @param {readonly Measured[]} measured
 * @param {readonly Tool[]} tools
 * @param {Run} run
 * @returns {string} the page
 */
export function writeReport(measured, tools, { command, sample, seed, seconds, versions }) {
  const everything = measured.flatMap(({ outcomes }) => outcomes);
  const seen = measured.filter(({ project }) => !project.heldOut);
  const heldOut = measured.filter(({ project }) => project.heldOut);
  const sets = [
    { title: "the projects in view", of: seen },
    { title: "the projects held out", of: heldOut },
  ].filter(({ of }) => of.length > 0);
  const size = sample === "all" ? "Every await" : `A sample of ${sample} awaits a project`;
  return [
    "# Deleted awaits, and who reports them",
    "",
    `Written by \`${command}\`; benchmarks/README.md says how to read it.`,
    "",
    `- ${size}, seed ${seed}; ${seconds} s`,
    `- ${versions}`,
    "",
    "## Target",
    "",
    `At least ${target} % of the deletions that matter are reported. Misses were read, and the rules made with them in view,`,
    "in all projects but those held out. What is not reported and has a rejection handler of its own (`await p.catch(log)`)",
    "changes only when things happen: it counts as missed, and the last column says how many these are.",
    "",
    table(
      ["", "reported", "", "not reported", "of these with a handler"],
      sets.map(({ of, title }) => {
        const outcomes = of.flatMap((one) => one.outcomes);
        const ours = recall(outcomes, "awaitwise");
        const missed = withVerdict(outcomes, "matters").filter(
          ({ reported }) => (reported.awaitwise ?? []).length === 0,
        );
        return [
          title,
          percent(ours),
          ours.hit * 100 >= ours.of * target ? "met" : "**not met**",
          String(missed.length),
          String(missed.filter((one) => one.await.handled).length),
        ];
      }),
    ),
    "## Reported, of the deletions that matter",
    "",
    table(
      ["", "deleted", "matter", ...tools.map(({ title }) => title)],
      [
        ...measured.map(({ project, outcomes }) => line(titleOf(project), outcomes, tools)),
        ...sets.map(({ of, title }) => {
          const outcomes = of.flatMap((one) => one.outcomes);
          return line(title, outcomes, tools);
        }),
        ...(sets.length > 1 ? [line("together", everything, tools)] : []),
      ],
    ),
    "## Set apart by type: the deletion changes nothing that could be seen",
    "",
    table(
      ["", "awaits in all", ...setApart],
      measured.map(({ project, awaits, outcomes }) => [
        project.title,
        String(awaits),
        ...setApart.map((verdict) => String(withVerdict(outcomes, verdict).length)),
      ]),
    ),
    "## By the place of the await",
    "",
    table(
      ["", "matter", ...tools.map(({ title }) => title)],
      byPlace(everything).map(([place, outcomes]) => line(place, outcomes, tools).toSpliced(1, 1)),
    ),
    "## By the rule that reports it",
    "",
    ...tools.flatMap(({ id, title }) => [`- ${title}: ${rulesOf(everything, id)}`]),
    "",
  ].join("\n");
}

/**
 * @param {string} title
 * @param {readonly Outcome[]} outcomes
 * @param {readonly Tool[]} tools
 * @returns {string[]}
 */
function line(title, outcomes, tools) {
  return [
    title,
    String(outcomes.length),
    String(withVerdict(outcomes, "matters").length),
    ...tools.map(({ id }) => percent(recall(outcomes, id))),
  ];
}

/**
 * @param {readonly Outcome[]} outcomes
 * @param {string} tool
 * @returns {{ hit: number, of: number }}
 */
function recall(outcomes, tool) {
  const matter = withVerdict(outcomes, "matters");
  return {
    hit: matter.filter(({ reported }) => (reported[tool] ?? []).length > 0).length,
    of: matter.length,
  };
}

/**
 * @param {readonly Outcome[]} outcomes
 * @param {Verdict} verdict
 * @returns {readonly Outcome[]}
 */
function withVerdict(outcomes, verdict) {
  return outcomes.filter((outcome) => outcome.await.verdict === verdict);
}

/**
 * @param {readonly Outcome[]} outcomes
 * @returns {[string, Outcome[]][]} the most frequent first
 */
function byPlace(outcomes) {
  /** @type {Map<string, Outcome[]>} */
  const places = new Map();
  for (const outcome of withVerdict(outcomes, "matters")) {
    const known = places.get(outcome.await.place);
    if (known === undefined) places.set(outcome.await.place, [outcome]);
    else known.push(outcome);
  }
  return [...places].sort(([, a], [, b]) => b.length - a.length);
}

/**
 * @param {readonly Outcome[]} outcomes
 * @param {string} tool
 * @returns {string}
 */
function rulesOf(outcomes, tool) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { reported } of withVerdict(outcomes, "matters")) {
    for (const rule of reported[tool] ?? []) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return (
    [...counts]
      .sort(([, a], [, b]) => b - a)
      .map(([rule, count]) => `${rule} ${count}`)
      .join(", ") || "none"
  );
}

/**
 * @param {Prepared} project
 * @returns {string}
 */
function titleOf({ title, version }) {
  return `${title} ${version}`;
}

/**
 * @param {{ hit: number, of: number }} share
 * @returns {string}
 */
function percent({ hit, of }) {
  return of === 0 ? "-" : `${((hit * 100) / of).toFixed(1)} % (${hit})`;
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 * @returns {string}
 */
function table(head, rows) {
  const align = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return `${[head, align, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}
