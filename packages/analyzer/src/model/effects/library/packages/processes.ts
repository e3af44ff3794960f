import type { MemberModel, PackageModel } from "../model.js";

// A program that runs can do anything to files and to the network, unless it is one that looks something up.
const blocks: MemberModel = {
  reads: ["fs", "process"],
  writes: ["fs", "process", "net"],
  decidedBy: { by: "program", argument: 0 },
};
const runsProgram: MemberModel = { ...blocks, latency: "io" };
// A script or a module of one's own.
const runsScript: MemberModel = {
  reads: ["fs", "process"],
  writes: ["fs", "process", "net"],
  latency: "io",
};
// Its listeners are run later.
const listens: MemberModel = { changes: ["receiver"] };

export const childProcess: PackageModel = {
  package: [
    "child_process",
    "promisify-child-process",
    "cross-spawn",
    "spawn-async",
    "@expo/spawn-async",
  ],
  exports: {
    "execSync execFileSync spawnSync sync": blocks,
    "exec execFile spawn default": { ...runsProgram, returns: "ChildProcess" },
    fork: { ...runsScript, returns: "ChildProcess" },
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
    "execa execaCommand $ exec x getExecOutput default default.* command commandSync sync": {
      ...runsProgram,
      returns: "Command",
    },
    "execaNode node": { ...runsScript, returns: "Command" },
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
    "listServerRefs getRemoteInfo getRemoteInfo2": { reads: ["net"], latency: "io" },
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

/** What a machine says of itself: its processors, memory and devices. */
export const systemInformation: PackageModel = {
  package: "systeminformation",
  exports: { "*": { reads: ["fs", "process"], latency: "io" }, version: {} },
};

/** What GitHub's runners offer to a step: programs that are looked for, tools and caches that are fetched. */
export const runnerTools: PackageModel = {
  package: ["@actions/io", "@actions/tool-cache", "@actions/cache", "@actions/glob"],
  exports: {
    "find findAllVersions findFromManifest getManifestFromRepo": { reads: ["fs", "net"] },
    "which findInPath hashFiles": { reads: ["fs"], latency: "io" },
    "isFeatureAvailable evaluateVersions isExplicitVersion": { reads: ["env"] },
    create: { reads: ["fs"], latency: "io", returns: "Globber" },
    "*": { reads: ["fs", "net"], writes: ["fs", "net"], latency: "io" },
  },
  types: {
    Globber: {
      members: {
        glob: { reads: ["fs"], latency: "io" },
        globGenerator: { reads: ["fs"], hazard: "iterator" },
        "*": {},
      },
    },
  },
};
