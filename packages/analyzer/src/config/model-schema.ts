import { HAZARDS } from "../model/effects/library/model.js";
import { RESOURCE_KINDS } from "../model/effects/library/resource.js";
import type { Schema } from "./schema.js";

/** The schema of a model of a package; the analyser's own and those of a configuration share it. */
export function modelSchema(): Schema {
  return {
    type: "object",
    description: "What the functions of a package do, for the analysis of effects",
    properties: {
      package: names("The packages or modules it speaks of, as they are imported"),
      system: {
        type: "string",
        description: "The system behind it, where resources of one kind are apart",
      },
      files: names("Sources of the project it speaks of, by the end of their path"),
      exports: {
        type: "object",
        description: "What the exports do, by name",
        additionalProperties: member,
      },
      types: {
        type: "object",
        description: "What the members of classes and interfaces do, by the name of the type",
        additionalProperties: typeModel,
      },
    },
    additionalProperties: false,
  };
}

const hazard: Schema = {
  description: "What stands in the way of running it side by side with others",
  anyOf: [{ enum: HAZARDS }, { type: "array", items: { enum: HAZARDS } }],
};

const place: Schema = { anyOf: [{ enum: ["receiver"] }, { type: "integer", minimum: 0 }] };

const resource: Schema = {
  type: "string",
  description: `a resource: one of ${RESOURCE_KINDS.join(", ")}, with a name after a dot for a part of it, and in parentheses the argument or "receiver" that tells which one`,
  pattern: `^(${RESOURCE_KINDS.join("|")})(\\.[\\w$.-]+)?(\\((receiver|\\d)\\))?$`,
};

const argument: Schema = { type: "integer", minimum: 0 };
const words: Schema = { type: "array", items: { type: "string" } };
const unset: Schema = { enum: ["reads", "writes"] };

const decider: Schema = {
  description: "What decides whether a call only reads",
  anyOf: [
    {
      ...form({ by: { enum: ["sql"] }, argument }),
      properties: { by: { enum: ["sql"] }, argument, preparedBy: { type: "string" } },
    },
    form({ by: { enum: ["literal"] }, argument, reading: words, unset }),
    form({ by: { enum: ["command"] }, argument, reading: words }),
    form({ by: { enum: ["content"] }, argument, writing: words }),
    form({ by: { enum: ["program"] }, argument }),
    form({ by: { enum: ["redis"] }, argument }),
    form({ by: { enum: ["graphql"] }, argument }),
    form({ by: { enum: ["channel"] }, argument }),
    {
      ...form({
        by: { enum: ["option"] },
        argument,
        option: { type: "string" },
        reading: words,
        unset,
      }),
      properties: {
        by: { enum: ["option"] },
        argument,
        option: { type: "string" },
        reading: words,
        unset,
        writing: words,
      },
    },
  ],
};

const member: Schema = {
  type: "object",
  properties: {
    reads: { type: "array", items: resource, description: "Resources read" },
    writes: { type: "array", items: resource, description: "Resources written" },
    latency: {
      enum: ["none", "timer", "io"],
      description: "What its promise waits for",
      default: "none",
    },
    changes: { type: "array", items: place, description: "What it changes in place" },
    runs: { type: "array", items: argument, description: "Arguments that it runs before it ends" },
    decidedBy: decider,
    returns: { type: "string", description: "The type of what it answers, awaited" },
    fresh: { type: "boolean", description: "Nothing else leads to what it answers" },
    answersArgument: { ...argument, description: "It answers this argument in another form" },
    value: { type: "string", description: "The type of the property" },
    passes: { type: "string", description: "The type of what it hands to a callback" },
    byName: {
      enum: ["declared", "packaged"],
      description: "It is taken for a read by its name, and what rests on it says so",
    },
    only: {
      enum: ["awaited", "dropped", "looked-into", "never"],
      description: "Where alone a call of it is known",
    },
    hazard,
  },
  additionalProperties: false,
};

const typeModel: Schema = {
  type: "object",
  properties: {
    extends: { type: "string", description: "A type of this model whose members it has too" },
    hazard,
    awaited: { type: "string", description: "What awaiting one of its values gives" },
    anywhere: { type: "boolean", description: "It is known by its name wherever it is declared" },
    chain: {
      type: "object",
      properties: { writes: { type: "string" }, uses: resource, keptBy: { type: "string" } },
      required: ["writes", "uses"],
      additionalProperties: false,
    },
    members: { type: "object", additionalProperties: member },
  },
  additionalProperties: false,
};

function form(properties: Readonly<Record<string, Schema>>): Schema {
  return {
    type: "object",
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

function names(description: string): Schema {
  return { description, anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] };
}
