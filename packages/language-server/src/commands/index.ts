import type { Session } from "../session.js";
import { applyEdit } from "./apply-edit.js";
import { bugReport } from "./bug-report.js";
import { explain } from "./explain.js";
import { restart } from "./restart.js";
import { status } from "./status.js";

/** What a command does with the arguments that the client sent. */
export type Command = (session: Session, given: readonly unknown[]) => Promise<unknown>;

/** Every command of the server: a file beside this one, and one line here. */
export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ["awaitwise.applyEdit", applyEdit],
  ["awaitwise.explain", explain],
  ["awaitwise.report", bugReport],
  ["awaitwise.restart", restart],
  ["awaitwise.status", status],
]);

export const commandNames: readonly string[] = [...commands.keys()];
