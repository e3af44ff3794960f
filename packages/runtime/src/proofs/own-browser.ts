import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** The browser's command: the first of these that is installed. */
const COMMANDS = ["chromium", "chromium-browser", "google-chrome"] as const;

export const browserCommand: string | undefined = COMMANDS.find(
  (command) => spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0,
);

/** What a program in a page has logged, and what it threw. */
export interface PageOutcome {
  readonly lines: readonly string[];
  readonly error: string | null;
}

/**
 * A headless Chromium with a fresh profile, and a server on this machine that it loads everything from. A program is a
 * module of a page of its own, in which the runtime is known by its name, as by an import map. What is fetched from
 * `/unanswered` is never answered.
 */
export class OwnBrowser {
  readonly #profile = mkdtempSync(path.join(tmpdir(), "awaitwise-browser-"));
  readonly #packageFolder: string;
  readonly #server: Server;
  readonly #programs: string[] = [];
  readonly #outcomes: ((outcome: PageOutcome) => void)[] = [];
  #children: ChildProcess[] = [];

  private constructor(packageFolder: string) {
    this.#packageFolder = packageFolder;
    this.#server = createServer((request, response) => {
      void this.#answer(request).then(({ type, text }) => {
        response.writeHead(type === null ? 404 : 200, { "content-type": type ?? "text/plain" });
        response.end(text);
      });
    });
  }

  /** @param packageFolder holds the runtime's compiled modules */
  static async start(packageFolder: string): Promise<OwnBrowser> {
    const browser = new OwnBrowser(packageFolder);
    await new Promise<void>((resolve) => browser.#server.listen(0, "127.0.0.1", resolve));
    return browser;
  }

  /** Runs a module in a page until it has ended. It logs by `log`. */
  async run(program: string): Promise<PageOutcome> {
    const number = this.#programs.push(program) - 1;
    const { port } = this.#server.address() as AddressInfo;
    const outcome = new Promise<PageOutcome>((resolve) => {
      this.#outcomes[number] = resolve;
    });
    const child = spawn(
      browserCommand as string,
      [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        `--user-data-dir=${path.join(this.#profile, String(number))}`,
        "--remote-debugging-port=0",
        `http://127.0.0.1:${port}/page/${number}`,
      ],
      { stdio: "ignore", detached: true },
    );
    this.#children.push(child);
    try {
      return await outcome;
    } finally {
      await end(child);
      this.#children = this.#children.filter((other) => other !== child);
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#children.map(end));
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10 });
  }

  async #answer(request: IncomingMessage): Promise<{ type: string | null; text: string }> {
    const [, kind = "", ...rest] = (request.url ?? "").split("/");
    const name = rest.join("/");
    switch (kind) {
      case "page":
        return { type: "text/html", text: pageFor(Number(name)) };
      case "program":
        return { type: "text/javascript", text: this.#programs[Number.parseInt(name, 10)] ?? "" };
      case "runtime":
        return {
          type: name.endsWith(".json") ? "application/json" : "text/javascript",
          text: readFileSync(path.join(this.#packageFolder, path.normalize(`/${name}`)), "utf8"),
        };
      case "unanswered":
        return new Promise<never>(() => {});
      case "outcome":
        this.#outcomes[Number(name)]?.(JSON.parse(await bodyOf(request)) as PageOutcome);
        return { type: "text/plain", text: "" };
      default:
        return { type: null, text: "" };
    }
  }
}

const importMap = {
  imports: {
    "@awaitwise/runtime": "/runtime/index.js",
    "@awaitwise/runtime/testing": "/runtime/testing.js",
    "runtime/": "/runtime/",
  },
};

function pageFor(number: number): string {
  return `<!doctype html>
    <script type="importmap">${JSON.stringify(importMap)}</script>
    <script type="module">
      const lines = [];
      globalThis.log = (...values) =>
        lines.push(values.map((value) => typeof value === "string" ? value : JSON.stringify(value)).join(" "));
      const post = (error) =>
        fetch("/outcome/${number}", { method: "POST", body: JSON.stringify({ lines, error }) });
      addEventListener("unhandledrejection", ({ reason }) => log("unhandled: " + reason));
      import("/program/${number}.js").then(() => post(null), (error) => post(String(error?.stack ?? error)));
    </script>`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
  }
  return text;
}

/** Ends the browser with all of its processes, which are a group of their own. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) {
    return;
  }
  const ended = new Promise((resolve) => child.on("close", resolve));
  process.kill(-child.pid, "SIGKILL");
  await ended;
}
