import type { MemberModel, PackageModel } from "../model.js";

const log: MemberModel = { writes: ["stdio"], hazard: "log" };

const levels =
  "log info debug warn error trace fatal silly verbose http notice alert crit emerg success";

/** Loggers: their lines change nothing that others read, but tell how far the work has come. */
export const loggers: PackageModel = {
  package: [
    "pino",
    "winston",
    "bunyan",
    "debug",
    "consola",
    "loglevel",
    "log4js",
    "signale",
    "roarr",
    "tslog",
    "npmlog",
    "@nestjs/common",
    "@adonisjs/logger",
    "@logtape/logtape",
    "electron-log",
    "log-update",
    "@actions/core",
  ],
  exports: {
    "default createLogger getLogger pino winston.createLogger createConsola logger": {
      returns: "Logger",
    },
    "transports.* format.* stdTimeFunctions.* destination multistream": {},
    "getInput getBooleanInput getMultilineInput getState": { reads: ["env"] },
    "setFailed setOutput exportVariable addPath saveState setSecret": { writes: ["process"] },
    group: { runs: [1] },
    [`${levels} startGroup endGroup ${levels
      .split(" ")
      .map((level) => `default.${level}`)
      .join(" ")}`]: log,
  },
  types: {
    "Logger BaseLogger LoggerService Debugger ConsolaInstance LeveledLogMethod ConsoleLogger Signale":
      {
        members: {
          "()": log,
          [levels]: log,
          "child extend withTag clone getChildLogger with": { returns: "Logger" },
          "isLevelEnabled bindings enabled": {},
          "setBindings setLevel setContext setLogLevels add remove clear configure": {
            changes: ["receiver"],
          },
          flush: { writes: ["stdio"], latency: "io", hazard: "log" },
        },
      },
  },
};
