import { fileOfKey, isInnerKey, isKeyInside } from "./keys.js";

/**
 * Something that a program can read or change and that outlives one evaluation. Locations are plain
 * data: what they name is named by strings that stay equal while the code they stand in is not
 * edited, so that summaries can be kept from one state of a project to the next.
 */
export type Location = VariableLocation | FieldLocation | ResourceLocation | ConnectionLocation;

/** A variable: of a module, or a function's own that a closure captures. */
export interface VariableLocation {
  readonly kind: "local" | "module";
  /** Names the declaration. */
  readonly key: string;
  readonly name: string;
}

/** A field of an object, the contents of a collection, or all that an object leads to. */
export interface FieldLocation {
  readonly kind: "field";
  /**
   * The field's name; {@link contents} for what a collection holds, after the name of the field that
   * the collection is in, if it is in one; or {@link everything}.
   */
  readonly name: string;
  /** The type of the object; missing where it is `any` or not known. */
  readonly owner: OwnerType | undefined;
  /** The fields through which the object is reached, the first and the last: `body` of `req.body.key`. */
  readonly within?: readonly string[];
  /** What a collection holds that its object has made for itself. */
  readonly isMade?: true;
  /** How the object is reached. */
  readonly root: Root;
}

/** The name of the field that stands for a collection's elements, entries or length. */
export const contents = "[]";
/** The name of the field that stands for everything an object leads to, itself included. */
export const everything = "*";

/** The type of an object whose field is read or written. */
export interface OwnerType {
  readonly name: string;
  /** The declaration of the type, then of everything it extends or implements. */
  readonly keys: readonly string[];
  /** A type without a name of its own can stand for any that has the field. */
  readonly anonymous: boolean;
}

/** Where an object comes from, as the function that uses it sees it. */
export type Root =
  /** What a variable holds; parameters of the function in question are not variables. */
  | {
      readonly from: "variable";
      readonly key: string;
      readonly name: string;
      /** It only ever holds what is made where it is declared or assigned. */
      readonly made?: true;
      /** What is made is a module's own collection, of what is no collection: no other file has it by another name. */
      readonly isOwn?: true;
    }
  /** What a function is called with; `key` names the function. */
  | {
      readonly from: "parameter";
      readonly key: string;
      readonly index: number;
      readonly name: string;
    }
  /** What a method is called on; `key` names the function. */
  | { readonly from: "this"; readonly key: string }
  /** Made at one place, which nobody else knows of; `key` names the place. */
  | { readonly from: "fresh"; readonly key: string }
  | { readonly from: "unknown" };

/** What lies outside the program. */
export type Resource =
  | "fs"
  | "net"
  | "db"
  | "process"
  | "stdio"
  | "dom"
  | "clock"
  | "random"
  | "env"
  | "lock"
  | "stream"
  | "queue"
  /** Whatever a function reads that nothing but its name tells of; its system says what else is known of it, as {@link assumedBy} has it. */
  | "named";

/** Stands for what a function reads that is declared without a body, and named for reading. */
export const declared = "declared";

/** What is known of a read beside its name, by the system that stands for it, as the end of a sentence about the call. */
export const assumedBy: ReadonlyMap<string, string> = new Map([
  [declared, "is only declared"],
  ["packaged", "is known by what its package is called"],
  ["addressed", "is known by the path that it is given"],
]);

export interface ResourceLocation {
  readonly kind: "resource";
  readonly resource: Resource;
  /** The system behind it where a resource stands for several: `postgres`, `redis`, `s3`. */
  readonly system?: string;
  /** Which one: a path, an origin, or the object that stands for it. */
  readonly key?: ResourceKey;
  /** The part of it: a table, a collection. */
  readonly part?: string;
}

export type ResourceKey =
  | { readonly literal: string }
  /** The object that the resource is reached through, such as a database handle. */
  | { readonly root: Root };

/**
 * A connection that serves one caller at a time. Using it counts as a write: two queries on one
 * client or transaction stand in each other's way even if both only read.
 */
export interface ConnectionLocation {
  readonly kind: "connection";
  readonly connection: "client" | "transaction";
  readonly root: Root;
  /** The field that holds it, where the root is an object that owns it. */
  readonly field?: string;
  /** What the code calls it. */
  readonly name: string;
}

/** Tells whether two locations may be one: whether a write to one can be seen through the other. */
export function mayAlias(a: Location, b: Location): boolean {
  if (a.kind === "field" && b.kind === "field") return fieldsAlias(a, b);
  if (a.kind === "resource" && b.kind === "resource") return resourcesAlias(a, b);
  if (a.kind === "connection" && b.kind === "connection") {
    return !differ(a.field, b.field) && rootsAlias(a.root, b.root);
  }
  if (isVariable(a) && isVariable(b)) return a.key === b.key;
  // Whoever may change everything that a connection leads to may use it.
  if (a.kind === "field" && b.kind === "connection") return reaches(a, b.root);
  if (b.kind === "field" && a.kind === "connection") return reaches(b, a.root);
  return false;
}

