import type { MemberModel, PackageModel } from "../model.js";

const reads: MemberModel = { reads: ["db"], latency: "io" };
const writes: MemberModel = { reads: ["db"], writes: ["db"], latency: "io" };
const sql: MemberModel = { ...writes, decidedBy: { by: "sql", argument: 0 } };
const control: MemberModel = { ...writes, hazard: "transaction" };
// A connection that begins or ends leaves every row as it is.
const links: MemberModel = { changes: ["receiver"], latency: "io" };
const pure: MemberModel = {};

export const pg: PackageModel = {
  package: ["pg", "@types/pg", "pg-pool", "@neondatabase/serverless", "@electric-sql/pglite"],
  system: "sql",
  exports: {
    neon: { returns: "Sql" },
    "PGlite.create": { returns: "PGlite", latency: "io" },
    "native.Pool default.Pool": { returns: "Pool" },
    "native.Client default.Client": { returns: "Client" },
    "types.* escapeIdentifier escapeLiteral": pure,
    // `pg-pool` exports its class by default.
    default: { returns: "Pool" },
  },
  types: {
    Pool: {
      members: {
        query: sql,
        connect: { reads: ["db"], latency: "io", returns: "PoolClient" },
        end: writes,
        // Who listens to a pool sees to the connections that it makes.
        "on once off": pure,
      },
    },
    ClientBase: {
      hazard: "connection",
      members: {
        "query exec sql": sql,
        "connect end": links,
        "escapeIdentifier escapeLiteral getTypeParser": pure,
        "release on once off removeListener": { changes: ["receiver"] },
      },
    },
    Client: { extends: "ClientBase" },
    PoolClient: { extends: "ClientBase" },
    PGlite: { extends: "ClientBase" },
    "Sql NeonQueryFunction": {
      members: {
        "() query": sql,
        transaction: { ...writes, hazard: "transaction" },
      },
    },
  },
};

const mysqlMembers: Readonly<Record<string, MemberModel>> = {
  "query execute prepare": sql,
  "beginTransaction commit rollback changeUser": control,
  ping: reads,
  "connect end destroy unprepare": links,
  "escape escapeId format config": pure,
  "release on once off": { changes: ["receiver"] },
};

export const mysql: PackageModel = {
  package: ["mysql2", "mysql2/promise", "mysql", "promise-mysql", "mariadb"],
  system: "sql",
  exports: {
    createConnection: { reads: ["db"], latency: "io", returns: "Connection" },
    "createPool createPoolPromise createPoolCluster": { returns: "Pool" },
    "escape escapeId format raw": pure,
  },
  types: {
    "Connection PoolConnection": { hazard: "connection", members: mysqlMembers },
    Pool: {
      members: {
        "query execute": sql,
        getConnection: { reads: ["db"], latency: "io", returns: "PoolConnection" },
        promise: { returns: "Pool" },
        end: writes,
        "on once off": pure,
        "escape escapeId format": pure,
      },
    },
    PoolCluster: { extends: "Pool" },
    PoolNamespace: { extends: "Pool" },
  },
};

// These answer at once, so there is nothing to wait for side by side.
const sync = ({ latency: _, ...model }: MemberModel): MemberModel => model;

/** Cassandra's client: many statements at a time, over a pool of its own. */
export const cassandra: PackageModel = {
  package: "cassandra-driver",
  system: "sql",
  exports: { "auth.* policies.* types.* mapping.*": pure },
  types: {
    Client: {
      members: {
        execute: sql,
        batch: writes,
        "connect shutdown": writes,
        "getState getReplicas on once off": pure,
      },
    },
  },
};

export const betterSqlite: PackageModel = {
  package: ["better-sqlite3", "sqlite", "bun:sqlite", "libsql"],
  system: "sql",
  exports: {
    default: { returns: "Database" },
    "DatabaseSync Database": { returns: "Database" },
    open: { reads: ["db"], latency: "io", returns: "AsyncDatabase" },
  },
  types: {
    Database: {
      members: {
        "prepare query": { returns: "Statement" },
        exec: sync(writes),
        pragma: sync(sql),
        transaction: { answersArgument: 0 },
        "function aggregate loadExtension unsafeMode defaultSafeIntegers close": sync(writes),
        backup: writes,
      },
    },
    "BetterSqlite3.Database DatabaseSync": { extends: "Database" },
    Statement: {
      members: {
        "get all iterate columns values": sync({ reads: ["db"] }),
        run: sync({
          ...writes,
          decidedBy: { by: "sql", argument: 0, preparedBy: "prepare" },
        }),
        "bind pluck expand raw safeIntegers setReadBigInts": { changes: ["receiver"] },
      },
    },
    StatementSync: { extends: "Statement" },
    AsyncDatabase: {
      hazard: "connection",
      members: { "get all each": sql, "run exec migrate close": writes },
    },
  },
};

