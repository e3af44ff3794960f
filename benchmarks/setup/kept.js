import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * What a run of one project came to, in a folder, so that a long run can be made in pieces: a project
 * that is there is not measured again. Only what was measured in the same way counts.
 *
 * @template {object} Measurement
 * @param {string} folder
 * @param {Readonly<Record<string, unknown>>} how
 */
export function keptIn(folder, how) {
  const asked = JSON.stringify(how);
  return {
    /**
     * @param {string} id
     * @returns {Measurement | undefined}
     * @throws Error where what is there was measured in another way
     */
    read(id) {
      const file = path.join(folder, `${id}.json`);
      if (!existsSync(file)) return undefined;
      const { how: had, ...kept } = JSON.parse(readFileSync(file, "utf8"));
      if (JSON.stringify(had) !== asked) {
        throw new Error(
          `"${file}" was measured with ${JSON.stringify(had)}, and not with ${asked}: name another folder`,
        );
      }
      return kept;
    },
    /**
     * @param {string} id
     * @param {Measurement} measured
     */
    write(id, measured) {
      mkdirSync(folder, { recursive: true });
      const file = path.join(folder, `${id}.json`);
      writeFileSync(`${file}.part`, JSON.stringify({ how, ...measured }));
      renameSync(`${file}.part`, file);
    },
  };
}
