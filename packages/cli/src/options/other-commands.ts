import { type CheckFlags, checkCommand, paths } from "./check-options.js";
import type { CommandDefinition, OptionDefinition } from "./definition.js";
import type { Format } from "./formats.js";

function optionsOfCheck(...names: readonly string[]): OptionDefinition[] {
  return checkCommand.options.filter(({ flags }) =>
    names.some((name) => flags.includes(`--${name}`)),
  );
}

export type BaselineFlags = Pick<
  CheckFlags,
  "project" | "rule" | "preset" | "config" | "severity" | "baseline"
>;

export const baselineCommand: CommandDefinition = {
  name: "baseline",
  summary: "Take note of the findings there are, so that only new ones are reported",
  details: [
    "create writes every finding of the project into the baseline. prune takes out those that were",
    "repaired and adds none. A finding is known by the function around it and its code, not by its",
    "line, so that it stays known when lines move or a file is renamed.",
  ].join(" "),
  arguments: [
    {
      syntax: "<action>",
      description: "What to do: create or prune",
      choices: ["create", "prune"],
    },
    paths,
  ],
  options: optionsOfCheck("project", "rule", "preset", "config", "severity", "baseline <"),
  examples: [
    ["awaitwise baseline create", "let be what is found today"],
    ["awaitwise baseline prune", "take out what was repaired"],
  ],
};

export type ExplainFlags = Pick<CheckFlags, "project" | "config" | "trace" | "color">;

export const explainCommand: CommandDefinition = {
  name: "explain",
  summary: "Say what every rule finds in a line, and why a check reports it or not",
  details:
    "Rules that are switched off are asked too. A finding shows its evidence, its fixes, and why others are not offered; an await what it reads, writes and waits for, and which others it can be gathered with, or what forbids it.",
  arguments: [
    { syntax: "<file:line>", description: "The line, as in src/load.ts:12", completes: "file" },
  ],
  options: optionsOfCheck("project", "config <", "trace", "color", "no-color"),
  examples: [
    ["awaitwise explain src/load.ts:12", "what there is to say about line 12"],
    ["awaitwise explain src/load.ts:12 --trace trace.json", "also what it was seen to cost"],
  ],
};

export interface MergeFlags {
  readonly format?: Format;
  readonly outputFile?: string;
  readonly report?: CheckFlags["report"];
  readonly severity?: CheckFlags["severity"];
  readonly quiet?: boolean;
  readonly maxWarnings?: number;
  readonly color?: boolean;
}

export const mergeCommand: CommandDefinition = {
  name: "merge",
  summary: "Join the JSON reports of shards into one report",
  details:
    "Gives the report, and the exit code, that one run over everything would have given. Run it in the folder the shards ran in.",
  arguments: [
    { syntax: "<report...>", description: "Reports written with --format json", completes: "file" },
  ],
  options: optionsOfCheck(
    "severity",
    "quiet",
    "max-warnings",
    "format",
    "output-file",
    "report",
    "color",
    "no-color",
  ),
  examples: [["awaitwise merge part-*.json --format sarif -o awaitwise.sarif", "join, for GitHub"]],
};

export interface RulesFlags {
  readonly json?: boolean;
  readonly color?: boolean;
}

export const rulesCommand: CommandDefinition = {
  name: "rules",
  summary: "List the rules, or print the page of one",
  arguments: [{ syntax: "[rule]", description: "The rule whose page to print", completes: "rule" }],
  options: [
    { flags: "--json", group: "Output", description: "Print what there is to know as JSON" },
    ...optionsOfCheck("color", "no-color"),
  ],
  examples: [
    ["awaitwise rules", "list every rule"],
    ["awaitwise rules serial-await", "what it flags, why, and what to write instead"],
  ],
};

export const completionCommand: CommandDefinition = {
  name: "completion",
  summary: "Print the script that makes a shell complete commands and options",
  arguments: [
    { syntax: "<shell>", description: "bash, zsh or fish", choices: ["bash", "zsh", "fish"] },
  ],
  options: [],
  examples: [
    ["awaitwise completion bash >> ~/.bashrc", "for bash"],
    ["awaitwise completion zsh > ~/.zfunc/_awaitwise", "for zsh, where $fpath holds ~/.zfunc"],
    ["awaitwise completion fish > ~/.config/fish/completions/awaitwise.fish", "for fish"],
  ],
};

export const CI_SERVICES = ["github", "gitlab"] as const;
export const EDITORS = ["vscode", "neovim", "helix"] as const;

export interface InitFlags {
  readonly ci?: (typeof CI_SERVICES)[number];
  readonly editor?: (typeof EDITORS)[number];
  readonly nx?: boolean;
  readonly force?: boolean;
}

export const initCommand: CommandDefinition = {
  name: "init",
  summary: "Write a configuration with comments and, asked, set up CI, Nx or an editor",
  arguments: [],
  options: [
    {
      flags: "--ci <service>",
      group: "What to set up",
      description: "Write a workflow for this service",
      choices: CI_SERVICES,
    },
    {
      flags: "--editor <name>",
      group: "What to set up",
      description: "Write the project's settings for this editor",
      choices: EDITORS,
    },
    {
      flags: "--nx",
      group: "What to set up",
      description: "Add a cached target to nx.json and a script to package.json",
    },
    {
      flags: "--force",
      group: "What to set up",
      description: "Write over files that are there already",
    },
  ],
  examples: [
    ["awaitwise init", "write awaitwise.config.jsonc"],
    ["awaitwise init --ci github", "write a workflow that uploads SARIF too"],
  ],
};
