import type { MemberModel, PackageModel } from "../model.js";

const reads: MemberModel = { reads: ["db"], latency: "io" };
const writes: MemberModel = { reads: ["db"], writes: ["db"], latency: "io" };
const statements: MemberModel = {
  reads: ["db.$statements"],
  writes: ["db.$statements"],
  latency: "io",
};
const sql: MemberModel = { ...writes, decidedBy: { by: "sql", argument: 0 } };
const control: MemberModel = { ...writes, hazard: "transaction" };
const pure: MemberModel = {};
const readsEntity: MemberModel = { reads: ["db.$entity"], latency: "io" };
const writesEntity: MemberModel = {
  reads: ["db.$entity"],
  writes: ["db.$entity"],
  latency: "io",
};

const prismaMembers: Readonly<Record<string, MemberModel>> = {
  $transaction: { ...statements, runs: [0], passes: "TransactionClient" },
  "$queryRaw $queryRawUnsafe $queryRawTyped": sql,
  "$executeRaw $executeRawUnsafe $runCommandRaw": writes,
  "$connect $disconnect": writes,
  "$on $use": { changes: ["receiver"] },
  $extends: { returns: "PrismaClient" },
  // Every other member is a model of the schema.
  "*": { value: "ModelDelegate" },
};

export const prisma: PackageModel = {
  // A client is generated into the project or beside the package; its types are known by name.
  package: ["@prisma/client", ".prisma", "@prisma/client/edge", "@prisma/extension-*"],
  system: "sql",
  exports: { "Prisma.sql Prisma.join Prisma.raw Prisma.validator Prisma.defineExtension": pure },
  types: {
    PrismaClient: { anywhere: true, members: prismaMembers },
    TransactionClient: { extends: "PrismaClient", hazard: "transaction", anywhere: true },
    // A database in the process itself answers at once, one statement after another.
    InProcessPrismaClient: {
      extends: "PrismaClient",
      hazard: "memo",
      members: { ...prismaMembers, "*": { value: "InProcessDelegate" } },
    },
    InProcessDelegate: { extends: "*Delegate", hazard: "memo" },
    "*Delegate": {
      anywhere: true,
      members: {
        "findUnique findUniqueOrThrow findFirst findFirstOrThrow findMany count aggregate groupBy":
          { reads: ["db.$model"], latency: "io" },
        "create createMany createManyAndReturn update updateMany updateManyAndReturn upsert delete deleteMany":
          { reads: ["db.$model"], writes: ["db.$model"], latency: "io" },
      },
    },
  },
};

const repositoryReads =
  "find findBy findAndCount findAndCountBy findOne findOneBy findOneOrFail findOneByOrFail findByIds findOneById findTrees findRoots findDescendants findDescendantsTree findAncestors countDescendants countAncestors count countBy sum average minimum maximum exist exists existsBy existBy";
const repositoryWrites =
  "save insert update updateAll upsert delete deleteAll remove softDelete softRemove recover restore increment decrement clear";

const selectBuilder: MemberModel = { reads: ["db"], latency: "io", returns: "SelectQueryBuilder" };

const managerMembers: Readonly<Record<string, MemberModel>> = {
  [repositoryReads]: readsEntity,
  [repositoryWrites]: writesEntity,
  "query sql": sql,
  "create preload hasId getId getTarget": pure,
  merge: { changes: [1] },
  createQueryBuilder: selectBuilder,
  "getRepository getTreeRepository getMongoRepository getCustomRepository withRepository": {
    returns: "Repository",
  },
  transaction: { ...writes, runs: [0, 1], passes: "EntityManager" },
};

