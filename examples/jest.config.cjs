module.exports = {
  ...require("../jest.preset.cjs")("examples"),
  roots: ["<rootDir>/asyncio", "<rootDir>/page-server"],
};
