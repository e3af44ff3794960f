/** The part of JSON Schema (draft 7) that configurations are described in. */
export interface Schema {
  readonly type?: "object" | "array" | "string" | "boolean" | "integer" | "number";
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | Schema;
  /** One schema for every item, or one for each place of a tuple. */
  readonly items?: Schema | readonly Schema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  /** A regular expression that a string fits. */
  readonly pattern?: string;
  /** Forms of which one must fit. */
  readonly anyOf?: readonly Schema[];
}
