import { spawn } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { percentile, residentMegabytes } from "./figures.js";
import { peers } from "./peers.js";

/** @typedef {import("./project.js").Project} Project */
/** @typedef {import("./servers.js").Server} Server */

const {
  CancellationTokenSource,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} = createRequire(path.join(peers.home, "package.json"))("vscode-languageserver-protocol/node");

/** How long an answer may take before it counts as not given, in milliseconds. */
const patience = 20_000;

/** How long the first diagnostics of a document may take, in milliseconds. */
const firstPatience = 300_000;

/** How long one server may take for a whole round, in milliseconds. */
const roundLimit = 600_000;

/** What a server has not shown in time. */
const nothing = {
  ...{ fromStart: Infinity, first: Infinity, whole: Infinity, cancel: Infinity },
  ...{ p50: Infinity, p95: Infinity, crossP50: Infinity, rss: Number.NaN },
};

/**
 * Starts a server, opens the file, edits it again and again, then edits what it calls. One that ends or falls
 * silent has shown nothing in that round; the others are measured all the same.
 *
 * @param {Server} server
 * @param {Project} project
 * @param {number} edits
 */
export async function measure(server, project, edits) {
  if (server.again !== true) return await measureOnce(server, project, edits);
  // As the command line leaves it: where this is, the server keeps what it finds.
  const cache = path.join(project.folder, ".awaitwise-cache");
  mkdirSync(cache);
  try {
    await measureOnce({ ...server, again: false }, project, 0);
    return await measureOnce(server, project, edits);
  } finally {
    rmSync(cache, { recursive: true });
  }
}

/**
 * @param {Server} server
 * @param {Project} project
 * @param {number} edits
 */
async function measureOnce(server, project, edits) {
  const modules = path.join(project.folder, "node_modules");
  if (server.needsModules) symlinkSync(path.join(peers.home, "node_modules"), modules);
  const spawned = performance.now();
  const child = spawn(process.execPath, [...server.command], {
    cwd: project.folder,
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin.on("error", () => {});
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const client = new Client(connection, server, project);
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const ended = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("It took too long")), roundLimit);
    child.once("exit", (code) => reject(new Error(`It ended with ${code}`)));
  });
  try {
    const measured = session(client, project, edits, spawned, child.pid ?? 0);
    // What it is at when it is given up comes to nothing.
    measured.catch(() => {});
    return await Promise.race([measured, ended]);
  } catch (error) {
    console.error(`${server.id}: ${error instanceof Error ? error.message : error}`);
    return { times: [], cross: [], summary: nothing };
  } finally {
    clearTimeout(timer);
    ended.catch(() => {});
    client.closed = true;
    connection.dispose();
    child.kill("SIGKILL");
    if (server.needsModules) rmSync(modules);
  }
}

/**
 * @param {Client} client
 * @param {Project} project
 * @param {number} edits
 * @param {number} spawned when the server's process was started
 * @param {number} pid
 */
async function session(client, project, edits, spawned, pid) {
  await client.greet();
  const [{ first, whole }, cancel] = await Promise.all([
    client.openApp(),
    client.cancelWhileBusy(project.app),
  ]);
  const fromStart = first + client.opened - spawned;
  /** @type {number[]} */
  const times = [];
  for (let edit = 0; edit < edits; edit += 1) {
    times.push(
      await client.replace(project.app, project.line, project.states[(edit + 1) % 2] ?? "", {
        at: project.line,
        wrong: edit % 2 === 0,
      }),
    );
  }
  if (edits === 0) {
    await client.leave();
    return { times, cross: [], summary: nothing };
  }
  await client.open(project.callee);
  /** @type {number[]} */
  const cross = [];
  for (let edit = 0; edit < Math.min(edits, 10); edit += 1) {
    cross.push(
      await client.replace(
        project.callee,
        project.calleeLine,
        project.calleeStates[(edit + 1) % 2] ?? "",
        { at: project.crossLine, wrong: edit % 2 === 0 },
      ),
    );
    if (cross.at(-1) === Number.POSITIVE_INFINITY) break;
  }
  const summary = {
    ...{ fromStart, first, whole, cancel },
    p50: percentile(times, 50),
    p95: percentile(times, 95),
    crossP50: percentile(cross, 50),
    rss: residentMegabytes(pid),
  };
  return { times, cross, summary };
}

/** One client of one server: it knows when what it sees is about the text that it sent. */
class Client {
  #versions = new Map();
  /** The lines of each open document: not every server takes an end past that of a line for the line's. */
  #lines = new Map();
  /** @type {Map<string, (diagnostics: Diagnostic[], version: number | undefined) => void>} */
  #published = new Map();
  /** @typedef {{ range: { start: { line: number } } }} Diagnostic */

  /** Whether nothing is to be asked any more. */
  closed = false;

  /** When the document that was opened last was. */
  opened = 0;

  /** @param {any} connection @param {Server} server @param {Project} project */
  constructor(connection, server, project) {
    this.connection = connection;
    this.server = server;
    this.project = project;
    connection.onNotification("textDocument/publishDiagnostics", (/** @type {any} */ given) =>
      this.#published.get(given.uri)?.(given.diagnostics, given.version),
    );
    connection.onRequest(
      "workspace/configuration",
      (/** @type {{ items: unknown[] }} */ { items }) => items.map(() => server.settings ?? null),
    );
    for (const method of ["client/registerCapability", "window/workDoneProgress/create"]) {
      connection.onRequest(method, () => null);
    }
    connection.onRequest("workspace/diagnostic/refresh", () => null);
    connection.listen();
  }

