import { ts } from "../model/compiler.js";
import { isOfLibrary, libText } from "./embedded-library.js";
import { Horizon } from "./horizon.js";
import { mentionedIn } from "./mentioned-lib.js";
import { parseText } from "./reparse.js";

/** What a program of a part of a project takes from the whole. */
export interface Surroundings {
  readonly options: ts.CompilerOptions;
  readonly projectReferences: readonly ts.ProjectReference[];
  /** What it parses stays parsed for the whole. */
  readonly host: ts.CompilerHost;
  text(file: string): string | undefined;
  resolve(
    literal: ts.StringLiteralLike,
    source: ts.SourceFile,
    redirected: ts.ResolvedProjectReference | undefined,
    options: ts.CompilerOptions,
  ): ts.ResolvedModuleWithFailedLookupLocations;
}

/**
 * A program of one file and what stands nearest to it (`Horizon`), with what that mentions of the library's large
 * files, by which much of the file can be checked before all of its project is read.
 */
export function nearbyProgram(
  file: string,
  declarations: readonly string[],
  { options, projectReferences, host, text, resolve }: Surroundings,
): ts.Program {
  const own = new Set([file]);
  const horizon = new Horizon(file, (one) => text(one) ?? "");
  // Packages mention all of the library, of which few of those who use them ever see anything.
  const parseMentioned: ts.CompilerHost["getSourceFile"] = (lib, how) => {
    const sources = [...own].filter((one) => !one.includes("/node_modules/"));
    const texts = sources.map((one) => text(one) ?? "");
    return parseText(lib, mentionedIn(libText(lib) ?? "", texts), how, false);
  };
  const program = ts.createProgram({
    rootNames: [...declarations, file],
    options,
    projectReferences,
    host: {
      ...host,
      // The library comes last.
      getSourceFile: (one, how) => {
        if (!isOfLibrary(one)) own.add(one);
        else if ((libText(one)?.length ?? 0) > LARGE) return parseMentioned(one, how);
        return host.getSourceFile(one, how);
      },
      resolveModuleNameLiterals: (literals, containing, redirected, given, source) =>
        horizon.within(
          containing,
          literals.map((literal) => resolve(literal, source, redirected, given)),
        ),
    },
  });
  // Binding sets the parents of all nodes, which the parser was spared.
  program.getTypeChecker();
  return program;
}

/** Files of the library of more characters are not parsed as a whole for one source. */
const LARGE = 500_000;
