// `npm run vscode:package`: bundles the extension and packs it into dist/awaitwise-VERSION.vsix.
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const { version } = JSON.parse(readFileSync(path.join(here, "package.json"), "utf8"));
const packed = path.join(here, "dist", `awaitwise-${version}.vsix`);

await import("./bundle.js");

// The packer comes only when it is asked for: nobody who runs the tests has to install it.
const licence = path.join(here, "LICENSE");
copyFileSync(path.join(here, "../../LICENSE"), licence);
try {
  execFileSync(
    "npx",
    [
      "--yes",
      "--package=@vscode/vsce@4.1.0",
      "vsce",
      "package",
      "--no-dependencies",
      "--out",
      packed,
    ],
    { cwd: here, stdio: ["ignore", "inherit", "inherit"], shell: process.platform === "win32" },
  );
} finally {
  rmSync(licence, { force: true });
}
console.log(`Packed ${path.relative(process.cwd(), packed)}`);
