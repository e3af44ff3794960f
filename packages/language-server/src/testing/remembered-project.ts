import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FixtureProject } from "./fixture-project.js";

/** What is remembered of one project, as a test changes it. */
export interface RememberedProject {
  tool: string;
  results: Record<string, { findings: { message: string }[] }>;
}

/** The files in which a project's findings are remembered. */
export function cacheFiles(project: FixtureProject): readonly string[] {
  const folder = project.path("node_modules/.cache/awaitwise");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith("project-"))
    .map((name) => join(folder, name));
}

/** Changes what is remembered. */
export function changeRemembered(
  project: FixtureProject,
  work: (entry: RememberedProject) => void,
): void {
  const [path = ""] = cacheFiles(project);
  const text = readFileSync(path, "utf8");
  const entry = JSON.parse(text.slice(text.indexOf("\n") + 1)) as RememberedProject;
  work(entry);
  const body = JSON.stringify(entry);
  const checksum = createHash("sha256").update(body).digest("hex");
  writeFileSync(path, `awaitwise cache 1 ${checksum}\n${body}`);
}

/** Has what is remembered of a file say so, for a test to see whether it is used. */
export function pretendRemembered(project: FixtureProject, file: string): void {
  changeRemembered(project, ({ results }) => {
    for (const finding of results[project.path(file)]?.findings ?? []) {
      finding.message = "Remembered";
    }
  });
}
