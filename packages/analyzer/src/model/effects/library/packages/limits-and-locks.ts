import type { MemberModel, PackageModel } from "../model.js";

const limits: MemberModel = { runs: [0], hazard: "limiter" };
const locks: MemberModel = { writes: ["lock"], hazard: "lock" };

/** What lets only so many functions run at a time, or so often. */
export const limiters: PackageModel = {
  package: [
    "p-limit",
    "p-queue",
    "p-throttle",
    "p-ratelimit",
    "bottleneck",
    "limiter",
    "rate-limiter-flexible",
    "fastq",
    "@supercharge/promise-pool",
    "async-sema",
    "throat",
    "promise-limit",
    "plimit-lit",
    "tiny-async-pool",
  ],
  exports: {
    "default pLimit limitFunction": { returns: "Limiter" },
    "fastq promise default.promise": { returns: "Limiter" },
    "PromisePool.for PromisePool.withConcurrency": { returns: "Limiter" },
    RateLimit: { returns: "Limiter" },
  },
  types: {
    "Limiter Limit LimitFunction PQueue Bottleneck RateLimiter Queue queueAsPromised PromisePool RateLimiterMemory RateLimiterRedis":
      {
        hazard: "limiter",
        members: {
          "() add addAll schedule submit push unshift wrap": limits,
          map: { runs: [0, 1], hazard: "limiter" },
          process: { runs: [0], hazard: "limiter", latency: "io" },
          "for withConcurrency handleError useCorrespondingResults": { returns: "Limiter" },
          "onIdle onEmpty onSizeLessThan drained": { reads: ["lock"], latency: "io" },
          "removeTokens consume": { ...limits, latency: "timer" },
          "pause start clear clearQueue kill stop on once updateSettings": {
            changes: ["receiver"],
          },
        },
      },
    Sema: {
      hazard: "lock",
      members: {
        "acquire v": { ...locks, latency: "timer" },
        "release p tryAcquire drain": { ...locks, changes: ["receiver"] },
      },
    },
  },
};

/** A promise that brings its error beside its value. */
export const settledPairs: PackageModel = {
  package: ["await-to-js", "await-of", "@sindresorhus/to", "catch-promise"],
  exports: { "default to of": {} },
};

/** Maps that say how many may run side by side. */
export const boundedMaps: PackageModel = {
  package: [
    "p-map",
    "p-map-series",
    "p-each-series",
    "p-filter",
    "p-reduce",
    "p-props",
    "p-all",
    "p-series",
    "p-settle",
    "async",
    "bluebird",
    "p-retry",
    "p-timeout",
    "p-event",
    "promise-retry",
    "async-retry",
    "exponential-backoff",
  ],
  exports: {
    "default pMap map mapLimit mapSeries each eachLimit eachSeries eachOf filter filterLimit reduce parallelLimit series waterfall forEachLimit concatLimit":
      { runs: [0, 1, 2], hazard: "limiter" },
    "pRetry retry backOff": { runs: [0, 1] },
    pTimeout: { runs: [0] },
  },
};

/** What keeps others out while it is held. */
export const mutexes: PackageModel = {
  package: [
    "async-mutex",
    "async-lock",
    "await-lock",
    "semaphore-async-await",
    "redlock",
    "mutexify",
    "proper-lockfile",
    "@esfx/async-mutex",
    "live-mutex",
  ],
  exports: {
    "withTimeout tryAcquire": { answersArgument: 0 },
    default: { returns: "Mutex" },
    "lock unlock check": { ...locks, latency: "io" },
  },
  types: {
    "Mutex Semaphore MutexInterface SemaphoreInterface AsyncLock AwaitLock Lock Redlock": {
      hazard: "lock",
      members: {
        "runExclusive acquire acquireAsync lock using wait waitForUnlock waitForSignal": {
          ...locks,
          runs: [0, 1, 2],
          latency: "timer",
        },
        "release unlock cancel signal tryAcquire tryLock setValue": {
          ...locks,
          changes: ["receiver"],
        },
        "isLocked getValue isBusy": { reads: ["lock"] },
      },
    },
  },
};
