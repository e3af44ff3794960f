import type { Effects, Reshaped, Support } from "../model/effects/effects.js";
import { declarationOf, keyOf } from "../model/effects/keys.js";
import { isIn } from "../model/effects/spread.js";
import { outermostFunction } from "../model/enclosing-function.js";
import type { ts } from "../model/syntax.js";

/**
 * The functions of files in which the last check found nothing, and what that rests on: so that after
 * an edit only those are looked at again that may have something to find by now. Functions inside of
 * others belong to the outermost.
 *
 * **Invariant**: as long as names and types are what they were, a function in here of the same text,
 * with callees that do the same and with the same text in every function that a rule looked into,
 * has nothing to find.
 */
export class KnownFunctions {
  readonly #files = new Map<string, KnownFile>();

  /** Forgets what may be another now that names or types are, in this state of the project. */
  forget(reshaped: Reshaped, source: State["source"]): void {
    if (reshaped === "all") {
      this.#files.clear();
      return;
    }
    const isTouched = (file: string, key: string): boolean => {
      const touched = reshaped.get(file);
      if (touched === undefined) return false;
      const tree = source(file);
      const declared = tree === undefined ? undefined : declarationOf(key, tree);
      return declared === undefined || isIn(touched, declared);
    };
    for (const [file, { functions }] of this.#files) {
      for (const [key, { bodies, dispatches }] of functions) {
        const rests = bodies.some((one) => isTouched(one.file, one.key));
        if (dispatches || rests || isTouched(file, key)) functions.delete(key);
      }
    }
  }

  /** What is known of a file's functions under rules with a fingerprint; for one check of it. */
  of(file: ts.SourceFile, rules: string, state: State): Lookout {
    let known = this.#files.get(file.fileName);
    if (known?.rules !== rules) {
      known = { rules, functions: new Map() };
      this.#files.set(file.fileName, known);
    }
    return new Lookout(file, known.functions, state);
  }
}

/** The state of a project in which something is to be known. */
export interface State {
  readonly effects: Effects;
  source(file: string): ts.SourceFile | undefined;
}

interface KnownFile {
  readonly rules: string;
  readonly functions: Map<string, Known>;
}

interface Known {
  readonly text: string;
  readonly digests: ReadonlyMap<string, string>;
  readonly bodies: readonly Body[];
  readonly dispatches: boolean;
}

/** A function elsewhere that a rule looked into, by the outermost around it. */
interface Body {
  readonly file: string;
  readonly key: string;
  readonly text: string;
}

/** One check of a file: which of its functions it can pass over, and what it learns about the others. */
export class Lookout {
  readonly #file: ts.SourceFile;
  readonly #known: Map<string, Known>;
  readonly #state: State;
  readonly #looked = new Map<ts.Node, Looked>();
  #at: Looked | undefined;

  constructor(file: ts.SourceFile, known: Map<string, Known>, state: State) {
    this.#file = file;
    this.#known = known;
    this.#state = state;
  }

  /** Whether a function without others around it is known to have nothing to find. */
  isClean(declared: ts.Node): boolean {
    const known = this.#known.get(keyOf(declared));
    if (known === undefined || known.text !== textOf(declared, this.#file)) return false;
    return (
      known.bodies.every((one) => this.#isSame(one)) &&
      [...known.digests].every(([key, digest]) => this.#state.effects.digestAt(key) === digest)
    );
  }

  #isSame({ file, key, text }: Body): boolean {
    const source = this.#state.source(file);
    const declared = source === undefined ? undefined : declarationOf(key, source);
    return source !== undefined && declared !== undefined && textOf(declared, source) === text;
  }

  /** The function that is looked at; `undefined` for what stands outside of all. */
  get at(): ts.Node | undefined {
    return this.#at?.declared;
  }

  /** Does work that belongs to a function. */
  within(declared: ts.Node | undefined, work: () => void): void {
    const outer = this.#at;
    this.#at = declared === undefined ? undefined : this.#lookedAt(declared);
    try {
      work();
    } finally {
      this.#at = outer;
    }
  }

  #lookedAt(declared: ts.Node): Looked {
    let looked = this.#looked.get(declared);
    if (looked === undefined) {
      looked = { declared, digests: new Map(), bodies: new Set(), dispatches: false, open: false };
      this.#looked.set(declared, looked);
    }
    return looked;
  }

  /** Something was found, or hangs on more of the file than can be told. */
  leaveOpen(): void {
    if (this.#at !== undefined) this.#at.open = true;
  }

  /** A rule looks into a function's body. */
  looksInto(body: ts.Node): void {
    const outer = outermostFunction(body);
    if (outer !== undefined && outer !== this.at) this.#at?.bodies.add(outer);
  }

  restsOn({ digests, dispatches }: Support): void {
    const at = this.#at;
    if (at === undefined) return;
    for (const [key, digest] of digests) at.digests.set(key, digest);
    at.dispatches ||= dispatches;
  }

  /** Remembers what was learnt; not to be called when a rule failed. */
  end(): void {
    for (const { declared, digests, bodies, dispatches, open } of this.#looked.values()) {
      const key = keyOf(declared);
      if (open) this.#known.delete(key);
      else {
        const looked = [...bodies].map((body) => bodyOf(body));
        this.#known.set(key, {
          text: textOf(declared, this.#file),
          digests,
          bodies: looked,
          dispatches,
        });
      }
    }
  }

  /** Forgets all of the file's functions. */
  fail(): void {
    this.#known.clear();
  }
}

interface Looked {
  readonly declared: ts.Node;
  readonly digests: Map<string, string>;
  readonly bodies: Set<ts.Node>;
  dispatches: boolean;
  open: boolean;
}

function bodyOf(declared: ts.Node): Body {
  const source = declared.getSourceFile();
  return { file: source.fileName, key: keyOf(declared), text: textOf(declared, source) };
}

function textOf(declared: ts.Node, source: ts.SourceFile): string {
  return source.text.slice(declared.pos, declared.end);
}
