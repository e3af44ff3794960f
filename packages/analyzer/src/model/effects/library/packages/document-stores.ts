import type { MemberModel, PackageModel } from "../model.js";

const reads: MemberModel = { reads: ["db"], latency: "io" };
const writes: MemberModel = { reads: ["db"], writes: ["db"], latency: "io" };
const readsEntity: MemberModel = { reads: ["db.$entity"], latency: "io" };
const writesEntity: MemberModel = {
  reads: ["db.$entity"],
  writes: ["db.$entity"],
  latency: "io",
};
const control: MemberModel = { ...writes, hazard: "transaction" };
const migration: MemberModel = { ...writes, hazard: "migration" };
const changesIt: MemberModel = { changes: ["receiver"] };
const pure: MemberModel = {};

const pipeline: MemberModel = {
  ...writes,
  decidedBy: { by: "content", argument: 0, writing: ["$out", "$merge"] },
};

const session = {
  hazard: "transaction",
  members: {
    "startTransaction commitTransaction abortTransaction endSession": control,
    withTransaction: { ...control, runs: [0], passes: "ClientSession" },
    "inTransaction equals toBSON": pure,
  },
} as const;

const cursor = {
  members: {
    "toArray count": { ...reads, changes: ["receiver"] },
    "next hasNext tryNext forEach": { ...reads, changes: ["receiver"], hazard: "iterator" },
    "close rewind": changesIt,
  },
} as const;

const collectionReads =
  "findOne countDocuments estimatedDocumentCount count distinct indexes indexExists indexInformation listIndexes isCapped options";
const collectionWrites =
  "insertOne insertMany insert updateOne updateMany update replaceOne deleteOne deleteMany remove bulkWrite findOneAndUpdate findOneAndReplace findOneAndDelete initializeOrderedBulkOp initializeUnorderedBulkOp";

export const mongodb: PackageModel = {
  package: ["mongodb", "mongodb-legacy"],
  system: "mongodb",
  exports: {
    "MongoClient.connect": { ...reads, returns: "MongoClient" },
    "ObjectId ObjectID Long Decimal128 Timestamp Binary ObjectId.* EJSON.*": pure,
  },
  types: {
    MongoClient: {
      members: {
        db: { returns: "Db" },
        "connect close": writes,
        startSession: { returns: "ClientSession" },
        withSession: { ...control, runs: [0, 1], passes: "ClientSession" },
        watch: { ...reads, hazard: "iterator" },
        "on once off": changesIt,
      },
    },
    Db: {
      members: {
        collection: { returns: "Collection" },
        "listCollections collections stats": reads,
        admin: { returns: "Admin" },
        aggregate: { ...pipeline, returns: "AggregationCursor" },
        "createCollection dropCollection dropDatabase createIndex renameCollection": migration,
        watch: { ...reads, hazard: "iterator" },
        command: writes,
      },
    },
    Admin: {
      members: {
        "serverStatus serverInfo buildInfo listDatabases replSetGetStatus ping validateCollection":
          reads,
        "addUser removeUser command": writes,
      },
    },
    Collection: {
      members: {
        find: { ...reads, returns: "FindCursor" },
        aggregate: { ...pipeline, returns: "AggregationCursor" },
        [collectionReads]: reads,
        [collectionWrites]: writes,
        "createIndex createIndexes dropIndex dropIndexes drop rename": migration,
        watch: { ...reads, hazard: "iterator" },
      },
    },
    "FindCursor AbstractCursor": {
      members: {
        ...cursor.members,
        "*": { returns: "FindCursor" },
      },
    },
    "AggregationCursor ListCollectionsCursor": { extends: "FindCursor" },
    "ChangeStream GridFSBucketReadStream GridFSBucketWriteStream": { hazard: "stream" },
    ClientSession: session,
    "ObjectId Long Decimal128": { members: { "*": pure } },
  },
};

