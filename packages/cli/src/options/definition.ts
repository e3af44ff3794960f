/** One option of a command: what the parser, `--help`, the completions and docs/cli.md are made of. */
export interface OptionDefinition {
  /** As in `-f, --format <name>`. */
  readonly flags: string;
  /** One sentence without a full stop. */
  readonly description: string;
  readonly group: OptionGroup;
  readonly choices?: readonly string[];
  /** Shown in the help; the command itself applies it. */
  readonly defaultText?: string;
  /** The option may be given many times, and its values are collected. */
  readonly repeatable?: boolean;
  /** What the value stands for where a shell completes it. */
  readonly completes?: "file" | "directory" | "rule";
  /** Turns the value's text into what the command takes. */
  readonly parse?: (value: string) => unknown;
}

/** The headings of `--help`, in their order. */
export const OPTION_GROUPS = [
  "What to check",
  "Rules",
  "Fixing",
  "Output",
  "Running",
  "What to set up",
] as const;
export type OptionGroup = (typeof OPTION_GROUPS)[number];

export interface ArgumentDefinition {
  /** As in `[path...]`. */
  readonly syntax: string;
  readonly description: string;
  readonly completes?: "file" | "rule";
  readonly choices?: readonly string[];
}

export interface CommandDefinition {
  readonly name: string;
  /** One sentence without a full stop. */
  readonly summary: string;
  /** What else there is to know, for docs/cli.md and `awaitwise help COMMAND`. */
  readonly details?: string;
  readonly arguments: readonly ArgumentDefinition[];
  readonly options: readonly OptionDefinition[];
  /** Command lines, each with what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
}
