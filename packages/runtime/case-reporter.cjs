// A Jest reporter that holds docs/conformance.md to the tests that ran: a case of CPython's counts
// as covered only where a test that names it has just passed. With UPDATE_CONFORMANCE_TABLE set it
// writes the tables instead. A run of some of the tests only is left alone.
const { readFileSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { renderTables, settleCases } = require("./case-table.cjs");

const PAGE = path.join(__dirname, "../../docs/conformance.md");
const CASES = path.join(__dirname, "src/conformance/cases");
const START = "<!-- The tables below are written by `npm run conformance:table`. -->";

module.exports = class CaseReporter {
  #error = null;

  constructor(globalConfig) {
    this.partial =
      globalConfig.testPathPatterns?.patterns?.length > 0 ||
      Boolean(globalConfig.testNamePattern) ||
      globalConfig.onlyChanged ||
      globalConfig.findRelatedTests;
  }

  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const update = Boolean(process.env.UPDATE_CONFORMANCE_TABLE);
    if (this.partial || results.wasInterrupted || (failed > 0 && !update)) {
      return;
    }
    const { states, faults } = settleCases(
      read("cpython-3.13.json"),
      read("further.json"),
      read("not-applicable.json"),
      passedTests(results),
    );
    const page = readFileSync(PAGE, "utf8");
    const [text] = page.split(START);
    const wanted = `${text}${START}\n\n${renderTables(states)}\n`;
    if (update) {
      writeFileSync(PAGE, wanted);
    } else if (page !== wanted) {
      faults.push(
        "docs/conformance.md does not say what the tests do; run npm run conformance:table",
      );
    }
    if (faults.length > 0) {
      this.#error = new Error(faults.join("\n"));
      console.error(this.#error.message);
    }
  }

  getLastError() {
    return this.#error ?? undefined;
  }
};

function read(file) {
  return JSON.parse(readFileSync(path.join(CASES, file), "utf8"));
}

function passedTests(results) {
  return results.testResults.flatMap(({ testFilePath, testResults }) =>
    testResults
      .filter((test) => test.status === "passed")
      .map((test) => ({
        title: [...test.ancestorTitles, test.title].join(" › "),
        file: path.relative(path.join(__dirname, "src"), testFilePath).replaceAll(path.sep, "/"),
      })),
  );
}
