// Drives the extension in a real VS Code, headless: `npm run vscode:check`.
//
// Packs the extension, installs it into code-server (VS Code in a browser, built here from its npm
// package), opens a project in Chromium, waits for the findings in the Problems panel, follows the line
// above the function to its explanation, applies the fix that gathers, and looks at the file. Screenshots go to packages/vscode/dist/screenshots/,
// and where something was not seen, VS Code's logs to packages/vscode/dist/logs/.
//
// What is to be seen is waited for, however busy the machine is. Keys are pressed only in an editor
// that has the focus, since others are lost: everything else is clicked, and a click waits for what it goes to.
//
// Ends with 0 when all of that was seen, with 1 when it was not, and with 3, saying why, where
// code-server cannot be built or Chromium is not installed.
import { spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { nodeBinary } from "./node-binary.js";

const root = path.resolve(import.meta.dirname, "..");
const extension = path.join(root, "packages/vscode");
const cache = path.join(root, "node_modules/.cache/awaitwise-vscode");
const pinned = { "code-server": "4.139.1", "playwright-core": "1.65.1" };
const cannot = 3;
/** How long any one thing may take to be seen, in milliseconds, before it is said that it never is. */
const patience = 600_000;

const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (file) => existsSync(file),
);
if (chromium === undefined) {
  skip("Chromium is not installed: apt-get install chromium");
}
const node = build();
const manifest = JSON.parse(readFileSync(path.join(extension, "package.json"), "utf8"));
const packed = path.join(extension, "dist", `awaitwise-${manifest.version}.vsix`);
if (process.argv.includes("--packed") === false) {
  must(spawnSync("npm", ["run", "vscode:package"], { cwd: root, stdio: "inherit" }));
}

const scratch = mkdtempSync(path.join(tmpdir(), "awaitwise-vscode-"));
const folder = path.join(scratch, "project");
const file = path.join(folder, "product-page.ts");
mkdirSync(folder);
writeFileSync(
  path.join(folder, "tsconfig.json"),
  JSON.stringify({ compilerOptions: { strict: true, lib: ["ES2022", "DOM"], types: [] } }),
);
writeFileSync(
  file,
  `export async function productPage(id: string) {
  const product = await fetch(\`/products/\${id}\`);
  const reviews = await fetch(\`/reviews/\${id}\`);
  return [product, reviews];
}
`,
);

const user = path.join(scratch, "user/User");
mkdirSync(user, { recursive: true });
writeFileSync(
  path.join(user, "settings.json"),
  JSON.stringify({
    "awaitwise.trace.server": "messages",
    // What else would be on the screen, and in the menus.
    "chat.disableAIFeatures": true,
    "git.enabled": false,
    "workbench.startupEditor": "none",
  }),
);
const logs = path.join(extension, "dist/logs");
rmSync(logs, { recursive: true, force: true });

const codeServer = (/** @type {string[]} */ args) => [
  path.join(cache, "node_modules/code-server/out/node/entry.js"),
  ...["--user-data-dir", path.join(scratch, "user"), "--extensions-dir", path.join(scratch, "ext")],
  ...args,
];
const env = { ...process.env, XDG_CONFIG_HOME: scratch, XDG_DATA_HOME: scratch };
let server;
let browser;
try {
  must(spawnSync(node, codeServer(["--install-extension", packed]), { env, stdio: "inherit" }));
  const port = await freePort();
  server = spawn(
    node,
    codeServer([
      ...["--auth", "none", "--bind-addr", `127.0.0.1:${port}`],
      ...["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"],
    ]),
    { env, stdio: ["ignore", "pipe", "inherit"] },
  );
  await said(server, /HTTP server listening/);
  browser = await drive(port);
  console.log("The extension showed its findings and gathered two awaits in VS Code");
} catch (error) {
  const kept = path.join(scratch, "user/logs");
  if (existsSync(kept)) cpSync(kept, logs, { recursive: true });
  console.error(`VS Code's logs are in ${path.relative(root, logs)}`);
  throw error;
} finally {
  await browser?.close();
  server?.kill();
  rmSync(scratch, { recursive: true, force: true });
}

