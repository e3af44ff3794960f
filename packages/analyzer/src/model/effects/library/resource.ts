import type { Resource } from "../location.js";

/** Every resource that models and annotations can name. */
export const RESOURCE_KINDS = [
  "clock",
  "db",
  "dom",
  "env",
  "fs",
  "lock",
  "net",
  "process",
  "queue",
  "random",
  "stdio",
  "stream",
] as const satisfies readonly Resource[];

/** A resource as a model or an annotation writes it: `kind.name(key)`. */
export interface ResourcePattern {
  readonly kind: Resource;
  /**
   * A part of the resource, such as a table. `$receiver` is the name of what the method is called on, `$0`
   * the text of an argument, `$table` each table that a statement names, `$object` the same where objects
   * stand for them, `$model` the model whose delegate is called and those that it includes, `$entity` the class whose rows are asked
   * for, `$statements`
   * nothing but what the statements do that are handed over in place.
   */
  readonly name?: string;
  /** What tells one resource of the kind from another: an argument, or what the method is called on. */
  readonly key?: "receiver" | number;
}

/** Reads `fs`, `db.users`, `fs(0)` or `db.$0(receiver)`; `undefined` where it is no such thing. */
export function parseResource(text: string): ResourcePattern | undefined {
  const [, kind, name, key] = resourceForm.exec(text) ?? [];
  if (kind === undefined || !isKind(kind)) return undefined;
  return {
    kind,
    ...(name === undefined ? {} : { name }),
    ...(key === undefined ? {} : { key: key === "receiver" ? key : Number(key) }),
  };
}

/** The form that {@link parseResource} reads, for schemas. */
export const resourceForm = /^([a-z]+)(?:\.([\w$.-]+))?(?:\((receiver|\d)\))?$/;

function isKind(text: string): text is Resource {
  return (RESOURCE_KINDS as readonly string[]).includes(text);
}
