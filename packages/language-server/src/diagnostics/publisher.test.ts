import { expect, jest, test } from "@jest/globals";
import type { PublishDiagnosticsParams } from "vscode-languageserver/node";
import { OpenDocuments } from "../documents/open-documents.js";
import { Publisher, patience } from "./publisher.js";

const uri = "file:///a.ts";
const at = (line: number, from: number, to: number) => ({
  start: { line, character: from },
  end: { line, character: to },
});
const finding = (line: number) => ({ range: at(line, 2, 6), message: "dropped" });
const report = (version: number | undefined, ...lines: number[]) => ({
  file: "/a.ts",
  uri,
  version,
  diagnostics: lines.map(finding),
  resultId: lines.join(),
});

function start() {
  const documents = new OpenDocuments();
  const sent: PublishDiagnosticsParams[] = [];
  const publisher = new Publisher(documents, true, (params) => sent.push(params));
  const document = documents.open(uri, 1, "one\n  two();\n");
  if (document === undefined) throw new Error("The document did not open");
  const insertLine = (version: number): void => {
    const change = document.change(version, [{ range: at(0, 0, 0), text: "\n" }], "utf-16");
    publisher.edited(document, change);
  };
  return { publisher, sent, insertLine, documents };
}

test("findings of a version that has passed are moved along with the edits made since", () => {
  const { publisher, sent, insertLine } = start();
  insertLine(2);
  insertLine(3);
  publisher.report(report(1, 1));
  expect(sent).toEqual([{ uri, version: 3, diagnostics: [finding(3)] }]);
  publisher.report(report(2, 2));
  expect(sent.at(-1)).toEqual({ uri, version: 3, diagnostics: [finding(3)] });
  publisher.stop();
});

test("findings of a version older than what is shown are dropped", () => {
  const { publisher, sent, insertLine } = start();
  insertLine(2);
  publisher.report(report(2, 2));
  publisher.report(report(1, 0));
  expect(sent).toEqual([{ uri, version: 2, diagnostics: [finding(2)] }]);
});

test("what was shown moves by itself when nothing new arrives for a while", () => {
  jest.useFakeTimers();
  try {
    const { publisher, sent, insertLine } = start();
    publisher.report(report(1, 1));
    insertLine(2);
    jest.advanceTimersByTime(patience - 1);
    expect(sent.length).toBe(1);
    jest.advanceTimersByTime(1);
    expect(sent.at(-1)).toEqual({ uri, version: 2, diagnostics: [finding(2)] });
  } finally {
    jest.useRealTimers();
  }
});

test("what is known of the disk's text is not shown over an open document, nor the other way round", () => {
  const { publisher, sent, documents } = start();
  publisher.report(report(undefined, 1));
  documents.close(uri);
  publisher.report(report(1, 1));
  expect(sent).toEqual([]);
  publisher.report(report(undefined, 1));
  expect(sent).toEqual([{ uri, diagnostics: [finding(1)] }]);
});
