import type { RuleSelection, TypesFrom } from "@awaitwise/analyzer";

/** Whose types can be asked for. */
export const typesFrom = ["auto", "native", "ts-morph"] as const satisfies readonly TypesFrom[];

/** What a user can set in an editor, under the section `awaitwise`. */
export interface Settings {
  /** Whether anything is reported at all. */
  readonly enable: boolean;
  /**
   * Which files are reported: those open and what depends on their unsaved text, or every file of
   * the workspace's projects.
   */
  readonly scope: "open" | "workspace";
  /** Overrides the preset of the configuration file. */
  readonly preset: RuleSelection["preset"] | undefined;
  /** A configuration file to use instead of the nearest. */
  readonly config: string | undefined;
  /** Whether async functions with something to gain say so. */
  readonly codeLens: boolean;
  /** Traces of the program, by paths from the workspace folder: they say what awaits cost. */
  readonly traceFiles: readonly string[];
  readonly inlayHints: {
    /** Whether calls whose promise is dropped are marked. */
    readonly notAwaited: boolean;
    /** Whether lines say how long their awaits took in the traces. */
    readonly measured: boolean;
  };
  /** Files longer than this many characters are not analysed. */
  readonly maxFileLength: number;
  /**
   * Whose types are asked: ts-morph's, those of TypeScript 7's own process where it is to be had, or whichever serve
   * better, which are ts-morph's by now. It holds for the whole session: folders share projects.
   */
  readonly types: TypesFrom;
  /** Whether what was found is kept on the disk, to be shown at once when the project is opened again. */
  readonly cache: boolean;
}

export const defaultSettings: Settings = {
  enable: true,
  scope: "open",
  preset: undefined,
  config: undefined,
  codeLens: true,
  traceFiles: [],
  inlayHints: { notAwaited: false, measured: false },
  maxFileLength: 5_000_000,
  types: "auto",
  cache: true,
};

/**
 * Reads settings as a client sent them, over `base`. What has the wrong type is left out, and told
 * to `complain` in a sentence: a typing mistake in one setting must not undo the others.
 */
export function readSettings(
  value: unknown,
  base: Settings = defaultSettings,
  complain: (message: string) => void = () => {},
): Settings {
  if (value === undefined || value === null) return base;
  const reader = new Reader(value, complain);
  const hints = new Reader(reader.value("inlayHints"), complain, "inlayHints.");
  return {
    enable: reader.boolean("enable") ?? base.enable,
    scope: reader.oneOf("scope", ["open", "workspace"]) ?? base.scope,
    preset: reader.oneOf("preset", ["recommended", "strict"]) ?? base.preset,
    config: reader.string("config") ?? base.config,
    codeLens: reader.boolean("codeLens") ?? base.codeLens,
    traceFiles: reader.strings("traceFiles") ?? base.traceFiles,
    inlayHints: {
      notAwaited: hints.boolean("notAwaited") ?? base.inlayHints.notAwaited,
      measured: hints.boolean("measured") ?? base.inlayHints.measured,
    },
    maxFileLength: reader.number("maxFileLength") ?? base.maxFileLength,
    types: reader.oneOf("types", typesFrom) ?? base.types,
    cache: reader.boolean("cache") ?? base.cache,
  };
}

class Reader {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #complain: (message: string) => void;
  readonly #prefix: string;

  constructor(values: unknown, complain: (message: string) => void, prefix = "") {
    this.#complain = complain;
    this.#prefix = prefix;
    this.#values = isObject(values) ? values : {};
    if (values !== undefined && values !== null && !isObject(values)) {
      complain(`The settings "awaitwise.${prefix}" are not an object: they are ignored`);
    }
  }

  value(name: string): unknown {
    return this.#values[name];
  }

  boolean(name: string): boolean | undefined {
    return this.#read(name, (value) => typeof value === "boolean", "true or false");
  }

  number(name: string): number | undefined {
    return this.#read(
      name,
      (value) => typeof value === "number" && value >= 0,
      "a number that is not negative",
    );
  }

  string(name: string): string | undefined {
    // Editors fill a setting that the user left empty with an empty string.
    const text = this.#read<string>(name, (value) => typeof value === "string", "a string");
    return text === "" ? undefined : text;
  }

  strings(name: string): readonly string[] | undefined {
    return this.#read(
      name,
      (value) => Array.isArray(value) && value.every((one) => typeof one === "string"),
      "a list of strings",
    );
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    return this.#read(name, (value) => values.includes(value as T), `one of ${values.join(", ")}`);
  }

  #read<T>(name: string, fits: (value: unknown) => boolean, wanted: string): T | undefined {
    const value = this.#values[name];
    if (value === undefined || value === null) return undefined;
    if (fits(value)) return value as T;
    this.#complain(
      `The setting "awaitwise.${this.#prefix}${name}" is ${JSON.stringify(value)}: use ${wanted}`,
    );
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
