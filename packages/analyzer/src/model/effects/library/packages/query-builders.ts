import type { MemberModel, PackageModel } from "../model.js";

const writes: MemberModel = { reads: ["db"], writes: ["db"], latency: "io" };
const statements: MemberModel = {
  reads: ["db.$statements"],
  writes: ["db.$statements"],
  latency: "io",
};
// The statements of a builder, which name their tables.
const readsTable: MemberModel = { reads: ["db.$table"], latency: "io" };
const writesTable: MemberModel = { reads: ["db.$table"], writes: ["db.$table"], latency: "io" };
const writesObject: MemberModel = { reads: ["db.$object"], writes: ["db.$object"], latency: "io" };
const sql: MemberModel = { ...writes, decidedBy: { by: "sql", argument: 0 } };
const control: MemberModel = { ...writes, hazard: "transaction" };
const migration: MemberModel = { ...writes, hazard: "migration" };
const pure: MemberModel = {};

const knexWrites =
  "insert update upsert del delete truncate increment decrement batchInsert onConflict forUpdate forShare into";

const knexBuilds = "queryBuilder select from table with withRecursive into";
const knexWritesAlone = "insert update upsert del delete truncate increment decrement";

const knexMembers: Readonly<Record<string, MemberModel>> = {
  "()": { ...readsTable, returns: "QueryBuilder" },
  raw: sql,
  "ref fn.*": pure,
  fn: pure,
  [knexBuilds]: { returns: "QueryBuilder" },
  [knexWritesAlone]: { ...writesTable, returns: "QueryBuilder" },
  // A statement may begin with any part of it: `knex.first("id").from("users")`.
  "*": { ...readsTable, returns: "QueryBuilder" },
  "on once off client context userParams": pure,
  batchInsert: writes,
  transaction: { ...writes, runs: [0], passes: "Transaction", returns: "Transaction" },
  transactionProvider: { returns: "Transaction" },
  schema: { value: "SchemaBuilder" },
  migrate: { value: "Migrator" },
  seed: { value: "Migrator" },
  destroy: writes,
  initialize: writes,
};

export const knex: PackageModel = {
  package: ["knex", "objection"],
  system: "sql",
  exports: { "default knex": { returns: "Knex" }, "raw ref fn": pure },
  types: {
    Knex: { members: knexMembers },
    // A database in the process itself answers at once, one statement after another.
    InProcessKnex: {
      extends: "Knex",
      hazard: "memo",
      members: {
        ...knexMembers,
        "()": { ...readsTable, returns: "InProcessQueryBuilder" },
        [knexBuilds]: { returns: "InProcessQueryBuilder" },
        [knexWritesAlone]: { ...writesTable, returns: "InProcessQueryBuilder" },
        "*": { ...readsTable, returns: "InProcessQueryBuilder" },
      },
    },
    InProcessQueryBuilder: { extends: "QueryBuilder", hazard: "memo" },
    Transaction: {
      extends: "Knex",
      hazard: "transaction",
      members: { "commit rollback savepoint": control, isCompleted: pure },
    },
    "QueryBuilder ChainableInterface QueryInterface Raw": {
      chain: {
        writes: knexWrites,
        uses: "db.$table",
        keptBy: "asCallback catch clone columnInfo finally pipe stream then toNative",
      },
      members: { "toString toSQL toQuery": pure },
    },
    "SchemaBuilder Migrator Seeder": { hazard: "migration", members: { "*": migration } },
    // Objection's classes of rows.
    Model: {
      members: {
        query: { reads: ["db.$entity"], latency: "io", returns: "ModelQuery" },
        "relatedQuery $query $relatedQuery": {
          reads: ["db"],
          latency: "io",
          returns: "ModelQuery",
        },
        transaction: { ...writes, runs: [0, 1], passes: "Transaction" },
        startTransaction: { ...writes, returns: "Transaction" },
      },
    },
    "ModelQuery QueryBuilderType SingleQueryBuilder": {
      chain: {
        writes: `${knexWrites} patch patchAndFetch patchAndFetchById updateAndFetch updateAndFetchById insertAndFetch insertGraph insertGraphAndFetch upsertGraph upsertGraphAndFetch deleteById relate unrelate`,
        uses: "db.$entity",
      },
    },
  },
};

const kyselyWrites =
  "insertInto updateTable deleteFrom replaceInto mergeInto forUpdate forShare forNoKeyUpdate";
const executes = "execute executeTakeFirst executeTakeFirstOrThrow";

export const kysely: PackageModel = {
  package: ["kysely", "kysely-codegen"],
  system: "sql",
  exports: { "sql sql.*": { returns: "RawBuilder" }, "*Dialect *Plugin": pure },
  types: {
    Kysely: {
      chain: { writes: kyselyWrites, uses: "db.$table" },
      members: {
        transaction: { returns: "TransactionBuilder" },
        startTransaction: { returns: "TransactionBuilder" },
        connection: { returns: "ConnectionBuilder" },
        schema: { value: "SchemaModule" },
        destroy: writes,
        executeQuery: writes,
        "fn dynamic introspection": pure,
      },
    },
    "Transaction ControlledTransaction": { extends: "Kysely", hazard: "transaction" },
    // A database in the process itself answers at once, one statement after another.
    InProcessKysely: { extends: "Kysely", hazard: "memo" },
    TransactionBuilder: {
      members: {
        execute: { ...writes, runs: [0], passes: "Transaction", returns: "Transaction" },
        "setIsolationLevel setAccessMode": { returns: "TransactionBuilder" },
      },
    },
    ConnectionBuilder: {
      members: { execute: { ...writes, runs: [0], passes: "Transaction" } },
    },
    SchemaModule: { hazard: "migration", members: { "*": { returns: "SchemaStep" } } },
    "SchemaStep CreateTableBuilder AlterTableBuilder CreateIndexBuilder DropTableBuilder": {
      hazard: "migration",
      chain: { writes: executes, uses: "db.$table" },
    },
    SelectQueryBuilder: {
      members: { [executes]: readsTable, "*": { returns: "SelectQueryBuilder" } },
    },
    "InsertQueryBuilder UpdateQueryBuilder DeleteQueryBuilder MergeQueryBuilder WheneableMergeQueryBuilder":
      { members: { [executes]: writesTable, "*": { returns: "InsertQueryBuilder" } } },
    RawBuilder: { members: { execute: writes, "*": pure } },
    "ExpressionBuilder FunctionModule": { members: { "*": pure } },
  },
};

