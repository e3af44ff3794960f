import { createHash } from "node:crypto";
import { type Stats, statSync } from "node:fs";
import { type Disk, nodeDisk } from "@awaitwise/analyzer";

/** A question to the disk and the digest of its answer: what a result was made from. */
export type Question = readonly [
  ask: "fileExists" | "directoryExists" | "directories" | "realpath" | "readDirectory",
  args: readonly unknown[],
  answer: string,
];

/** A file that was read: the digest of its text, and what tells without reading that it is the same. */
export interface ReadFile {
  readonly digest: string;
  /** Size, times and number on the disk; left out where the file is too young to be told by them. */
  readonly stamp?: string;
}

/** Everything that was asked of the disk while something was made. */
export interface Trace {
  readonly questions: readonly Question[];
  readonly reads: Readonly<Record<string, ReadFile>>;
}

/**
 * Answers as the disk does, and takes note of every question, the ones answered in the negative
 * included: a file that is not there decides what an import resolves to as much as one that is. What
 * was asked once is remembered, so that all of a run sees one state of the disk.
 */
export class TracingDisk implements Disk {
  readonly caseSensitive: boolean;
  readonly #disk: Disk;
  readonly #texts = new Map<string, string | undefined>();
  readonly #digests = new Map<string, string>();
  readonly #answers = new Map<string, unknown>();
  readonly #started = Date.now();
  #traced: Map<string, Question> | undefined;
  #read: Set<string> | undefined;

  constructor(disk: Disk = nodeDisk) {
    this.#disk = disk;
    this.caseSensitive = disk.caseSensitive;
  }

  /** Starts taking note anew. */
  startTrace(): void {
    this.#traced = new Map();
    this.#read = new Set();
  }

  /** What was asked since `startTrace`. */
  trace(): Trace {
    return {
      questions: [...(this.#traced ?? new Map<string, Question>()).values()],
      reads: Object.fromEntries(
        [...(this.#read ?? [])].map((path) => [path, this.#readFile(path)]),
      ),
    };
  }

  /** Whether the disk still answers a question as it did. */
  isAnsweredAlike([ask, args, answer]: Question): boolean {
    return digestOf(JSON.stringify(this.#answer(ask, args))) === answer;
  }

  /** Whether a file still has the text it had; told without reading it where that is possible. */
  isTextAlike(path: string, { digest, stamp }: ReadFile): boolean {
    if (!this.#texts.has(path) && stamp !== undefined && stamp === stampOf(statOf(path))) {
      this.#digests.set(path, digest);
      return true;
    }
    return this.#digestOfText(path) === digest;
  }

  readFile(path: string): string | undefined {
    this.#read?.add(path);
    if (!this.#texts.has(path)) this.#texts.set(path, this.#disk.readFile(path));
    return this.#texts.get(path);
  }

  fileExists(path: string): boolean {
    return this.#ask("fileExists", [path]) as boolean;
  }

  directoryExists(path: string): boolean {
    return this.#ask("directoryExists", [path]) as boolean;
  }

  directories(path: string): readonly string[] {
    return this.#ask("directories", [path]) as readonly string[];
  }

  realpath(path: string): string {
    return this.#ask("realpath", [path]) as string;
  }

  readDirectory(...args: Parameters<Disk["readDirectory"]>): readonly string[] {
    return this.#ask("readDirectory", args) as readonly string[];
  }

  #ask(ask: Question[0], args: readonly unknown[]): unknown {
    const answer = this.#answer(ask, args);
    const key = `${ask} ${args.length === 1 ? String(args[0]) : JSON.stringify(args)}`;
    if (this.#traced !== undefined && !this.#traced.has(key)) {
      this.#traced.set(key, [ask, args, digestOf(JSON.stringify(answer))]);
    }
    return answer;
  }

  #answer(ask: Question[0], args: readonly unknown[]): unknown {
    const key = `${ask} ${JSON.stringify(args)}`;
    if (!this.#answers.has(key)) {
      const work = this.#disk[ask] as (...args: readonly unknown[]) => unknown;
      // JSON, in which questions are kept, writes an argument that was left out as null.
      this.#answers.set(key, work(...args.map((arg) => arg ?? undefined)));
    }
    return this.#answers.get(key);
  }

  #readFile(path: string): ReadFile {
    const stats = statOf(path);
    const digest = this.#digestOfText(path);
    // A file that changes within the clock's resolution keeps its times, and one that changed since
    // the run started may have another text than the one that was read.
    const settled = stats !== undefined && newest(stats) < this.#started - SETTLED_MS;
    return settled ? { digest, stamp: stampOf(stats) } : { digest };
  }

  #digestOfText(path: string): string {
    let digest = this.#digests.get(path);
    if (digest === undefined || this.#texts.has(path)) {
      if (!this.#texts.has(path)) this.#texts.set(path, this.#disk.readFile(path));
      const text = this.#texts.get(path);
      digest = text === undefined ? "none" : digestOf(text);
      this.#digests.set(path, digest);
    }
    return digest;
  }
}

const SETTLED_MS = 2_000;

/** A digest that two texts share only when they are the same. */
export function digestOf(text: string): string {
  return text.length < 16
    ? text
    : createHash("sha256").update(text).digest("base64url").slice(0, 27);
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function newest({ mtimeMs, ctimeMs }: Stats): number {
  return Math.max(mtimeMs, ctimeMs);
}

function stampOf(stats: Stats | undefined): string {
  if (stats === undefined) return "none";
  return [stats.size, stats.mtimeMs, stats.ctimeMs, stats.ino].join(" ");
}
