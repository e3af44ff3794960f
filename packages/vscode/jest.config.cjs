const preset = require("../../jest.preset.cjs")("vscode");

module.exports = {
  ...preset,
  // VS Code brings the module `vscode` at run time only.
  moduleNameMapper: { ...preset.moduleNameMapper, "^vscode$": "<rootDir>/src/testing/vscode.ts" },
};
