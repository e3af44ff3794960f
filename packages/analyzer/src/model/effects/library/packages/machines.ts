import type { MemberModel, PackageModel } from "../model.js";

const asks: MemberModel = { reads: ["process"], latency: "io" };
const asksNetwork: MemberModel = { reads: ["net"], latency: "io" };
const readsFile: MemberModel = { reads: ["fs(0)"], latency: "io" };

/** Packages that tell one thing of the machine that a program runs on. */
export const machineFacts: PackageModel = {
  package: [
    "app-path",
    "check-disk-space",
    "command-exists",
    "default-browser",
    "diskusage",
    "find-process",
    "fullname",
    "get-windows",
    "active-win",
    "is-admin",
    "is-elevated",
    "is-root",
    "lookpath",
    "node-machine-id",
    "os-locale",
    "pid-cwd",
    "pidtree",
    "pidusage",
    "ps-list",
    "shell-env",
    "username",
    "win-version-info",
  ],
  exports: {
    "*Sync sync *.sync clear": { reads: ["process"] },
    "default *": asks,
  },
};

/** Packages that ask whether something in the network is there, and where. */
export const networkFacts: PackageModel = {
  package: [
    "default-gateway",
    "internal-ip",
    "is-online",
    "is-port-reachable",
    "is-reachable",
    "local-devices",
    "ping",
    "public-ip",
    "tcp-port-used",
  ],
  exports: {
    "*Sync sync *.sync": { reads: ["net"] },
    "default *": asksNetwork,
  },
};

/** Packages that read what one file is. */
export const fileFacts: PackageModel = {
  package: [
    "exifr",
    "fast-folder-size",
    "get-folder-size",
    "hasha",
    "isbinaryfile",
    "md5-file",
    "music-metadata",
    "sha256-file",
  ],
  exports: {
    "hash hashSync isBinaryFileSync sync *.sync *Sync parseBuffer parseBlob parseWebStream selectCover orderTags ratingToStars":
      {},
    "*Stream *FromTokenizer": { hazard: "stream" },
    "default *": readsFile,
  },
};
