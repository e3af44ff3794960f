import { resolve } from "node:path";
import { decodeText } from "@awaitwise/analyzer/basics";
import { mapConcurrent } from "@awaitwise/runtime";
import { git, gitBytes } from "./git.js";

const GITS_AT_ONCE = 8;

/**
 * The texts that are staged of the files that differ in the working tree, by their absolute paths: a
 * commit takes these, and not what an editor has gone on to write. Line ends are those that the
 * working tree has.
 */
export async function stagedTexts(cwd: string): Promise<ReadonlyMap<string, string>> {
  const top = (await git(["rev-parse", "--show-toplevel"], cwd)).replace(/\n$/, "");
  const listed = await git(["diff", "--name-only", "--no-renames", "--diff-filter=MTD", "-z"], top);
  const names = listed.split("\0").filter((name) => READ.test(name));
  const texts = await mapConcurrent(names, GITS_AT_ONCE, async (name) =>
    decodeText(await gitBytes(["cat-file", "--filters", `:${name}`], top)),
  );
  return new Map(
    names.map((name, index) => [resolve(top, name).replaceAll("\\", "/"), texts[index] ?? ""]),
  );
}

// Of the files that an analysis reads, those that may be staged in another form.
const READ = /\.(?:[cm]?[jt]s|[jt]sx|json)$/;
