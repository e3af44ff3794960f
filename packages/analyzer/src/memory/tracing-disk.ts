import { type Disk, diskThatTells } from "../project/disk.js";
import { statOf } from "../project/folder-entries.js";
import { digestOf } from "./digest.js";
import { listingDigest, type Seen } from "./disk-state.js";
import { NO_TEXT, type ReadFile, settledStamp, stampOf } from "./stamp.js";

/** A question to the disk and the digest of its answer: what a result was made from. */
export type Question = readonly [
  ask: "fileExists" | "directoryExists" | "directories" | "realpath" | "readDirectory",
  args: readonly unknown[],
  answer: string,
];

/** Everything that was asked of the disk while something was made. */
export interface Trace {
  readonly questions: readonly Question[];
  readonly reads: Readonly<Record<string, ReadFile>>;
}

interface Asked {
  readonly ask: Question[0];
  readonly args: readonly unknown[];
  readonly answer: unknown;
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
  readonly #answers = new Map<string, Asked>();
  readonly #listings = new Map<string, string>();
  readonly #started = Date.now();
  #traced: Map<string, Question> | undefined;
  #read: Set<string> | undefined;
  /** Something has an effect that is not to be seen on the disk. */
  #open = false;

  constructor() {
    this.#disk = diskThatTells((folder, entries) => {
      this.#listings.set(folder, listingDigest(entries));
    });
    this.caseSensitive = this.#disk.caseSensitive;
  }

  /** Takes note of what a configuration was read from. */
  readonly noteConfig = (path: string, what: "text" | "existence" | "anything"): void => {
    const place = path.replaceAll("\\", "/");
    if (what === "anything") this.#open = true;
    else if (what === "text") this.readFile(place);
    else {
      this.fileExists(place);
      this.directoryExists(place);
    }
  };

  /** Starts taking note anew. */
  startTrace(): void {
    this.#traced = new Map();
    this.#read = new Set();
  }

  /** What was asked since `startTrace`, and what an earlier trace says besides, of which all holds. */
  trace(earlier: Trace = { questions: [], reads: {} }): Trace {
    const traced = new Map(this.#traced);
    for (const question of earlier.questions) {
      const key = keyOf(question[0], question[1]);
      if (!traced.has(key)) traced.set(key, question);
    }
    return {
      questions: [...traced.values()],
      reads: this.#reads(new Set([...Object.keys(earlier.reads), ...(this.#read ?? [])])),
    };
  }

  /** All that was asked from the beginning; `undefined` where that is not all that counts. */
  seen(): Seen | undefined {
    if (this.#open) return undefined;
    const kinds: Record<string, string> = {};
    const realpaths: Record<string, string> = {};
    for (const { ask, args, answer } of this.#answers.values()) {
      const path = String(args[0]);
      if (ask === "fileExists") kinds[path] = (kinds[path] ?? "") + (answer ? "f" : "F");
      else if (ask === "directoryExists") kinds[path] = (kinds[path] ?? "") + (answer ? "d" : "D");
      else if (ask === "realpath") realpaths[path] = answer as string;
    }
    return {
      started: this.#started,
      reads: this.#reads(new Set([...this.#texts.keys(), ...this.#digests.keys()])),
      kinds,
      listings: Object.fromEntries(this.#listings),
      realpaths,
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
    const key = keyOf(ask, args);
    if (this.#traced !== undefined && !this.#traced.has(key)) {
      this.#traced.set(key, [ask, args, digestOf(JSON.stringify(answer))]);
    }
    return answer;
  }

  #answer(ask: Question[0], args: readonly unknown[]): unknown {
    const key = `${ask} ${JSON.stringify(args)}`;
    let asked = this.#answers.get(key);
    if (asked === undefined) {
      const work = this.#disk[ask] as (...args: readonly unknown[]) => unknown;
      // JSON, in which questions are kept, writes an argument that was left out as null.
      asked = { ask, args, answer: work(...args.map((arg) => arg ?? undefined)) };
      this.#answers.set(key, asked);
    }
    return asked.answer;
  }

  #reads(paths: Iterable<string>): Record<string, ReadFile> {
    const reads: Record<string, ReadFile> = {};
    for (const path of paths) {
      const digest = this.#digestOfText(path);
      const stamp = settledStamp(statOf(path), this.#started);
      reads[path] = stamp === undefined ? { digest } : { digest, stamp };
    }
    return reads;
  }

  #digestOfText(path: string): string {
    let digest = this.#digests.get(path);
    if (digest === undefined || this.#texts.has(path)) {
      if (!this.#texts.has(path)) this.#texts.set(path, this.#disk.readFile(path));
      const text = this.#texts.get(path);
      digest = text === undefined ? NO_TEXT : digestOf(text);
      this.#digests.set(path, digest);
    }
    return digest;
  }
}

/** Names a question, alike for all that are alike. */
export function keyOf(ask: Question[0], args: readonly unknown[]): string {
  return `${ask} ${args.length === 1 ? String(args[0]) : JSON.stringify(args)}`;
}
