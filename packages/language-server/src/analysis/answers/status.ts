import { memoryUsage } from "node:process";
import { nativeProcess } from "@awaitwise/analyzer";
import type { AnalysisService } from "../analysis-service.js";
import type { AnalysisStatus } from "../messages.js";
import { typesOf } from "../types-of.js";

/** What is open, which configuration serves a file, and what the last checks cost. */
export function status(service: AnalysisService, { file }: { file?: string }): AnalysisStatus {
  const owner = file === undefined ? undefined : service.pool.ownerOf(file);
  const { heapUsed, rss } = memoryUsage();
  return {
    projects: [...service.pool].map(({ key, project }) => ({
      key,
      configFile: project.description.configFile,
      files: project.files.length,
      openFiles: project.files.filter((one) => service.buffers.has(one)).length,
      types: typesOf(project),
      withoutNative: project.withoutNative,
      problems: project.problems.map(({ message }) => message),
    })),
    ...(file === undefined
      ? {}
      : {
          file: {
            path: file,
            project: owner?.key,
            configFile: owner?.project.description.configFile,
            settingsFile: service.configurations.pathFor(
              file,
              service.folderOf(file),
              service.settingsOf(file),
            ),
          },
        }),
    memory: { heapUsed, rss },
    compiler: nativeProcess(),
    checks: [...service.checks],
  };
}
