import { Command, Option } from "commander";
import {
  type CommandDefinition,
  OPTION_GROUPS,
  type OptionDefinition,
} from "../options/definition.js";

/** What the parser understood of a command line. */
export interface Invocation {
  readonly command: CommandDefinition;
  /** The operands, those of a variadic argument in one list. */
  readonly operands: readonly string[];
  readonly flags: Readonly<Record<string, unknown>>;
}

/** Builds the parser for `commands`; `run` is called with what it understood. */
export function buildProgram(
  commands: readonly CommandDefinition[],
  version: string,
  run: (invocation: Invocation) => Promise<void>,
): Command {
  const program = new Command("awaitwise")
    .description("Finds the awaits you forgot, and the awaits you should gather.")
    .version(version, "-v, --version", "Print the version")
    .helpOption("-h, --help", "Print help")
    .helpCommand("help [command]", "Print help for a command")
    .usage("[command] [options]")
    .exitOverride()
    .showSuggestionAfterError(true);
  for (const definition of commands) {
    program.addCommand(buildCommand(definition, run).copyInheritedSettings(program), {
      isDefault: definition.name === "check",
    });
  }
  return program.addHelpText("after", () => programHelpEnd(commands));
}

/** The long name of an option as the parsed flags hold it: `maxWarnings` of `--max-warnings`. */
export function optionOf(definition: OptionDefinition): Option {
  const option = new Option(definition.flags, describe(definition)).helpGroup(
    `${definition.group}:`,
  );
  if (definition.choices !== undefined) option.choices(definition.choices);
  const parse = option.parseArg ?? definition.parse;
  if (definition.repeatable === true) {
    option.argParser((value: string, before: readonly string[] | undefined) => [
      ...(before ?? []),
      ...(definition.parse === undefined
        ? value.split(",").filter((part) => part !== "")
        : [definition.parse(value) as string]),
    ]);
  } else if (parse !== undefined) {
    option.argParser((value: string, before: unknown) =>
      (parse as (value: string, before: unknown) => unknown)(value, before),
    );
  }
  return option;
}

function buildCommand(
  definition: CommandDefinition,
  run: (invocation: Invocation) => Promise<void>,
): Command {
  const command = new Command(definition.name)
    .summary(definition.summary)
    .description(
      `${definition.summary}.${definition.details === undefined ? "" : `\n\n${definition.details}`}`,
    );
  for (const { syntax, description } of definition.arguments) command.argument(syntax, description);
  const groups = (option: OptionDefinition): number => OPTION_GROUPS.indexOf(option.group);
  for (const option of [...definition.options].sort((a, b) => groups(a) - groups(b))) {
    command.addOption(optionOf(option));
  }
  command.helpOption("-h, --help", "Print help");
  if (definition.examples.length > 0) command.addHelpText("after", () => examplesOf(definition));
  command.action(async () => {
    await run({ command: definition, operands: command.args, flags: command.opts() });
  });
  return command;
}

function describe({ description, defaultText }: OptionDefinition): string {
  return defaultText === undefined ? description : `${description} (default: ${defaultText})`;
}

function examplesOf({ examples }: CommandDefinition): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, does]) => `  ${line.padEnd(width)}  ${does}`);
  return `\nExamples:\n${lines.join("\n")}`;
}

function programHelpEnd(commands: readonly CommandDefinition[]): string {
  const check = commands.find(({ name }) => name === "check");
  const examples = check === undefined ? "" : examplesOf(check);
  return `${examples}\n\nawaitwise check --help shows every option. Exit codes: 0 clean, 1 findings, 2 could not run.`;
}
