import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { compileFunction } from "node:vm";
import { ts } from "../model/compiler.js";
import { defineConfig } from "./config.js";

/**
 * Runs a configuration written in TypeScript or JavaScript, of either kind of module, and answers
 * its default export. Each call runs it anew, so that a change is seen without a restart. Relative
 * imports may be TypeScript too; packages are loaded as Node does.
 *
 * @throws whatever the module throws; a SyntaxError where it awaits at its top level.
 */
export function evaluateModule(path: string): unknown {
  const exports = load(path, new Map());
  return isObject(exports) && "default" in exports ? exports.default : exports;
}

function load(path: string, loaded: Map<string, { exports: unknown }>): unknown {
  const known = loaded.get(path);
  if (known !== undefined) return known.exports;
  const module: { exports: unknown } = { exports: {} };
  loaded.set(path, module);
  if (path.endsWith(".json")) {
    module.exports = JSON.parse(readFileSync(path, "utf8"));
    return module.exports;
  }
  const { outputText } = ts.transpileModule(readFileSync(path, "utf8"), {
    // The ending would decide the kind of module that comes out.
    fileName: "config.ts",
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
      allowJs: true,
      inlineSourceMap: false,
    },
  });
  const nodeRequire = createRequire(path);
  const require = (specifier: string): unknown => {
    // Run by npx or from a global place, the linter is not installed where the configuration is; and
    // where it is, all of it would be loaded for the sake of this one function.
    if (specifier === "awaitwise") return { defineConfig };
    const relative = specifier.startsWith(".") ? resolveRelative(path, specifier) : undefined;
    return relative === undefined ? nodeRequire(specifier) : load(relative, loaded);
  };
  const run = compileFunction(
    outputText,
    ["exports", "require", "module", "__filename", "__dirname"],
    { filename: path },
  );
  run(module.exports, require, module, path, dirname(path));
  return module.exports;
}

// An import of `./rules.js` means `./rules.ts` where only that exists, as in TypeScript itself.
function resolveRelative(from: string, specifier: string): string | undefined {
  const target = join(dirname(from), specifier);
  const typescript = target.replace(/\.([cm]?)js$/, ".$1ts");
  const endings = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json"];
  return [
    target,
    typescript,
    ...endings.map((end) => target + end),
    ...endings.map((end) => join(target, `index${end}`)),
  ].find((path) => existsSync(path) && statSync(path).isFile());
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
