/** What `nx.json` can say of the plugin, under `plugins[].options`. */
export interface AwaitwiseOptions {
  /** The name of the target; `awaitwise` unless said otherwise. */
  readonly targetName?: string;
  /** More options for `awaitwise check`, as on a command line: `--preset strict`. */
  readonly args?: string;
  /** The folder of the reports, relative to the workspace; `dist/awaitwise` unless said otherwise. */
  readonly reports?: string;
}

/** Options with everything that was left out. */
export type CompleteOptions = Required<AwaitwiseOptions>;

/**
 * The options with their defaults.
 *
 * @throws Error when a name is not known, or a value is no text; it says what is allowed.
 */
export function completeOptions(options: AwaitwiseOptions | undefined): CompleteOptions {
  const defaults: CompleteOptions = {
    targetName: "awaitwise",
    args: "",
    reports: "dist/awaitwise",
  };
  for (const [name, value] of Object.entries(options ?? {})) {
    if (!(name in defaults)) {
      throw new Error(
        `@awaitwise/nx has no option "${name}": use ${Object.keys(defaults).join(", ")} in nx.json`,
      );
    }
    if (typeof value !== "string") {
      throw new Error(
        `The option "${name}" of @awaitwise/nx is ${JSON.stringify(value)}: give it a text in nx.json`,
      );
    }
  }
  return { ...defaults, ...options };
}
