import type { ts } from "../syntax.js";
import type { Decider } from "./library/model.js";
import type { Location, OwnerType, Root } from "./location.js";
import type { Latency, Reentrant } from "./summary.js";

/** An object as an expression leads to it. */
export interface Value {
  readonly root: Root;
  /** The field through which it is reached, where that is known. */
  readonly held?: Held;
  /**
   * It is only reached from the root, by a way that is not known; the root itself is another. A `part` is what an object was
   * made of that stands beside it: a method of that object is no method of the part.
   */
  readonly deep?: true | "part";
}

export interface Held {
  readonly name: string;
  readonly owner: OwnerType | undefined;
  /** The first field on the way, where there are several: `state` of `this.state.filter`. */
  readonly under?: string;
  /** What it holds is made where the field is declared, and nothing else is put there. */
  readonly isMade?: true;
}

/** A value, or what a call answers, which is known once the function that it calls is. */
export type Flow =
  | { readonly value: Value }
  | { readonly result: CallSite; readonly held?: Held; readonly deep?: true | "part" };

/** What one piece of code does by itself, before what it calls is known. */
export interface Facts {
  /** The key of the function or class, or of the place for other code. */
  readonly key: string;
  readonly root: ts.Node;
  readonly accesses: readonly RawAccess[];
  readonly calls: readonly CallSite[];
  readonly latency: OwnLatency;
  readonly throws: ts.Node | undefined;
  readonly unknown: { readonly at: ts.Node; readonly why: string } | undefined;
  readonly returns: readonly Flow[];
  /** Keys of the variables that it declares, where it is not a function. */
  readonly own: ReadonlySet<string>;
  /** Some call in it may run a method of a subclass. */
  readonly dispatches: boolean;
}

export interface OwnLatency {
  readonly kind: Latency["kind"];
  readonly at: ts.Node | undefined;
  readonly what: string;
}

/** One read or write, of a location or of something in each object that `on` leads to. */
export interface RawAccess {
  readonly at: ts.Node;
  readonly write: boolean;
  once: boolean;
  /** An unknown function may do it to what it is given or called on; that is not known to happen. */
  readonly guessed?: true;
  /**
   * The same code, run twice at a time, leaves what it leaves when it is run twice in a row: an entry
   * that is put in, a count, a value that is made where there is none.
   */
  readonly reentrant?: Reentrant;
  /** What is assigned stands there while its function waits for something else: it may not be complete. */
  readonly early?: true;
  /** It is only read where this says so. */
  readonly unless?: Condition;
  /** The code that names what is accessed; equal for the same thing in one function. */
  readonly text: string;
  readonly what:
    | { readonly location: Location; readonly parameter?: ParameterRef }
    | { readonly field: Held; readonly on: readonly Flow[] }
    | {
        readonly connection: "client" | "transaction";
        readonly name: string;
        readonly on: readonly Flow[];
      };
}

/** The key of what no function is: a statement that nobody can read stays one for all that call it. */
export const nobody = "nobody";

/** The same of a statement that reads by what it is made of, where something formats it on the way. */
export const formatter = "formatter";

/** What decides whether something is only read: what a parameter, or an option of one, says. */
export interface Condition {
  /** The key of the function whose parameter it is; {@link nobody}'s where no caller can say more. */
  readonly key: string;
  readonly index: number;
  readonly member?: string;
  /** What it says where a caller leaves it out. */
  readonly otherwise?: string;
  readonly decider: Decider;
  /** What the parameter says is formatted before it is run. */
  readonly isFormatted?: true;
  /** What a program is started with, in place or by another parameter; or the program, where the parameter is that. */
  readonly program?:
    | { readonly args: readonly string[] }
    | { readonly index: number; readonly isRest?: true }
    | { readonly started: string };
  /** The parameter takes all that is handed over from there on: `(...args)`. */
  readonly isRest?: true;
}

/** What an expression says in place. */
export interface Says {
  readonly text?: string;
  /** The strings of a list that is written out. */
  readonly list?: readonly string[];
  /** The options of an object that is written out. */
  readonly options?: ReadonlyMap<string, Says>;
  /** The parameter whose options it takes over. */
  readonly rest?: Omit<Condition, "decider" | "program">;
  /** The options that are taken out of what `rest` or `from` hands on. */
  readonly taken?: ReadonlySet<string>;
  /** The parameter that says it. */
  readonly from?: Omit<Condition, "decider" | "program">;
  /** What a statement is made of that is formatted on the way: `text` of `format(text, values)`. */
  readonly formatted?: Says;
}

/** A call of functions of the project, or of a parameter. */
export interface CallSite {
  readonly at: ts.Node;
  /** Names the object that it answers, if it makes one. */
  readonly key: string;
  /** The keys of the functions that may run; all of them count. */
  readonly targets: readonly string[];
  /** Of targets that run only where a caller names them: what says, for each, that another is named. */
  readonly unless?: ReadonlyMap<string, Condition>;
  /** What the calls were handed that made the functions which run here: what their parameters are. */
  readonly made?: readonly Making[];
  /** The parameter that is called, if it is one. */
  readonly invokes: ParameterRef | undefined;
  readonly receiver: readonly Flow[];
  readonly args: readonly Argument[];
  /** Arguments are spread: any may stand for any parameter. */
  readonly spread: boolean;
  /** A `catch` around it takes its errors. */
  readonly caught: boolean;
  /** It looks into a store, or fills it, for a value that is made where the store has none. */
  readonly caches?: true;
  /** The field or variable that it is there to fill, which had no value before (`if (!this.client) await this.connect()`), or one that a service has refused (`anyCredential`). */
  readonly fills?: string;
  /** It runs only where something has failed, as what is handed to `catch` does. */
  readonly afterFailure?: true;
  /** It says in place that it asks the network for something, and changes nothing there. */
  readonly asks?: true;
  /** Somebody waits for it: it is not started and left alone, nor remembered from an earlier call. */
  readonly waits: boolean;
}

/** What a function or constructor was handed as it made the function that runs, or the object that has it. */
export interface Making {
  /** The key of the function or constructor. */
  readonly key: string;
  readonly args: readonly Argument[];
}

export interface Argument {
  readonly flows: readonly Flow[];
  readonly callable: Callable | undefined;
  /** The functions that an object literal holds, by name. */
  readonly members?: ReadonlyMap<string, Callable>;
  /** It takes over what another object holds, which may be functions as well: `{ ...others }`. */
  readonly takesOver?: true;
  /** The string that it is, if it is a literal. */
  readonly literal?: string;
  /** The parameter of the calling function that it is, if it is one. */
  readonly parameter?: ParameterRef;
  /** What it says in place. */
  readonly says?: Says;
  /** It is a pool that a module holds, or what asks one; or it is called a pool. */
  readonly isPool?: true;
}

/** A function that is handed on; one without targets and parameter does nothing. */
export interface Callable {
  readonly targets: readonly string[];
  /** What it sees as `this`, where it is a method that is handed on. */
  readonly receiver?: readonly Flow[];
  readonly parameter?: ParameterRef;
  readonly made?: readonly Making[];
}

/** Stands for the members of an object literal where only the running program knows which. */
export const anyMember = "*";

export interface ParameterRef {
  /** The key of the function whose parameter it is. */
  readonly key: string;
  readonly index: number;
  /** The field of the parameter that is meant. */
  readonly member?: string;
  readonly name: string;
}
