import type { ts } from "../syntax.js";
import { statementOf } from "./keys.js";
import { moduleNamesOf, type NamesOfStatement, namesOf } from "./module-names.js";
import { moduleVariablesOf } from "./outline.js";
import type { Shape, ShapeOfStatement } from "./shape.js";

/** How the modules of one state of a project name each other. */
export interface Modules {
  source(file: string): ts.SourceFile | undefined;
  /** The files that the module specifiers of a file lead to. */
  imports(file: string): ReadonlyMap<string, ReadonlySet<string>>;
  importers(file: string): Iterable<string>;
}

/** An edit of a file that changed its shape. */
export interface Reshaping {
  readonly before: Shape;
  readonly after: Shape;
}

/** What may mean something else than before, by file; what was edited is there in any case. */
export type Touched = ReadonlyMap<string, TouchedFile>;

export interface TouchedFile {
  /** The statements in which a name may mean something else. */
  readonly statements: ReadonlySet<ts.Statement> | "all";
  /** Whether other files may see that: it is not only in bodies that nobody looks into. */
  readonly outward: boolean;
}

/**
 * Follows what edits changed along the names by which it can be seen: from statement to statement of a
 * module, and by imports and exports from one module to the next. Bodies of functions are touched by
 * what they mention, and touch nothing themselves: what a function does is told by its summary.
 *
 * **Invariant**: a statement that is left out means what it meant, as long as all that it mentions is
 * found by names: what needs no import, and what a new class overrides, is for the caller to look after.
 */
export function spreadOf(reshapings: readonly Reshaping[], modules: Modules): Touched {
  const spread = new Spread(modules);
  for (const one of reshapings) spread.begin(one);
  return spread.run();
}

/** Tells whether a node of a file stands where something may be another. */
export function isIn({ statements }: TouchedFile, node: ts.Node): boolean {
  if (statements === "all") return true;
  const statement = statementOf(node);
  return statement === undefined || statements.has(statement);
}

class Spread {
  readonly #modules: Modules;
  readonly #states = new Map<string, State>();
  readonly #open = new Set<string>();

  constructor(modules: Modules) {
    this.#modules = modules;
  }

  begin({ before, after }: Reshaping): void {
    const state = this.#state(after.source.fileName);
    state.edited = true;
    this.#open.add(after.source.fileName);
    if (before.statements === undefined || after.statements === undefined) {
      state.whole = true;
      return;
    }
    const [gone, come] = differenceOf(before.statements, after.statements);
    const variables = moduleVariablesOf(after.source);
    for (const { declares, exports, passesOn } of gone.map((one) => namesOf(one, variables))) {
      for (const name of declares) state.names.add(name);
      for (const name of exports.keys()) state.exports.add(name);
      // Nobody remembers what it passed on.
      if (passesOn) state.whole = true;
    }
    for (const one of come) state.changed.add(one);
  }