/**
 * Tells whether the one is whatever some key of an object names, and the other something that has a name of its own
 * there: `ids[kind].add(id)` beside `ids.users`.
 */
export function mayBeEntry(a: Location, b: Location): boolean {
  if (a.kind !== "field" || b.kind !== "field" || a.root.from === "unknown") return false;
  if ((a.name === contents) === (b.name === contents)) return false;
  return rootId(a.root) === rootId(b.root);
}

/**
 * Tells whether the one is a field of an object that is in a field itself, and the other all that is in there:
 * `req.body.key` beside `JSON.stringify(req.body)`.
 */
export function mayBePart(a: Location, b: Location): boolean {
  if (a.kind !== "field" || b.kind !== "field" || a.root.from === "unknown") return false;
  return (isPartOf(a, b) || isPartOf(b, a)) && rootId(a.root) === rootId(b.root);
}

function isPartOf({ within }: FieldLocation, { name }: FieldLocation): boolean {
  return within?.some((one) => name === `${one}${contents}`) === true;
}

/** Equal for two locations that are the same. */
export function locationId(location: Location): string {
  switch (location.kind) {
    case "local":
    case "module":
      return `variable ${location.key}`;
    case "field":
      return `field ${location.owner?.keys[0] ?? "?"} ${location.within?.join(".") ?? ""} ${location.name} ${rootId(location.root)}`;
    case "resource":
      return `resource ${location.resource} ${location.system ?? ""} ${keyId(location.key)} ${location.part ?? ""}`;
    case "connection":
      return `connection ${location.field ?? ""} ${rootId(location.root)}`;
  }
}

/** Equal for two roots that are the same. */
export function rootId(root: Root): string {
  switch (root.from) {
    case "unknown":
      return "unknown";
    case "parameter":
      return `parameter ${root.index} ${root.key}`;
    default:
      return `${root.from} ${root.key}`;
  }
}

/** Says in words what a location is, for messages: `` `cart` ``, `the file system`. */
export function describeLocation(location: Location): string {
  switch (location.kind) {
    case "local":
    case "module":
      return `\`${location.name}\``;
    case "field":
      return describeField(location);
    case "resource":
      return describeResource(location);
    case "connection":
      return `${location.connection === "client" ? "the connection" : "the transaction"} \`${location.name}\``;
  }
}

function describeField({ name, owner, root, within = [] }: FieldLocation): string {
  const holder = nameOfRoot(root);
  if (name === contents) return holder ? `what \`${holder}\` holds` : "a collection";
  if (name.endsWith(contents)) {
    const held = name.slice(0, -contents.length);
    return `what \`${holder === "" ? held : `${holder ?? ""}.${held}`}\` holds`;
  }
  if (name === everything) return holder ? `\`${holder}\`` : "an object";
  const way = [...within, name].join(".");
  if (holder === "") return `\`${way}\``;
  if (holder !== undefined) return `\`${holder}.${way}\``;
  return owner === undefined || owner.anonymous ? `\`.${name}\`` : `\`${owner.name}.${name}\``;
}

function nameOfRoot(root: Root): string | undefined {
  if (root.from === "this") return "this";
  return "name" in root ? root.name : undefined;
}

const resourceNames: Readonly<Record<Resource, string>> = {
  fs: "the file system",
  net: "the network",
  db: "the database",
  process: "a process",
  stdio: "the console",
  dom: "the document",
  clock: "the clock",
  random: "random numbers",
  env: "the environment",
  lock: "a lock",
  stream: "a stream",
  queue: "a queue",
  named: "what its name says",
};

function describeResource({ resource, key, part, system }: ResourceLocation): string {
  const what = resourceNames[resource];
  if (part !== undefined) return `\`${part}\` in ${what}`;
  if (key !== undefined && "literal" in key) return `\`${key.literal}\` in ${what}`;
  return system === undefined || resource === "named" ? what : `${what} (${system})`;
}

function isVariable(location: Location): location is VariableLocation {
  return location.kind === "local" || location.kind === "module";
}

function fieldsAlias(a: FieldLocation, b: FieldLocation): boolean {
  if (a.name === everything || b.name === everything) return rootsAlias(a.root, b.root);
  if (a.name !== b.name) return false;
  if (!ownersAlias(a.owner, b.owner)) return false;
  if (a.name === contents && (isOfOwn(a.root, b.root) || isOfOwn(b.root, a.root))) return false;
  return rootsAlias(a.root, b.root);
}

// What a module keeps for itself is not what a function of another file was called with.
function isOfOwn(a: Root, b: Root): boolean {
  if (a.from !== "variable" || a.isOwn !== true) return false;
  return (b.from === "parameter" || b.from === "this") && fileOfKey(b.key) !== fileOfKey(a.key);
}

