import { didYouMean } from "./closest.js";
import type { Schema } from "./schema.js";

/**
 * Checks a value against a schema, and answers what is wrong first: it names the key, the value and
 * what is allowed there. `undefined` means that nothing is wrong.
 */
export function validate(value: unknown, schema: Schema, key = ""): string | undefined {
  if (schema.anyOf !== undefined) return validateAny(value, schema.anyOf, key);
  if (schema.enum !== undefined && !schema.enum.includes(value)) return refuse(value, schema, key);
  switch (schema.type) {
    case "object":
      return isRecord(value) ? validateObject(value, schema, key) : refuse(value, schema, key);
    case "array":
      return Array.isArray(value) ? validateArray(value, schema, key) : refuse(value, schema, key);
    case "integer":
    case "number":
      return fitsNumber(value, schema) ? undefined : refuse(value, schema, key);
    case "string":
      return typeof value === "string" && fitsPattern(value, schema)
        ? undefined
        : refuse(value, schema, key);
    case "boolean":
      return typeof value === schema.type ? undefined : refuse(value, schema, key);
    case undefined:
      return undefined;
  }
}

function validateAny(value: unknown, forms: readonly Schema[], key: string): string | undefined {
  let problem = isRecord(value) ? validateByKind(value, forms, key) : undefined;
  for (const form of forms) {
    const found = validate(value, form, key);
    if (found === undefined) return undefined;
    // Of several forms the one of the value's own kind says best what is wrong with it.
    if (form.enum === undefined && isOfType(value, form) && isTagged(value, form))
      problem ??= found;
  }
  return problem ?? wrongTag(value, forms, key) ?? refuse(value, { anyOf: forms }, key);
}

// Forms of objects are told apart by a property that has but one value in each.
function isTagged(value: unknown, form: Schema): boolean {
  return tagsOf(form).every(([name, only]) => isRecord(value) && value[name] === only);
}

function wrongTag(value: unknown, forms: readonly Schema[], key: string): string | undefined {
  const [tag] = forms.flatMap(tagsOf);
  if (tag === undefined || !isRecord(value)) return undefined;
  const [name] = tag;
  const known = forms.flatMap(tagsOf).flatMap(([other, only]) => (other === name ? [only] : []));
  return refuse(value[name], { enum: known }, join(key, name));
}

function tagsOf(form: Schema): readonly (readonly [string, unknown])[] {
  return Object.entries(form.properties ?? {}).flatMap(([name, { enum: values }]) =>
    values?.length === 1 ? [[name, values[0]] as const] : [],
  );
}

// Where one key says which of several forms a value has, its problems are those of that form.
function validateByKind(
  value: Readonly<Record<string, unknown>>,
  forms: readonly Schema[],
  key: string,
): string | undefined {
  const objects = forms.filter(({ type }) => type === "object");
  const kindOf = ({ properties = {} }: Schema, name: string): unknown => properties[name]?.enum;
  const name = Object.keys(objects[0]?.properties ?? {}).find((one) =>
    objects.every((form) => (kindOf(form, one) as unknown[] | undefined)?.length === 1),
  );
  if (objects.length < 2 || name === undefined || !(name in value)) return undefined;
  const kinds = objects.flatMap((form) => kindOf(form, name) as unknown[]);
  const form = objects[kinds.indexOf(value[name])];
  return form === undefined
    ? refuse(value[name], { enum: kinds }, join(key, name))
    : validate(value, form, key);
}

function validateObject(
  value: Readonly<Record<string, unknown>>,
  schema: Schema,
  key: string,
): string | undefined {
  const known = schema.properties ?? {};
  for (const name of schema.required ?? []) {
    if (!(name in value))
      return `"${join(key, name)}" is missing: add it, ${allowed(known[name] ?? {})}`;
  }
  for (const [name, member] of Object.entries(value)) {
    const path = join(key, name);
    const own = Object.hasOwn(known, name) ? known[name] : schema.additionalProperties;
    if (own === false) {
      const names = Object.keys(known);
      if (names.length === 0) return `"${name}" is not known in "${key}": nothing can be set there`;
      const near = didYouMean(name, names);
      const place = key === "" ? "" : ` in "${key}"`;
      return `"${name}" is not known${place}${near === "" ? `: use ${oneOf(names)}` : near}`;
    }
    const problem = own === undefined ? undefined : validate(member, own, path);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function validateArray(value: readonly unknown[], schema: Schema, key: string): string | undefined {
  const { items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  if (value.length < minItems || value.length > maxItems) return refuse(value, schema, key);
  for (const [index, item] of value.entries()) {
    const own = isTuple(items) ? items[index] : items;
    const problem = own === undefined ? undefined : validate(item, own, `${key}[${index}]`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function refuse(value: unknown, schema: Schema, key: string): string {
  const words = typeof value === "string" ? (schema.enum ?? enumsOf(schema.anyOf)) : [];
  const near = didYouMean(String(value), words.map(String));
  const subject = key === "" ? "The configuration" : `"${key}"`;
  return `${subject} is ${shown(value)}: use ${allowed(schema)}${near}`;
}

function enumsOf(forms: readonly Schema[] = []): readonly unknown[] {
  return forms.flatMap((form) => form.enum ?? []);
}

function allowed(schema: Schema): string {
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(allowed))].join(", or ");
  if (schema.enum !== undefined) return oneOf(schema.enum.map(String));
  switch (schema.type) {
    case "object":
      return "an object";
    case "array":
      if (isTuple(schema.items)) return `a list of ${schema.items.map(allowed).join(" and ")}`;
      return schema.items === undefined ? "a list" : `a list, each item ${allowed(schema.items)}`;
    case "boolean":
      return "true or false";
    case "integer":
      return `a whole number${schema.minimum === undefined ? "" : ` from ${schema.minimum} up`}`;
    case "number":
      return `a number${schema.minimum === undefined ? "" : ` from ${schema.minimum} up`}`;
    case "string":
      return schema.pattern === undefined ? "a string" : (schema.description ?? "a string");
    case undefined:
      return "any value";
  }
}

function oneOf(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  const last = quoted.at(-1) ?? "nothing";
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(", ")} or ${last}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function isOfType(value: unknown, { type }: Schema): boolean {
  if (type === "object") return isRecord(value);
  return type === "array" ? Array.isArray(value) : typeof value === type;
}

function fitsNumber(value: unknown, { type, minimum = Number.NEGATIVE_INFINITY }: Schema): boolean {
  return (
    typeof value === "number" && (type === "number" || Number.isInteger(value)) && value >= minimum
  );
}

function fitsPattern(value: string, { pattern }: Schema): boolean {
  return pattern === undefined || new RegExp(pattern).test(value);
}

function isTuple(items: Schema["items"]): items is readonly Schema[] {
  return Array.isArray(items);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function join(key: string, name: string): string {
  return key === "" ? name : `${key}.${name}`;
}
