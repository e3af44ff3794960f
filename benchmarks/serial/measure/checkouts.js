import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";

/** @import { LabelFile } from "./types.js" */

const cache = path.resolve(import.meta.dirname, "../../../node_modules/.cache/awaitwise-serial");

/**
 * The folder of a repository at the commit of its labels: in `sources` by its name, or cloned.
 *
 * @param {LabelFile} labels
 * @param {string | undefined} sources
 */
export function checkoutOf({ repository, commit }, sources) {
  const [owner = "", name = ""] = repository.split("/");
  if (sources !== undefined) {
    const found = [`${owner}+${name}`, repository, name]
      .map((folder) => path.join(sources, folder))
      .find((folder) => existsSync(folder));
    if (found === undefined) {
      throw new Error(`There is no checkout of ${repository} in "${sources}": add it as "${name}"`);
    }
    return found;
  }
  const folder = path.join(cache, `${owner}+${name}-${commit}`);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    const git = (/** @type {string[]} */ ...args) =>
      execFileSync("git", args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
    git("init", "--quiet");
    git("fetch", "--quiet", "--depth", "1", `https://github.com/${repository}.git`, commit);
    git("checkout", "--quiet", "FETCH_HEAD");
  }
  return folder;
}

/**
 * Links the packages of a workspace to each other as an installation would, without what comes from a
 * registry: configurations extend one another by these names, and calls between packages resolve.
 *
 * @param {string} root
 */
export function linkWorkspace(root) {
  for (const file of packageFiles(root)) {
    const name = nameIn(file);
    if (name === undefined || path.dirname(file) === root) continue;
    const link = path.join(root, "node_modules", name);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.dirname(file), link, "junction");
  }
}

/**
 * The name that a package gives itself; that of a fixture may not parse, which is what it is there for.
 *
 * @param {string} file
 * @returns {string | undefined}
 */
function nameIn(file) {
  try {
    const { name } = JSON.parse(readFileSync(file, "utf8"));
    return typeof name === "string" ? name : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Installs a checkout's dependencies with the package manager whose lock file it holds, and without
 * running their scripts. What is installed already stays as it is.
 *
 * @param {string} root
 * @param {LabelFile["install"]} how
 */
export function install(root, { folders = ["."] } = {}) {
  for (const folder of folders.map((name) => path.join(root, name))) {
    if (!isInstalled(folder)) installIn(folder);
  }
}

/** @param {string} folder */
function isInstalled(folder) {
  return [".package-lock.json", ".modules.yaml", ".yarn-integrity"].some((mark) =>
    existsSync(path.join(folder, "node_modules", mark)),
  );
}

/**
 * The commands are started beside the checkout, whose own word on which package manager it wants, and in which version,
 * would end them.
 *
 * @param {string} folder
 */
function installIn(folder) {
  const run = (/** @type {string[]} */ ...args) =>
    execFileSync("npx", ["--yes", ...args], {
      cwd: path.dirname(folder),
      stdio: "inherit",
      env: { ...process.env, npm_config_manage_package_manager_versions: "false" },
    });
  if (existsSync(path.join(folder, "pnpm-lock.yaml"))) {
    run("pnpm@10", "--dir", folder, "install", "--frozen-lockfile", "--ignore-scripts");
  } else if (existsSync(path.join(folder, "yarn.lock"))) {
    run("yarn@1", "--cwd", folder, "install", "--ignore-scripts", "--ignore-engines");
  } else {
    const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps"];
    run("npm@11", "--prefix", folder, "install", ...quiet);
  }
}

/**
 * @param {string} root
 * @returns {string[]}
 */
function packageFiles(root) {
  /** @type {string[]} */
  const found = [];
  /** @param {string} folder */
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && !/^(node_modules|\.git|dist|build)$/.test(entry.name)) {
        visit(path.join(folder, entry.name));
      } else if (entry.name === "package.json") found.push(path.join(folder, entry.name));
    }
  };
  visit(root);
  return found;
}
