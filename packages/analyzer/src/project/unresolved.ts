import { ts } from "../model/syntax.js";
import type { Answer, Question, TypeFacts, TypeSource } from "../model/type-source.js";

/** How much of a file is not known: what depends on it is neither a promise nor anything else. */
export interface Unresolved {
  /** How many expressions the last check asked the type of. */
  readonly asked: number;
  /** How many of these have no type, because something that they are made of did not resolve. */
  readonly unresolved: number;
  /** The module specifiers that lead nowhere, in the order of the file: packages not installed, as a rule. */
  readonly modules: readonly string[];
}

/** Counts what passes through a source of types, and how much of it is not known. */
export class CountedTypes implements TypeSource {
  readonly #types: TypeSource;
  asked = 0;
  unresolved = 0;

  constructor(types: TypeSource) {
    this.#types = types;
  }

  answer(file: ts.SourceFile, questions: readonly Question[]): readonly Answer[] {
    const answers = this.#types.answer(file, questions);
    questions.forEach(({ ask }, index) => {
      if (ask !== "type") return;
      this.asked += 1;
      if ((answers[index] as TypeFacts).isUnresolved) this.unresolved += 1;
    });
    return answers;
  }
}

/** The module specifiers of a file that lead nowhere. */
export function unresolvedModules(file: ts.SourceFile, types: TypeSource): readonly string[] {
  const specifiers = file.statements.flatMap((statement) => {
    const named =
      ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)
        ? statement.moduleSpecifier
        : undefined;
    // An import for its effects alone names nothing.
    const used = !ts.isImportDeclaration(statement) || statement.importClause !== undefined;
    return used && named !== undefined && ts.isStringLiteral(named) ? [named] : [];
  });
  const answers = types.answer(
    file,
    specifiers.map((node) => ({ ask: "symbol", node })),
  );
  const lost = specifiers.filter((_, index) => answers[index] === undefined);
  return [...new Set(lost.map(({ text }) => text))];
}
