import {
  type ArgumentDefinition,
  type CommandDefinition,
  OPTION_GROUPS,
  type OptionDefinition,
} from "../options/definition.js";

/** The page docs/cli.md: every command with its arguments, options and examples. */
export function commandReference(commands: readonly CommandDefinition[]): string {
  return `${[...INTRODUCTION, ...commands.flatMap(section), ...ENVIRONMENT, ...CACHE].join("\n")}\n`;
}

const INTRODUCTION = [
  "# The command line",
  "",
  "<!-- Written by `npm run generate -w awaitwise` from the option definitions; edit those. -->",
  "",
  "`awaitwise` without a command is `awaitwise check`.",
  "",
  "| exit code | when |",
  "| --- | --- |",
  "| 0 | nothing was found that fails a run |",
  "| 1 | findings at or over the level, more warnings than are let pass, or a file that could not be checked |",
  "| 2 | nothing could be checked: a wrong option or configuration, no project, a crash |",
  "| 130 | interrupted with Ctrl-C; nothing is left half-written |",
  "",
];

const CACHE = [
  "",
  "## What is remembered",
  "",
  "A run over sources that have not changed since is answered from the cache, without loading the compiler.",
  "Otherwise a file is checked again when its text, its configuration, a declaration for all files, or the",
  "signature of something that it imports has changed, directly or through others: the types of what that",
  "exports, and what its functions do. A cache that is damaged is discarded with a note. A configuration that",
  "is a program (.ts, .js), or that extends a package, has the compiler loaded each time.",
  "",
  "Not remembered are runs that fix, those about changed or staged files, and those of standard input.",
  "",
  "The language server keeps what it finds in open files in the same place, and shows what is remembered",
  "when a project is opened again.",
];

const ENVIRONMENT = [
  "## Environment",
  "",
  "| variable | effect |",
  "| --- | --- |",
  "| `NO_COLOR` | no colours |",
  "| `FORCE_COLOR` | colours also into a pipe; `0` takes them away; stronger than `NO_COLOR` |",
  "| `FORCE_HYPERLINK` | links to the rules' pages, or with `0` none |",
  "| `COLUMNS` | the width of the text where the output is no terminal |",
  "| `GITHUB_WORKSPACE`, `CI_PROJECT_DIR` | the folder that paths start from in the formats `github` and `gitlab` |",
  "| `AWAITWISE_DEBUG` | where the program itself fails, also the place in its code |",
];

function section(command: CommandDefinition): string[] {
  const operands = command.arguments.map(({ syntax }) => ` ${syntax}`).join("");
  const lines = [
    `## awaitwise ${command.name}`,
    "",
    `${command.summary}.`,
    "",
    // Not the word for a session: the documentation checks run those, and these change files.
    "```text",
    `awaitwise ${command.name}${operands}${command.options.length > 0 ? " [options]" : ""}`,
    "```",
    "",
  ];
  if (command.details !== undefined) lines.push(command.details, "");
  if (command.arguments.length > 0) {
    lines.push("| argument | |", "| --- | --- |", ...command.arguments.map(argumentRow), "");
  }
  for (const group of OPTION_GROUPS) {
    const options = command.options.filter((option) => option.group === group);
    if (options.length === 0) continue;
    lines.push(`### ${group}: ${command.name}`, "", "| option | |", "| --- | --- |");
    lines.push(...options.map(optionRow), "");
  }
  if (command.examples.length > 0) {
    lines.push("```sh");
    for (const [line, does] of command.examples) lines.push(`# ${does}`, line);
    lines.push("```", "");
  }
  return lines;
}

function argumentRow({ syntax, description }: ArgumentDefinition): string {
  return `| \`${cell(syntax)}\` | ${cell(description)} |`;
}

function optionRow({ flags, description, choices, defaultText }: OptionDefinition): string {
  const notes = [
    ...(choices === undefined ? [] : [`One of ${choices.map((one) => `\`${one}\``).join(", ")}.`]),
    ...(defaultText === undefined ? [] : [`Default: ${defaultText}.`]),
  ];
  return `| \`${cell(flags)}\` | ${cell([`${description}.`, ...notes].join(" "))} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
