import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { InputError, writeAtomically } from "@awaitwise/analyzer/basics";
import type { InitFlags } from "../options/other-commands.js";
import type { CommandHandler } from "../program/commands.js";
import { exitCodes } from "../program/exit-codes.js";
import { withNxScript, withNxTarget } from "../setup/nx-target.js";
import { ciFile, configFile, editorFile, type SetupFile } from "../setup/setup-files.js";

/** `awaitwise init`. */
export const init: CommandHandler = async ({ flags }, { cwd, stdout }) => {
  const { ci, editor, nx, force } = flags as InitFlags;
  const files: SetupFile[] = [
    configFile,
    ...(ci === undefined ? [] : [ciFile(ci)]),
    ...(editor === undefined ? [] : [editorFile(editor)]),
  ];
  const written: string[] = [];
  for (const { path, text, instead } of files) {
    if (force !== true && existsSync(join(cwd, path))) {
      // The configuration is the one thing that everybody needs, and it is there.
      stdout.write(
        `"${path}" is there already and was left as it is${instead === undefined ? "" : `; add to it:\n\n${instead}`}\n`,
      );
      continue;
    }
    await write(join(cwd, path), text);
    written.push(path);
  }
  if (nx === true) written.push(...(await addToNx(cwd)));
  for (const path of written) stdout.write(`Wrote "${path}"\n`);
  return exitCodes.clean;
};

async function addToNx(cwd: string): Promise<string[]> {
  const changes = [
    ["nx.json", withNxTarget],
    ["package.json", withNxScript],
  ] as const;
  const written: string[] = [];
  for (const [name, change] of changes) {
    const path = join(cwd, name);
    let value: unknown;
    try {
      value = JSON.parse(await readFile(path, "utf8"));
    } catch (error) {
      throw new InputError(
        `"${name}" cannot be read as JSON: ${(error as Error).message}; run this at the top of an Nx workspace`,
      );
    }
    await write(path, `${JSON.stringify(change(value as Record<string, unknown>), null, 2)}\n`);
    written.push(name);
  }
  return written;
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeAtomically(path, text);
}
