import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/**
 * @typedef {object} Project
 * @property {string} folder
 * @property {number} modules of all kinds
 * @property {number} lines of all files together
 * @property {Document} app the file that is edited
 * @property {Document} callee the file that `app` calls into
 * @property {number} wrongLine a line of `app` in which something is wrong from the beginning, as the file and what it imports
 *   tell: diagnostics without it are not the file's
 * @property {number} [farLine] another, which only files further away tell to be wrong
 * @property {number} line the line of `app` that an edit replaces, 0-based
 * @property {readonly [string, string]} states of that line: nothing wrong, and a promise forgotten
 * @property {number} crossLine the line of `app` that a promise is forgotten in when the callee turns async
 * @property {number} calleeLine the line of `callee` that says whether it is async
 * @property {readonly [string, string]} calleeStates sync, async
 */

/**
 * @typedef {object} Document
 * @property {string} uri
 * @property {string} text
 */

/**
 * Writes a project of modules that call each other, one file of some 400 lines among them.
 *
 * @param {string} folder
 * @param {number} modules
 * @returns {Project}
 */
export function writeProject(folder, modules) {
  write(folder, "package.json", `{ "private": true, "type": "module" }\n`);
  write(
    folder,
    "tsconfig.json",
    JSON.stringify({
      compilerOptions: {
        ...{ strict: true, target: "ES2022", lib: ["ES2022", "DOM"], types: [] },
        ...{ module: "ESNext", moduleResolution: "Bundler", noEmit: true },
      },
      include: ["src"],
    }),
  );
  write(
    folder,
    "eslint.config.mjs",
    `import tseslint from "typescript-eslint";
export default [{
  files: ["src/**/*.ts"],
  languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: ${JSON.stringify(folder)} } },
  plugins: { "@typescript-eslint": tseslint.plugin },
  rules: {
    "@typescript-eslint/no-floating-promises": "error",
    "@typescript-eslint/no-misused-promises": "error",
    "@typescript-eslint/await-thenable": "error",
    "@typescript-eslint/return-await": "error",
  },
}];
`,
  );
  let lines = 0;
  const add = (/** @type {string} */ name, /** @type {string} */ text) => {
    lines += text.split("\n").length;
    return write(folder, `src/${name}.ts`, text);
  };
  for (let module = 0; module < modules; module += 1) add(`m${module}`, moduleText(module, 12));
  for (const [name, text] of Object.entries(far)) add(name, text);
  const callee = add(
    "callee",
    `export function size(id: string): number {\n  return id.length;\n}\n`,
  );
  const body = moduleText(modules, 44).split("\n");
  const at = body.findIndex((line) => line.includes("export"));
  const states = /** @type {const} */ ([
    "  total += await load0_0(id);",
    "  load0_0(id); const wrong: number = load0_0(id); total += wrong;",
  ]);
  const head = [
    `import { load0_0 } from "./m0.js";`,
    `import { size } from "./callee.js";`,
    `import { far } from "./far.js";`,
    "export async function edited(id: string): Promise<number> {",
    "  let total = 0;",
    states[0],
    "  size(id); const length: number = size(id); total += length;",
    "  load0_0(id); const always: number = load0_0(id); total += always;",
    "  far(); const away: number = far(); total += away;",
    "  return total;",
    "}",
  ];
  body.splice(at, 0, ...head);
  const app = add("app", body.join("\n"));
  return {
    ...{ folder, modules: modules + Object.keys(far).length + 2, lines, app, callee, states },
    ...{ line: at + 5, crossLine: at + 6, wrongLine: at + 7, farLine: at + 8 },
    calleeLine: 0,
    calleeStates: [
      "export function size(id: string): number {",
      "export async function size(id: string): Promise<number> {",
    ],
  };
}

/** What a function gives back is inferred by what stands three files away. */
const far = {
  far: `import { second } from "./second.js";\nexport const far = () => second();\n`,
  second: `import { third } from "./third.js";\nexport const second = () => third();\n`,
  third: "export async function third() {\n  return 3;\n}\n",
};

/** @param {number} module @param {number} functions */
function moduleText(module, functions) {
  const below = [module - 1, module - 2, module - 7].filter((one) => one >= 0);
  const imports = below.map((one) => `import { load${one}_0, load${one}_1 } from "./m${one}.js";`);
  const bodies = Array.from({ length: functions }, (_, index) => [
    `export async function load${module}_${index}(id: string): Promise<number> {`,
    `  const parts = id.split(",");`,
    "  let total = 0;",
    ...below.map((one) => `  total += await load${one}_${index % 2}(parts[0] ?? "x");`),
    "  for (const part of parts) total += part.length;",
    "  return total;",
    "}",
  ]);
  return `${[...imports, ...bodies.flat()].join("\n")}\n`;
}

/** @param {string} folder @param {string} name @param {string} text @returns {Document} */
function write(folder, name, text) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return { uri: pathToFileURL(file).href, text };
}