// What runs, describes or wraps a statement of Drizzle; all else adds to it in place.
const drizzleRuns =
  "all as catch execute finally get getSQL iterator prepare then toSQL values $dynamic";

export const drizzle: PackageModel = {
  package: "drizzle-orm",
  system: "sql",
  exports: {
    drizzle: { returns: "Database" },
    "migrate *.migrate": migration,
    "*": pure,
  },
  types: {
    "*Database Database": {
      chain: {
        writes: "insert update delete refreshMaterializedView for",
        uses: "db.$object",
        keptBy: `delete insert refreshMaterializedView select selectDistinct selectDistinctOn update ${drizzleRuns}`,
      },
      members: {
        "execute run all get": sql,
        query: { value: "QueryTables" },
        "transaction batch": { ...statements, runs: [0], passes: "Transaction" },
        $count: { reads: ["db.$object"], latency: "io" },
        "$with with": { returns: "Database" },
      },
    },
    "*Transaction Transaction": {
      extends: "Database",
      hazard: "transaction",
      members: { "rollback setTransaction": control },
    },
    // A database in the process itself answers at once, one statement after another.
    "BetterSQLite3Database BunSQLiteDatabase NodeSQLiteDatabase SQLJsDatabase PgliteDatabase InProcessDatabase":
      {
        extends: "Database",
        hazard: "memo",
        members: { query: { value: "InProcessQueryTables" } },
      },
    InProcessQueryTables: { members: { "*": { value: "InProcessQueryTable" } } },
    InProcessQueryTable: { extends: "QueryTable", hazard: "memo" },
    QueryTables: { members: { "*": { value: "QueryTable" } } },
    "QueryTable RelationalQueryBuilder": {
      members: { "findMany findFirst": { reads: ["db.$model"], latency: "io" } },
    },
    "*Select *SelectBase *SelectBuilder *RelationalQuery": {
      chain: {
        writes: "for",
        uses: "db.$object",
        keptBy: drizzleRuns,
      },
    },
    "*Insert *InsertBase *InsertBuilder *Update *UpdateBase *UpdateBuilder *Delete *DeleteBase": {
      members: { "*": writesObject },
    },
    "*Table *Column SQL": { members: { "*": pure } },
  },
};

export const drizzleInProcess: PackageModel = {
  ...drizzle,
  package: [
    "drizzle-orm/better-sqlite3",
    "drizzle-orm/bun-sqlite",
    "drizzle-orm/node-sqlite",
    "drizzle-orm/pglite",
    "drizzle-orm/sql-js",
  ],
  exports: { ...drizzle.exports, drizzle: { returns: "InProcessDatabase" } },
};

export const supabase: PackageModel = {
  package: [
    "@supabase/supabase-js",
    "@supabase/ssr",
    "@supabase/auth-helpers-nextjs",
    "@supabase/postgrest-js",
  ],
  system: "supabase",
  exports: {
    "createClient createBrowserClient createServerClient create*Client": {
      returns: "SupabaseClient",
    },
  },
  types: {
    SupabaseClient: {
      members: {
        "from schema": { reads: ["db"], latency: "io", returns: "PostgrestBuilder" },
        // A function of the database that is called by `GET` runs where nothing can be written.
        rpc: {
          ...writes,
          decidedBy: {
            by: "option",
            argument: 2,
            option: "get",
            reading: ["true"],
            unset: "writes",
          },
        },
        auth: { value: "AuthClient" },
        storage: { value: "StorageClient" },
        functions: { value: "FunctionsClient" },
        "channel removeChannel removeAllChannels": { changes: ["receiver"] },
      },
    },
    "PostgrestBuilder PostgrestQueryBuilder PostgrestFilterBuilder PostgrestTransformBuilder PostgrestClient":
      { chain: { writes: "insert update upsert delete", uses: "db" } },
    "AuthClient SupabaseAuthClient GoTrueClient": {
      members: {
        "getUser getSession getClaims getUserIdentities": { reads: ["net"], latency: "io" },
        admin: { value: "AuthAdmin" },
        "*": { reads: ["net"], writes: ["net"], latency: "io" },
      },
    },
    "AuthAdmin GoTrueAdminApi": {
      members: {
        "getUserById listUsers": { reads: ["net"], latency: "io" },
        "*": { reads: ["net"], writes: ["net"], latency: "io" },
      },
    },
    StorageClient: { members: { from: { returns: "StorageFileApi" }, "*": writes } },
    StorageFileApi: {
      members: {
        "download list info exists createSignedUrl createSignedUrls": {
          reads: ["net"],
          latency: "io",
        },
        getPublicUrl: pure,
        "*": { reads: ["net"], writes: ["net"], latency: "io" },
      },
    },
    FunctionsClient: {
      members: { invoke: { reads: ["net"], writes: ["net"], latency: "io" } },
    },
  },
};
