import path from "node:path";
import { PinnedPackages } from "../../setup/pinned-packages.js";

export const peers = new PinnedPackages(path.resolve(import.meta.dirname, ".."));
