import { existsSync } from "node:fs";
import path from "node:path";
import { openProject } from "@awaitwise/analyzer";

/**
 * @import { Finding, Project } from "@awaitwise/analyzer"
 * @import { Case } from "./cases.js"
 */

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
  findings({ code, jsx, tsconfig = "./tsconfig.json" }, rules, options) {
    const configFile = path.resolve(this.#fixtures, tsconfig);
    const directory = path.dirname(configFile);
    const file = path.join(directory, jsx ? "react.tsx" : "file.ts");
    const key = `${configFile} ${file}`;
    const project =
      this.#projects.get(key) ??
      openProject({ directory, configFile, roots: [file], files: [file] });
    this.#projects.set(key, project);
    project.setBuffer(file, code);
    return project
      .check(file, { preset: "strict", rules: [...rules], options })
      .filter(({ rule }) => rules.includes(rule));
  }
}
