import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** @typedef {import("./project.js").Project} Project */

/**
 * A project that is there already, to measure in it what is measured in one that is written for it: functions
 * are added to two of its files in the editor's text, and nothing on the disk is changed.
 *
 * @param {string} folder
 * @param {string} file the file that is edited, by its path from the folder
 * @param {string} callee another, for it to call into
 * @returns {Project}
 */
export function openCheckout(folder, file, callee) {
  const appPath = path.join(folder, file);
  const calleePath = path.join(folder, callee);
  const app = lines(appPath);
  const called = lines(calleePath);
  const states = /** @type {const} */ ([
    "  await awaitwiseMeasured();",
    "  awaitwiseMeasured(); const wrong: number = awaitwiseMeasured(); void wrong;",
  ]);
  const added = [
    `import { awaitwiseCallee } from "${specifier(appPath, calleePath)}";`,
    "async function awaitwiseMeasured(): Promise<number> { return 1; }",
    "export async function awaitwiseEdited(): Promise<void> {",
    states[0],
    "  awaitwiseMeasured(); const always: number = awaitwiseMeasured(); void always;",
    "  awaitwiseCallee(); const size: number = awaitwiseCallee(); void size;",
    "}",
    "",
  ];
  const calleeStates = /** @type {const} */ ([
    "export function awaitwiseCallee(): number {",
    "export async function awaitwiseCallee(): Promise<number> {",
  ]);
  const sources = sourcesIn(folder);
  return {
    folder,
    modules: sources.length,
    lines: sources.reduce((sum, source) => sum + lines(source).length, 0),
    app: document(appPath, [...app, ...added]),
    callee: document(calleePath, [...called, calleeStates[0], "  return 1;", "}", ""]),
    ...{ states, line: app.length + 3, wrongLine: app.length + 4, crossLine: app.length + 5 },
    ...{ calleeLine: called.length, calleeStates },
  };
}

/** @param {string} file @param {readonly string[]} text */
function document(file, text) {
  return { uri: pathToFileURL(file).href, text: text.join("\n") };
}

/** @param {string} file */
function lines(file) {
  return readFileSync(file, "utf8").split(/\r?\n/);
}

/** @param {string} from @param {string} to */
function specifier(from, to) {
  const relative = path.relative(path.dirname(from), to).replaceAll("\\", "/");
  const named = relative.replace(/\.([cm]?)[jt]sx?$/, ".$1js");
  return named.startsWith(".") ? named : `./${named}`;
}

/** @param {string} folder @returns {string[]} */
function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      const isOwn = entry.name !== "node_modules" && !entry.name.startsWith(".");
      return isOwn && !existsSync(path.join(at, ".git")) ? sourcesIn(at) : [];
    }
    return entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name) ? [at] : [];
  });
}