const queryWrites =
  "updateOne updateMany replaceOne deleteOne deleteMany findOneAndUpdate findOneAndDelete findOneAndReplace findByIdAndUpdate findByIdAndDelete findOneAndRemove findByIdAndRemove update remove";

export const mongoose: PackageModel = {
  package: ["mongoose", "@nestjs/mongoose", "@typegoose/typegoose"],
  system: "mongodb",
  exports: {
    "model connection.model models.*": { returns: "Model" },
    models: { value: "Models" },
    getModelForClass: { returns: "Model" },
    "connect disconnect": writes,
    createConnection: { returns: "Connection" },
    connection: { value: "Connection" },
    startSession: { ...reads, returns: "ClientSession" },
    "Types.* isValidObjectId isObjectIdOrHexString Schema Schema.* trusted": pure,
    default: { value: "Connection" },
  },
  types: {
    Models: { members: { "*": { value: "Model" } } },
    Connection: {
      members: {
        model: { returns: "Model" },
        collection: { returns: "mongodb:Collection" },
        db: { value: "mongodb:Db" },
        transaction: { ...control, runs: [0], passes: "ClientSession" },
        startSession: { ...reads, returns: "ClientSession" },
        "close openUri asPromise dropDatabase syncIndexes": migration,
        "on once": changesIt,
      },
    },
    Model: {
      members: {
        "find findOne findById countDocuments estimatedDocumentCount count distinct where": {
          ...readsEntity,
          returns: "Query",
        },
        exists: readsEntity,
        discriminator: { returns: "Model" },
        "validate populate listIndexes": reads,
        aggregate: { ...pipeline, returns: "Aggregate" },
        [queryWrites]: { ...writesEntity, returns: "WritingQuery" },
        "create insertMany insertOne": writesEntity,
        "bulkWrite bulkSave": writes,
        "hydrate castObject translateAliases": pure,
        startSession: { ...reads, returns: "ClientSession" },
        "createIndexes syncIndexes ensureIndexes createCollection init diffIndexes": migration,
        watch: { ...reads, hazard: "iterator" },
      },
    },
    // Conditions and options return the query itself; it runs when it is awaited.
    Query: { chain: { writes: queryWrites, uses: "db.$entity" }, awaited: "Document" },
    WritingQuery: { members: { "*": { ...writesEntity, returns: "WritingQuery" } } },
    Aggregate: { chain: { writes: "out merge", uses: "db" } },
    "Document HydratedDocument": {
      members: {
        save: { ...writes, changes: ["receiver"] },
        "updateOne deleteOne replaceOne remove": { ...writes, changes: ["receiver"] },
        populate: { ...reads, changes: ["receiver"] },
        "set markModified unmarkModified depopulate overwrite increment": changesIt,
        "toObject toJSON get isModified isNew equals validateSync modifiedPaths": pure,
        validate: { ...reads },
      },
    },
    ClientSession: session,
    QueryCursor: { hazard: "iterator", members: cursor.members },
    "ObjectId Schema": { members: { "*": pure } },
  },
};

const redisReads =
  "get mget mGet getrange getRange strlen strLen exists type keys randomkey dbsize dbSize info ping time hget hGet hmget hmGet hgetall hGetAll hkeys hKeys hvals hVals hlen hLen hexists hExists hstrlen lrange lRange llen lLen lindex lIndex smembers sMembers sismember sIsMember smismember scard sCard srandmember sinter sInter sunion sUnion sdiff sDiff zrange zRange zrevrange zrangebyscore zRangeByScore zRangeWithScores zrevrangebyscore zrank zRank zrevrank zscore zScore zmscore zcard zCard zcount zCount xlen xLen xrange xRange xrevrange bitcount bitCount bitpos bitPos getbit getBit getBuffer lpos lPos hrandfield hRandField zrandmember zRandMember zlexcount zLexCount zrangebylex zRangeByLex sintercard sInterCard pfcount pfCount xinfo xpending xPending geopos geodist geosearch object memory";

