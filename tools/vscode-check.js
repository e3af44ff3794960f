// Drives the extension in a real VS Code, headless: `npm run vscode:check`.
//
// Packs the extension, installs it into code-server (VS Code in a browser, built here from its npm
// package), opens a project in Chromium, waits for the findings in the Problems panel, follows the line
// above the function to its explanation, applies the fix that gathers, and looks at the file. Screenshots go to packages/vscode/dist/screenshots/.
//
// Ends with 0 when all of that was seen, with 1 when it was not, and with 3, saying why, where
// code-server cannot be built or Chromium is not installed.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
  page.setDefaultTimeout(60_000);
  const shoot = (/** @type {string} */ name) =>
    page.screenshot({ path: path.join(screenshots, `${name}.png`) });
  try {
    await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`);
    await page.waitForSelector(".monaco-workbench .explorer-viewlet");
    await page.keyboard.press("Control+P");
    await page.waitForSelector(".quick-input-widget input");
    await page.keyboard.type("product-page.ts");
    await page
      .locator(".quick-input-list .monaco-list-row", { hasText: "product-page.ts" })
      .first()
      .waitFor();
    await page.keyboard.press("Enter");
    await page.waitForSelector(".monaco-editor .view-line");
    await page.keyboard.press("Control+Shift+M");
    const finding = page.locator(".markers-panel .monaco-list-row", { hasText: "serial-await" });
    await finding.first().waitFor();
    const lens = page.locator(".codelens-decoration a", { hasText: "2 awaits can be gathered" });
    await lens.waitFor();
    await shoot("problems");

    // The line above the function leads to what there is to say about its awaits.
    await lens.click();
    await page.locator(".view-line", { hasText: "It waits for the network" }).first().waitFor();
    await shoot("explained");
    await page.locator(".tab", { hasText: "product-page.ts" }).click();

    await page.locator(".view-line", { hasText: "/products/" }).click();
    await page.keyboard.press("Control+.");
    const fix = page.locator(".action-widget .monaco-list-row", { hasText: /gather/i }).first();
    await fix.waitFor();
    await shoot("quick-fix");
    await fix.click();
    await page.locator(".view-lines", { hasText: "Promise.all" }).first().waitFor();
    await finding.first().waitFor({ state: "detached" });
    const line = page.locator(".codelens-decoration", { hasText: "can be gathered" });
    await line.waitFor({ state: "detached" });
    await page.keyboard.press("Control+S");
    await page.locator(".tab.active:not(.dirty)").first().waitFor();
    await shoot("gathered");
    const text = readFileSync(file, "utf8");
    if (!text.includes("const [product, reviews] = await Promise.all([")) {
      throw new Error(`The saved file does not gather: ${text}`);
    }
    return started;
  } catch (error) {
    await shoot("failed");
    await started.close();
    throw error;
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
