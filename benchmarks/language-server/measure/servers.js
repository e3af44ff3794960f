import path from "node:path";
import { packed } from "../../setup/packed.js";
import { peers } from "./peers.js";

/**
 * @typedef {object} Server
 * @property {string} id
 * @property {string} label
 * @property {readonly string[]} packages whose versions name it
 * @property {readonly string[]} command the arguments of node, or a program and its own
 * @property {boolean} [native] whether the command is a program and not a script
 * @property {"push" | "pull"} diagnostics
 * @property {boolean} [twice] whether it shows a part of a file's diagnostics, or what it remembers, before all
 * @property {boolean} [packed] whether it is what is published, which has to be made first
 * @property {boolean} [again] whether the project was open before, and what was found then is kept
 * @property {object} [settings] what it is answered when it asks for its configuration
 * @property {boolean} [needsModules] whether the project has to reach the peers as its own packages
 */

const installed = (/** @type {string} */ file) => path.join(peers.home, "node_modules", file);

const own = {
  packages: [],
  command: [
    path.resolve(peers.home, "../../packages/language-server/bin/awaitwise-language-server.js"),
    "--stdio",
  ],
  diagnostics: /** @type {const} */ ("push"),
  twice: true,
};

const published = { ...own, command: [packed.server, "--stdio"], packed: true };

/** @type {readonly Server[]} */
export const servers = [
  // In a folder without packages, and without what the command line keeps, nothing is remembered.
  { ...own, id: "awaitwise", label: "awaitwise" },
  { ...own, id: "awaitwise-again", label: "awaitwise, opened again", again: true },
  ...["native", "ts-morph"].map((types) => ({
    ...own,
    id: `awaitwise-${types}`,
    label: `awaitwise, ${types} types`,
    command: [...own.command, `--types=${types}`],
  })),
  { ...published, id: "awaitwise-packed", label: "awaitwise as published" },
  {
    ...published,
    id: "awaitwise-packed-again",
    label: "awaitwise as published, opened again",
    again: true,
  },
  {
    id: "typescript-7",
    label: "TypeScript 7's own server",
    packages: ["typescript-7"],
    command: [installed("typescript-7/bin/tsc"), "--lsp", "--stdio"],
    diagnostics: "pull",
  },
  {
    id: "typescript-language-server",
    label: "typescript-language-server",
    packages: ["typescript-language-server", "typescript"],
    command: [installed("typescript-language-server/lib/cli.mjs"), "--stdio"],
    diagnostics: "push",
  },
  {
    id: "vscode-eslint",
    label: "vscode-eslint, four typed rules of typescript-eslint",
    packages: ["vscode-langservers-extracted", "eslint", "typescript-eslint"],
    command: [
      installed("vscode-langservers-extracted/bin/vscode-eslint-language-server"),
      "--stdio",
    ],
    diagnostics: "pull",
    needsModules: true,
    settings: {
      ...{ validate: "on", run: "onType", nodePath: null, format: false, quiet: false },
      ...{ useESLintClass: true, experimental: {}, useFlatConfig: true },
      ...{ workingDirectory: { mode: "location" }, rulesCustomizations: [], options: {} },
      ...{ problems: { shortenToSingleLine: false }, onIgnoredFiles: "off" },
      codeAction: {
        disableRuleComment: { enable: false },
        showDocumentation: { enable: false },
      },
      codeActionOnSave: { mode: "all" },
    },
  },
];
