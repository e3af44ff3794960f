import { ErrorCodes, ExecuteCommandRequest, ResponseError } from "vscode-languageserver/node";
import { commandNames, commands } from "../commands/index.js";
import type { Session } from "../session.js";

/** @see LSP 3.18, workspace/executeCommand */
export function executeCommand(session: Session): void {
  session.onRequest(
    ExecuteCommandRequest.type,
    async ({ command, arguments: given }): Promise<unknown> => {
      const run = commands.get(command);
      if (run === undefined) {
        throw new ResponseError(
          ErrorCodes.InvalidParams,
          `There is no command "${command}": use one of ${commandNames.join(", ")}`,
        );
      }
      return run(session, given ?? []);
    },
  );
}
