module.exports = require("../../jest.preset.cjs")("analyzer");
