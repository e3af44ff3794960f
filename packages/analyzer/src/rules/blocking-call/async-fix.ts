import type { TextEdit } from "../../finding.js";
import { importsOf } from "../../model/imports.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { awaitFix, type FixOrRefusal } from "../await-fix.js";
import { awaitEdits } from "../fix-text.js";
import { swapImportEdits } from "../import-edits.js";
import { type RuleContext, replace } from "../rule.js";
import { plainFileCalls } from "./known-calls.js";

const none: FixOrRefusal = { fixes: [], refusals: [] };

/** Calls the counterpart in `node:fs/promises` and awaits it, where it takes and gives the same. */
export function asyncFix(call: ts.CallExpression, context: RuleContext): FixOrRefusal {
  const callee = unwrap(call.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (!ts.isIdentifier(name)) return none;
  const plain = name.text.replace(/Sync$/, "");
  // `throwIfNoEntry: false` has no counterpart; an answer of undefined would become an error.
  if (!plainFileCalls.has(plain) || /\bthrowIfNoEntry\b/.test(call.getText())) return none;
  const renamed = ts.isPropertyAccessExpression(callee)
    ? memberEdits(callee, plain, context.file)
    : nameEdits(callee as ts.Identifier, plain, context.file);
  if (renamed === undefined) return none;
  const title = `Await ${plain} instead`;
  return awaitFix(call, [...renamed, ...awaitEdits(call)], { title, safety: "suggested" }, context);
}

// `fs.readFileSync` becomes `fs.promises.readFile`.
function memberEdits(
  callee: ts.PropertyAccessExpression,
  plain: string,
  file: ts.SourceFile,
): readonly TextEdit[] | undefined {
  const owner = unwrap(callee.expression);
  const imported = ts.isIdentifier(owner) ? importsOf(file).get(owner.text) : undefined;
  return imported !== undefined && isFs(imported.module)
    ? [replace(callee.name, `promises.${plain}`)]
    : undefined;
}

function nameEdits(
  callee: ts.Identifier,
  plain: string,
  file: ts.SourceFile,
): readonly TextEdit[] | undefined {
  const imported = importsOf(file).get(callee.text);
  if (imported === undefined || !isFs(imported.module)) return undefined;
  if (imported.name !== callee.text) return undefined;
  const edits = swapImportEdits(file, callee.text, plain, `${imported.module}/promises`);
  return edits === undefined ? undefined : [...edits, replace(callee, plain)];
}

function isFs(module: string): boolean {
  return module === "fs" || module === "node:fs";
}
