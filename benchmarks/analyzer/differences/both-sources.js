import { openProject } from "@awaitwise/analyzer";

/**
 * @import { Finding, Project, ProjectDescription } from "@awaitwise/analyzer"
 */

/**
 * A finding that only one of the two sources of types has led to.
 *
 * @typedef {{ readonly by: "native" | "ts-morph", readonly finding: Finding }} Difference
 */

/**
 * What a comparison came to.
 *
 * @typedef {{ readonly findings: number, readonly differences: readonly Difference[] }} Compared
 */

/** A project that is checked with both sources of types, the same texts in both. */
export class BothSources {
  /** @type {Project} */
  #native;
  /** @type {Project} */
  #reference;
  /** @type {Set<string>} */
  #changed = new Set();

  /** @param {ProjectDescription} description */
  constructor(description) {
    this.#native = openProject({ ...description, types: "native" });
    this.#reference = openProject({ ...description, types: "ts-morph" });
  }

  /** Why nothing was compared: the native types had to be left; `undefined` before the first comparison. */
  get withoutNative() {
    return this.#native.withoutNative;
  }

  /** @param {string} file */
  text(file) {
    return this.#reference.text(file) ?? "";
  }

  /**
   * Has these files read so from here on, and all others as they are on the disk.
   *
   * @param {ReadonlyMap<string, string>} texts
   */
  read(texts) {
    for (const project of [this.#native, this.#reference]) {
      for (const file of this.#changed) if (!texts.has(file)) project.closeBuffer(file);
      for (const [file, text] of texts) project.setBuffer(file, text);
    }
    this.#changed = new Set(texts.keys());
  }

  /**
   * Checks files by every rule, in the preset `strict`, and compares all that the findings hold.
   *
   * @param {readonly string[]} files
   * @returns {Compared}
   */
  compare(files) {
    /** @type {Difference[]} */
    const differences = [];
    let count = 0;
    for (const file of files) {
      const [native, reference] = [this.#native, this.#reference].map((project) =>
        project.check(file, { preset: "strict" }),
      );
      count += reference?.length ?? 0;
      differences.push(
        ...onlyIn("native", native, reference),
        ...onlyIn("ts-morph", reference, native),
      );
    }
    return { findings: count, differences };
  }

  close() {
    this.#native.close();
    this.#reference.close();
  }
}

/**
 * @param {Difference["by"]} by
 * @param {readonly Finding[]} found
 * @param {readonly Finding[]} others
 * @returns {Difference[]}
 */
function onlyIn(by, found = [], others = []) {
  const known = new Set(others.map((one) => JSON.stringify(one)));
  return found
    .filter((finding) => !known.has(JSON.stringify(finding)))
    .map((finding) => ({ by, finding }));
}
