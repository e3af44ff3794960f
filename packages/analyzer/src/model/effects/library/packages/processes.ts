import type { MemberModel, PackageModel } from "../model.js";

// A program that runs can do anything to files and to the network.
const runsProgram: MemberModel = {
  reads: ["fs", "process"],
  writes: ["fs", "process", "net"],
  latency: "io",
};
// Its listeners are run later.
const listens: MemberModel = { changes: ["receiver"] };
const blocks: MemberModel = { reads: ["fs", "process"], writes: ["fs", "process", "net"] };

export const childProcess: PackageModel = {
  package: ["child_process", "promisify-child-process", "cross-spawn", "spawn-async"],
  exports: {
    "execSync execFileSync spawnSync sync": blocks,
    "exec execFile fork spawn default": { ...runsProgram, returns: "ChildProcess" },
  },
  types: {
    ChildProcess: {
      members: {
        "kill send disconnect ref unref": { writes: ["process"], changes: ["receiver"] },
        "on once off addListener removeListener": listens,
        "stdin stdout stderr": { value: "ChildStream" },
      },
    },
    ChildStream: {
      members: {
        "on once off addListener removeListener setEncoding resume pause unref": listens,
        "write end pipe": { writes: ["process"], changes: ["receiver"] },
      },
    },
  },
};

export const execa: PackageModel = {
  package: ["execa", "tinyexec", "nano-spawn", "zx", "@actions/exec", "shelljs"],
  exports: {
    "execaSync execaCommandSync $.sync": blocks,
    "execa execaCommand execaNode $ exec x getExecOutput default default.* node command commandSync sync":
      { ...runsProgram, returns: "Command" },
    "parseCommandString quote": {},
  },
  types: {
    // An option in a call of its own gives the same function with other defaults.
    Command: { members: { "()": { ...runsProgram, returns: "Command" } } },
  },
};

export const docker: PackageModel = {
  package: ["dockerode"],
  exports: { default: { returns: "Docker" } },
  types: {
    Docker: {
      members: {
        "getContainer getImage getVolume getNetwork getService getTask getNode getSecret getConfig getPlugin":
          {
            returns: "DockerObject",
          },
        "list* info version ping df searchImages": { reads: ["net"], latency: "io" },
        "*": { reads: ["net"], writes: ["net"], latency: "io" },
      },
    },
    DockerObject: {
      members: {
        "inspect history top changes distribution": { reads: ["net"], latency: "io" },
        "*": { reads: ["net"], writes: ["net"], latency: "io" },
      },
    },
  },
};

export const simpleGit: PackageModel = {
  package: ["simple-git", "simple-git/promise", "isomorphic-git"],
  exports: {
    "default simpleGit gitP": { returns: "SimpleGit" },
    "log readBlob readCommit readObject readTag readTree resolveRef status statusMatrix listBranches listFiles listRemotes listTags currentBranch findRoot getConfig walk":
      { reads: ["fs"], latency: "io" },
    "*": { reads: ["fs"], writes: ["fs", "net"], latency: "io" },
  },
  types: {
    SimpleGit: {
      members: {
        "status log diff diffSummary show revparse raw branchLocal listRemote getRemotes checkIsRepo catFile grep firstCommit countObjects version getConfig listConfig":
          { reads: ["fs"], latency: "io" },
        "cwd env outputHandler clearQueue": { changes: ["receiver"] },
        "*": { reads: ["fs"], writes: ["fs", "net"], latency: "io" },
      },
    },
  },
};
