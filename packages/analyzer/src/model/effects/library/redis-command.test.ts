import { expect, test } from "@jest/globals";
import { isReadingCommand } from "./redis-command.js";

test.each([
  [["GET", "$"]],
  [["memory usage", "$", "samples", "0"]],
  [["Memory", "USAGE", "$"]],
  [["json.get", "$", "$"]],
  [["FT.AGGREGATE", "$", "*", "LIMIT", "0", "10"]],
  [["config", "get", "io-threads"]],
  [["hello"]],
  [["graph.query", "$", "MATCH (r) RETURN count(r)", "--compact"]],
])("%j only reads", (words) => {
  expect(isReadingCommand(words)).toBe(true);
});

test.each([
  [[]],
  [["$", "get"]],
  [["getdel", "$"]],
  [["memory", "purge"]],
  [["memory", "$"]],
  [["config", "set", "get", "1"]],
  [["scan", "0"]],
  [["hello", "3"]],
  [["FT.AGGREGATE", "$", "*", "WITHCURSOR"]],
  [["FT.CURSOR", "READ", "$", "$"]],
  [["graph.query", "$", "$"]],
  [["graph.query", "$", "MATCH (r) SET r.a = 1 RETURN r"]],
  [["sort", "$", "store", "$"]],
  [["eval", "return 1", "0"]],
])("%j may do anything", (words) => {
  expect(isReadingCommand(words)).toBe(false);
});
