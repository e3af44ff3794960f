import { checkCommand } from "./check-options.js";
import type { ArgumentDefinition, CommandDefinition, OptionDefinition } from "./definition.js";
import { atLeastOne } from "./parse-values.js";

export const PROCESS_FORMATS = ["pretty", "json"] as const;

export interface ProcessFlags {
  readonly format?: (typeof PROCESS_FORMATS)[number];
  readonly timeout?: number;
  readonly color?: boolean;
}

const pid: ArgumentDefinition = {
  syntax: "<pid>",
  description: "The number of a Node process that runs here",
};

const options: readonly OptionDefinition[] = [
  {
    flags: "-f, --format <name>",
    group: "Output",
    description: "How to write what there is",
    choices: PROCESS_FORMATS,
    defaultText: "pretty",
  },
  ...checkCommand.options.filter(({ flags }) => /^--(no-)?color$/.test(flags)),
  {
    flags: "--timeout <ms>",
    group: "Running",
    description: "How long the process may take to answer, in milliseconds",
    defaultText: "5000",
    parse: atLeastOne,
  },
];

const details = [
  "The process need not help: it has imported the runtime, and that is enough. Its inspector is opened for the moment",
  "(Node says so on the process's standard error) and closed again, unless it was open before. A process in the middle",
  "of a long computation answers too. Where each task awaits is known of tasks made in debug mode.",
].join(" ");

export const psCommand: CommandDefinition = {
  name: "ps",
  summary: "List the tasks of a live Node process that uses the runtime",
  details,
  arguments: [pid],
  options,
  examples: [["awaitwise ps 4242", "the tasks of process 4242, and what each does"]],
};

export const pstreeCommand: CommandDefinition = {
  name: "pstree",
  summary: "Show which task waits for which in a live Node process that uses the runtime",
  details,
  arguments: [pid],
  options,
  examples: [
    ["awaitwise pstree 4242", "the tasks of process 4242, each below the one that waits for it"],
    ["awaitwise pstree 4242 --format json", "the same for machines"],
  ],
};
