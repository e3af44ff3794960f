import type { Shard } from "../run/shard.js";
import type { ArgumentDefinition, CommandDefinition, OptionDefinition } from "./definition.js";
import { type FileReport, FORMATS, type Format } from "./formats.js";
import { type LinePlace, placeOf } from "./parse-place.js";
import { atLeastOne, countOf, fileReportOf, shardOf } from "./parse-values.js";

export const SEVERITIES = ["error", "warning", "suggestion"] as const;

/** What the parser makes of the options of `check` and `fix`. */
export interface CheckFlags {
  readonly project?: string;
  readonly listFiles?: boolean;
  readonly changed?: boolean;
  readonly since?: string;
  readonly staged?: boolean;
  readonly stdin?: boolean;
  readonly stdinFilename?: string;
  readonly shard?: Shard;
  readonly baseline?: string | false;
  readonly rule?: readonly string[];
  readonly preset?: "recommended" | "strict";
  readonly config?: string;
  readonly printConfig?: string;
  readonly explain?: LinePlace;
  readonly trace?: readonly string[];
  readonly fix?: boolean;
  readonly fixSuggested?: boolean;
  readonly fixDangerous?: boolean;
  readonly diff?: boolean;
  readonly format?: Format;
  readonly severity?: (typeof SEVERITIES)[number];
  readonly quiet?: boolean;
  readonly maxWarnings?: number;
  readonly outputFile?: string;
  readonly report?: readonly FileReport[];
  readonly color?: boolean;
  readonly watch?: boolean;
  readonly concurrency?: number;
  readonly cache?: boolean;
  readonly cacheLocation?: string;
  readonly profileRules?: boolean;
  readonly types?: "auto" | "native" | "ts-morph";
}

const selecting: readonly OptionDefinition[] = [
  {
    flags: "-p, --project <tsconfig>",
    group: "What to check",
    description: "Check what belongs to this tsconfig.json, or to the one in this folder",
    completes: "file",
  },
  {
    flags: "--changed",
    group: "What to check",
    description: "Check what git says is not committed yet, and what depends on it",
  },
  {
    flags: "--since <commit>",
    group: "What to check",
    description: "Check what changed since this branch left that commit, and what depends on it",
  },
  {
    flags: "--staged",
    group: "What to check",
    description: "Check what is staged, as a commit would take it, and what depends on it",
  },
  {
    flags: "--stdin",
    group: "What to check",
    description: "Check the text on standard input; with a fix, print the fixed text",
  },
  {
    flags: "--stdin-filename <path>",
    group: "What to check",
    description: "The file that standard input stands for",
    completes: "file",
  },
  {
    flags: "--shard <part>",
    group: "What to check",
    description: "Check one of several parts of the files, as in 2/3; see awaitwise merge",
    parse: shardOf,
  },
  {
    flags: "--list-files",
    group: "What to check",
    description: "Print the files that would be checked, and stop",
  },
];

const choosingRules: readonly OptionDefinition[] = [
  {
    flags: "--rule <id>",
    group: "Rules",
    description: "Run this rule only; give it again for more",
    repeatable: true,
    completes: "rule",
  },
  {
    flags: "--preset <name>",
    group: "Rules",
    description: "Run the rules of this preset",
    choices: ["recommended", "strict"],
    defaultText: "recommended",
  },
  {
    flags: "-c, --config <path>",
    group: "Rules",
    description: "Use this configuration for every file, and not the nearest one",
    completes: "file",
  },
  {
    flags: "--print-config <file>",
    group: "Rules",
    description: "Print what holds for a file as JSON, and stop",
    completes: "file",
  },
  {
    flags: "--explain <file:line>",
    group: "Rules",
    description: "Say what every rule finds in a line and why it is reported or not, and stop",
    parse: placeOf,
    completes: "file",
  },
  {
    flags: "--baseline <path>",
    group: "Rules",
    description: "Leave out the findings that this baseline holds",
    defaultText: "awaitwise-baseline.json, if it exists",
    completes: "file",
  },
  { flags: "--no-baseline", group: "Rules", description: "Report known findings too" },
  {
    flags: "--trace <path>",
    group: "Rules",
    description:
      "Say by this trace of the program what serial awaits cost, and show those it alone reveals; again for more",
    repeatable: true,
    completes: "file",
  },
  {
    flags: "--severity <level>",
    group: "Rules",
    description: "Report findings of this level and over, and fail on no other",
    choices: SEVERITIES,
    defaultText: "suggestion",
  },
  {
    flags: "-q, --quiet",
    group: "Rules",
    description: "Show errors only; hidden warnings count for --max-warnings alone",
  },
  {
    flags: "--max-warnings <count>",
    group: "Rules",
    description: "Let this many warnings pass before the exit code is 1",
    defaultText: "0",
    parse: countOf,
  },
];

