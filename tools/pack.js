// `npm run pack`: makes the packages as they are published, and writes their archives to dist/.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { npmPack, stagePackages } from "./packing/stage-packages.js";

const root = path.resolve(import.meta.dirname, "..");
const destination = path.join(root, "dist");

mkdirSync(destination, { recursive: true });
for (const { folder } of await stagePackages(
  path.join(root, "node_modules/.cache/awaitwise-packed"),
)) {
  const [{ filename, size }] = JSON.parse(npmPack(folder, destination));
  console.log(`Packed dist/${filename} (${Math.ceil(size / 1024)} KiB)`);
}
