import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { packed } from "../../setup/packed.js";
import { peers } from "./peers.js";

/** @import { Tool } from "./types.js" */

const node = process.execPath;

/** The rules of typescript-eslint that oxlint has too, and that ours answer. */
const rules = ["await-thenable", "no-floating-promises", "no-misused-promises", "return-await"];

/** Our rules that answer those of a peer, and how a run of them alone is called. */
const comparable = {
  four: {
    title: "the four rules",
    rules: [
      "async-void-callback",
      "await-non-promise",
      "floating-promise",
      "misused-promise",
      "unawaited-return-in-try",
    ],
  },
  two: {
    title: "Biome's two rules",
    rules: ["async-void-callback", "floating-promise", "misused-promise"],
  },
};

/** @type {readonly Tool[]} */
export const tools = [
  awaitwise("native"),
  awaitwise("ts-morph"),
  awaitwise("native", "four"),
  awaitwise("ts-morph", "four"),
  awaitwise("native", "two"),
  awaitwise("ts-morph", "two"),
  {
    id: "oxlint",
    title: "oxlint with tsgolint",
    checks: "the four rules",
    codes: [0, 1],
    remembers: false,
    prepare(directory) {
      writeFileSync(
        path.join(directory, ".oxlintrc.json"),
        JSON.stringify({
          plugins: ["typescript"],
          categories: { correctness: "off" },
          rules: Object.fromEntries(rules.map((rule) => [`typescript/${rule}`, "error"])),
        }),
      );
    },
    command: () => [
      "env",
      `OXLINT_TSGOLINT_PATH=${path.join(peers.home, "node_modules/.bin/tsgolint")}`,
      node,
      peers.fileOf("oxlint", "bin/oxlint"),
      "--type-aware",
      "--no-ignore",
      "--format=json",
      "src",
    ],
    count: (output) => JSON.parse(output).diagnostics.length,
  },
  {
    id: "typescript-eslint",
    title: "typescript-eslint",
    checks: "the four rules",
    codes: [0, 1],
    remembers: true,
    prepare(directory) {
      const load = createRequire(path.join(peers.home, "package.json"));
      const entry = pathToFileURL(load.resolve("typescript-eslint")).href;
      const chosen = Object.fromEntries(
        rules.map((rule) => [`@typescript-eslint/${rule}`, "error"]),
      );
      writeFileSync(
        path.join(directory, "eslint.config.mjs"),
        `import { parser, plugin } from ${JSON.stringify(entry)};
export default [{
  files: ["**/*.ts"],
  languageOptions: { parser, parserOptions: { project: true, tsconfigRootDir: import.meta.dirname } },
  linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" },
  plugins: { "@typescript-eslint": plugin },
  rules: ${JSON.stringify(chosen)},
}];
`,
      );
    },
    command: (_, memory) => [
      node,
      "--max-old-space-size=8192",
      peers.fileOf("eslint", "bin/eslint.js"),
      "--format=json",
      ...(memory === undefined ? [] : ["--cache", "--cache-location", path.join(memory, "eslint")]),
      "src",
    ],
    count: (output) =>
      JSON.parse(output).reduce(
        (/** @type {number} */ sum, /** @type {{ messages: object[] }} */ { messages }) =>
          sum + messages.length,
        0,
      ),
  },
  {
    id: "biome",
    title: "Biome",
    checks: "`noFloatingPromises` and `noMisusedPromises`",
    codes: [0, 1],
    remembers: false,
    prepare(directory) {
      const own = { noFloatingPromises: "error", noMisusedPromises: "error" };
      writeFileSync(
        path.join(directory, "biome.json"),
        JSON.stringify({
          root: true,
          files: { includes: ["src/**"], maxSize: 10_000_000 },
          linter: { rules: { recommended: false, nursery: own } },
        }),
      );
    },
    command: () => [
      node,
      peers.fileOf("@biomejs/biome", "bin/biome"),
      "lint",
      "--reporter=json",
      "--max-diagnostics=none",
      "src",
    ],
    count: (output) => JSON.parse(output.slice(output.indexOf("{"))).summary.errors,
  },
  compiler("tsc-7", "tsc 7", peers.fileOf("typescript-7", "bin/tsc")),
  compiler("tsc-6", "tsc 6", peers.fileOf("typescript", "bin/tsc")),
];

/**
 * @param {"native" | "ts-morph"} types
 * @param {keyof typeof comparable} [only] what is run in place of the preset
 * @returns {Tool}
 */
function awaitwise(types, only) {
  const title = types === "native" ? "awaitwise, `--types native`" : "awaitwise";
  const chosen = only && comparable[only];
  return {
    id: `awaitwise-${types}${only === undefined ? "" : `-${only}`}`,
    title: chosen === undefined ? title : `${title}, ${chosen.title} alone`,
    checks:
      chosen === undefined
        ? "all of `recommended`: missing and serial awaits"
        : `what answers ${chosen.title}: ${chosen.rules.map((one) => `\`${one}\``).join(", ")}`,
    codes: [0, 1],
    // What a run remembers is measured with the whole preset.
    remembers: chosen === undefined,
    prepare: () => {},
    command: (_, memory) => [
      node,
      packed.commandLine,
      "check",
      "--format=json",
      `--types=${types}`,
      ...(chosen?.rules ?? []).map((one) => `--rule=${one}`),
      ...(memory === undefined ? ["--no-cache"] : ["--cache-location", path.join(memory, types)]),
      "src",
    ],
    count: (output) => JSON.parse(output).findings.length,
  };
}

/**
 * @param {string} id
 * @param {string} title
 * @param {string} program
 * @returns {Tool}
 */
function compiler(id, title, program) {
  return {
    id,
    title,
    checks: "every type",
    codes: [0, 1, 2],
    remembers: false,
    prepare: () => {},
    command: () => [node, program, "--noEmit", "--pretty", "false", "-p", "tsconfig.json"],
    count: (output) => output.match(/: error TS\d+/g)?.length ?? 0,
  };
}