export const sqlite3: PackageModel = {
  package: ["sqlite3", "@libsql/client", "@tursodatabase/serverless"],
  system: "sql",
  exports: { createClient: { returns: "LibsqlClient" } },
  types: {
    Database: {
      hazard: "connection",
      members: { "get all each": sql, "run exec close": writes, prepare: pure },
    },
    "LibsqlClient Client": {
      members: {
        execute: sql,
        "batch executeMultiple migrate": writes,
        transaction: { ...writes, returns: "Transaction" },
      },
    },
    Transaction: {
      hazard: "transaction",
      members: { execute: sql, "*": control },
    },
  },
};

export const postgresJs: PackageModel = {
  package: [
    "postgres",
    "@vercel/postgres",
    "slonik",
    "pg-promise",
    "@planetscale/database",
    "mssql",
    "oracledb",
    "tedious",
  ],
  system: "sql",
  exports: {
    default: { returns: "Sql" },
    sql: { ...sql, value: "Sql" },
    "createPool createClient connect": { reads: ["db"], latency: "io", returns: "Pool" },
    getConnection: { reads: ["db"], latency: "io", returns: "Connection" },
    "sql.*": pure,
  },
  types: {
    Sql: {
      members: {
        "()": { ...sql, returns: "Database" },
        "unsafe file query": sql,
        "begin savepoint": { ...writes, runs: [0, 1], passes: "TransactionSql" },
        reserve: { reads: ["db"], latency: "io", returns: "Connection" },
        "json array typed types": pure,
        "notify listen end": writes,
      },
    },
    "TransactionSql ReservedSql": { extends: "Sql", hazard: "transaction" },
    "Pool DatabasePool ConnectionPool IDatabase IBaseProtocol Database": {
      members: {
        "query any many one oneOrNone oneFirst none manyOrNone manyFirst maybeOne maybeOneFirst exists result multi each map execute":
          sql,
        "tx txIf task taskIf transaction": { ...writes, runs: [0, 1], passes: "Task" },
        connect: { reads: ["db"], latency: "io", runs: [0], passes: "Connection" },
        request: { returns: "Request" },
        close: writes,
      },
    },
    "Task ITask DatabaseTransactionConnection": { extends: "Pool", hazard: "transaction" },
    "Connection DatabasePoolConnection": { extends: "Pool", hazard: "connection" },
    Request: {
      members: {
        "query batch": sql,
        execute: writes,
        "input output replaceInput": { changes: ["receiver"] },
      },
    },
    Transaction: { hazard: "transaction", members: { "*": control } },
    PreparedStatement: { hazard: "connection", members: { "*": writes } },
  },
};

/** EdgeDB, Gel since: its statements say what they do by their first word. */
export const edgedb: PackageModel = {
  package: ["edgedb", "gel"],
  system: "edgedb",
  exports: { "default createClient": { returns: "Client" } },
  types: {
    Client: {
      members: {
        "query querySingle queryRequired queryRequiredSingle queryJSON querySingleJSON queryRequiredSingleJSON":
          { reads: ["db"], writes: ["db"], latency: "io", decidedBy: { by: "sql", argument: 0 } },
        execute: { reads: ["db"], writes: ["db"], latency: "io" },
        transaction: {
          reads: ["db"],
          writes: ["db"],
          latency: "io",
          runs: [0],
          passes: "Transaction",
        },
        "withGlobals withConfig withModuleAliases withRetryOptions": { returns: "Client" },
      },
    },
    Transaction: { extends: "Client", hazard: "transaction" },
  },
};

/** Zapatos: a statement is run by a pool, or by a client that may be on a transaction. */
export const zapatos: PackageModel = {
  package: "zapatos/db",
  system: "sql",
  exports: {
    "select selectOne selectExactlyOne count sum avg min max": { returns: "Reading" },
    "insert update upsert deletes truncate": { returns: "Writing" },
    "conditions.* dc.* all self parent param": {},
  },
  types: {
    Reading: { members: { run: { reads: ["db"], latency: "io" } } },
    Writing: { members: { run: { reads: ["db"], writes: ["db"], latency: "io" } } },
  },
};