/** Sees the findings and applies the fix, as a user would. */
async function drive(/** @type {number} */ port) {
  const { chromium: playwright } = createRequire(path.join(cache, "package.json"))(
    "playwright-core",
  );
  const started = await playwright.launch({
    executablePath: chromium,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
  });
  const screenshots = path.join(extension, "dist/screenshots");
  mkdirSync(screenshots, { recursive: true });
  const page = await started.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(patience);
  mkdirSync(logs, { recursive: true });
  page.on("console", (/** @type {{ text(): string }} */ message) =>
    appendFileSync(path.join(logs, "browser.log"), `${message.text()}\n`),
  );
  const shoot = (/** @type {string} */ name) =>
    page.screenshot({ path: path.join(screenshots, `${name}.png`) });
  let step = "";
  const see = async (/** @type {string} */ what, /** @type {() => Promise<unknown>} */ work) => {
    step = what;
    await work();
  };
  const row = (/** @type {string} */ list, /** @type {string | RegExp} */ hasText) =>
    page.locator(`${list} .monaco-list-row`, { hasText }).first();
  const tab = page.locator(".tab", { hasText: "product-page.ts" });
  const finding = row(".markers-panel", "serial-await");
  const lens = page.locator(".codelens-decoration a", { hasText: "2 awaits can be gathered" });
  try {
    await see("the file is opened", async () => {
      await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`);
      await row(".explorer-viewlet", "product-page.ts").dblclick();
      await page.locator(".monaco-editor .view-line", { hasText: "/products/" }).waitFor();
    });
    await see("the finding stands in the Problems panel", async () => {
      // The bar's entry counts what there is, so that the panel is opened with something in it.
      const problems = page.locator("#status\\.problems");
      await problems.filter({ hasText: "1" }).waitFor();
      await problems.click();
      await finding.waitFor();
    });
    await see("the line above the function says what can be gathered", async () => {
      await lens.waitFor();
      await shoot("problems");
    });
    await see("that line leads to what there is to say about its awaits", async () => {
      await lens.click();
      await page.locator(".view-line", { hasText: "It waits for the network" }).first().waitFor();
      await shoot("explained");
    });
    await see("the fix that gathers is offered", async () => {
      await tab.click();
      await page.locator(".view-line", { hasText: "/products/" }).click();
      // It comes when the server has said what can be done at the cursor.
      await page.locator(".lightBulbWidget").click();
      await row(".action-widget", /gather/i).waitFor();
      await shoot("quick-fix");
    });
    await see("the fix clears the finding and the line above", async () => {
      await row(".action-widget", /gather/i).click();
      await page.locator(".view-lines", { hasText: "Promise.all" }).first().waitFor();
      await finding.waitFor({ state: "detached" });
      await page
        .locator(".codelens-decoration", { hasText: "can be gathered" })
        .waitFor({ state: "detached" });
    });
    await see("the file is saved", async () => {
      await page.locator(".monaco-editor.focused").waitFor();
      await page.keyboard.press("Control+S");
      await page.locator(".tab.active:not(.dirty)").waitFor();
      await shoot("gathered");
    });
    const text = readFileSync(file, "utf8");
    if (!text.includes("const [product, reviews] = await Promise.all([")) {
      throw new Error(`The saved file does not gather: ${text}`);
    }
    return started;
  } catch (error) {
    await shoot("failed");
    await started.close();
    throw new Error(`It was not seen that ${step}`, { cause: error });
  }
}

/** Builds code-server where git does not look, once; its Node is answered. */
function build() {
  let binary;
  try {
    binary = nodeBinary("24");
  } catch (error) {
    return skip(String(error));
  }
  mkdirSync(cache, { recursive: true });
  writeFileSync(path.join(cache, "package.json"), `{ "private": true }\n`);
  if (!existsSync(path.join(cache, "node_modules/code-server/lib/vscode/node_modules"))) {
    // Its install script installs VS Code's own dependencies, and npm 11 runs no script unasked.
    const npm = path.join(cache, "npm");
    mkdirSync(npm, { recursive: true });
    writeFileSync(path.join(npm, "package.json"), `{ "private": true }\n`);
    const quietly = ["--no-package-lock", "--no-audit", "--no-fund"];
    must(spawnSync("npm", ["install", ...quietly, "npm@10.9.4"], { cwd: npm, stdio: "inherit" }));
    const bins = [path.join(npm, "node_modules/.bin"), path.dirname(binary)];
    // What the npm that runs this says of itself and its Node, a package's scripts would take for theirs.
    const own = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
    const done = spawnSync(
      "npm",
      [
        "install",
        ...quietly,
        ...Object.entries(pinned).map(([name, version]) => `${name}@${version}`),
      ],
      {
        cwd: cache,
        encoding: "utf8",
        env: {
          ...Object.fromEntries(own),
          PATH: [...bins, process.env.PATH].join(path.delimiter),
        },
      },
    );
    if (done.status !== 0) {
      rmSync(path.join(cache, "node_modules"), { recursive: true, force: true });
      const reason =
        /fatal error: .*|ERROR: .*|npm error (?!code).*/.exec(done.stderr)?.[0] ?? done.stderr;
      skip(
        `code-server cannot be built here (${reason}): apt-get install build-essential python3 libkrb5-dev`,
      );
    }
  }
  return binary;
}

/** @param {string} reason @returns {never} */
function skip(reason) {
  console.error(`Not checked in VS Code: ${reason}`);
  process.exit(cannot);
}

/** @param {import("node:child_process").SpawnSyncReturns<unknown>} done */
function must({ status }) {
  if (status !== 0) process.exit(status ?? 1);
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}

/**
 * @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, null>} child
 * @param {RegExp} what
 * @returns {Promise<void>}
 */
function said(child, what) {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (part) => {
      text += part;
      if (what.test(text)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`code-server ended with ${code}: ${text}`)));
  });
}
