import { existsSync } from "node:fs";
import path from "node:path";
import { openProject } from "@awaitwise/analyzer";

/**
 * @import { Finding, Project, ProjectDescription } from "@awaitwise/analyzer"
 * @import { Case } from "./cases.js"
 */

/**
 * The project that a case is answered in, and the file of it that the case takes the place of.
 *
 * @param {string} fixtures
 * @param {Case} one
 * @returns {{ readonly file: string, readonly description: ProjectDescription }}
 */
export function placeOf(fixtures, { jsx, tsconfig = "./tsconfig.json" }) {
  const configFile = path.resolve(fixtures, tsconfig);
  const directory = path.dirname(configFile);
  const file = path.join(directory, jsx ? "react.tsx" : "file.ts");
  return { file, description: { directory, configFile, roots: [file], files: [file] } };
}

/** Answers cases in the place where the tests have them answered: a file of the fixtures. */
export class Answerer {
  #fixtures;
  /** @type {Map<string, Project>} */
  #projects = new Map();

  /** @param {string} fixtures */
  constructor(fixtures) {
    if (!existsSync(path.join(fixtures, "../../../../node_modules/@types/react"))) {
      throw new Error(
        "@types/node and @types/react are not installed in the checkout: run npm install there",
      );
    }
    this.#fixtures = fixtures;
  }

  /**
   * @param {Case} one
   * @param {readonly string[]} rules
   * @param {Readonly<Record<string, object>>} options
   * @returns {readonly Finding[]}
   */
  findings(one, rules, options) {
    const { file, description } = placeOf(this.#fixtures, one);
    const key = `${description.configFile} ${file}`;
    const project = this.#projects.get(key) ?? openProject(description);
    this.#projects.set(key, project);
    project.setBuffer(file, one.code);
    return project
      .check(file, { preset: "strict", rules: [...rules], options })
      .filter(({ rule }) => rules.includes(rule));
  }
}
