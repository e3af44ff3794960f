const preset = require("../jest.preset.cjs")("benchmarks");

// The runners are plain JavaScript modules, which run without a build; their tests are TypeScript.
const [[, swc]] = Object.entries(preset.transform);

module.exports = {
  ...preset,
  roots: ["<rootDir>/recall/measure", "<rootDir>/runtime/measure", "<rootDir>/serial/measure"],
  transform: { "^.+\\.(ts|js)$": swc },
};
