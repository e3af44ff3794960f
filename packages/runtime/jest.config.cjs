const preset = require("../../jest.preset.cjs")("runtime");

module.exports = {
  ...preset,
  // Before the closing line, which must stay the last.
  reporters: [
    preset.reporters[0],
    require.resolve("./case-reporter.cjs"),
    ...preset.reporters.slice(1),
  ],
};
