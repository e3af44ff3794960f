module.exports = { ...require("../jest.preset.cjs")("tools"), roots: ["<rootDir>/checks"] };
