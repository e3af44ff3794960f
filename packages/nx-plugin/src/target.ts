import { relative } from "node:path/posix";
import type { CompleteOptions } from "./options.js";

/** A target of a project, in the form that Nx takes. */
export interface CheckTarget {
  command: string;
  options: { cwd: string };
  cache: boolean;
  inputs: string[];
  outputs: string[];
  metadata: {
    technologies: string[];
    description: string;
    help: { command: string; example: { args: string[] } };
  };
}

/** The target that checks the project in the folder `root`, which is relative to the workspace. */
export function checkTarget(root: string, { args, reports }: CompleteOptions): CheckTarget {
  const report = `${reports}/${root === "." ? "workspace" : root}.json`;
  const fromProject = (path: string): string => relative(root, path);
  const command = [
    "awaitwise check",
    `--report ${quoted(`json:${fromProject(report)}`)}`,
    `--cache-location ${quoted(fromProject("node_modules/.cache/awaitwise"))}`,
    args,
  ];
  return {
    command: command.filter((part) => part !== "").join(" "),
    options: { cwd: root },
    cache: true,
    inputs: [
      "default",
      // A function that turns async in one project is found in those that call it.
      "^default",
      "{workspaceRoot}/awaitwise.config.*",
      "{workspaceRoot}/awaitwise-baseline.json",
      "{workspaceRoot}/tsconfig*.json",
    ],
    outputs: [`{workspaceRoot}/${report}`],
    metadata: {
      technologies: ["awaitwise", "typescript"],
      description: "Find missing awaits and serial awaits",
      help: { command: "npx awaitwise check --help", example: { args: ["--preset", "strict"] } },
    },
  };
}

function quoted(word: string): string {
  return /^[\w./:@-]+$/.test(word) ? word : JSON.stringify(word);
}
