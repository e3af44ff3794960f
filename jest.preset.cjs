// What the Jest configuration of every package shares: TypeScript by swc, one workspace package
// reached by another through its sources, so that a test never runs a stale build.
module.exports = (project) => ({
  displayName: project,
  testEnvironment: "node",
  roots: ["<rootDir>/src"],
  testMatch: ["**/*.test.ts"],
  // No test asserts how long something takes; this only ends one that hangs, on a busy machine too.
  testTimeout: 120_000,
  transform: {
    "^.+\\.ts$": [
      require.resolve("@swc/jest"),
      {
        jsc: {
          parser: { syntax: "typescript", decorators: true },
          target: "es2022",
        },
        module: { type: "commonjs" },
        sourceMaps: "inline",
      },
    ],
  },
  moduleNameMapper: {
    "^@awaitwise/(runtime|analyzer|language-server)$": "<rootDir>/../$1/src/index.ts",
    "^@awaitwise/(runtime|analyzer|language-server)/(.+)$": "<rootDir>/../$1/src/$2.ts",
    "^(\\.{1,2}/.*)\\.js$": "$1",
  },
  reporters: [
    ["default", { summaryThreshold: 20 }],
    require.resolve("./tools/closing-line-reporter.cjs"),
  ],
});