const gathered: MemberModel = { changes: ["receiver"], returns: "Pipeline" };

const redisMembers: Readonly<Record<string, MemberModel>> = {
  [redisReads]: { reads: ["db(0)"], latency: "io" },
  // How long an entry is kept: who reads the entry sees nothing of it.
  "ttl pttl pTTL expireTime pExpireTime": { reads: ["db(0)", "db.expiry(0)"], latency: "io" },
  "expire pexpire pExpire expireat expireAt pexpireat pExpireAt persist": {
    reads: ["db(0)"],
    writes: ["db.expiry(0)"],
    latency: "io",
  },
  "scan hscan hScan sscan sScan zscan zScan": { ...reads, hazard: "iterator" },
  "scanStream hscanStream scanIterator hScanIterator sScanIterator zScanIterator": {
    ...reads,
    hazard: "iterator",
  },
  "set setex setEx psetex hset hSet hmset": { writes: ["db(0)"], latency: "io" },
  "setnx setNX incr incrby incrBy incrbyfloat decr decrby decrBy append getset getSet getdel getDel getex hdel hDel hincrby hIncrBy lpush lPush rpush rPush lpop lPop rpop rPop lrem lRem ltrim lTrim lset sadd sAdd srem sRem spop sPop zadd zAdd zrem zRem zincrby zIncrBy zpopmin zpopmax":
    { reads: ["db(0)"], writes: ["db(0)"], latency: "io" },
  "on once off addListener removeListener": changesIt,
  "call callBuffer sendCommand send_command customCommand": {
    ...writes,
    decidedBy: { by: "redis", argument: 0 },
  },
  duplicate: { returns: "Redis" },
  // Those of a cluster that are known so far.
  nodes: pure,
  // What is handed to it is a list of commands.
  "multi pipeline batch": {
    writes: ["db"],
    decidedBy: { by: "literal", argument: 0, reading: [], unset: "reads" },
    returns: "Pipeline",
    fresh: true,
  },
  publish: { reads: ["db"], writes: ["queue"], latency: "io" },
  "watch unwatch select": control,
  "blpop brpop blPop brPop bzpopmin xread xRead xreadgroup subscribe psubscribe pSubscribe": {
    ...writes,
    hazard: "stream",
  },
  "*": writes,
};

export const redis: PackageModel = {
  package: [
    "redis",
    "@redis/client",
    "ioredis",
    "@upstash/redis",
    "@vercel/kv",
    "handy-redis",
    "redis-om",
    "iovalkey",
    "@valkey/valkey-glide",
  ],
  system: "redis",
  exports: {
    "createClient createCluster createSentinel createClientPool": { returns: "Redis" },
    default: { returns: "Redis" },
    "Redis.fromEnv GlideClient.createClient GlideClusterClient.createClient": { returns: "Redis" },
    kv: { value: "Redis" },
    commandOptions: pure,
  },
  types: {
    "Redis RedisClientType RedisClient Cluster RedisCluster RedisCommander RedisClusterType VercelKV GlideClient GlideClusterClient":
      {
        members: redisMembers,
      },
    // Commands are gathered, and sent in their order by `exec`: it reads, and what writes is each of them.
    "Pipeline ChainableCommander RedisClientMultiCommandType Multi": {
      members: {
        "exec execBuffer execAsPipeline execTyped": reads,
        [redisReads]: gathered,
        "ttl pttl pTTL expireTime pExpireTime": gathered,
        "expire pexpire pExpire expireat expireAt pexpireat pExpireAt persist": {
          ...gathered,
          writes: ["db.expiry(0)"],
        },
        length: pure,
        "*": { ...gathered, writes: ["db(0)"] },
      },
    },
  },
};

