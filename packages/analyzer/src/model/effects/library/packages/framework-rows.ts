import type { MemberModel, PackageModel } from "../model.js";

const reads: MemberModel = { reads: ["db"], latency: "io" };
const writes: MemberModel = { reads: ["db"], writes: ["db"], latency: "io" };
const pure: MemberModel = {};
const changesIt: MemberModel = { changes: ["receiver"] };

/** Lucid, the rows of AdonisJS: classes for tables, and builders that are changed in place. */
export const lucid: PackageModel = {
  package: ["@adonisjs/lucid", "@adonisjs/lucid/*", "@ioc:Adonis/Lucid/*"],
  system: "sql",
  exports: {
    "from query": { returns: "LucidQuery" },
    "table insertQuery": { ...writes, returns: "LucidQuery" },
    rawQuery: { ...writes, decidedBy: { by: "sql", argument: 0 } },
    transaction: { ...writes, runs: [0], passes: "LucidTransaction", returns: "LucidTransaction" },
    "column belongsTo has* manyToMany computed": pure,
  },
  types: {
    BaseModel: {
      members: {
        "find findOrFail findBy findByOrFail findMany findManyBy first firstOrFail all": {
          ...reads,
          returns: "BaseModel",
        },
        query: { returns: "LucidQuery" },
        "create createMany updateOrCreate updateOrCreateMany firstOrCreate fetchOrCreateMany truncate":
          { ...writes, returns: "BaseModel" },
        "save delete restore": { ...writes, ...changesIt },
        "refresh load loadCount loadAggregate": { ...reads, ...changesIt },
        related: { returns: "LucidRelation" },
        "fill merge": changesIt,
        "serialize toJSON toObject": pure,
      },
    },
    LucidRelation: {
      members: {
        query: { returns: "LucidQuery" },
        "create createMany save saveMany attach detach sync associate dissociate updateOrCreate firstOrCreate":
          writes,
      },
    },
    LucidDatabase: {
      members: {
        "from query": { returns: "LucidQuery" },
        "table insertQuery": { ...writes, returns: "LucidQuery" },
        rawQuery: { ...writes, decidedBy: { by: "sql", argument: 0 } },
        transaction: {
          ...writes,
          runs: [0],
          passes: "LucidTransaction",
          returns: "LucidTransaction",
        },
        "raw ref": pure,
      },
    },
    "LucidTransaction TransactionClientContract": {
      extends: "LucidDatabase",
      hazard: "transaction",
      members: { "commit rollback": { ...writes, hazard: "transaction" } },
    },
    "LucidQuery ModelQueryBuilder DatabaseQueryBuilder": {
      chain: {
        writes: "insert multiInsert update delete del increment decrement forUpdate forShare",
        uses: "db",
        keptBy: "clone exec first firstOrFail paginate toSQL toQuery",
      },
    },
  },
};

/** LoopBack's repositories. */
export const loopback: PackageModel = {
  package: "@loopback/repository",
  system: "loopback",
  types: {
    "DefaultCrudRepository CrudRepository EntityCrudRepository DefaultTransactionalRepository DefaultKeyValueRepository":
      {
        members: {
          "find findOne findById count exists get keys": reads,
          "create createAll save update updateAll updateById replaceById delete deleteAll deleteById set expire":
            writes,
        },
      },
  },
};

/** Parse's classes of objects; a query is changed by its conditions. */
export const parse: PackageModel = {
  package: ["parse", "parse/node", "parse/react-native"],
  system: "parse",
  exports: { "Query.or Query.and Query.nor": { returns: "Query" } },
  types: {
    Query: {
      chain: {
        writes: "each eachBatch subscribe",
        uses: "db",
        keptBy: "get find findAll first count distinct aggregate toJSON",
      },
    },
    Object: {
      members: {
        "save destroy": { ...writes, ...changesIt },
        "fetch fetchWithInclude": { ...reads, ...changesIt },
        "set unset add addUnique remove increment": changesIt,
        "get has toJSON isNew dirty": pure,
      },
    },
  },
};

/** Feathers' services, by the name of their path. */
export const feathers: PackageModel = {
  package: ["@feathersjs/feathers", "@feathersjs/express", "@feathersjs/koa", "@feathersjs/client"],
  system: "feathers",
  exports: { "default feathers express koa": { returns: "Application" } },
  types: {
    "Application FeathersApplication": { members: { service: { returns: "Service" } } },
    "Service FeathersService": {
      members: { "get find": reads, "create update patch remove": writes, on: changesIt },
    },
  },
};
