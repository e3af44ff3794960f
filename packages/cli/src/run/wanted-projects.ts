import {
  type ConfigStore,
  discoverProjects,
  InputError,
  type ProjectDescription,
} from "@awaitwise/analyzer";
import type { ReportedProblem } from "../report/report.js";
import { displayPath } from "../report/resolve-finding.js";
import type { Targets } from "./targets.js";

export interface WantedProjects {
  /** The projects, each with the files of it that are to be checked. */
  readonly projects: readonly ProjectDescription[];
  /** What was named and is left out, and by what. */
  readonly ignored: readonly ReportedProblem[];
}

/**
 * Finds the projects behind the targets, and takes out what no glob matches and what the
 * configuration or git ignores. A file that is ignored stays so when it is named, as hooks name
 * every file that changed; that is said in a note.
 *
 * @throws InputError when there is no project, or nothing matches.
 */
export function wantedProjects(targets: Targets, configs: ConfigStore): WantedProjects {
  const matched = withFiles(discoverProjects(targets), targets.wanted);
  if (matched.length === 0) {
    throw new InputError(
      `No source matches "${targets.named}": correct the pattern, or name a folder`,
    );
  }
  const ignoredBy = new Map<string, string>();
  const projects = withFiles(matched, (file) => {
    const by = configs.ignoredBy(file);
    if (by !== undefined) ignoredBy.set(file, by);
    return by === undefined;
  });
  return { projects, ignored: notes(ignoredBy, projects.length === 0, targets) };
}

/** The projects with those of their files that are wanted, and without those that have none. */
export function withFiles(
  projects: readonly ProjectDescription[],
  wanted: (file: string) => boolean,
): ProjectDescription[] {
  return projects
    .map((project) => ({ ...project, files: project.files.filter(wanted) }))
    .filter(({ files }) => files.length > 0);
}

const MOST_NOTES = 5;

function notes(
  ignoredBy: ReadonlyMap<string, string>,
  all: boolean,
  { cwd, paths = [] }: Targets,
): ReportedProblem[] {
  const named = new Set(paths.map((path) => path.replaceAll("\\", "/").replace(/^\.\//, "")));
  const shown = [...ignoredBy].filter(([file]) => all || named.has(displayPath(file, cwd)));
  const remarks = shown.map(([file, by]) => {
    const path = displayPath(file, cwd);
    const where = by === ".gitignore" ? "git" : `"${displayPath(by, cwd)}"`;
    return { file: path, message: `"${path}" is not checked: ${where} ignores it`, isNote: true };
  });
  const more = remarks.length - MOST_NOTES;
  if (more <= 0) return remarks;
  return [
    ...remarks.slice(0, MOST_NOTES),
    { message: `${more} more files are not checked because they are ignored`, isNote: true },
  ];
}