/** Models over DynamoDB's tables. */
export const dynamoose: PackageModel = {
  package: "dynamoose",
  system: "dynamodb",
  exports: { model: { returns: "Model" }, "Schema type.*": pure },
  types: {
    Model: {
      members: {
        "get batchGet": reads,
        "query scan": { returns: "Query" },
        "create update delete batchPut batchDelete": writes,
      },
    },
    "Query Scan": { chain: { writes: "", uses: "db", keptBy: "exec" } },
  },
};

/** ArangoDB's collections; what a statement of its own language does is left unknown. */
export const arango: PackageModel = {
  package: "arangojs",
  system: "arangodb",
  exports: { "aql aql.*": pure },
  types: {
    Database: {
      members: {
        collection: { returns: "DocumentCollection" },
        "listCollections collections exists version": reads,
      },
    },
    "DocumentCollection EdgeCollection": {
      members: {
        "document documents documentExists count properties exists figures get indexes": reads,
        "save saveAll update updateAll replace replaceAll remove removeAll import truncate drop create":
          writes,
      },
    },
  },
};

/** CouchDB: documents by their names, and views. */
export const couchdb: PackageModel = {
  package: ["nano", "pouchdb", "pouchdb-*"],
  system: "couchdb",
  exports: { default: { returns: "Database" } },
  types: {
    "Database DocumentScope ServerScope PouchDB Static": {
      members: {
        "use scope": { returns: "Database" },
        db: { value: "Database" },
        "get head list fetch fetchRevs find view search partitionedView partitionedFind partitionedList info allDocs query bulkGet getAttachment getIndexes dbList":
          reads,
        "insert bulk bulkDocs destroy remove put post copy create createIndex deleteIndex putAttachment removeAttachment compact replicate":
          writes,
        "on once": changesIt,
      },
    },
  },
};

export const memcached: PackageModel = {
  package: [
    "memcached",
    "memjs",
    "keyv",
    "cache-manager",
    "@nestjs/cache-manager",
    "@cacheable/*",
    "cacheable",
    "level",
    "classic-level",
    "unstorage",
  ],
  system: "store",
  exports: {
    "createStorage createInstance openDB cacheManager caching createCache default": {
      reads: ["db"],
      latency: "io",
      returns: "Store",
    },
    "getItem get getMany getAll keys values entries length has": {
      reads: ["db(0)"],
      latency: "io",
    },
    "*": writes,
  },
  types: {
    "Store Keyv Cache Cacheable Memcached Client Level Storage": {
      members: {
        "get getMany getItem getItems mget has hasMany keys getKeys ttl count getAll getAllKeys iterator length entries values":
          { reads: ["db(0)"], latency: "io" },
        "on once": changesIt,
        // What it makes where the store has none is what whoever asks next finds there.
        wrap: { reads: ["db(0)"], runs: [1], latency: "io" },
        transaction: { ...control, hazard: "transaction" },
        "*": { reads: ["db(0)"], writes: ["db(0)"], latency: "io" },
      },
    },
  },
};

const asks: MemberModel = { reads: ["db(0)"], latency: "io", hazard: "memo" };
const puts: MemberModel = { ...asks, writes: ["db(0)"] };

/**
 * What a browser or a device keeps for one program: it answers one question after another, from its own process, so that nothing
 * is gained by asking two at once.
 */
