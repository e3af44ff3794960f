import path from "node:path";
import { stagePackages } from "../../tools/packing/stage-packages.js";

const root = path.resolve(import.meta.dirname, "../..");
// Below the repository's node_modules, what the packages depend on is found, and they themselves are not.
const folder = path.join(root, "node_modules/.cache/awaitwise-published");

/** The packages as they are published, which is what users run: bundles in place of single modules. */
export const packed = {
  /** The server's program, once it is made. */
  server: path.join(
    folder,
    "node_modules/@awaitwise/language-server/bin/awaitwise-language-server.js",
  ),
  /** The command line's, once it is made. */
  commandLine: path.join(folder, "node_modules/awaitwise/bin/awaitwise.js"),

  /** Makes them of what is built. */
  async make() {
    await stagePackages(folder);
  },
};
