import { runtimePackage } from "../model/runtime-package.js";
import { importedName, promiseAll, runtimeGather } from "../serial/fix/gather-call.js";
import type { OtherForm } from "../serial/fix/group-fix.js";
import { firstImportEdits, importEdits } from "./import-edits.js";
import type { RuleContext } from "./rule.js";

/**
 * The forms of a gather to choose from beside the file's own: the runtime's `gather` where the project
 * could import it, `Promise.all` where the file does import it. A task group is none of them: the results
 * would have to be taken out of its tasks below it, one by one, which is no better to read.
 *
 * @param runsFunctions whether something is gathered as an async function, such as a chain of awaits
 */
export function otherForms(
  context: RuleContext,
  { runsFunctions }: { readonly runsFunctions: boolean },
): readonly OtherForm[] {
  const { file } = context;
  if (importedName(file, runtimePackage, "gather") !== undefined) {
    const errors = `${firstRejection}; cancelling the task around it ends no wait for a plain promise`;
    return [{ gatherer: promiseAll, errors, edits: [] }];
  }
  const edits =
    importEdits(file, "gather", runtimePackage) ?? firstImportEdits(file, "gather", runtimePackage);
  if (edits === undefined || !context.canImport(runtimePackage)) return [];
  // What is gathered as a function is a task of its own, and ends where it sees that it was cancelled.
  const cancelled = runsFunctions ? "cancels all that have not ended" : "ends the wait for all";
  const errors = `${firstRejection}; cancelling the task around it ${cancelled}. It needs the runtime's \`run\` around it`;
  return [{ gatherer: runtimeGather("gather"), errors, edits }];
}

const firstRejection = "the first rejection is thrown while the others run on";
