import type { SemanticProgram } from "../model/checker.js";
import { ts } from "../model/compiler.js";
import type { SourceEdit } from "../model/effects/effects.js";

/**
 * What the sources were, and are, that differ between two states of a program; `undefined` where a file came or
 * went, which can change what imports elsewhere resolve to.
 */
export function editsBetween(
  before: SemanticProgram,
  after: SemanticProgram,
): readonly SourceEdit[] | undefined {
  const [old, now] = [namesIn(before), namesIn(after)];
  if (old.size !== now.size || ![...now].every((name) => old.has(name))) return undefined;
  const edited = after.editedSince?.(before);
  if (edited === undefined && after.editedSince !== undefined) return undefined;
  const sources =
    edited === undefined
      ? after.getSourceFiles()
      : [...edited].flatMap((file) => after.getSourceFile(file) ?? []);
  const edits: SourceEdit[] = [];
  for (const source of sources) {
    const earlier = before.getSourceFile(source.fileName);
    if (earlier === undefined) return undefined;
    if (earlier !== source) edits.push({ before: earlier, after: source });
  }
  return edits;
}

function namesIn(program: SemanticProgram): ReadonlySet<string> {
  return program.fileNames ?? new Set(program.getSourceFiles().map(({ fileName }) => fileName));
}

/** Whether what a source declares needs no import: that of a script, a declaration file or a global augmentation. */
export function affectsAll(source: ts.SourceFile): boolean {
  return (
    source.isDeclarationFile ||
    !ts.isExternalModule(source) ||
    /\bdeclare\s+(?:global|module)\b/.test(source.text)
  );
}
