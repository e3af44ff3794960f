import { ts } from "../model/compiler.js";
import type { Disk } from "./disk.js";
import { WorkspacePackages } from "./workspace-packages.js";

/** A host as `ModuleResolutions` need one: it knows of outputs that stand for sources. */
export type Host = ts.CompilerHost & { useSourceOfProjectReferenceRedirect(): boolean };

/**
 * What the imports of a project lead to, for as long as no file comes or goes: what the compiler finds, and
 * where that is nothing, the sources of a package of the same repository.
 */
export class ModuleResolutions {
  readonly cache: ts.ModuleResolutionCache;
  readonly #options: ts.CompilerOptions;
  readonly #workspace: WorkspacePackages;

  constructor(disk: Disk, directory: string, options: ts.CompilerOptions) {
    this.#options = options;
    this.#workspace = new WorkspacePackages(disk, directory);
    this.cache = ts.createModuleResolutionCache(
      directory,
      (name) => (disk.caseSensitive ? name : name.toLowerCase()),
      options,
    );
  }

  /** What an import leads to, as the compiler asks for it. */
  resolve(
    literal: ts.StringLiteralLike,
    source: ts.SourceFile,
    redirected: ts.ResolvedProjectReference | undefined,
    options: ts.CompilerOptions,
    host: Host,
  ): ts.ResolvedModuleWithFailedLookupLocations {
    const mode = ts.getModeForUsageLocation(source, literal, options);
    const found = ledBy(host, () =>
      // The compiler lends the host a `fileExists` that knows outputs of referenced projects.
      ts.resolveModuleName(
        literal.text,
        source.fileName,
        options,
        host,
        this.cache,
        redirected,
        mode,
      ),
    );
    return found ?? this.#fromWorkspace(literal.text);
  }

  /** Whether an import of a module in a source would lead anywhere. */
  canImport(
    specifier: string,
    { fileName, impliedNodeFormat }: Pick<ts.SourceFile, "fileName" | "impliedNodeFormat">,
    host: Host,
  ): boolean {
    const { resolvedModule } = ts.resolveModuleName(
      specifier,
      fileName,
      this.#options,
      host,
      this.cache,
      undefined,
      impliedNodeFormat,
    );
    return (resolvedModule ?? this.#fromWorkspace(specifier).resolvedModule) !== undefined;
  }

  /**
   * Whether files import packages of their own repository that the compiler does not find, nor whoever else is
   * asked then.
   */
  needWorkspace(
    files: readonly string[],
    text: (file: string) => string | undefined,
    host: Host,
    isFoundElse: (name: string, file: string) => boolean = () => false,
  ): boolean {
    const resolves = new Map<string, boolean>();
    // One that is linked and built is found by whoever looks for it.
    const isFound = (name: string, file: string): boolean => {
      const key = `${file.slice(0, file.lastIndexOf("/"))} ${name}`;
      let found = resolves.get(key);
      if (found === undefined) {
        found = [ts.ModuleKind.ESNext, ts.ModuleKind.CommonJS].every(
          (mode) =>
            ts.resolveModuleName(
              name,
              file,
              this.#options,
              host,
              this.cache,
              undefined,
              mode as ts.ResolutionMode,
            ).resolvedModule !== undefined,
        );
        found ||= isFoundElse(name, file);
        resolves.set(key, found);
      }
      return found;
    };
    return files.some((file) =>
      this.#workspace.importsIn(text(file) ?? "").some((name) => !isFound(name, file)),
    );
  }

  // A package of the same repository that is not installed, or not built.
  #fromWorkspace(specifier: string): ts.ResolvedModuleWithFailedLookupLocations {
    const source = this.#workspace.sourceOf(specifier);
    return {
      resolvedModule:
        source === undefined
          ? undefined
          : {
              resolvedFileName: source,
              extension: source.slice(source.lastIndexOf(".")),
              isExternalLibraryImport: false,
              resolvedUsingTsExtension: false,
            },
    };
  }
}

/**
 * What resolving comes to, where it comes to something. Through a link, the compiler finds what a referenced
 * project would put out by a pattern that it makes of the link's path as it is: where that holds a `+` or the like,
 * the pattern is none, or leads to a file that nobody has.
 */
function ledBy(
  host: Host,
  resolve: () => ts.ResolvedModuleWithFailedLookupLocations,
): ts.ResolvedModuleWithFailedLookupLocations | undefined {
  try {
    const found = resolve();
    const name = found.resolvedModule?.resolvedFileName;
    const isLost =
      name?.includes("/node_modules/") && /\.d\.[cm]?ts$/.test(name) && !host.fileExists(name);
    return name === undefined || isLost ? undefined : found;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
