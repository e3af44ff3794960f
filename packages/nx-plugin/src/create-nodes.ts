import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type AwaitwiseOptions, type CompleteOptions, completeOptions } from "./options.js";
import { type CheckTarget, checkTarget } from "./target.js";

/** What Nx tells a plugin of the workspace, as far as this one looks at it. */
export interface NxContext {
  readonly workspaceRoot: string;
}

/** The targets that a configuration file adds, by the folder of its project. */
export type InferredProjects = readonly [
  file: string,
  result: {
    projects?: Record<string, { root: string; targets: Record<string, CheckTarget> }>;
  },
];

/**
 * Nx asks this for the targets that files stand for: each project with a tsconfig.json or
 * jsconfig.json gets one that checks it.
 *
 * @see https://nx.dev/docs/extending-nx/project-graph-plugins
 */
export const createNodes = [
  "**/{tsconfig,jsconfig}.json",
  (
    files: readonly string[],
    options: AwaitwiseOptions | undefined,
    context: NxContext,
  ): InferredProjects[] => {
    const complete = completeOptions(options);
    const projects = new Map<string, string>();
    for (const file of [...files].sort()) {
      const root = dirname(file);
      // Where both are there, the compiler and the linter read the tsconfig.json.
      if (basename(file) === "jsconfig.json" && projects.has(root)) continue;
      if (isProject(root, context.workspaceRoot)) projects.set(root, file);
    }
    return [...projects].map(([root, file]) => [file, inferred(root, complete)] as const);
  },
] as const;

function inferred(root: string, options: CompleteOptions): InferredProjects[1] {
  return {
    projects: { [root]: { root, targets: { [options.targetName]: checkTarget(root, options) } } },
  };
}

// As Nx sees it, a folder is a project by its package.json or project.json; a tsconfig.json alone is
// not. At the top of a workspace of packages, the package.json is no project's.
function isProject(root: string, workspaceRoot: string): boolean {
  const names = readdirSync(join(workspaceRoot, root));
  if (names.includes("project.json")) return true;
  if (!names.includes("package.json")) return false;
  return root !== "." || !holdsPackages(workspaceRoot);
}

function holdsPackages(workspaceRoot: string): boolean {
  if (existsSync(join(workspaceRoot, "pnpm-workspace.yaml"))) return true;
  try {
    const text = readFileSync(join(workspaceRoot, "package.json"), "utf8");
    return "workspaces" in (JSON.parse(text) as object);
  } catch {
    // Nx itself says what is wrong with it.
    return true;
  }
}