// With types known, only compatible types may be one object.
function ownersAlias(a: OwnerType | undefined, b: OwnerType | undefined): boolean {
  if (a === undefined || b === undefined || a.anonymous || b.anonymous) return true;
  const [first] = a.keys;
  const [second] = b.keys;
  return (
    (first !== undefined && b.keys.includes(first)) ||
    (second !== undefined && a.keys.includes(second))
  );
}

/** Tells whether two roots may lead to one object. */
export function rootsAlias(a: Root, b: Root): boolean {
  if (a.from === "fresh" || b.from === "fresh") {
    return a.from === b.from && rootId(a) === rootId(b);
  }
  // What a function makes is not what it was called with.
  if (isMadeBeside(a, b) || isMadeBeside(b, a)) return false;
  // Wherever it is handed on, what is made at one place keeps its name.
  if (isMadeAside(a, b) || isMadeAside(b, a)) return false;
  if (isMadeElsewhere(a, b) || isMadeElsewhere(b, a)) return false;
  if (isRequestTo(a, b) || isRequestTo(b, a)) return false;
  // Two places that have names of their own hold two objects, unless the code assigns one to the
  // other, in which case both have the same root.
  return a.from !== "variable" || b.from !== "variable" || a.key === b.key;
}

// What a server is asked is not the server: `req.locals` is not `app.locals`.
function isRequestTo(a: Root, b: Root): boolean {
  if ((a.from !== "parameter" && a.from !== "variable") || b.from !== "variable") return false;
  return /^_*req(uest)?$/.test(a.name) && /^_*(app|application|server)$/.test(b.name);
}

function isMadeAside(a: Root, b: Root): boolean {
  return a.from === "variable" && a.made === true && b.from === "unknown";
}

function isMadeBeside(a: Root, b: Root): boolean {
  if (a.from !== "variable" || a.made !== true) return false;
  return (b.from === "parameter" || b.from === "this") && isKeyInside(a.key, b.key);
}

// Nor is it what another function was called with and keeps: where the one calls the other, its name goes along.
function isMadeElsewhere(a: Root, b: Root): boolean {
  if (a.from !== "variable" || a.made !== true) return false;
  if (b.from !== "parameter" && b.from !== "this") return false;
  const maker = a.key.slice(0, Math.max(a.key.lastIndexOf("."), a.key.lastIndexOf("@")));
  return isInnerKey(a.key) && b.key !== maker && !isKeyInside(b.key, maker);
}

function reaches(field: FieldLocation, root: Root): boolean {
  return field.name === everything && rootsAlias(field.root, root);
}

function resourcesAlias(a: ResourceLocation, b: ResourceLocation): boolean {
  if (a.resource === "named" || b.resource === "named") return isOutside(a) && isOutside(b);
  if (a.resource !== b.resource) return false;
  if (differ(a.system, b.system) || differ(nameOfPart(a), nameOfPart(b))) return false;
  if (isExpiry(a) !== isExpiry(b)) return false;
  if (a.key === undefined || b.key === undefined) return true;
  if (!("literal" in a.key && "literal" in b.key)) return true;
  return a.resource === "fs"
    ? contains(a.key.literal, b.key.literal) || contains(b.key.literal, a.key.literal)
    : a.key.literal === b.key.literal;
}

// `users`, `usersTable` and `User` are one table, which goes by another name in each layer.
function nameOfPart({ part, resource }: ResourceLocation): string | undefined {
  if (part === undefined || resource !== "db") return part;
  return part
    .toLowerCase()
    .replaceAll(/table|schema|model|entity|_/g, "")
    .replace(/e?s$/, "");
}

/** Tells whether a resource is how long the entries of a store are kept, which nothing but a question for it shows. */
export function isExpiry({ resource, system, part }: ResourceLocation): boolean {
  return resource === "db" && system === "redis" && part === "expiry";
}

/** Tells whether a resource is outside of the program, or may be for all that a name tells. */
export function isOutside({ resource }: ResourceLocation): boolean {
  return outside.has(resource);
}

const outside: ReadonlySet<Resource> = new Set(["named", "fs", "net", "db", "process", "queue"]);

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

// A folder that is made or removed is seen by whoever uses a file in it.
function contains(folder: string, path: string): boolean {
  const [outer, inner] = [normal(folder), normal(path)];
  return outer === "" || inner === outer || inner.startsWith(`${outer}/`);
}

function normal(path: string): string {
  return path
    .replaceAll("\\", "/")
    .split("/")
    .filter((part, index) => part !== "." && (part !== "" || index === 0))
    .join("/");
}

function keyId(key: ResourceKey | undefined): string {
  if (key === undefined) return "";
  return "literal" in key ? JSON.stringify(key.literal) : rootId(key.root);
}
