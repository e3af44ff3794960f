import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { transformSync } from "@swc/core";

/** How a process ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions {
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Is called for each line that the program prints, while it runs. */
  readonly onLine?: (line: string, child: ChildProcess) => void;
}

const sources = path.join(__dirname, "..");

/**
 * A folder of its own in which the runtime is installed as a package, so that a program in it, run
 * by a process of its own, is what a user's would be. It is made of the sources as they stand: no
 * test runs a stale build.
 */
export class OwnProcess implements Disposable {
  readonly #folder = mkdtempSync(path.join(tmpdir(), "awaitwise-"));
  #programs = 0;

  constructor() {
    const home = path.join(this.#folder, "node_modules", "@awaitwise", "runtime");
    const manifest = readFileSync(path.join(sources, "..", "package.json"), "utf8");
    transpile(sources, path.join(home, "dist"));
    writeFileSync(path.join(home, "package.json"), manifest);
  }

  /** The folder of the runtime's compiled modules. */
  get packageFolder(): string {
    return path.join(this.#folder, "node_modules", "@awaitwise", "runtime", "dist");
  }

  /** Runs a module in a process of its own until that ends. */
  run(program: string, options: ProcessOptions = {}): Promise<Ended> {
    const file = path.join(this.#folder, `program-${++this.#programs}.mjs`);
    writeFileSync(file, program);
    const child = spawn(process.execPath, [...(options.nodeOptions ?? []), file], {
      env: { PATH: process.env.PATH, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      // One that hangs is ended, and the test says how: by SIGTERM.
      timeout: 200_000,
    });
    let stdout = "";
    let stderr = "";
    let line = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      const lines = (line + text).split("\n");
      line = lines.pop() as string;
      for (const whole of lines) {
        options.onLine?.(whole, child);
      }
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** Folders of tests alone. */
const leftOut: ReadonlySet<string> = new Set(["proofs", "typing"]);

function transpile(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name);
    if (entry.isDirectory()) {
      if (!leftOut.has(entry.name)) {
        transpile(source, path.join(to, entry.name));
      }
    } else if (entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts")) {
      const { code } = transformSync(readFileSync(source, "utf8"), {
        filename: source,
        swcrc: false,
        configFile: false,
        jsc: { parser: { syntax: "typescript" }, target: "es2022" },
        module: { type: "es6" },
      });
      writeFileSync(path.join(to, entry.name.replace(/\.ts$/, ".js")), code);
    }
  }
}
