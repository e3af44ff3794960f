/**
 * What a package's functions do, as data: the same shape for the models that come with the analyser
 * and for those of a user's configuration.
 */
export interface PackageModel {
  /**
   * The packages or modules it speaks of, as they are imported (`node:` left out). A module inside a
   * package stands as it is imported, and is also found under the package: `drizzle-orm/pg-core` under
   * `drizzle-orm`. `*` stands for any characters. Two names are the platform's own: `lib` for the
   * language and the browser, `node` for Node's globals.
   */
  readonly package: string | readonly string[];
  /**
   * The system behind it, where resources of one kind are apart: `redis` and `sql` are both `db`, and
   * a write to the one is not seen in the other.
   */
  readonly system?: string;
  /** Sources of the project that it speaks of, by the end of their path, without an extension. */
  readonly files?: string | readonly string[];
  /**
   * What a module exports, by name; `default` is the default export and what `require` answers. Members
   * of an exported object follow a dot: `promises.readFile`. Several names are separated by blanks,
   * and `*` stands for any characters; the exact name wins, then the longest pattern.
   */
  readonly exports?: Readonly<Record<string, MemberModel>>;
  /** Classes and interfaces, by name; `*` as in `exports`. */
  readonly types?: Readonly<Record<string, TypeModel>>;
}

/** What is known of the values of one type. */
export interface TypeModel {
  /** Another type of the same model whose members it has too. */
  readonly extends?: string;
  /** What makes its values dangerous or useless to use side by side. */
  readonly hazard?: Hazard | readonly Hazard[];
  /** What awaiting one of its values gives, where that is not the value itself. */
  readonly awaited?: string;
  /** The type is known by its name wherever it is declared, as generated clients are. */
  readonly anywhere?: boolean;
  /**
   * A builder: each member that is not listed answers the same type, and the whole chain reads, or
   * writes where one of these members stands in it.
   */
  readonly chain?: ChainModel;
  /** Methods and properties, by name; as in `exports`. */
  readonly members?: Readonly<Record<string, MemberModel>>;
}

export interface ChainModel {
  /** The members that make a chain write. */
  readonly writes: string;
  /** Members that only finish or describe the chain are like all others; these run it. */
  readonly uses: string;
  /** Of a builder that its members change in place: those that do not, as they run, describe or copy it. */
  readonly keptBy?: string;
}

/** What one function, method or property does; an empty one does nothing that others could see. */
export interface MemberModel {
  /** Resources read, in the form `kind.name(key)`. */
  readonly reads?: readonly string[];
  /** Resources written, in the form `kind.name(key)`. */
  readonly writes?: readonly string[];
  /** What its promise waits for; `none` unless said otherwise. */
  readonly latency?: Latency;
  /** What it changes in place: its receiver, or an argument by its index. */
  readonly changes?: readonly Place[];
  /** Arguments, by index, that are functions and run before it ends. */
  readonly runs?: readonly number[];
  /** What decides whether its `writes` hold: without it they do. */
  readonly decidedBy?: Decider;
  /** The type of what it answers or makes, awaited: a name among `types`, or `package:Type`. */
  readonly returns?: string;
  /** What it answers is new: nothing else leads to it. */
  readonly fresh?: boolean;
  /** It answers the function that this argument is, in another form, as `promisify` does. */
  readonly answersArgument?: number;
  /** The type of the property, where it is one. */
  readonly value?: string;
  /** The type of what it hands to a callback as the first parameter. */
  readonly passes?: string;
  /**
   * It is taken for a read of something outside by its name, and nothing else is known of it but that it is declared, or what its
   * package is called: what rests on it says so.
   */
  readonly byName?: "declared" | "packaged";
  /**
   * Where alone a call of it is known: where it is awaited (or answered by an async function), where nobody waits
   * for it, where what it answers is looked into at once (`client.user(id).get()`), or nowhere, though a wider pattern speaks of it.
   */
  readonly only?: "awaited" | "dropped" | "looked-into" | "never";
  readonly hazard?: Hazard | readonly Hazard[];
}

export type Latency = "none" | "timer" | "io";

/** The value a method is called on, or an argument by its index. */
export type Place = "receiver" | number;

/** How a call shows in place whether it only reads. */
export type Decider =
  /** The text of an SQL statement, as a literal, a tagged template or the field `text` or `sql`. */
  | {
      readonly by: "sql";
      readonly argument: number;
      /** The statement is an argument of the call of this name that has made what is called: `prepare(sql).bind(id).all()`. */
      readonly preparedBy?: string;
    }
  /** An option of an object: it only reads where the option is left out, or is one of these values. */
  | {
      readonly by: "option";
      readonly argument: number;
      readonly option: string;
      readonly reading: readonly string[];
      /** Where the object is left out, or says nothing of the option, it reads all the same. */
      readonly unset: "reads" | "writes";
      /** Options that make it write wherever they stand. */
      readonly writing?: readonly string[];
    }
  /** A literal argument: it only reads where it is left out, or is one of these (`*` ends a prefix). */
  | {
      readonly by: "literal";
      readonly argument: number;
      readonly reading: readonly string[];
      readonly unset: "reads" | "writes";
    }
  /** The name of the class or function that an argument is made by: it only reads where it begins with one of these. */
  | { readonly by: "command"; readonly argument: number; readonly reading: readonly string[] }
  /** The program or the command line that an argument names, with the arguments in a list behind it. */
  | { readonly by: "program"; readonly argument: number }
  /** The words of a command of Redis, in a list or from this argument on, or of each in a list of commands. */
  | { readonly by: "redis"; readonly argument: number }
  /** The name of a channel between processes: it only reads where that says so. */
  | { readonly by: "channel"; readonly argument: number }
  /** A document of GraphQL: it only reads where it has a query, and no mutation. */
  | { readonly by: "graphql"; readonly argument: number }
  /** Text that makes the argument write wherever it stands in it. */
  | { readonly by: "content"; readonly argument: number; readonly writing: readonly string[] };

/** What stands in the way of running calls side by side, or makes it useless. */
export type Hazard = (typeof HAZARDS)[number];

/** Every hazard there is, with what it says about a value or a call. */
export const HAZARDS = [
  /** One connection, which answers one statement at a time. */
  "connection",
  /** A transaction, whose statements share a connection and a fate. */
  "transaction",
  /** A stream or writer, whose chunks have an order. */
  "stream",
  /** An iterator or cursor, whose next value is the one after. */
  "iterator",
  /** It lets only so many run at a time, or so often. */
  "limiter",
  /** It keeps others out while it is held. */
  "lock",
  /** A test framework or browser automation, whose steps have an order. */
  "test",
  /** State of a user interface, which shows in between. */
  "ui",
  /** It speaks of the request that is being handled. */
  "request",
  /** A log line, which tells how far the work has come. */
  "log",
  /** A durable workflow, whose steps are replayed in order. */
  "durable",
  /** A schema migration, whose steps have an order. */
  "migration",
  /** It waits for nothing, or what it waits for has been fetched before. */
  "memo",
] as const;
