import type { Fix, TextEdit } from "../../finding.js";
import { ts } from "../../model/syntax.js";
import { insertAfter } from "../rule.js";
import { isRuntime } from "./cancellable.js";

/** Throws a cancellation on before anything else of a catch clause runs. */
export function rethrowFix(clause: ts.CatchClause): Fix | undefined {
  const { block, variableDeclaration } = clause;
  const declared = variableDeclaration?.name;
  if (declared !== undefined && !ts.isIdentifier(declared)) return undefined;
  const file = clause.getSourceFile();
  const imported = cancelledErrorIn(file);
  if (imported === undefined) return undefined;
  const error = declared?.text ?? (/\berror\b/.test(block.getText()) ? "caught" : "error");
  const edits: TextEdit[] = [...imported.edits];
  if (declared === undefined) {
    const at = clause.getStart() + "catch".length;
    edits.push({ file: file.fileName, start: at, end: at, text: ` (${error})` });
  }
  const start = block.getStart() + 1;
  const text = `if (${error} instanceof ${imported.name}) throw ${error};`;
  const before = leadOf(block);
  const [first] = block.statements;
  const after =
    before === " " && first === undefined && !/^\s/.test(file.text.slice(start)) ? " " : "";
  edits.push({ file: file.fileName, start, end: start, text: `${before}${text}${after}` });
  return { title: "Throw a CancelledError on", safety: "suggested", edits };
}

// The line break and indentation of the first statement, or of what an empty block would have.
function leadOf(block: ts.Block): string {
  const file = block.getSourceFile();
  const inner = file.text.slice(block.getStart() + 1, block.end - 1);
  const own = /^\s*?(\r?\n[ \t]*)(?=\S)/.exec(inner)?.[1];
  if (own !== undefined) return own;
  const closing = /(\r?\n)([ \t]*)$/.exec(inner);
  return closing === null ? " " : `${closing[1]}${closing[2]}  `;
}

// What the class is called in the file, with what has to be added to an import for that.
function cancelledErrorIn(
  file: ts.SourceFile,
): { readonly name: string; readonly edits: readonly TextEdit[] } | undefined {
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const { importClause, moduleSpecifier } = statement;
    if (!ts.isStringLiteral(moduleSpecifier) || !isRuntime(moduleSpecifier.text)) continue;
    const bindings = importClause?.namedBindings;
    if (bindings === undefined || importClause?.isTypeOnly === true) continue;
    if (ts.isNamespaceImport(bindings)) {
      return { name: `${bindings.name.text}.CancelledError`, edits: [] };
    }
    const known = bindings.elements.find(
      ({ isTypeOnly, name, propertyName }) =>
        !isTypeOnly && (propertyName ?? name).text === "CancelledError",
    );
    if (known !== undefined) return { name: known.name.text, edits: [] };
    const last = bindings.elements.at(-1);
    if (last === undefined || moduleSpecifier.text !== "@awaitwise/runtime") continue;
    return { name: "CancelledError", edits: [insertAfter(last, ", CancelledError")] };
  }
  return undefined;
}
