import { ts } from "../../model/compiler.js";

/** Why a project's options are not for the native compiler, which has dropped them or means another thing. */
export function unsupportedOption(options: ts.CompilerOptions): string | undefined {
  if (options.outFile !== undefined) return `"outFile"`;
  const { module, moduleResolution, target } = options;
  if (target !== undefined && target < ts.ScriptTarget.ES2015) return `this "target"`;
  if (moduleResolution === ts.ModuleResolutionKind.Classic) return `"moduleResolution": "classic"`;
  const old = [ts.ModuleKind.None, ts.ModuleKind.AMD, ts.ModuleKind.UMD, ts.ModuleKind.System];
  if (module !== undefined && old.includes(module)) return `this "module"`;
  return undefined;
}

/** The options of a project as the native compiler takes them. */
export function nativeOptions(options: ts.CompilerOptions): ts.CompilerOptions {
  const { composite: _composite, ...rest } = knownToNative(options);
  return { ...rest, ...defaults(options), configFilePath: options.configFilePath, noEmit: true };
}

// What is not said is not the same in every version, and there need be no library for another's target here.
function defaults(options: ts.CompilerOptions): ts.CompilerOptions {
  const internals = ts as unknown as Internals;
  return {
    target: internals.getEmitScriptTarget(options),
    module: internals.getEmitModuleKind(options),
  };
}

interface Internals {
  getEmitScriptTarget(options: ts.CompilerOptions): ts.ScriptTarget;
  getEmitModuleKind(options: ts.CompilerOptions): ts.ModuleKind;
}

/** The same without what is said to a project that is checked and not referenced. */
export function knownToNative(options: ts.CompilerOptions): ts.CompilerOptions {
  const {
    configFilePath: _path,
    configFile: _file,
    ignoreDeprecations: _deprecations,
    incremental: _incremental,
    tsBuildInfoFile: _info,
    plugins: _plugins,
    baseUrl: _base,
    stableTypeOrdering: _ordering,
    ...rest
  } = options;
  return { ...rest, ...nativePaths(options) };
}

/**
 * TypeScript 7 has no `baseUrl`. What it does is said by `paths` as well: a name that fits no pattern is looked
 * for below it, and patterns lead from there. One that fits a pattern is not, whether it leads anywhere or not.
 */
export function nativePaths({ baseUrl, paths = {} }: ts.CompilerOptions): ts.CompilerOptions {
  if (baseUrl === undefined) return {};
  const below = (name: string): string => (name.startsWith("/") ? name : `${baseUrl}/${name}`);
  const patterns = { "*": ["*"], ...paths };
  return {
    paths: Object.fromEntries(
      Object.entries(patterns).map(([pattern, places]) => [pattern, places.map(below)]),
    ),
  };
}
