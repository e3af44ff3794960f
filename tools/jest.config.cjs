const preset = require("../jest.preset.cjs")("tools");

// The commands here are plain JavaScript modules, which run without a build; their checks are tests.
const [[, swc]] = Object.entries(preset.transform);

module.exports = {
  ...preset,
  roots: ["<rootDir>/checks"],
  transform: { "^.+\\.(ts|js)$": swc },
};