  run(): Touched {
    for (const file of this.#open) {
      this.#open.delete(file);
      const state = this.#state(file);
      const before = state.exports.size;
      const wasWhole = state.told && state.whole;
      const wasTold = state.told;
      this.#follow(file, state);
      const more = state.whole ? !wasWhole : state.exports.size > before || !wasTold;
      state.told = true;
      if (more && (state.whole || state.exports.size > 0)) {
        for (const one of this.#modules.importers(file)) this.#open.add(one);
      }
    }
    const touched = new Map<string, TouchedFile>();
    for (const [file, state] of this.#states) {
      const { whole, edited, outward } = state;
      if (!whole && !edited && state.touched.size === 0) continue;
      touched.set(file, {
        statements: whole ? "all" : state.touched,
        outward: whole || edited || outward.size > 0,
      });
    }
    return touched;
  }

  #follow(file: string, state: State): void {
    const source = this.#modules.source(file);
    if (source === undefined || state.whole) return;
    const imports = this.#modules.imports(file);
    const statements = moduleNamesOf(source);
    const all = [...statements.values()];
    if (isJavaScript(file) || this.#isLedElsewhere(imports, all)) {
      state.whole = true;
      return;
    }
    const leads = (module: string, name: string): boolean =>
      [...(imports.get(module) ?? [])].some((target) => this.#hasChanged(target, name));
    for (const { imports: imported } of all) {
      for (const [local, { module, name }] of imported) {
        if (leads(module, name)) state.names.add(local);
      }
    }
    const declared = new Set(all.flatMap(({ declares }) => [...declares]));
    const variables = moduleVariablesOf(source);
    for (let before = -1; before !== state.names.size + state.outward.size; ) {
      before = state.names.size + state.outward.size;
      for (const [statement, names] of statements) {
        if (state.outward.has(statement)) continue;
        const isTouched =
          state.changed.has(statement) ||
          meet(names.outward, state.names) ||
          [...names.loads].some((module) => leads(module, "*"));
        if (isTouched) {
          state.outward.add(statement);
          for (const name of namesTouchedBy(names, declared, variables)) state.names.add(name);
        }
      }
    }
    for (const [statement, names] of statements) {
      if (state.outward.has(statement) || meet(names.inward, state.names)) {
        state.touched.add(statement);
      }
      for (const name of this.#exported(names, statement, state, imports)) state.exports.add(name);
    }
  }

  *#exported(
    { exports, module: from, passesOn }: NamesOfStatement,
    statement: ts.Statement,
    state: State,
    imports: ReadonlyMap<string, ReadonlySet<string>>,
  ): Iterable<string> {
    const targets = (module: string): ReadonlySet<string> => imports.get(module) ?? new Set();
    for (const [exported, { name, module }] of exports) {
      const isTouched =
        state.changed.has(statement) ||
        (module !== undefined
          ? [...targets(module)].some((one) => this.#hasChanged(one, name ?? "default"))
          : name === undefined
            ? state.outward.has(statement)
            : state.names.has(name));
      if (isTouched) yield exported;
    }
    if (!passesOn || from === undefined) return;
    for (const target of targets(from)) {
      const other = this.#states.get(target);
      // Which names a whole module passes on is not known.
      if (other?.whole === true || state.changed.has(statement)) yield everything;
      for (const name of other?.exports ?? []) if (name !== "default") yield name;
    }
  }

  #hasChanged(file: string, name: string): boolean {
    const state = this.#states.get(file);
    if (state === undefined) return false;
    const { whole, exports } = state;
    if (whole || exports.has(everything) || exports.has("export=")) return true;
    return name === "*" ? exports.size > 0 : exports.has(name);
  }

  // What the compiler imports by itself, such as what makes JSX, stands nowhere in the text.
  #isLedElsewhere(
    imports: ReadonlyMap<string, ReadonlySet<string>>,
    statements: readonly NamesOfStatement[],
  ): boolean {
    const named = new Set(statements.flatMap(({ module, loads }) => [module, ...loads]));
    return [...imports].some(
      ([module, targets]) =>
        !named.has(module) && [...targets].some((target) => this.#hasChanged(target, "*")),
    );
  }

  #state(file: string): State {
    let state = this.#states.get(file);
    if (state === undefined) {
      state = {
        changed: new Set(),
        names: new Set(),
        outward: new Set(),
        touched: new Set(),
        exports: new Set(),
        edited: false,
        whole: false,
        told: false,
      };
      this.#states.set(file, state);
    }
    return state;
  }
}

interface State {
  /** Statements that were edited, as far as others can see. */
  readonly changed: Set<ts.Statement>;
  /** Names of the module that may mean something else. */
  readonly names: Set<string>;
  /** Statements that others can see to mean something else. */
  readonly outward: Set<ts.Statement>;
  readonly touched: Set<ts.Statement>;
  /** Names under which others may import something else. */
  readonly exports: Set<string>;
  edited: boolean;
  /** Nothing is known but that everything may be another. */
  whole: boolean;
  /** Whether importers were told of what is exported. */
  told: boolean;
}

/** Any name at all. */
const everything = "*";

function isJavaScript(file: string): boolean {
  return /\.[cm]?jsx?$/.test(file);
}

// A statement that runs can narrow what it mentions for those after it, or assign to it.
function namesTouchedBy(
  { declares, outward }: NamesOfStatement,
  declared: ReadonlySet<string>,
  variables: ReadonlySet<string>,
): readonly string[] {
  const others = declares.size === 0 ? declared : variables;
  return [...declares, ...[...others].filter((name) => outward.has(name))];
}

function meet(names: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const name of others) if (names.has(name)) return true;
  return false;
}

/** The statements of the one that have no like in the other, both ways. */
function differenceOf(
  before: readonly ShapeOfStatement[],
  after: readonly ShapeOfStatement[],
): readonly [gone: readonly ts.Statement[], come: readonly ts.Statement[]] {
  return [without(before, after), without(after, before)];
}

function without(
  some: readonly ShapeOfStatement[],
  others: readonly ShapeOfStatement[],
): readonly ts.Statement[] {
  const left = new Map<string, number>();
  for (const { text } of others) left.set(text, (left.get(text) ?? 0) + 1);
  return some.flatMap(({ statement, text }) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count > 0 ? [] : [statement];
  });
}
