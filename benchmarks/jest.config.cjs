const preset = require("../jest.preset.cjs")("benchmarks");

// The runners are plain JavaScript modules, which run without a build; their tests are TypeScript.
const [[, swc]] = Object.entries(preset.transform);

module.exports = {
  ...preset,
  roots: [
    "analyzer/differences",
    "analyzer/measure",
    "setup",
    "fixes/packages",
    "language-server/measure",
    "peer-cases/read",
    "recall/measure",
    "runtime/measure",
    "serial/measure",
    "tracing/measure",
  ].map((folder) => `<rootDir>/${folder}`),
  moduleNameMapper: {
    "^@awaitwise/analyzer$": "<rootDir>/../packages/analyzer/src/index.ts",
    ...preset.moduleNameMapper,
  },
  transform: { "^.+\\.(ts|js)$": swc },
};
