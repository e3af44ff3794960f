import { builtinModule } from "../platform.js";

/** The part of `node:fs` that tracing uses. */
export interface FileSystem {
  openSync(path: string, flags: string): number;
  writeSync(file: number, data: Uint8Array, from: number, length: number): number;
  closeSync(file: number): void;
  renameSync(from: string, to: string): void;
  rmSync(path: string, options: { force: boolean }): void;
  readFileSync(path: string, encoding: "utf8"): string;
}

/** The part of `node:v8` that tracing uses: V8 tells of every promise of the process. */
export interface PromiseHooks {
  createHook(callbacks: {
    init?(promise: object, parent?: object): void;
    before?(promise: object): void;
    after?(promise: object): void;
  }): () => void;
}

/** What Node's own source map support knows of a script, where it is switched on. */
export interface SourceMap {
  readonly payload: {
    readonly sources: readonly string[];
    readonly sourcesContent?: readonly (string | null)[];
  };
  findEntry(
    line: number,
    column: number,
  ): { originalSource?: string; originalLine?: number; originalColumn?: number };
}

/** What a trace needs of its host. */
export interface TraceHost {
  readonly files: FileSystem;
  readonly promiseHooks: PromiseHooks;
  readonly pid: number;
  readonly nodeVersion: string;
  findSourceMap(file: string): SourceMap | undefined;
  fileUrlToPath(url: string): string;
  pathToFileUrl(path: string): string;
  /** The text in UTF-8. */
  encode(text: string): Uint8Array;
}

/**
 * The host, where it is Node.
 *
 * @throws Error where it is not: elsewhere nothing tells of every await, and there is no file to write
 */
export function traceHost(): TraceHost {
  const files = builtinModule<FileSystem>("node:fs");
  const hooks = builtinModule<{ promiseHooks?: PromiseHooks }>("node:v8")?.promiseHooks;
  const url = builtinModule<{
    fileURLToPath(url: string): string;
    pathToFileURL(path: string): { href: string };
  }>("node:url");
  const modules = builtinModule<{ findSourceMap(file: string): SourceMap | undefined }>(
    "node:module",
  );
  const process = builtinModule<{ pid: number; version: string }>("node:process");
  const bytes = builtinModule<{ Buffer: { from(text: string): Uint8Array } }>("node:buffer");
  if (!files || !hooks || !url || !modules || !process || !bytes) {
    throw new Error("A trace can be recorded in Node only: leave the option trace out here");
  }
  return {
    files,
    promiseHooks: hooks,
    pid: process.pid,
    nodeVersion: process.version,
    findSourceMap: (file) => modules.findSourceMap(file),
    fileUrlToPath: (address) => url.fileURLToPath(address),
    pathToFileUrl: (path) => url.pathToFileURL(path).href,
    encode: (text) => bytes.Buffer.from(text),
  };
}
