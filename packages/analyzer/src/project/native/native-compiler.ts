import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { SnapshotData, TypeData } from "../../model/native/protocol.js";
import { Channel, type Meanwhile, type NativeFailure } from "./channel.js";

/** The version of the compiler whose process is spoken with here; no other is tried. */
export const nativeVersion = "7.1.0-dev.20261021.1";

/** What the process asks of the disk while it answers; paths are absolute. */
export interface NativeDisk {
  readFile(path: string): string | undefined;
  fileExists(path: string): boolean;
  directoryExists(path: string): boolean;
  directories(path: string): readonly string[];
  realpath(path: string): string;
}

/** Why the native compiler is not to be had, in words that follow "because". */
export type Unavailable = string;

let running: NativeCompiler | undefined;
let unavailable: Unavailable | undefined;
let failed = false;
let toldOf: ((pid: number | undefined) => void) | undefined;

/** Has a process be told of by its number before it is asked anything, and its end by none; one listener at a time. */
export function tellOfNativeCompiler(listener: (pid: number | undefined) => void): void {
  toldOf = listener;
}

/**
 * The one process of the native compiler that this process has; started when it is first asked for, and
 * again when it has died. A text says why there is none.
 */
export function nativeCompiler(): NativeCompiler | Unavailable {
  if (running !== undefined && running.failure === undefined) return running;
  if (unavailable !== undefined) return unavailable;
  const found = executable();
  if ("reason" in found) {
    unavailable = found.reason;
    return unavailable;
  }
  try {
    running = new NativeCompiler(found.path);
    running.checkItself();
    return running;
  } catch (error) {
    running?.close();
    running = undefined;
    failed = true;
    unavailable = `it failed its self-check: ${(error as Error).message}`;
    return unavailable;
  }
}

/** Whether there is none because something went wrong, and not because it is not installed. */
export function hasNativeFailed(): boolean {
  return failed;
}

/** The number of the process, where there is one now. */
export function nativePid(): number | undefined {
  return running?.failure === undefined ? running?.pid : undefined;
}

/** Ends the process, where there is one; it is started again when it is asked for. */
export function closeNativeCompiler(): void {
  running?.close();
  running = undefined;
}

function executable(): { readonly path: string } | { readonly reason: Unavailable } {
  // Synchronous questions need pipes that can be read as files.
  if (process.platform === "win32") return { reason: "it is not supported on Windows yet" };
  const name = `@typescript/typescript-${process.platform}-${process.arch}`;
  let manifest: string;
  let version: unknown;
  try {
    const require = createRequire(import.meta.url);
    manifest = require.resolve(`${name}/package.json`);
    version = (require(manifest) as { version?: unknown }).version;
  } catch {
    return { reason: `the optional dependency "${name}" is not installed` };
  }
  if (version !== nativeVersion) {
    return { reason: `"${name}" is ${String(version)}, and ${nativeVersion} is needed` };
  }
  const path = join(dirname(manifest), "lib/tsc");
  return existsSync(path) ? { path } : { reason: `"${path}" does not exist` };
}

/** A process of the native compiler. Programs are named by the numbers of their snapshot and project. */
export class NativeCompiler {
  /** The folder of the library declarations that the process brings. */
  readonly libFolder: string;
  readonly #channel: Channel;
  #disk: NativeDisk = noDisk;

  constructor(path: string) {
    this.libFolder = dirname(path).replaceAll("\\", "/");
    const callbacks = {
      readFile: (file: string) => this.#disk.readFile(file),
      fileExists: (file: string) => this.#disk.fileExists(file),
      directoryExists: (file: string) => this.#disk.directoryExists(file),
      getAccessibleEntries: (file: string) => ({
        files: [],
        directories: this.#disk.directories(file),
      }),
      realpath: (file: string) => this.#disk.realpath(file),
    };
    const asked = Object.entries(callbacks).map(
      ([name, work]) =>
        [
          name,
          (argument: string) => {
            const value = work(JSON.parse(argument) as string);
            return JSON.stringify(
              value === undefined ? { kind: "missing" } : { kind: "value", value },
            );
          },
        ] as const,
    );
    this.#channel = new Channel(
      path,
      [
        "--api",
        "--cwd",
        process.cwd(),
        `--useCaseSensitiveFileNames=${process.platform !== "darwin"}`,
        `--callbacks=writeFile:noop,removeFile:noop,stat:fakeStat,${Object.keys(callbacks).join(",")}`,
      ],
      new Map(asked),
    );
    toldOf?.(this.#channel.pid);
    this.#channel.whenEnded(() => {
      if (running === this || running === undefined) toldOf?.(undefined);
    });
    this.#channel.request("initialize", "null");
  }

  get failure(): NativeFailure | undefined {
    return this.#channel.failure;
  }

  get pid(): number | undefined {
    return this.#channel.pid;
  }

  /**
   * Asks the process, which sees this disk while it answers; until it does, the work that is given is gone on with.
   * That must ask the process nothing.
   *
   * @throws {@link NativeFailure} when the process has ended; a plain Error where it refuses.
   */
  ask<T>(method: string, parameters: unknown, disk: NativeDisk, meanwhile?: Meanwhile): T {
    this.#disk = disk;
    const answer = this.#channel
      .request(method, JSON.stringify(parameters), meanwhile)
      .toString("utf8");
    return (answer === "" ? undefined : JSON.parse(answer)) as T;
  }

  /** Asks for what is answered in bytes. */
  askBytes(method: string, parameters: unknown, disk: NativeDisk): Buffer {
    this.#disk = disk;
    return this.#channel.request(method, JSON.stringify(parameters));
  }

  close(): void {
    this.#channel.close();
  }

  /**
   * Has a small program checked and looks at what comes back.
   *
   * @throws Error where it is not what this module was written for.
   */
  checkItself(): void {
    const text = "export const promised = Promise.resolve('é').then((one) => one.length);\n";
    const file = "/@awaitwise/self-check/main.ts";
    const disk: NativeDisk = {
      ...noDisk,
      readFile: (path) => (path === file ? text : undefined),
      fileExists: (path) => path === file,
      directoryExists: (path) => file.startsWith(`${path}/`),
    };
    const lib =
      "interface Array<T> {}\ninterface Promise<T> { then<R>(f: (one: T) => R): Promise<R> }\n";
    const libs = `${lib}interface String { length: number }\ndeclare var Promise: { resolve<T>(one: T): Promise<T> };\n`;
    const libFile = "/@awaitwise/self-check/lib.d.ts";
    const both: NativeDisk = {
      ...disk,
      readFile: (path) => (path === libFile ? libs : disk.readFile(path)),
      fileExists: (path) => path === libFile || disk.fileExists(path),
    };
    const made = this.ask<SnapshotData>(
      "createSnapshot",
      {
        createPrograms: [
          { rootFiles: [file, libFile], compilerOptions: { noLib: true, strict: true, types: [] } },
        ],
      },
      both,
    );
    const program = { snapshot: made.snapshot, project: made.projects[0]?.handle };
    const at = text.indexOf("promised");
    const type = this.ask<TypeData | null>(
      "getTypeAtPosition",
      { ...program, file, position: at },
      both,
    );
    const printed = this.ask<string>("typeToString", { ...program, type: type?.id }, both);
    if (printed !== "Promise<number>") throw new Error(`it takes a promise for ${printed}`);
    this.ask("release", { snapshot: made.snapshot }, both);
  }
}

const noDisk: NativeDisk = {
  readFile: () => undefined,
  fileExists: () => false,
  directoryExists: () => false,
  directories: () => [],
  realpath: (path) => path,
};
