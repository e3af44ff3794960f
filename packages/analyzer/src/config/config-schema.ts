import type { Rule } from "../rules/rule.js";
import { modelSchema } from "./model-schema.js";
import type { Schema } from "./schema.js";

/** The levels a rule can be set to. */
export const RULE_LEVELS = ["off", "suggestion", "warning", "error"] as const;

/** The schema of a configuration, for the rules there are; editors and the validation share it. */
export function configSchema(rules: readonly Rule[]): Schema {
  const ruleSettings: Schema = {
    type: "object",
    description: "The level of each rule, with its options where they differ from the defaults",
    properties: Object.fromEntries(rules.map((rule) => [rule.meta.id, settingSchema(rule)])),
    additionalProperties: false,
  };
  const preset: Schema = {
    enum: ["recommended", "strict", "none"],
    description: "The rules to start from",
    default: "recommended",
  };
  return {
    type: "object",
    properties: {
      $schema: { type: "string", description: "Where this schema is, for editors" },
      extends: {
        ...patterns("Configurations to start from: paths or packages; a later one wins"),
      },
      preset,
      rules: ruleSettings,
      overrides: {
        type: "array",
        description: "What applies to some files only; a later one wins",
        items: {
          type: "object",
          properties: {
            files: patterns("The files this applies to, by patterns as in .gitignore"),
            exclude: patterns("Of these, the files it does not apply to"),
            preset,
            rules: ruleSettings,
          },
          required: ["files"],
          additionalProperties: false,
        },
      },
      ignore: patterns("Files that are not checked, by patterns as in .gitignore"),
      gitignore: {
        type: "boolean",
        description: "Leave out the files that git ignores",
        default: true,
      },
      unusedSuppressions: {
        enum: RULE_LEVELS,
        description: "How much a suppression that suppresses nothing matters",
        default: "warning",
      },
      requireReason: {
        type: "boolean",
        description: "Report a suppression that gives no reason after --",
        default: false,
      },
      models: {
        type: "array",
        description:
          "What functions of packages and sources do, for the analysis of effects; they come before the analyser's own models",
        items: modelSchema(),
      },
      baseline: {
        type: "string",
        description: "The baseline file, relative to this one's folder",
      },
    },
    additionalProperties: false,
  };
}

function settingSchema({ meta, defaults, options: schemas = {} }: Rule): Schema {
  const options: Schema = {
    type: "object",
    properties: Object.fromEntries(
      Object.entries(defaults).map(([name, value]) => [
        name,
        { ...((schemas as Readonly<Record<string, Schema>>)[name] ?? {}), default: value },
      ]),
    ),
    additionalProperties: false,
  };
  return {
    description: meta.summary,
    anyOf: [
      { enum: RULE_LEVELS },
      { type: "array", items: [{ enum: RULE_LEVELS }, options], minItems: 1, maxItems: 2 },
    ],
  };
}

function patterns(description: string): Schema {
  return { description, anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] };
}
