import type { Disk } from "../project/disk.js";
import { statOf } from "../project/folder-entries.js";
import { digestOf } from "./digest.js";
import { NO_TEXT, type ReadFile, settledStamp } from "./stamp.js";
import { keyOf, type Question, type Trace } from "./tracing-disk.js";

interface LastRead {
  readonly text: string | undefined;
  /** When it was read, by the clock that files are stamped with. */
  readonly at: number;
}

/**
 * Answers as another disk does, and keeps of each question what it was last answered: what a project rests
 * on that stays open while the disk changes. Nothing is answered from memory.
 */
export class LiveDisk implements Disk {
  readonly caseSensitive: boolean;
  readonly #disk: Disk;
  readonly #reads = new Map<string, LastRead>();
  readonly #answers = new Map<string, readonly [Question[0], readonly unknown[], unknown]>();

  constructor(disk: Disk) {
    this.#disk = disk;
    this.caseSensitive = disk.caseSensitive;
  }

  readFile(path: string): string | undefined {
    const at = Date.now();
    const text = this.#disk.readFile(path);
    this.#reads.set(path, { text, at });
    return text;
  }

  fileExists(path: string): boolean {
    return this.#ask("fileExists", [path]);
  }

  directoryExists(path: string): boolean {
    return this.#ask("directoryExists", [path]);
  }

  directories(path: string): readonly string[] {
    return this.#ask("directories", [path]);
  }

  realpath(path: string): string {
    return this.#ask("realpath", [path]);
  }

  readDirectory(...args: Parameters<Disk["readDirectory"]>): readonly string[] {
    return this.#ask("readDirectory", args);
  }

  /** What it was asked so far, and last answered; a slice of the work at each step. */
  *trace(): Generator<void, Trace, void> {
    const reads: Record<string, ReadFile> = {};
    const questions: Question[] = [];
    let done = 0;
    for (const [path, { text, at }] of this.#reads) {
      const digest = text === undefined ? NO_TEXT : digestOf(text);
      const stamp = settledStamp(statOf(path), at);
      reads[path] = stamp === undefined ? { digest } : { digest, stamp };
      if (++done % slice === 0) yield;
    }
    for (const [ask, args, answer] of this.#answers.values()) {
      questions.push([ask, args, digestOf(JSON.stringify(answer))]);
      if (++done % slice === 0) yield;
    }
    return { reads, questions };
  }

  #ask<T>(ask: Question[0], args: readonly unknown[]): T {
    const work = this.#disk[ask] as (...args: readonly unknown[]) => unknown;
    const answer = work.apply(this.#disk, [...args]);
    this.#answers.set(keyOf(ask, args), [ask, args, answer]);
    return answer as T;
  }
}

const slice = 50;
