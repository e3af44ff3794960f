import { afterEach, expect, test } from "@jest/globals";
import type { TextDocumentContentChangeEvent } from "vscode-languageserver/node";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { TestClient } from "./testing/test-client.js";

// A comment of a few lines, in which most of the typing is done, above the code.
const code = "async function save(): Promise<void> {}\nsave();\n";

let project: FixtureProject;
let client: TestClient;

afterEach(async () => {
  await client.stop();
  project[Symbol.dispose]();
});

test("after a million edits that came a thousand at a time, findings stand where the text is", async () => {
  project = new FixtureProject({ "tsconfig.json": strictConfig, "a.ts": `//\n${code}` });
  client = await TestClient.start(project, {
    capabilities: { textDocument: { publishDiagnostics: { versionSupport: true } } },
  });
  client.open("a.ts", `//\n${code}`);
  expect(await client.findings("a.ts")).toEqual(["3:1 floating-promise"]);
  const typist = new Typist();
  for (let turn = 1; turn <= 1_000; turn += 1) {
    client.change(
      "a.ts",
      Array.from({ length: 1_000 }, () => typist.next()),
    );
    // As many states are looked at as there are pauses in the typing.
    if (turn % 100 === 0) {
      const line = typist.lines + 2;
      expect(await client.findings("a.ts")).toEqual([`${line}:1 floating-promise`]);
      expect(client.published.at(-1)?.version).toBe(turn + 1);
      client.published.length = 0;
    }
  }
  expect(client.document("a.ts").getText()).toBe(`${typist.text}\n${code}`);
}, 300_000);

/** Types into comment lines, and takes characters and whole lines out again. */
class Typist {
  readonly #lengths = [2];
  #seed = 7;

  get lines(): number {
    return this.#lengths.length;
  }

  get text(): string {
    return this.#lengths.map((length) => `//${"x".repeat(length - 2)}`).join("\n");
  }

  next(): TextDocumentContentChangeEvent {
    const line = this.#below(this.lines);
    const length = this.#lengths[line] as number;
    const what = this.#below(20);
    if (what === 0 && this.lines < 40) {
      this.#lengths.splice(line + 1, 0, 2);
      return change(line, length, line, length, "\n//");
    }
    if (what === 1 && this.lines > 1) {
      this.#lengths.splice(line, 1);
      return change(line, 0, line + 1, 0, "");
    }
    const at = 2 + this.#below(length - 1);
    if (what < 11 && at < length) {
      this.#lengths[line] = length - 1;
      return change(line, at, line, at + 1, "");
    }
    this.#lengths[line] = length + 1;
    return change(line, at, line, at, "x");
  }

  // A linear congruential generator: the same edits in every run.
  #below(limit: number): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#seed / 2 ** 32) * limit);
  }
}

function change(
  line: number,
  character: number,
  endLine: number,
  endCharacter: number,
  text: string,
): TextDocumentContentChangeEvent {
  return {
    range: { start: { line, character }, end: { line: endLine, character: endCharacter } },
    text,
  };
}