export const typeorm: PackageModel = {
  package: ["typeorm", "@nestjs/typeorm", "typeorm-transactional", "@n8n/typeorm"],
  system: "sql",
  exports: {
    "getRepository getTreeRepository getCustomRepository": { returns: "Repository" },
    getManager: { returns: "DataSource" },
    // The manager that is injected is that of the pool.
    "InjectEntityManager InjectDataSource": { returns: "DataSource" },
    InjectRepository: { returns: "Repository" },
    "getConnection createConnection": { returns: "DataSource", reads: ["db"], latency: "io" },
    "In Not LessThan LessThanOrEqual MoreThan MoreThanOrEqual Equal Like ILike Between Any IsNull Raw Array* And Or JsonContains":
      pure,
    "*Column* Entity Index Unique OneTo* ManyTo* JoinColumn JoinTable": pure,
  },
  types: {
    Repository: {
      members: {
        ...managerMembers,
        // The manager of a repository that was injected draws on the pool.
        manager: { value: "DataSource" },
        metadata: pure,
      },
    },
    "TreeRepository MongoRepository AbstractRepository": { extends: "Repository" },
    "DataSource Connection": {
      members: {
        ...managerMembers,
        manager: { value: "DataSource" },
        createQueryRunner: { returns: "QueryRunner", fresh: true },
        "initialize connect destroy close synchronize dropDatabase runMigrations undoLastMigration":
          { ...writes, hazard: "migration" },
        "getMetadata hasMetadata": pure,
      },
    },
    EntityManager: { hazard: "connection", members: managerMembers },
    QueryRunner: {
      hazard: "connection",
      members: {
        query: sql,
        manager: { value: "EntityManager" },
        "startTransaction commitTransaction rollbackTransaction": control,
        "connect release": { changes: ["receiver"], latency: "io" },
        "getTable getTables hasTable hasColumn hasDatabase hasSchema getView getViews getCurrent*":
          reads,
        "*": { ...writes, hazard: "migration" },
      },
    },
    BaseEntity: {
      members: {
        [repositoryReads]: readsEntity,
        [repositoryWrites]: { ...writesEntity, changes: ["receiver"] },
        reload: { ...reads, changes: ["receiver"] },
        query: sql,
        "create hasId getId": pure,
        createQueryBuilder: selectBuilder,
        getRepository: { returns: "Repository" },
      },
    },
    "SelectQueryBuilder QueryBuilder": {
      chain: {
        writes: "insert update delete softDelete restore setLock into",
        uses: "db",
        keptBy:
          "alias clone connection createQueryBuilder execute expressionMap getCount getExists getMany getManyAndCount getOne getOneOrFail getParameters getQuery getQueryAndParameters getRawAndEntities getRawMany getRawOne getSql hasParameter hasRelation printSql stream subQuery",
      },
      members: { "getQuery getSql getParameters getQueryAndParameters": pure },
    },
    "InsertQueryBuilder UpdateQueryBuilder DeleteQueryBuilder SoftDeleteQueryBuilder": {
      members: { "*": writes },
    },
  },
};

const modelReads =
  "findAll findOne findByPk findAndCountAll count max min sum aggregate describe getTableName";
const modelWrites =
  "create bulkCreate upsert update destroy findOrCreate findCreateFind findOrBuild restore increment decrement truncate";

