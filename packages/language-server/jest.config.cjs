module.exports = require("../../jest.preset.cjs")("language-server");
