import { dirname } from "node:path";
import type { Disk } from "./disk.js";

/**
 * Says which package a source belongs to, by the nearest package.json above it. The compiler notes that
 * only where it tells module formats by it, and a package of the same repository is linked to sources
 * whose paths do not say it.
 */
export class PackageNames {
  readonly #disk: Disk;
  readonly #known = new Map<string, string | undefined>();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  of(file: string): string | undefined {
    return file.includes("/node_modules/") ? undefined : this.#in(dirname(file));
  }

  #in(folder: string): string | undefined {
    if (this.#known.has(folder)) return this.#known.get(folder);
    const manifest = `${folder}/package.json`;
    const above = dirname(folder);
    const name = this.#disk.fileExists(manifest)
      ? nameIn(this.#disk.readFile(manifest))
      : above === folder
        ? undefined
        : this.#in(above);
    this.#known.set(folder, name);
    return name;
  }
}

function nameIn(manifest: string | undefined): string | undefined {
  try {
    const { name } = JSON.parse(manifest ?? "") as { readonly name?: unknown };
    return typeof name === "string" ? name : undefined;
  } catch {
    return undefined;
  }
}