export const sequelize: PackageModel = {
  package: ["sequelize", "sequelize-typescript", "@sequelize/core"],
  system: "sql",
  exports: {
    "literal fn col cast where json and or Op DataTypes.* Sequelize.literal Sequelize.fn Sequelize.col Sequelize.where":
      pure,
  },
  types: {
    Model: {
      members: {
        "findOne findByPk": { ...readsEntity, returns: "Model" },
        create: { ...writesEntity, returns: "Model" },
        [modelReads]: readsEntity,
        [modelWrites]: writesEntity,
        save: { ...writes, changes: ["receiver"] },
        reload: { ...reads, changes: ["receiver"] },
        "set setDataValue setAttributes": { changes: ["receiver"] },
        "get getDataValue toJSON changed previous isNewRecord equals build": pure,
        "scope unscoped schema": { returns: "Model" },
        "sync drop": { ...writes, hazard: "migration" },
        "init belongsTo hasOne hasMany belongsToMany addHook addScope": { changes: ["receiver"] },
      },
    },
    "ModelStatic ModelCtor": { extends: "Model" },
    Sequelize: {
      members: {
        query: sql,
        transaction: { ...writes, runs: [0, 1], passes: "Transaction", returns: "Transaction" },
        authenticate: reads,
        define: { returns: "Model" },
        model: { returns: "Model" },
        models: { value: "Models" },
        "sync drop truncate createSchema dropSchema": { ...writes, hazard: "migration" },
        close: writes,
        "literal fn col cast where escape random": pure,
      },
    },
    Models: { members: { "*": { value: "Model" } } },
    // `declare getPosts: HasManyGetAssociationsMixin<Post>`: what belongs to a row, asked for or changed by the row.
    Association: { members: { read: reads, write: writes } },
    Transaction: {
      hazard: "transaction",
      members: { "commit rollback": control, afterCommit: { changes: ["receiver"] } },
    },
    QueryInterface: { hazard: "migration", members: { "*": { ...writes, hazard: "migration" } } },
  },
};

const emReads = "find findOne findOneOrFail findAll findAndCount findByCursor count countBy";
const emWrites =
  "flush persistAndFlush removeAndFlush nativeInsert nativeUpdate nativeDelete insert insertMany upsert upsertMany";

export const mikroOrm: PackageModel = {
  package: ["@mikro-orm/*", "mikro-orm"],
  system: "sql",
  exports: {
    "MikroORM.init MikroORM.initSync": { reads: ["db"], latency: "io", returns: "MikroORM" },
    "wrap ref rel raw sql sql.*": pure,
  },
  types: {
    MikroORM: {
      members: {
        em: { value: "EntityManager" },
        "schema migrator seeder": { value: "Migrator" },
        "connect close": writes,
      },
    },
    // One unit of work and one identity map: what one call loads, the next one sees. Outside of a
    // transaction each statement takes a connection of the pool.
    "EntityManager SqlEntityManager *EntityManager": {
      members: {
        // What is loaded goes into the identity map of the manager.
        [emReads]: { ...reads, changes: ["receiver"] },
        [emWrites]: { ...writes, changes: ["receiver"] },
        // What it loads goes there as well, and into what it is handed.
        populate: { ...reads, changes: ["receiver", 0] },
        "persist remove clear": { changes: ["receiver"] },
        "create assign merge map": { changes: ["receiver"] },
        "getReference getContext getMetadata": pure,
        transactional: {
          ...writes,
          runs: [0],
          passes: "TransactionalManager",
          hazard: "transaction",
        },
        "begin commit rollback": control,
        execute: sql,
        fork: { returns: "EntityManager" },
        getRepository: { returns: "EntityRepository" },
        "qb createQueryBuilder": { reads: ["db"], latency: "io", returns: "QueryBuilder" },
      },
    },
    TransactionalManager: { extends: "EntityManager", hazard: "transaction" },
    "EntityRepository *EntityRepository": { extends: "EntityManager" },
    QueryBuilder: {
      chain: {
        writes: "insert update delete truncate setLockMode",
        uses: "db",
        keptBy:
          "as catch clone execute getCount getFormattedQuery getKnexQuery getParams getQuery getResult getResultAndCount getResultList getSingleResult stream subQuery then toQuery",
      },
    },
    Migrator: { hazard: "migration", members: { "*": { ...writes, hazard: "migration" } } },
    Collection: {
      members: {
        "init loadItems loadCount matching": { ...reads, changes: ["receiver"] },
        "add remove removeAll set": { changes: ["receiver"] },
        "getItems toArray contains count isInitialized": pure,
      },
    },
    Reference: { members: { "load loadOrFail": { ...reads, changes: ["receiver"] } } },
  },
};
