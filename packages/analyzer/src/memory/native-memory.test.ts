import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { ConfigStore } from "../config/config-store.js";
import { discoverProjects } from "../project/discover.js";
import { nodeDisk } from "../project/disk.js";
import { closeNativeCompiler } from "../project/native/native-compiler.js";
import { whyNoNativeTypes } from "../project/native-types.js";
import { openProject } from "../project/project.js";
import { type FileResult, fileResult } from "./file-result.js";
import { LiveDisk } from "./live-disk.js";
import { ProjectMemory, rememberProject } from "./project-memory.js";

afterAll(closeNativeCompiler);

// The process is an optional dependency; where it cannot be, nothing of it is remembered.
const where = whyNoNativeTypes() === undefined ? test : test.skip;

where(
  "what was found with the native types is recalled by who goes by ts-morph's, until anything changes",
  async () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), "awaitwise-memory-")));
    try {
      const caller = join(root, "a.ts");
      writeFileSync(join(root, "tsconfig.json"), '{ "compilerOptions": { "types": [] } }');
      writeFileSync(caller, 'import { save } from "./b";\nsave();\n');
      writeFileSync(join(root, "b.ts"), "export async function save(): Promise<void> {}\n");
      mkdirSync(join(root, "node_modules"));
      const folder = join(root, "node_modules/.cache/awaitwise");
      const configs = new ConfigStore({ cwd: root });
      const [description] = discoverProjects({ cwd: root });
      if (description === undefined) throw new Error("there is no project");
      const found = async (types: "native" | "ts-morph"): Promise<FileResult> => {
        const disk = new LiveDisk(nodeDisk);
        const project = openProject({ ...description, types }, disk);
        const result = fileResult(project, caller, configs);
        expect(result.findings).toHaveLength(1);
        const results = new Map([[caller, result]]);
        const writing = rememberProject({ project, disk, configs, folder, results });
        let step = writing.next();
        while (step.done !== true) step = writing.next();
        await step.value;
        project.close();
        return result;
      };
      const recall = (): FileResult | undefined =>
        ProjectMemory.read(folder, description)?.recall(caller, configs, new Map());
      expect(recall()).toBeUndefined();
      const result = await found("native");
      expect(recall()?.findings).toEqual(result.findings);
      writeFileSync(join(root, "b.ts"), "export function save(): void {}\n");
      expect(recall()).toBeUndefined();
      writeFileSync(join(root, "b.ts"), "export async function save(): Promise<void> {}\n");
      expect((await found("ts-morph")).findings).toEqual(result.findings);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
);
