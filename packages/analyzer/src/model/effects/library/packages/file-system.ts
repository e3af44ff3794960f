import type { MemberModel, PackageModel } from "../model.js";

const reads: MemberModel = { reads: ["fs(0)"], latency: "io" };
const writes: MemberModel = { writes: ["fs(0)"], latency: "io" };
const fromTo: MemberModel = { reads: ["fs(0)"], writes: ["fs(1)"], latency: "io" };
const moves: MemberModel = { writes: ["fs(0)", "fs(1)"], latency: "io" };
const anywhere: MemberModel = { reads: ["fs"], latency: "io" };

const opens: MemberModel = {
  reads: ["fs(0)"],
  writes: ["fs(0)"],
  latency: "io",
  decidedBy: { by: "literal", argument: 1, reading: ["r", "rs"], unset: "reads" },
  returns: "fs/promises:FileHandle",
};

const readers = "access exists lstat opendir readFile readdir readlink realpath stat statfs";
const writers =
  "appendFile chmod chown lchmod lchown lutimes mkdir mkdtemp rm rmdir truncate unlink utimes writeFile";
const copiers = "copyFile cp";
const linkers = "link symlink";

const promised: Readonly<Record<string, MemberModel>> = {
  [readers]: reads,
  glob: { ...anywhere, hazard: "iterator" },
  [writers]: writes,
  [copiers]: fromTo,
  [linkers]: { writes: ["fs(1)"], latency: "io" },
  rename: moves,
  open: opens,
};

// The forms that block have nothing to wait for side by side.
const blocking: Readonly<Record<string, MemberModel>> = Object.fromEntries(
  Object.entries(promised)
    .filter(([names]) => names !== "glob")
    .map(([names, { latency: _, returns: __, ...model }]) => [
      names
        .split(" ")
        .map((name) => `${name}Sync`)
        .join(" "),
      model,
    ]),
);

const underPromises: Readonly<Record<string, MemberModel>> = Object.fromEntries(
  Object.entries(promised).map(([names, model]) => [
    names
      .split(" ")
      .map((name) => `promises.${name}`)
      .join(" "),
    model,
  ]),
);

const streams: Readonly<Record<string, MemberModel>> = {
  createReadStream: { reads: ["fs(0)"], hazard: "stream", returns: "fs:ReadStream" },
  createWriteStream: { writes: ["fs(0)"], hazard: "stream" },
};

const byDescriptor: Readonly<Record<string, MemberModel>> = {
  "read readv fstat": { reads: ["fs"], latency: "io", changes: [0] },
  "write writev close fsync fdatasync ftruncate futimes fchmod fchown": {
    writes: ["fs"],
    latency: "io",
    changes: [0],
  },
  "readSync readvSync fstatSync": { reads: ["fs"], changes: [0] },
  "writeSync writevSync closeSync fsyncSync fdatasyncSync ftruncateSync": {
    writes: ["fs"],
    changes: [0],
  },
};

const types: PackageModel["types"] = {
  FileHandle: {
    members: {
      "read readv readFile": {
        reads: ["fs"],
        writes: ["stream"],
        changes: ["receiver"],
        latency: "io",
        hazard: "stream",
      },
      stat: { reads: ["fs"], latency: "io" },
      "readLines readableWebStream createReadStream": {
        reads: ["fs"],
        changes: ["receiver"],
        hazard: "stream",
      },
      "*": { writes: ["fs"], changes: ["receiver"], latency: "io", hazard: "stream" },
    },
  },
  // What listens is run later, by who reads the file.
  ReadStream: {
    hazard: "stream",
    members: {
      "on once off addListener removeListener setEncoding resume pause": {
        changes: ["receiver"],
        returns: "ReadStream",
      },
      "close destroy": { changes: ["receiver"] },
    },
  },
  "Stats Dirent BigIntStats": { members: { "*": {} } },
  Dir: { members: { "*": { reads: ["fs"], changes: ["receiver"], hazard: "iterator" } } },
};

export const fs: PackageModel = {
  package: ["fs", "fs/promises", "graceful-fs", "memfs", "mz/fs"],
  exports: { ...promised, ...underPromises, ...blocking, ...streams, ...byDescriptor },
  types,
};

export const fsExtra: PackageModel = {
  package: "fs-extra",
  exports: {
    ...promised,
    ...underPromises,
    ...blocking,
    ...streams,
    ...byDescriptor,
    "pathExists readJson readJSON": reads,
    "pathExistsSync readJsonSync readJSONSync": { reads: ["fs(0)"] },
    "writeJson writeJSON outputFile outputJson outputJSON ensureDir ensureFile mkdirs mkdirp createFile emptyDir emptydir remove":
      writes,
    "writeJsonSync writeJSONSync outputFileSync outputJsonSync outputJSONSync ensureDirSync ensureFileSync mkdirsSync mkdirpSync emptyDirSync removeSync":
      { writes: ["fs(0)"] },
    copy: fromTo,
    copySync: { reads: ["fs(0)"], writes: ["fs(1)"] },
    move: moves,
    moveSync: { writes: ["fs(0)", "fs(1)"] },
    "ensureLink ensureSymlink createLink createSymlink": { writes: ["fs(1)"], latency: "io" },
  },
  types,
};

/** Packages that look for files or read them. */
export const fileReaders: PackageModel = {
  package: [
    "fast-glob",
    "glob",
    "globby",
    "tinyglobby",
    "fdir",
    "find-up",
    "find-up-simple",
    "locate-path",
    "path-exists",
    "pkg-dir",
    "package-up",
    "read-pkg",
    "read-pkg-up",
    "read-package-up",
    "load-json-file",
    "load-yaml-file",
    "cosmiconfig",
    "lilconfig",
    "which",
    "resolve",
    "is-binary-path",
    "read-yaml-file",
    "tsconfck",
  ],
  exports: {
    "sync *Sync *.sync escapePath isDynamicPattern hasMagic escape unescape": { reads: ["fs"] },
    "stream globStream iterate *.stream": { reads: ["fs"], hazard: "iterator" },
    "cosmiconfig lilconfig fdir": { returns: "Searcher" },
    "*": anywhere,
  },
  types: { Searcher: { members: { "search load crawl withPromise": anywhere, "*": {} } } },
};

/** Packages that write or remove files. */
export const fileWriters: PackageModel = {
  package: [
    "rimraf",
    "del",
    "mkdirp",
    "make-dir",
    "write-file-atomic",
    "write-json-file",
    "write-yaml-file",
    "write-pkg",
    "cpy",
    "cp-file",
    "copyfiles",
    "move-file",
    "tempy",
    "tmp",
    "tmp-promise",
    "trash",
  ],
  exports: {
    "sync *Sync *.sync": { reads: ["fs"], writes: ["fs"] },
    "*": { reads: ["fs"], writes: ["fs"], latency: "io" },
  },
};

/** What puts the settings of a file into the environment, at once. */
export const environmentFiles: PackageModel = {
  package: ["dotenv", "dotenv-expand", "dotenv-flow", "dotenv-safe", "@dotenvx/dotenvx"],
  exports: {
    "config configDotenv default load": { reads: ["fs"], writes: ["env"] },
    "expand populate": { writes: ["env"] },
    "listDotenvFiles listFiles": { reads: ["fs"] },
    parse: {},
  },
};