  async greet() {
    const uri = pathToFileURL(this.project.folder).href;
    await this.connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: "measured" }],
      capabilities: {
        textDocument: {
          publishDiagnostics: { versionSupport: true },
          ...(this.server.diagnostics === "pull" ? { diagnostic: {} } : {}),
        },
        workspace: { configuration: true, workspaceFolders: true },
      },
    });
    await this.connection.sendNotification("initialized", {});
    if (this.server.settings !== undefined) {
      await this.connection.sendNotification("workspace/didChangeConfiguration", {
        settings: this.server.settings,
      });
    }
  }

  /** Ends the session as an editor does. */
  async leave() {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
  }

  /**
   * Opens the file that is edited; resolves with the milliseconds until its first diagnostics, and those until
   * all of them. A list without what is wrong there from the beginning is none of them.
   */
  async openApp() {
    const { app, wrongLine, farLine } = this.project;
    const { twice, again } = this.server;
    // What is remembered is complete, so that what is found later tells by its coming alone that it was.
    const lists = twice === true && (again === true || farLine === undefined) ? 2 : 1;
    let first = Number.POSITIVE_INFINITY;
    let seen = 0;
    const started = performance.now();
    const whole = await this.open(app, (diagnostics) => {
      const has = (/** @type {number} */ line) =>
        diagnostics.some(({ range }) => range.start.line === line);
      if (!has(wrongLine)) return false;
      first = Math.min(first, performance.now() - started);
      seen += 1;
      return seen >= lists && (farLine === undefined || has(farLine));
    });
    return { first, whole };
  }

  /**
   * Opens a document; resolves with the milliseconds until diagnostics of it fit.
   *
   * @param {import("./project.js").Document} document
   * @param {(diagnostics: Diagnostic[]) => boolean} [fits]
   */
  async open({ uri, text }, fits = () => true) {
    this.#versions.set(uri, 1);
    this.#lines.set(uri, text.split("\n"));
    const started = performance.now();
    this.opened = started;
    const shown = this.#shown(uri, fits, firstPatience);
    // Whoever awaits it below still gets its error.
    shown.catch(() => {});
    await this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "typescript", version: 1, text },
    });
    return (await shown) - started;
  }

  /**
   * Asks for code actions while the server reads the project, and takes the question back; resolves with the
   * milliseconds until it is answered all the same, as the protocol wants.
   *
   * @param {import("./project.js").Document} document
   */
  async cancelWhileBusy({ uri }) {
    // By then the server has heard of the document and is at it.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const cancel = new CancellationTokenSource();
    const at = { line: this.project.line, character: 2 };
    const answered = this.connection
      .sendRequest(
        "textDocument/codeAction",
        { textDocument: { uri }, range: { start: at, end: at }, context: { diagnostics: [] } },
        cancel.token,
      )
      .catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const started = performance.now();
    cancel.cancel();
    await answered;
    return performance.now() - started;
  }

  /**
   * Replaces one line; resolves with the milliseconds until the app's diagnostics say whether
   * something is wrong in `at`, or infinity where they never do.
   *
   * @param {import("./project.js").Document} document
   * @param {number} line
   * @param {string} text
   * @param {{ at: number, wrong: boolean }} expected
   */
  async replace({ uri }, line, text, { at, wrong }) {
    const version = this.#versions.get(uri) + 1;
    this.#versions.set(uri, version);
    const app = this.project.app.uri;
    const lines = this.#lines.get(uri);
    const end = { line, character: lines[line].length };
    lines[line] = text;
    const started = performance.now();
    const shown = this.#shown(
      app,
      (diagnostics) => diagnostics.some(({ range }) => range.start.line === at) === wrong,
      patience,
    );
    // Whoever awaits it below still gets its error.
    shown.catch(() => {});
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: { line, character: 0 }, end }, text }],
    });
    return (await shown) - started;
  }

  /**
   * The time at which diagnostics of a document fit; infinity where that takes too long.
   *
   * @param {string} uri
   * @param {(diagnostics: Diagnostic[]) => boolean} fits
   * @param {number} within
   * @returns {Promise<number>}
   */
  #shown(uri, fits, within) {
    const { promise, resolve, reject } = withResolvers();
    const timer = setTimeout(() => resolve(Number.POSITIVE_INFINITY), within);
    const look = (/** @type {Diagnostic[]} */ diagnostics) => {
      if (fits(diagnostics)) resolve(performance.now());
    };
    if (this.server.diagnostics === "push") this.#published.set(uri, look);
    else setImmediate(() => this.#pull(uri, look, promise).catch(reject));
    return promise.finally(() => {
      clearTimeout(timer);
      this.#published.delete(uri);
    });
  }

  // A client that pulls asks once for each edit; again only where that said something old.
  /**
   * @param {string} uri
   * @param {(diagnostics: Diagnostic[]) => void} look
   * @param {Promise<number>} settled
   */
  async #pull(uri, look, settled) {
    let done = false;
    void settled.then(() => {
      done = true;
    });
    while (!done && !this.closed) {
      const report = await this.connection
        .sendRequest("textDocument/diagnostic", { textDocument: { uri } })
        .catch(() => undefined);
      if (report !== undefined) look(report.items ?? []);
      // A server may say that the text has moved on; what it says next is about the new one.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** @returns {{ promise: Promise<number>, resolve: (value: number) => void, reject: (error: unknown) => void }} */
function withResolvers() {
  /** @type {(value: number) => void} */
  let resolve = () => {};
  /** @type {(error: unknown) => void} */
  let reject = () => {};
  /** @type {Promise<number>} */
  const promise = new Promise((one, other) => {
    resolve = one;
    reject = other;
  });
  return { promise, resolve, reject };
}
