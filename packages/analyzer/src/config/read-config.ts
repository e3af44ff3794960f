import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ts } from "../model/compiler.js";
import { InputError } from "../project/input-error.js";
import { allRules } from "../rules/index.js";
import type { Config } from "./config.js";
import { configSchema } from "./config-schema.js";
import { evaluateModule } from "./evaluate-module.js";
import { validate } from "./validate.js";

/** The names a configuration file can have. */
export const CONFIG_FILES = [
  "awaitwise.config.ts",
  "awaitwise.config.mts",
  "awaitwise.config.cts",
  "awaitwise.config.js",
  "awaitwise.config.mjs",
  "awaitwise.config.cjs",
  "awaitwise.config.json",
  "awaitwise.config.jsonc",
] as const;

/**
 * Told of everything that a configuration depends on, so that a later run can see without reading it
 * whether it still holds: the text of a file, whether there is one, or `anything` where the
 * configuration is a program or a package, which may look at what it likes.
 */
export type OnRead = (path: string, what: "text" | "existence" | "anything") => void;

/**
 * The configuration file in `directory` itself: one of {@link CONFIG_FILES}, or a package.json with
 * the key `awaitwise`.
 *
 * @throws InputError when there are two.
 */
export function configFileIn(directory: string, onRead: OnRead = () => {}): string | undefined {
  for (const name of CONFIG_FILES) onRead(join(directory, name), "existence");
  onRead(join(directory, "package.json"), "text");
  const names = namesIn(directory);
  const found = CONFIG_FILES.filter((name) => names.has(name)).map((name) => join(directory, name));
  if (names.has("package.json") && hasConfig(join(directory, "package.json"))) {
    found.push(join(directory, "package.json"));
  }
  if (found.length > 1) {
    throw new InputError(
      `There are two configurations in "${directory}": keep one of ${found.map((file) => `"${basename(file)}"`).join(" and ")}`,
    );
  }
  return found[0];
}

/**
 * Reads a configuration file and checks it.
 *
 * @throws InputError when it cannot be read, does not parse, fails while it runs, or holds what is
 * not allowed.
 */
export function readConfig(path: string, onRead: OnRead = () => {}): Config {
  onRead(path, isModule(path) ? "anything" : "text");
  const value = readValue(path);
  const problem = validate(value, configSchema(allRules));
  if (problem !== undefined)
    throw new InputError(`"${path}" is not a valid configuration: ${problem}`);
  return value as Config;
}

function readValue(path: string): unknown {
  if (isModule(path)) {
    try {
      return evaluateModule(path);
    } catch (error) {
      // The module may come from a realm of its own, whose errors are no instances of this one's.
      const reason = String((error as { message?: unknown } | undefined)?.message ?? error);
      throw new InputError(
        `"${path}" failed while it ran: ${reason.split("\n")[0]}; it must export an object by default, without awaiting`,
      );
    }
  }
  const value = readJson(path);
  if (basename(path) !== "package.json") return value;
  return (value as { readonly awaitwise?: unknown }).awaitwise ?? {};
}

function isModule(path: string): boolean {
  return /\.[cm]?[jt]s$/.test(path);
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError(
      `"${path}" cannot be read: ${(error as Error).message}; name a configuration file`,
    );
  }
  // Comments and trailing commas are welcome, as in a tsconfig.json.
  const source = ts.parseJsonText(path, text) as ts.JsonSourceFile & {
    readonly parseDiagnostics: readonly ts.Diagnostic[];
  };
  const error = source.parseDiagnostics[0];
  if (error !== undefined) {
    const place = source.getLineAndCharacterOfPosition(error.start ?? 0);
    const reason = ts.flattenDiagnosticMessageText(error.messageText, " ").replace(/\.$/, "");
    throw new InputError(
      `"${path}:${place.line + 1}:${place.character + 1}" does not parse: ${reason}; correct it`,
    );
  }
  // Outside an object the compiler would take the first item of a list for the whole.
  return text.trimStart().startsWith("[") ? [] : ts.convertToObject(source, []);
}

function hasConfig(path: string): boolean {
  try {
    const text = readFileSync(path, "utf8");
    // Most packages have no such key, and their package.json need not be parsed to know it.
    return text.includes('"awaitwise"') && Object.hasOwn(JSON.parse(text), "awaitwise");
  } catch {
    return false;
  }
}

function namesIn(directory: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(directory));
  } catch {
    return new Set();
  }
}
