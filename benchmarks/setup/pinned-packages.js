import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The peers and sources that a benchmark's own `package.json` pins, installed into its own folder. */
export class PinnedPackages {
  /** @param {string} home the folder of the benchmark */
  constructor(home) {
    this.home = home;
    /** @type {Record<string, string>} */
    this.pinned = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8")).devDependencies;
  }

  /** Installs by the folder's lock file, unless every package is there in its version. */
  install() {
    const missing = Object.entries(this.pinned)
      .filter(([name, version]) => this.versionOf(name) !== version.replace(/^npm:.*@/, ""))
      .map(([name]) => name);
    if (missing.length === 0) return;
    console.error(`Installing ${missing.join(", ")} ...`);
    const done = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], {
      cwd: this.home,
      encoding: "utf8",
    });
    if (done.status !== 0) throw new Error(`The peers could not be installed: ${done.stderr}`);
  }

  /**
   * @param {string} name
   * @returns {string | undefined} undefined where it is not installed
   */
  versionOf(name) {
    const file = this.fileOf(name, "package.json");
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : undefined;
  }

  /**
   * @param {readonly string[]} names all of them by default
   * @returns {string} each with its version
   */
  versions(names = Object.keys(this.pinned)) {
    return names.map((name) => `${name} ${this.versionOf(name) ?? "(not installed)"}`).join(", ");
  }

  /**
   * @param {string} name
   * @param {string} file
   * @returns {string} the path of a file of a package
   */
  fileOf(name, file) {
    return path.join(this.home, "node_modules", name, file);
  }
}