export const deviceStores: PackageModel = {
  package: [
    "localforage",
    "idb",
    "idb-keyval",
    "dexie",
    "@react-native-async-storage/async-storage",
  ],
  system: "store",
  exports: {
    "openDB default createInstance": { ...asks, returns: "DeviceStore" },
    "createStore liveQuery": pure,
    "get getMany getItem getAll getAllKeys multiGet keys values entries length": asks,
    Dexie: { returns: "Dexie" },
    "*": puts,
  },
  types: {
    "DeviceStore IDBPDatabase LocalForage AsyncStorageStatic": {
      members: {
        "get getItem getAll getAllKeys getAllFromIndex getFromIndex getKey multiGet count countFromIndex keys length iterate":
          asks,
        "addEventListener removeEventListener": changesIt,
        transaction: { ...puts, hazard: "transaction" },
        "*": puts,
      },
    },
    Dexie: {
      members: {
        "version on": changesIt,
        transaction: { ...puts, hazard: "transaction", runs: [2, 3] },
        table: { returns: "Table" },
        "open close delete": puts,
        "*": { value: "Table" },
      },
    },
    "Table EntityTable WhereClause": {
      hazard: "memo",
      chain: {
        writes: "add put delete update upsert modify clear bulkAdd bulkPut bulkDelete bulkUpdate",
        uses: "db",
      },
    },
  },
};

/** What is kept in memory, or in a small file that is read and written at once. */
export const memoryCaches: PackageModel = {
  package: ["node-cache", "lru-cache", "quick-lru", "conf", "configstore", "electron-store"],
  exports: { "default LRUCache NodeCache QuickLRU": { returns: "MemoryCache" } },
  types: {
    "MemoryCache LRUCache NodeCache Conf ElectronStore Configstore QuickLRU": {
      members: {
        "get has peek keys values entries size info getRemainingTTL getStats getTtl mget": pure,
        "*": changesIt,
      },
    },
  },
};

export const firestore: PackageModel = {
  package: [
    "@google-cloud/firestore",
    "firebase-admin",
    "firebase",
    "@firebase/firestore",
    "firebase-functions",
    "@react-native-firebase/*",
  ],
  system: "firestore",
  exports: {
    "getDoc getDocs getDocFromServer getDocsFromServer getDocFromCache getDocsFromCache getCountFromServer getAggregateFromServer get":
      reads,
    "setDoc updateDoc addDoc deleteDoc set update remove push": writes,
    runTransaction: { ...control, runs: [1], passes: "Transaction" },
    writeBatch: { returns: "WriteBatch" },
    "getFirestore firestore": { returns: "Firestore" },
    "doc collection query where orderBy limit startAfter startAt endAt endBefore documentId collectionGroup ref child increment serverTimestamp arrayUnion arrayRemove Timestamp.* FieldValue.*":
      pure,
    "onSnapshot onValue": { hazard: "stream" },
    "*.firestore": { returns: "Firestore" },
    "getAuth auth *.auth": { returns: "Auth" },
  },
  types: {
    Firestore: {
      members: {
        runTransaction: { ...control, runs: [0], passes: "Transaction" },
        "batch bulkWriter": { returns: "WriteBatch" },
        "collection collectionGroup doc": { returns: "Reference" },
        "getAll listCollections": reads,
        recursiveDelete: writes,
      },
    },
    "Reference CollectionReference DocumentReference Query AggregateQuery CollectionGroup": {
      members: {
        "get listDocuments listCollections getPartitions": reads,
        "set update delete create add": writes,
        "onSnapshot stream": { ...reads, hazard: "stream" },
        "*": { returns: "Reference" },
      },
    },
    Transaction: {
      hazard: "transaction",
      members: { "get getAll": reads, "*": writes },
    },
    // Users of the project; a token that is verified says who is let in.
    "Auth BaseAuth TenantAwareAuth": {
      members: {
        "getUser getUserByEmail getUserByPhoneNumber getUserByProviderUid getUsers listUsers getProviderConfig listProviderConfigs":
          { reads: ["net"], latency: "io" },
        "createUser updateUser deleteUser deleteUsers importUsers setCustomUserClaims revokeRefreshTokens generate*Link":
          { reads: ["net"], writes: ["net"], latency: "io" },
      },
    },
    "WriteBatch BulkWriter": { members: { "commit close flush": writes, "*": changesIt } },
    "DocumentSnapshot QuerySnapshot QueryDocumentSnapshot Timestamp": {
      members: { forEach: { runs: [0] }, "*": pure },
    },
  },
};
