import type { MemberModel, PackageModel } from "../model.js";

const pure: MemberModel = {};
const reads: MemberModel = { reads: ["db"], latency: "io" };
const writes: MemberModel = { reads: ["db"], writes: ["db"], latency: "io" };

/** Strapi: documents and rows of a content type, by its name. */
export const strapi: PackageModel = {
  package: ["@strapi/strapi", "@strapi/types"],
  system: "sql",
  types: {
    Strapi: {
      members: {
        "db entityService": { value: "Database" },
        "documents query": { returns: "Documents" },
        log: { value: "Logger" },
      },
    },
    Logger: { members: { "*": { hazard: "log" } } },
    Database: {
      members: {
        query: { returns: "Documents" },
        "findOne findMany findPage count load": reads,
        "create createMany update updateMany delete deleteMany clone": writes,
      },
    },
    Documents: {
      members: {
        "findOne findFirst findMany findPage findWithCount count load": reads,
        "create createMany update updateMany delete deleteMany clone publish unpublish discardDraft attachRelations deleteRelations":
          writes,
      },
    },
  },
};

/** Payload: its collections and globals, as the server itself asks for them. */
export const payload: PackageModel = {
  package: "payload",
  system: "payload",
  exports: {
    // The one that there is is made at the first call, and answered from then on.
    getPayload: { returns: "Payload" },
    default: { value: "Payload" },
    "buildConfig sanitizeConfig": pure,
  },
  types: {
    "Payload BasePayload": {
      members: {
        "find findByID findGlobal findVersions findVersionByID findGlobalVersions findGlobalVersionByID count countVersions countGlobalVersions findDistinct":
          reads,
        "create update updateGlobal delete duplicate restoreVersion restoreGlobalVersion sendEmail":
          writes,
        logger: { value: "Logger" },
      },
    },
    Logger: { members: { "*": { hazard: "log" } } },
    PayloadRequest: { members: { payload: { value: "Payload" } } },
  },
};

/** Keystone: the items of its lists, with what a request may see of them. */
export const keystone: PackageModel = {
  package: ["@keystone-6/core", "@keystone-6/core/types", ".keystone/types"],
  system: "keystone",
  types: {
    "Context KeystoneContext": {
      members: {
        "query db": { value: "Lists" },
        "sudo withSession internal withRequest": { returns: "Context" },
        prisma: { value: "@prisma/client:PrismaClient" },
      },
    },
    Lists: {
      members: {
        "*": { value: "Lists" },
        "findOne findMany count": reads,
        "createOne createMany updateOne updateMany deleteOne deleteMany": writes,
      },
    },
  },
};

/** Medusa: the graph of all modules, and the services of each. */
export const medusa: PackageModel = {
  package: [
    "@medusajs/framework/*",
    "@medusajs/framework",
    "@medusajs/types",
    "@medusajs/modules-sdk",
  ],
  system: "medusa",
  types: {
    "Query RemoteQueryFunction": { members: { "graph index": reads } },
    "I*ModuleService": {
      members: {
        "retrieve* list*": reads,
        "create* update* delete* softDelete* restore* upsert* add* remove* set* cancel* complete* confirm* capture* refund* archive* register* authenticate*":
          writes,
      },
    },
  },
};

/** Directus, asked from outside: what a request does is said by the function that makes it. */
export const directusSdk: PackageModel = {
  package: "@directus/sdk",
  exports: { createDirectus: { returns: "DirectusClient" }, "*": pure },
  types: {
    "DirectusClient RestClient": {
      members: {
        with: { returns: "DirectusClient" },
        request: {
          reads: ["net"],
          writes: ["net"],
          latency: "io",
          decidedBy: {
            by: "command",
            argument: 0,
            reading: ["read", "aggregate", "serverHealth", "serverInfo"],
          },
        },
        "login logout refresh setToken": { reads: ["net"], writes: ["net"], latency: "io" },
        getToken: pure,
      },
    },
  },
};
