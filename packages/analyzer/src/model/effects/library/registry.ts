import type { MemberModel, PackageModel, TypeModel } from "./model.js";

/** Models made ready for look-up: by the name of a package, an export, a type and a member. */
export class Registry {
  readonly #byPackage = new Map<string, PackageEntry[]>();
  readonly #patterns: { readonly pattern: RegExp; readonly entry: PackageEntry }[] = [];
  readonly #byFile: { readonly path: string; readonly entry: PackageEntry }[] = [];
  readonly #anywhere: PackageEntry[] = [];
  readonly #ofModule = new Map<string, readonly PackageEntry[]>();

  /** What stands first wins where two models speak of one thing. */
  constructor(models: readonly PackageModel[]) {
    for (const model of models) {
      const entry = new PackageEntry(model);
      for (const name of list(model.package)) {
        if (name.includes("*")) {
          this.#patterns.push({ pattern: patternOf(name), entry });
          continue;
        }
        const known = this.#byPackage.get(name);
        if (known === undefined) this.#byPackage.set(name, [entry]);
        else known.push(entry);
      }
      for (const path of list(model.files)) this.#byFile.push({ path: `/${path}`, entry });
      if (entry.hasAnywhere) this.#anywhere.push(entry);
    }
  }

  /**
   * The models of a module by its specifier: its own, then those of the package around it. Each
   * carries the name that it was found by.
   */
  ofModule(specifier: string): readonly PackageEntry[] {
    const bare = specifier.replace(/^node:/, "");
    let known = this.#ofModule.get(bare);
    if (known === undefined) {
      const parts = bare.split("/");
      const root = parts.slice(0, bare.startsWith("@") ? 2 : 1).join("/");
      known = [
        ...(this.#byPackage.get(bare) ?? []).map((entry) => entry.as(bare)),
        ...(root === bare ? [] : (this.#byPackage.get(root) ?? []).map((entry) => entry.as(root))),
        ...this.#patterns.flatMap(({ pattern, entry }) =>
          pattern.test(root) ? [entry.as(root)] : [],
        ),
      ];
      this.#ofModule.set(bare, known);
    }
    return known;
  }

  /** The models of a source of the project. */
  ofFile(file: string): readonly PackageEntry[] {
    if (this.#byFile.length === 0) return [];
    const path = file.replace(/\.[cm]?[jt]sx?$/, "").replace(/\.d$/, "");
    return this.#byFile.filter((one) => path.endsWith(one.path)).map(({ entry }) => entry);
  }

  /** The models that know types by their names alone. */
  get anywhere(): readonly PackageEntry[] {
    return this.#anywhere;
  }
}

/** One model, with its names taken apart. */
export class PackageEntry {
  readonly model: PackageModel;
  /** The package it was found by. */
  readonly name: string;
  readonly #exports: Names<MemberModel>;
  readonly #types: Names<TypeEntry>;

  constructor(model: PackageModel, other?: PackageEntry, name?: string) {
    this.model = model;
    this.name = name ?? list(model.package)[0] ?? list(model.files)[0] ?? "";
    this.#exports =
      other === undefined ? new Names(Object.entries(model.exports ?? {})) : other.#exports;
    this.#types =
      other === undefined
        ? new Names(
            Object.entries(model.types ?? {}).map(([type, one]) => [type, new TypeEntry(one)]),
          )
        : other.#types;
  }

  /** The same model under another of its names. */
  as(name: string): PackageEntry {
    return name === this.name ? this : new PackageEntry(this.model, this, name);
  }

  get system(): string | undefined {
    return this.model.system;
  }

  get hasAnywhere(): boolean {
    return Object.values(this.model.types ?? {}).some((type) => type.anywhere === true);
  }

  /** What an export does, by the path to it; `default` is the module itself. */
  export(path: readonly string[]): MemberModel | undefined {
    return this.#exports.get(path.length === 0 ? "default" : path.join("."));
  }

  type(name: string): TypeEntry | undefined {
    return this.#types.get(name);
  }

  /** A type that is known wherever it is declared. */
  typeAnywhere(name: string): TypeEntry | undefined {
    const type = this.#types.get(name);
    return type?.model.anywhere === true ? type : undefined;
  }

  /** What a member of a type does, its base types included. */
  member(type: string, name: string): MemberModel | undefined {
    const seen = new Set<string>();
    for (let at: string | undefined = type; at !== undefined && !seen.has(at); ) {
      seen.add(at);
      const entry: TypeEntry | undefined = this.#types.get(at);
      const found = entry?.members.get(name);
      if (found !== undefined) return found;
      at = entry?.model.extends;
    }
    return undefined;
  }

  /** A type and those it extends. */
  lineage(type: string): readonly TypeModel[] {
    const found: TypeModel[] = [];
    for (let at: string | undefined = type; at !== undefined; ) {
      const model: TypeModel | undefined = this.#types.get(at)?.model;
      if (model === undefined || found.includes(model)) break;
      found.push(model);
      at = model.extends;
    }
    return found;
  }
}

export class TypeEntry {
  readonly model: TypeModel;
  readonly members: Names<MemberModel>;

  constructor(model: TypeModel) {
    this.model = model;
    this.members = new Names(Object.entries(model.members ?? {}));
  }
}

/** Names and patterns, several to an entry. */
class Names<Value> {
  readonly #exact = new Map<string, Value>();
  readonly #patterns: {
    readonly pattern: RegExp;
    readonly length: number;
    readonly value: Value;
  }[] = [];

  constructor(entries: readonly (readonly [string, Value])[]) {
    for (const [names, value] of entries) {
      for (const name of names.split(/\s+/).filter(Boolean)) {
        if (name.includes("*")) {
          this.#patterns.push({ pattern: patternOf(name), length: name.length, value });
        } else if (!this.#exact.has(name)) this.#exact.set(name, value);
      }
    }
    this.#patterns.sort((a, b) => b.length - a.length);
  }

  get(name: string): Value | undefined {
    return this.#exact.get(name) ?? this.#patterns.find(({ pattern }) => pattern.test(name))?.value;
  }
}

function patternOf(name: string): RegExp {
  const parts = name.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}
