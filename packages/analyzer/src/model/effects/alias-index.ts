import {
  contents,
  everything,
  type FieldLocation,
  type Location,
  mayAlias,
  mayBeEntry,
  mayBePart,
  type Root,
} from "./location.js";
import type { Access } from "./summary.js";

/**
 * Finds those of many accesses that may be of one location with another, without a look at each: what a long
 * chain of calls does is a long list, of which next to nothing meets any one thing.
 */
export interface AliasIndex {
  /** The accesses that {@link mayAlias} the location, in their order. */
  aliasesOf(location: Location): Iterable<Access>;
  /** The accesses of which one is by a key, and the other by a name, as {@link mayBeEntry} has it. */
  entriesOf(location: Location): Iterable<Access>;
  /** The accesses of which one is a part of what the other is all of, as {@link mayBePart} has it. */
  partsOf(location: Location): Iterable<Access>;
}

/** The index of some accesses, made once; the list must not change any more. */
export function aliasIndexOf(accesses: readonly Access[]): AliasIndex {
  let known = indexes.get(accesses);
  if (known === undefined) {
    known = accesses.length <= few ? new PlainIndex(accesses) : new BucketIndex(accesses);
    indexes.set(accesses, known);
  }
  return known;
}

const indexes = new WeakMap<readonly Access[], AliasIndex>();

/** So few are compared one by one. */
const few = 8;

class PlainIndex implements AliasIndex {
  readonly #accesses: readonly Access[];

  constructor(accesses: readonly Access[]) {
    this.#accesses = accesses;
  }

  aliasesOf(location: Location): Iterable<Access> {
    return this.#accesses.filter((access) => mayAlias(location, access.location));
  }

  entriesOf(location: Location): Iterable<Access> {
    return this.#accesses.filter((access) => mayBeEntry(location, access.location));
  }

  partsOf(location: Location): Iterable<Access> {
    return this.#accesses.filter((access) => mayBePart(location, access.location));
  }
}

/** The places of accesses in their list, in its order. */
type Bucket = number[];

/** Fields by what holds their object: a variable of that key, or what nobody knows the holder of. */
interface Fields {
  readonly all: Bucket;
  readonly held: Map<string, Bucket>;
  readonly loose: Bucket;
}

/**
 * Accesses in buckets, by what a location has to have in common with another to be one with it. A bucket may
 * hold more than that: in the end each of its members is compared.
 */
class BucketIndex implements AliasIndex {
  readonly #accesses: readonly Access[];
  readonly #variables = new Map<string, Bucket>();
  readonly #resources = new Map<string, Bucket>();
  readonly #connections: Bucket = [];
  /** All fields; those of a name; those that stand for everything that an object leads to. */
  readonly #fields = noFields();
  readonly #named = new Map<string, Fields>();
  readonly #everything = noFields();

  constructor(accesses: readonly Access[]) {
    this.#accesses = accesses;
    for (const [index, { location }] of accesses.entries()) this.#add(index, location);
  }

  aliasesOf(location: Location): Iterable<Access> {
    const found: Access[] = [];
    for (const index of inOrder(this.#bucketsFor(location))) {
      const access = this.#accesses[index];
      if (access !== undefined && mayAlias(location, access.location)) found.push(access);
    }
    return found;
  }

  entriesOf(location: Location): Iterable<Access> {
    if (location.kind !== "field" || location.root.from === "unknown") return [];
    const fields = location.name === contents ? this.#fields : this.#named.get(contents);
    return this.#among(fields, location.root, (one) => mayBeEntry(location, one));
  }

  partsOf(location: Location): Iterable<Access> {
    if (location.kind !== "field") return [];
    const { name, within, root } = location;
    const isMeant = (one: Location): boolean => mayBePart(location, one);
    if (name !== contents && name.endsWith(contents)) {
      return this.#among(this.#fields, root, isMeant);
    }
    return (within ?? []).flatMap((one) =>
      this.#among(this.#named.get(`${one}${contents}`), root, isMeant),
    );
  }

  #among(
    fields: Fields | undefined,
    root: Root,
    isMeant: (location: Location) => boolean,
  ): readonly Access[] {
    return inOrder(heldAs(fields, root)).flatMap((index) => {
      const access = this.#accesses[index];
      return access !== undefined && isMeant(access.location) ? [access] : [];
    });
  }

  #add(index: number, location: Location): void {
    switch (location.kind) {
      case "local":
      case "module":
        bucketIn(this.#variables, location.key).push(index);
        return;
      case "resource":
        bucketIn(this.#resources, location.resource).push(index);
        return;
      case "connection":
        this.#connections.push(index);
        return;
      case "field":
        addTo(this.#fields, index, location);
        addTo(
          location.name === everything ? this.#everything : this.#fieldsNamed(location.name),
          index,
          location,
        );
    }
  }

  #fieldsNamed(name: string): Fields {
    let fields = this.#named.get(name);
    if (fields === undefined) {
      fields = noFields();
      this.#named.set(name, fields);
    }
    return fields;
  }

  // No two of them hold the same access.
  #bucketsFor(location: Location): readonly (Bucket | undefined)[] {
    switch (location.kind) {
      case "local":
      case "module":
        return [this.#variables.get(location.key)];
      case "resource":
        // A name tells of what may be any of the others.
        return location.resource === "named"
          ? [...this.#resources.values()]
          : [this.#resources.get(location.resource), this.#resources.get("named")];
      case "connection":
        return [this.#connections, this.#everything.all];
      case "field":
        return location.name === everything
          ? [...heldAs(this.#fields, location.root), this.#connections]
          : [
              ...heldAs(this.#named.get(location.name), location.root),
              ...heldAs(this.#everything, location.root),
            ];
    }
  }
}

function noFields(): Fields {
  return { all: [], held: new Map(), loose: [] };
}

function addTo(fields: Fields, index: number, { root }: FieldLocation): void {
  fields.all.push(index);
  if (root.from === "variable") bucketIn(fields.held, root.key).push(index);
  else fields.loose.push(index);
}

// What one variable holds another does not, unless nobody knows what holds it.
function heldAs(fields: Fields | undefined, root: Root): readonly (Bucket | undefined)[] {
  if (fields === undefined) return [];
  return root.from === "variable" ? [fields.held.get(root.key), fields.loose] : [fields.all];
}

function bucketIn(buckets: Map<string, Bucket>, name: string): Bucket {
  let bucket = buckets.get(name);
  if (bucket === undefined) {
    bucket = [];
    buckets.set(name, bucket);
  }
  return bucket;
}

function inOrder(buckets: readonly (Bucket | undefined)[]): Bucket {
  const [first = [], ...rest] = buckets.flatMap((one) =>
    one === undefined || one.length === 0 ? [] : [one],
  );
  return rest.length === 0 ? first : [...first, ...rest.flat()].sort((a, b) => a - b);
}
