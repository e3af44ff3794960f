import { isFromPackage } from "../../model/specifier.js";
import type { Origin } from "../../model/type-source.js";

/** A function that holds up the whole thread until it is done. */
export interface BlockingCall {
  /** What takes the time, in words. */
  readonly waitsFor: string;
  /** It takes microseconds as a rule: that it blocks matters only where many run. */
  readonly short: boolean;
  /** What to use in its place. */
  readonly instead: string;
}

/** Tells what a function blocks for, by its name and the module that declares it. */
export function knownBlockingCall(
  name: string,
  isFrom: (module: string) => boolean,
): BlockingCall | undefined {
  if (name === "wait" && isFrom("Atomics")) {
    return { waitsFor: "another thread", short: false, instead: "`Atomics.waitAsync`" };
  }
  if (["node:fs", "fs-extra", "graceful-fs"].some(isFrom)) return fileCall(name);
  if (isFrom("node:child_process") && processes.has(name)) {
    const plain = name.replace(/Sync$/, "");
    const instead =
      name === "spawnSync" ? "`spawn`" : `\`${plain}\` with \`promisify\` of \`node:util\``;
    return { waitsFor: "another process", short: false, instead };
  }
  if (isFrom("node:zlib") && /(?:^un|flate|zip|ress).*Sync$/i.test(name)) {
    return { waitsFor: "a compression", short: false, instead: promisified(name) };
  }
  if (isFrom("node:crypto") && derivations.has(name)) {
    return { waitsFor: "a long computation", short: false, instead: promisified(name) };
  }
  if ((isFrom("bcrypt") || isFrom("bcryptjs")) && /^(?:hash|compare|genSalt)Sync$/.test(name)) {
    return { waitsFor: "a long computation", short: false, instead: asynchronous(name) };
  }
  if ((isFrom("execa") || isFrom("cross-spawn")) && /^(?:execa(?:Command)?Sync|sync)$/.test(name)) {
    return { waitsFor: "another process", short: false, instead: "its asynchronous form" };
  }
  if (
    ["fast-glob", "glob", "globby", "tinyglobby"].some(isFrom) &&
    /^(?:sync|glob\w*Sync)$/.test(name)
  ) {
    return { waitsFor: "the file system", short: false, instead: "its asynchronous form" };
  }
  return undefined;
}

/** Tells whether an origin is a module; `Atomics` is the language's own. */
export function isDeclaredIn(origin: Origin, module: string): boolean {
  if (module === "Atomics") return origin.from === "lib" && origin.name === "wait";
  return isFromPackage(origin, module);
}

/** Functions of `node:fs` whose namesakes in `node:fs/promises` take and give the same. */
export const plainFileCalls: ReadonlySet<string> = new Set([
  "access",
  "appendFile",
  "chmod",
  "chown",
  "copyFile",
  "cp",
  "lchown",
  "link",
  "lstat",
  "mkdir",
  "mkdtemp",
  "readFile",
  "readdir",
  "readlink",
  "realpath",
  "rename",
  "rm",
  "rmdir",
  "stat",
  "symlink",
  "truncate",
  "unlink",
  "utimes",
  "writeFile",
]);

function fileCall(name: string): BlockingCall | undefined {
  if (!name.endsWith("Sync")) return undefined;
  const plain = name.slice(0, -"Sync".length);
  return {
    waitsFor: "the file system",
    short: looks.has(plain),
    instead:
      plain === "exists"
        ? "`access` of `node:fs/promises`"
        : plainFileCalls.has(plain)
          ? `\`${plain}\` of \`node:fs/promises\``
          : "a `FileHandle` of `node:fs/promises`",
  };
}

function asynchronous(name: string): string {
  return `\`${name.replace(/Sync$/, "")}\``;
}

function promisified(name: string): string {
  return `${asynchronous(name)} with \`promisify\` of \`node:util\``;
}

const looks = new Set(["access", "close", "exists", "fstat", "lstat", "open", "realpath", "stat"]);

const processes = new Set(["execFileSync", "execSync", "spawnSync"]);

const derivations = new Set([
  "argon2Sync",
  "checkPrimeSync",
  "generateKeyPairSync",
  "generatePrimeSync",
  "pbkdf2Sync",
  "scryptSync",
]);
