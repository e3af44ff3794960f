import type { MemberModel, PackageModel } from "../model.js";

const pure: MemberModel = {};
const reads: MemberModel = { reads: ["fs"], latency: "io" };
const asks: MemberModel = { reads: ["net"], latency: "io" };

/** What registries answer about packages. */
export const packageRegistries: PackageModel = {
  package: [
    "pacote",
    "npm-registry-fetch",
    "package-json",
    "latest-version",
    "npm-name",
    "query-registry",
    "libnpmsearch",
    "npm-user-packages",
    "registry-url",
    "registry-auth-token",
  ],
  system: "registry",
  exports: {
    "extract tarball.file": { reads: ["net"], writes: ["fs(1)"], latency: "io" },
    // A request as `fetch` makes it, to a registry.
    "npmFetch npmFetch.json json": {
      reads: ["net"],
      writes: ["net"],
      latency: "io",
      decidedBy: {
        by: "option",
        argument: 1,
        option: "method",
        reading: ["get", "head"],
        unset: "reads",
        writing: ["body"],
      },
    },
    "json.stream tarball.stream *Stream *.stream": { hazard: "stream" },
    "pickRegistry getAuth *.pickRegistry *.getAuth": pure,
    "default *": asks,
  },
};

/** What the packages of a repository are, and what manages them. */
export const workspacePackages: PackageModel = {
  package: [
    "@manypkg/get-packages",
    "@manypkg/find-root",
    "@npmcli/map-workspaces",
    "@pnpm/find-workspace-dir",
    "@pnpm/find-workspace-packages",
    "@pnpm/workspace.find-packages",
    "@pnpm/workspace.read-manifest",
    "@pnpm/read-project-manifest",
    "find-workspaces",
    "package-manager-detector",
    "detect-package-manager",
    "preferred-pm",
    "which-pm",
    "pkg-types",
    "get-tsconfig",
  ],
  exports: {
    "*Sync virtual default.virtual resolveCommand constructCommand parse* define* getUserAgent getTsconfig":
      pure,
    "write* update* sort*": { reads: ["fs"], writes: ["fs"], latency: "io" },
    "default *": reads,
  },
};

/** A manifest that is read, changed in memory and saved. */
export const manifests: PackageModel = {
  package: "@npmcli/package-json",
  exports: {
    "default.load default.normalize default.prepare load normalize prepare": {
      ...reads,
      returns: "PackageJson",
    },
    "default.create default.fix create fix": {
      reads: ["fs"],
      writes: ["fs"],
      latency: "io",
      returns: "PackageJson",
    },
  },
  types: {
    PackageJson: {
      members: {
        "content path filename indentation": { value: "Content" },
        "update fromContent fromJSON": { changes: ["receiver"] },
        "load normalize prepare": { ...reads, changes: ["receiver"] },
        "save create fix": { reads: ["fs"], writes: ["fs"], latency: "io", changes: ["receiver"] },
      },
    },
  },
};