const fixing: readonly OptionDefinition[] = [
  { flags: "--fix", group: "Fixing", description: "Apply fixes that keep what the program means" },
  {
    flags: "--fix-suggested",
    group: "Fixing",
    description: "Apply also fixes that change what their title names",
  },
  {
    flags: "--fix-dangerous",
    group: "Fixing",
    description: "Apply also fixes that need a reader's decision",
  },
  {
    flags: "--diff",
    group: "Fixing",
    description: "Show what the fixes would change, and write nothing",
  },
];

const output: readonly OptionDefinition[] = [
  {
    flags: "-f, --format <name>",
    group: "Output",
    description: "How to write the report",
    choices: FORMATS,
    defaultText: "pretty",
  },
  {
    flags: "-o, --output-file <path>",
    group: "Output",
    description: "Write the report to this file, and a summary to the terminal",
    completes: "file",
  },
  {
    flags: "--report <format:path>",
    group: "Output",
    description: "Write the report to a file as well, as in sarif:awaitwise.sarif; again for more",
    repeatable: true,
    parse: fileReportOf,
  },
  {
    flags: "--color",
    group: "Output",
    description: "Use colours even where the output is not a terminal",
  },
  { flags: "--no-color", group: "Output", description: "Use no colours" },
];

const running: readonly OptionDefinition[] = [
  {
    flags: "-w, --watch",
    group: "Running",
    description: "Stay, and check again what a change has an effect on",
  },
  {
    flags: "--concurrency <count>",
    group: "Running",
    description: "How many worker threads check projects at once",
    defaultText: "one for each processor, where that is worth it",
    parse: atLeastOne,
  },
  {
    flags: "--cache",
    group: "Running",
    description: "Remember results from one run to the next",
    defaultText: "on",
  },
  {
    flags: "--types <source>",
    group: "Running",
    description:
      "Whose types to go by: TypeScript 7's own process, ts-morph's checker in this one, or the former where it is to be had. With --watch it is ts-morph's unless this says otherwise",
    choices: ["auto", "native", "ts-morph"],
    defaultText: "auto",
  },
  {
    flags: "--no-cache",
    group: "Running",
    description: "Check everything anew, and remember nothing",
  },
  {
    flags: "--cache-location <folder>",
    group: "Running",
    description: "Where to remember results",
    defaultText: "node_modules/.cache/awaitwise, or .awaitwise-cache",
    completes: "directory",
  },
  {
    flags: "--profile-rules",
    group: "Running",
    description: "Check everything anew in one thread, and say what each rule took",
  },
];

/** The operands of every command that looks at sources. */
export const paths: ArgumentDefinition = {
  syntax: "[path...]",
  description:
    "Folders, sources, globs or tsconfig.json files; the working directory when left out",
  completes: "file",
};

export const checkCommand: CommandDefinition = {
  name: "check",
  summary: "Find missing awaits and serial awaits (the default command)",
  arguments: [paths],
  options: [...selecting, ...choosingRules, ...fixing, ...output, ...running],
  examples: [
    ["awaitwise", "check the project of the working directory"],
    ["awaitwise check src test --preset strict", "check two folders with every rule"],
    ["awaitwise check -p packages/api --format json", "check one project, report as JSON"],
    ["awaitwise check --fix", "repair what can be repaired without changing the meaning"],
  ],
};

export const fixCommand: CommandDefinition = {
  name: "fix",
  summary: "Apply safe fixes and report the rest, as check --fix does",
  arguments: [paths],
  options: checkCommand.options.filter(({ flags }) => flags !== "--fix" && flags !== "-w, --watch"),
  examples: [
    ["awaitwise fix --diff", "show what would change"],
    ["awaitwise fix --fix-suggested src", "apply also fixes that change what their title names"],
  ],
};
