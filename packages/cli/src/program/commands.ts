import { checkCommand, fixCommand } from "../options/check-options.js";
import type { CommandDefinition } from "../options/definition.js";
import {
  baselineCommand,
  completionCommand,
  explainCommand,
  initCommand,
  mergeCommand,
  rulesCommand,
} from "../options/other-commands.js";
import { psCommand, pstreeCommand } from "../options/process-commands.js";
import type { Terminal } from "../terminal/terminal.js";
import type { Invocation } from "./build-program.js";

/** What a command does; it answers the exit code. */
export type CommandHandler = (invocation: Invocation, terminal: Terminal) => Promise<number>;

/** Loads a command's code when it is needed, so that `--help` and the others need not wait for it. */
type HandlerLoader = () => Promise<CommandHandler>;

const loaders: readonly (readonly [CommandDefinition, HandlerLoader])[] = [
  [checkCommand, async () => (await import("../commands/check.js")).check],
  [fixCommand, async () => (await import("../commands/check.js")).fix],
  [explainCommand, async () => (await import("../commands/explain.js")).explain],
  [rulesCommand, async () => (await import("../commands/rules.js")).rules],
  [baselineCommand, async () => (await import("../commands/baseline.js")).baseline],
  [initCommand, async () => (await import("../commands/init.js")).init],
  [completionCommand, async () => (await import("../commands/completion.js")).completion],
  [psCommand, async () => (await import("../commands/process-tasks.js")).ps],
  [pstreeCommand, async () => (await import("../commands/process-tasks.js")).pstree],
  [mergeCommand, async () => (await import("../commands/merge.js")).merge],
];

/** Every command, in the order of the help. */
export const commands: readonly CommandDefinition[] = loaders.map(([definition]) => definition);

export async function handlerOf(command: CommandDefinition): Promise<CommandHandler> {
  const found = loaders.find(([definition]) => definition === command);
  if (found === undefined) throw new Error(`The command "${command.name}" has no handler`);
  return await found[1]();
}
