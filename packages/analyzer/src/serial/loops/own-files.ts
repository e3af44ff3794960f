import type { Access, Summary } from "../../model/effects/summary.js";
import { ts } from "../../model/syntax.js";
import { derivedIn } from "../derived-names.js";
import { calledName, type Names } from "../names.js";
import type { DataLoop } from "./shape.js";
import type { Turn } from "./verdict.js";

/**
 * Tells which calls of a loop's turns are about a file of the turn's own: functions of Node's file system
 * that leave a file as it is to be whatever others do to theirs, with a path that is made of the item.
 */
export class OwnFiles {
  /** Every await of the loop is such a call. */
  readonly isAll: boolean;
  readonly #names: Names;
  readonly #derived: ReadonlySet<unknown>;

  constructor(loop: DataLoop, turns: readonly Turn[], names: Names) {
    this.#names = names;
    this.#derived = derivedIn(loop, names);
    this.isAll =
      turns.length > 0 &&
      turns.some(({ summary }) => summary.writes.some(isOfFiles)) &&
      turns.every((turn) => this.#isOwn(turn, turns));
  }

  /** What code beside the awaits does to anything but the turn's own file. */
  others(summary: Summary): Summary {
    if (!this.isAll) return summary;
    const isOther = (access: Access): boolean => !isOfFiles(access) || !this.#isAbout(access.from);
    return { ...summary, reads: summary.reads.filter(isOther) };
  }

  #isAbout(from: ts.Node): boolean {
    const call = ts.isCallExpression(from) ? from : from.parent;
    return ts.isCallExpression(call) && this.#isPath(call.arguments[0]);
  }

  #isOwn({ point, summary }: Turn, turns: readonly Turn[]): boolean {
    const { call } = point;
    if (call === undefined || !ts.isCallExpression(call)) return false;
    if (summary.unknown !== undefined) return false;
    const name = calledName(call);
    if (handleMethods.has(name) && this.#isOwnHandle(call, turns)) return true;
    const files = [...summary.writes, ...summary.reads].filter(isOfFiles);
    if (!summary.writes.every((one) => isOfFiles(one) || isOfConsole(one))) return false;
    if (files.length === 0 || !files.every((one) => one.isDirect)) return false;
    if (name === "mkdir" && !/recursive:\s*true/.test(call.arguments[1]?.getText() ?? "")) {
      return false;
    }
    return alone.has(name) && this.#isPath(call.arguments[0]) && !mayBeShared(call);
  }

  // `const file = await open(path, "w"); await file.writeFile(text); await file.close();`
  #isOwnHandle(call: ts.CallExpression, turns: readonly Turn[]): boolean {
    const { expression } = call;
    if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) {
      return false;
    }
    const [handle] = this.#names.in(expression.expression).reads.keys();
    return turns.some(({ point }) => {
      const declared = point.awaited.parent;
      if (!ts.isVariableDeclaration(declared) || point.call === undefined) return false;
      return (
        calledName(point.call) === "open" && this.#names.boundBy(declared.name).includes(handle)
      );
    });
  }

  #isPath(argument: ts.Expression | undefined): boolean {
    if (argument === undefined) return false;
    return [...this.#names.in(argument).reads.keys()].some((name) => this.#derived.has(name));
  }
}

function isOfFiles({ location }: Access): boolean {
  return location.kind === "resource" && location.resource === "fs";
}

function isOfConsole({ location }: Access): boolean {
  return location.kind === "resource" && location.resource === "stdio";
}

// What two of them leave does not depend on which comes first, as long as their paths differ. Not among
// them: what goes from one path to another, which another turn may go from, and what adds to a file.
const alone = new Set([
  "access",
  "ensureDir",
  "ensureFile",
  "lstat",
  "mkdir",
  "mkdirp",
  "open",
  "outputFile",
  "outputJson",
  "pathExists",
  "readFile",
  "readdir",
  "remove",
  "rm",
  "stat",
  "unlink",
  "writeFile",
  "writeJson",
]);

// A file that is added to, and a folder to which several paths may lead.
function mayBeShared(call: ts.CallExpression): boolean {
  const [path, ...others] = call.arguments;
  const adds = others.some((one) => /(["'`])a[sx]?\+?\1|O_APPEND/.test(one.getText()));
  const isAround = path !== undefined && /\bdirname\(|\.dir\b/.test(path.getText());
  return adds || (isAround && changing.has(calledName(call)));
}

const changing = new Set("outputFile outputJson remove rm unlink writeFile writeJson".split(" "));

const handleMethods = new Set(["close", "writeFile"]);
