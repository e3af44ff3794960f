import { arch, version as nodeVersion, platform } from "node:process";
import { version } from "../version.js";
import type { Command } from "./index.js";

/**
 * A report in Markdown for whoever has to find a bug: versions, settings, projects and times. It
 * holds paths, and no source text.
 */
export const bugReport: Command = async (session) => {
  const status = await session.analysis.request("status", {});
  const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;
  const times = status.checks.map(({ ms }) => ms).sort((one, two) => one - two);
  const median = times[times.length >> 1];
  const projects = status.projects.map(
    ({ key, files, openFiles, problems }) =>
      `- \`${key}\`: ${files} files, ${openFiles} open${problems.map((one) => `\n  - ${one}`).join("")}`,
  );
  return [
    "# awaitwise language server",
    "",
    `- version ${version}, Node ${nodeVersion}, ${platform} ${arch}`,
    `- client: ${session.clientName}; ${session.client.pull ? "pull" : "push"}, ${session.client.encoding}`,
    `- ${session.folders.length} folders, ${[...session.documents].length} open documents`,
    `- memory: ${megabytes(status.memory.heapUsed)} heap, ${megabytes(status.memory.rss)} resident`,
    `- analysis restarted ${session.analysis.restarts} times`,
    `- last ${times.length} checks: median ${(median ?? 0).toFixed(1)} ms, slowest ${(times.at(-1) ?? 0).toFixed(1)} ms`,
    "",
    "## Projects",
    "",
    ...(projects.length > 0 ? projects : ["None is open"]),
    "",
    "## Settings",
    "",
    "```json",
    JSON.stringify(session.settings, null, 2),
    "```",
    "",
  ].join("\n");
};
