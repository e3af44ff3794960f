/** @import { Judged, Place, RepositoryRun } from "./types.js" */

/**
 * The figures of a run, as a page.
 *
 * @param {readonly RepositoryRun[]} runs
 * @param {{ set: string, installed: boolean, sample: string, commit: string, date: string }} about
 */
export function writeReport(runs, { set, installed, sample, commit, date }) {
  const judged = runs.flatMap((run) => run.judged);
  const wanted = runs.flatMap((run) => run.wanted);
  return `# Serial awaits: precision and recall

The ${set} set, ${installed ? "with" : "without"} the repositories' dependencies installed, at ${commit} on ${date}.
Beside the files that hold labels, ${sample === "all" ? "every other file was checked" : `${sample} others of each repository were checked, drawn by a seed`}.
Written by \`node benchmarks/serial/run.js --set ${set}${installed ? " --install" : ""}${sample === "all" ? "" : ` --sample ${sample}`}\`.

${headline(judged, wanted, set)}

## By rule and tier

*Right* and *wrong* are findings on labelled places; *not labelled* are those that nobody has read. Recall is
of the places that were drawn without regard to the analyser. Places labelled *unsure* count nowhere.

${table(
  ["rule", "tier", "right", "wrong", "precision", "not labelled", "unsure"],
  tiersOf(judged).map(({ rule, tier, of }) => [
    rule,
    tier,
    count(of, "right"),
    count(of, "wrong"),
    share(count(of, "right"), count(of, "right") + count(of, "wrong")),
    count(of, "unlabelled"),
    count(of, "unsure"),
  ]),
)}

${table(
  [
    "rule",
    "to be found",
    "found by default",
    "found by strict",
    "recall by default",
    "recall in all",
  ],
  rulesOf(wanted).map(({ rule, of }) => {
    const byDefault = of.filter(({ found }) => found === "default").length;
    const byStrict = of.filter(({ found }) => found === "strict").length;
    return [
      rule,
      of.length,
      byDefault,
      byStrict,
      share(byDefault, of.length),
      share(byDefault + byStrict, of.length),
    ];
  }),
)}

## By repository

${table(
  [
    "repository",
    "commit",
    "files",
    "labels",
    "default: right",
    "wrong",
    "not labelled",
    "found",
    "of",
    "seconds",
  ],
  runs.map(({ labels, files, seconds, judged: found, wanted: places }) => {
    const byDefault = found.filter(({ tier }) => tier === "default");
    return [
      labels.repository,
      labels.commit.slice(0, 10),
      files,
      labels.places.length,
      count(byDefault, "right"),
      count(byDefault, "wrong"),
      count(byDefault, "unlabelled"),
      places.filter(({ found: by }) => by === "default").length,
      places.length,
      Math.round(seconds),
    ];
  }),
)}

## The labels

${table(["label", "straight", "loop", "gather"], labelCounts(runs))}
`;
}

/**
 * The findings and misses to be read, one a line.
 *
 * @param {readonly RepositoryRun[]} runs
 * @param {{ verdicts: readonly string[], tier: "default" | "all" }} which
 */
export function listPlaces(runs, { verdicts, tier }) {
  /** @type {string[]} */
  const lines = [];
  for (const { labels, judged, wanted } of runs) {
    for (const finding of judged) {
      if (!verdicts.includes(finding.verdict)) continue;
      if (tier === "default" && finding.tier !== "default") continue;
      const { place } = finding;
      const members = finding.members.map(([first]) => first).join(",");
      const label = place === undefined ? "" : `; the label says ${place.label}: ${place.reason}`;
      lines.push(
        `${finding.verdict} ${finding.rule} (${finding.tier}, ${finding.confidence}) ${labels.repository} ${finding.path}:${finding.line} [${members}]${label}`,
      );
    }
    if (!verdicts.includes("missed")) continue;
    for (const { place, found } of wanted) {
      if (found === "default" || (found === "strict" && tier === "all")) continue;
      lines.push(
        `missed ${place.rule}${found === "strict" ? " (strict has it)" : ""} ${labels.repository} ${place.path}:${place.lines[0]} [${place.awaits?.join(",") ?? place.lines.join("-")}] ${place.reason}`,
      );
    }
  }
  return lines.join("\n");
}

/**
 * @param {readonly Judged[]} judged
 * @param {readonly { place: Place, found: string }[]} wanted
 * @param {string} set
 */
function headline(judged, wanted, set) {
  const ours = judged.filter(({ tier }) => tier === "default");
  const [right, wrong] = [count(ours, "right"), count(ours, "wrong")];
  const gather = wanted.filter(({ place }) => place.label === "gather");
  const found = gather.filter((one) => one.found === "default").length;
  return `Of the default tier's findings on labelled places of the ${set} set, ${right} of ${right + wrong} are right
(**${share(right, right + wrong)}**); of the ${gather.length} places that a reviewer would gather, ${found} are found by default (**${share(found, gather.length)}**).`;
}

/**
 * @param {readonly Judged[]} judged
 * @returns {{ rule: string, tier: string, of: Judged[] }[]}
 */
function tiersOf(judged) {
  const rules = [...new Set(judged.map(({ rule }) => rule))].sort();
  return rules.flatMap((rule) =>
    ["default", "strict"].map((tier) => ({
      rule,
      tier: tier === "strict" ? "strict only" : tier,
      of: judged.filter((one) => one.rule === rule && one.tier === tier),
    })),
  );
}

/**
 * @template {{ place: Place }} T
 * @param {readonly T[]} wanted
 * @returns {{ rule: string, of: T[] }[]}
 */
function rulesOf(wanted) {
  const rules = [...new Set(wanted.map(({ place }) => place.rule))].sort();
  return rules.map((rule) => ({ rule, of: wanted.filter(({ place }) => place.rule === rule) }));
}

/**
 * @param {readonly RepositoryRun[]} runs
 * @returns {(string | number)[][]}
 */
function labelCounts(runs) {
  const places = runs.flatMap((run) => run.labels.places);
  return ["gather", "report", "no", "unsure"].map((label) => [
    label,
    ...["straight", "loop", "gather"].map(
      (kind) => places.filter((place) => place.label === label && place.kind === kind).length,
    ),
  ]);
}

/**
 * @param {readonly Judged[]} judged
 * @param {string} verdict
 */
function count(judged, verdict) {
  return judged.filter((one) => one.verdict === verdict).length;
}

/**
 * @param {number} part
 * @param {number} whole
 */
function share(part, whole) {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`;
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly (string | number)[])[]} rows
 */
function table(head, rows) {
  const line = (/** @type {readonly (string | number)[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
