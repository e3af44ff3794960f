const preset = require("../jest.preset.cjs")("benchmarks");

// The runners are plain JavaScript modules, which run without a build; their tests are TypeScript.
const [[, swc]] = Object.entries(preset.transform);

module.exports = {
  ...preset,
  roots: ["language-server", "recall", "runtime", "serial"].map(
    (folder) => `<rootDir>/${folder}/measure`,
  ),
  transform: { "^.+\\.(ts|js)$": swc },
};
