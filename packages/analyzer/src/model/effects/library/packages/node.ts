import type { MemberModel, PackageModel } from "../model.js";

const pure: MemberModel = {};
const log: MemberModel = { writes: ["stdio"], hazard: "log" };
const changesIt: MemberModel = { changes: ["receiver"] };

/** Node's globals, and its modules that do no work on files, processes or the network. */
export const node: PackageModel = {
  package: ["node", "process"],
  exports: {
    "Buffer.*": pure,
    "process.cwd process.memoryUsage process.cpuUsage process.uptime process.resourceUsage process.getuid process.getgid process.umask":
      { reads: ["process"] },
    "process.hrtime process.hrtime.bigint": { reads: ["clock"] },
    "process.nextTick": { runs: [0] },
    "process.chdir process.kill process.setuid process.setgid process.emitWarning process.on process.once process.off process.addListener process.removeListener process.removeAllListeners process.send":
      { writes: ["process"] },
    "process.stdout.write process.stderr.write stdout.write stderr.write": log,
    "cwd memoryUsage uptime": { reads: ["process"] },
    "require.resolve": { reads: ["fs"] },
  },
  types: {
    Buffer: {
      members: {
        "write* fill swap*": changesIt,
        copy: { changes: [0] },
        "*": pure,
      },
    },
    BufferConstructor: { members: { "*": pure } },
    Process: {
      members: {
        "cwd memoryUsage cpuUsage uptime resourceUsage getuid getgid": { reads: ["process"] },
        hrtime: { reads: ["clock"] },
        nextTick: { runs: [0] },
        "chdir kill setuid setgid emitWarning on once off addListener removeListener removeAllListeners send":
          { writes: ["process"] },
      },
    },
    HRTime: { members: { bigint: { reads: ["clock"] } } },
    Timeout: { members: { "ref unref hasRef refresh": changesIt } },
  },
};

export const events: PackageModel = {
  package: "events",
  exports: { "EventEmitter default": pure, "*.setMaxListeners": { changes: [0] } },
  types: {
    // What `emit` runs is not known, so it is not listed.
    EventEmitter: {
      members: {
        "on once off addListener prependListener prependOnceListener removeListener removeAllListeners setMaxListeners":
          changesIt,
        "listenerCount listeners eventNames getMaxListeners rawListeners": pure,
      },
    },
  },
};

/** Modules whose functions only compute. */
export const computing: PackageModel = {
  package: [
    "path",
    "path/posix",
    "path/win32",
    "querystring",
    "punycode",
    "string_decoder",
    "assert",
    "assert/strict",
    "constants",
    "buffer",
  ],
  exports: { "*": pure },
  types: { "PlatformPath Buffer Blob": { members: { "*": pure } } },
};

export const util: PackageModel = {
  package: "util",
  exports: {
    "promisify callbackify deprecate": { answersArgument: 0 },
    debuglog: pure,
    inherits: { changes: [0] },
    "*": pure,
  },
  types: { "TextEncoder TextDecoder": { members: { "*": pure } } },
};

export const os: PackageModel = {
  package: "os",
  exports: { setPriority: { writes: ["process"] }, "*": { reads: ["process"] } },
};

export const timers: PackageModel = {
  package: "timers",
  exports: {
    "setTimeout setInterval setImmediate": { runs: [0] },
    "clearTimeout clearInterval clearImmediate": pure,
  },
};

export const timersPromises: PackageModel = {
  package: ["timers/promises", "delay", "p-sleep"],
  exports: {
    "setTimeout setImmediate scheduler.wait scheduler.yield default": { latency: "timer" },
    setInterval: { latency: "timer", hazard: "iterator" },
  },
};

export const crypto: PackageModel = {
  package: "crypto",
  exports: {
    "randomBytes randomInt randomUUID randomUUIDv7 generateKey generateKeySync generateKeyPair generateKeyPairSync webcrypto.randomUUID":
      { reads: ["random"] },
    "randomFill randomFillSync getRandomValues webcrypto.getRandomValues": {
      reads: ["random"],
      changes: [0],
    },
    "createHash Hash": { returns: "Hash" },
    "createHmac Hmac": { returns: "Hmac" },
    "createSign createVerify": { returns: "Signature" },
    "createCipheriv createDecipheriv": { returns: "Cipher" },
    "setEngine setFips": { writes: ["process"] },
    // Hashing and key derivation take time of the processor, not of the outside.
    "*": pure,
  },
  types: {
    // Each answers itself, so that one part can be put in behind another.
    "Hash Hmac": {
      members: {
        update: { ...changesIt, returns: "Hash" },
        digest: changesIt,
        copy: { returns: "Hash" },
      },
    },
    "Signature Sign Verify": {
      members: { update: { ...changesIt, returns: "Signature" }, "sign verify": changesIt },
    },
    "Cipher Cipheriv Decipher Decipheriv": {
      members: {
        "update final setAAD setAuthTag setAutoPadding": changesIt,
        getAuthTag: pure,
      },
    },
    "KeyObject X509Certificate": { members: { "*": pure } },
    SubtleCrypto: { members: { "*": pure } },
  },
};

export const zlib: PackageModel = {
  package: "zlib",
  exports: { "create*": { hazard: "stream" }, "*": pure },
};

export const performanceHooks: PackageModel = {
  package: "perf_hooks",
  exports: { "performance.*": { reads: ["clock"] } },
  types: { Performance: { members: { "*": { reads: ["clock"] } } } },
};

export const asyncHooks: PackageModel = {
  package: "async_hooks",
  exports: { "AsyncLocalStorage AsyncResource": pure, "*": { reads: ["process"] } },
  types: {
    AsyncLocalStorage: {
      members: {
        getStore: pure,
        "run exit": { runs: [0, 1] },
        "enterWith disable": { changes: ["receiver"], hazard: "request" },
      },
    },
  },
};

export const moduleLoading: PackageModel = {
  package: "module",
  exports: { createRequire: pure, "isBuiltin builtinModules": pure },
};
