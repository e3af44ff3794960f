import type { MemberModel, PackageModel } from "../model.js";

const pure: MemberModel = {};
const reads: MemberModel = { reads: ["net"], latency: "io" };
const writes: MemberModel = { writes: ["net"], latency: "io" };
const readsDb: MemberModel = { reads: ["db"], latency: "io" };
const writesDb: MemberModel = { writes: ["db"], latency: "io" };

/** Services of companies, whose clients name each operation by what it does. */
export const hostedServices: PackageModel = {
  package: [
    "@notionhq/client",
    "@slack/web-api",
    "plaid",
    "@hubspot/api-client",
    "intercom-client",
    "@mailchimp/*",
    "@calcom/platform-*",
    "@vercel/sdk",
    "@sanity/client",
    "next-sanity",
    "contentful",
    "contentful-management",
    "@storyblok/*",
    "appwrite",
    "node-appwrite",
    "@appwrite.io/console",
    "@tryghost/content-api",
    "@prismicio/client",
    "minio",
    "@livekit/*",
    "livekit-server-sdk",
  ],
  exports: {
    "default createClient": { returns: "Client" },
    LogLevel: pure,
  },
  types: {
    "*Client *Api Client WebClient Resource Databases TablesDB DocumentsDB VectorsDB Storage Users Teams Functions Messaging Account Project ProjectApi Projects Organization Organizations Sites Tokens Vcs Proxy Domains Backups Migrations Webhooks Usage Locale Avatars Console":
      {
        members: {
          "get* list* retrieve* search* find* query* fetch* info history stat* presigned* count*":
            reads,
          // Whom to ask, which is said before the request is put together.
          "setEndpoint setProject setMode setKey setJWT setSession setLocale setSelfSigned": pure,
          // A word that is not known is a group of operations where it is not called.
          "*": { ...writes, value: "Resource" },
        },
      },
  },
};

/** Linear: what only reads is called by what it answers, and what changes something by a verb. */
export const linear: PackageModel = {
  package: "@linear/sdk",
  types: {
    LinearClient: {
      members: {
        "attachment* comment comments customView customViews customer customers cycle cycles document documents favorite favorites initiative initiatives issue issues issueLabel issueLabels issueRelation issueRelations issueSearch searchIssues searchDocuments searchProjects notification notifications organization project projects projectMilestone projectMilestones projectStatus projectStatuses projectUpdate projectUpdates roadmap roadmaps team teams teamMembership teamMemberships template templates user users viewer webhook webhooks workflowState workflowStates":
          reads,
        "create* update* delete* archive* unarchive* import* rotate* suspend* unsuspend* logout*":
          writes,
      },
    },
  },
};

/** Kubernetes: each kind of interface has its own class, and names each operation by its verb. */
export const kubernetes: PackageModel = {
  package: "@kubernetes/client-node",
  types: {
    KubeConfig: {
      members: {
        makeApiClient: { returns: "Api" },
        "loadFrom* set* add*": { changes: ["receiver"] },
        "getCurrentContext getContexts getContextObject getCurrentCluster getCurrentUser getClusters getUsers":
          pure,
      },
    },
    Metrics: { members: { "get*": reads } },
    "Api *Api": {
      members: {
        "list* read* get*": reads,
        "create* delete* patch* replace* connect*": writes,
      },
    },
  },
};

/** Users and organizations that a service keeps, asked by the server's own key. */
export const signedInUsers: PackageModel = {
  package: [
    "@clerk/nextjs/server",
    "@clerk/backend",
    "@clerk/express",
    "@clerk/fastify",
    "@clerk/clerk-sdk-node",
  ],
  exports: {
    // A function since its version 6, which answers the client; the client itself before.
    clerkClient: { returns: "ClerkClient", value: "ClerkClient" },
    createClerkClient: { returns: "ClerkClient" },
  },
  types: {
    ClerkClient: { members: { "*": { value: "ClerkApi" } } },
    ClerkApi: { members: { "get* list* count*": reads, "*": writes } },
  },
};

/** Lemon Squeezy: each operation is a function of the package, named by its verb. */
export const lemonSqueezy: PackageModel = {
  package: "@lemonsqueezy/lemonsqueezy.js",
  exports: {
    lemonSqueezySetup: pure,
    "get* list*": reads,
    "create* update* cancel* delete* issue* archive* publish* activate* deactivate* generate*":
      writes,
    validateLicense: reads,
  },
};

/** Stores that a platform runs for its programs. */
export const platformStores: PackageModel = {
  package: ["@vercel/blob", "@vercel/edge-config", "expo-secure-store", "pocketbase", "convex"],
  exports: {
    "get getAll has digest list head getItemAsync isAvailableAsync fetchQuery": readsDb,
    "put copy del setItemAsync deleteItemAsync fetchMutation fetchAction": writesDb,
    "default createClient": { returns: "PocketBase" },
  },
  types: {
    "PocketBase ConvexHttpClient EdgeConfigClient": {
      members: {
        collection: { returns: "RecordService" },
        "query get getAll has": readsDb,
        "mutation action": writesDb,
      },
    },
    RecordService: {
      members: { "getList getFullList getOne getFirstListItem": readsDb, "*": writesDb },
    },
  },
};

export const clickhouse: PackageModel = {
  package: ["@clickhouse/client", "@clickhouse/client-web"],
  system: "clickhouse",
  exports: { createClient: { returns: "ClickHouseClient" } },
  types: {
    "ClickHouseClient NodeClickHouseClient": {
      members: {
        "query ping": { ...readsDb, returns: "ResultSet" },
        "insert command exec": writesDb,
        close: writesDb,
      },
    },
    ResultSet: { members: { "json text": { latency: "io" }, stream: pure } },
  },
};

/** Who is signed in. */
export const sessions: PackageModel = {
  package: ["better-auth", "better-auth/*", "@workos-inc/*", "@kinde-oss/*"],
  exports: { betterAuth: { returns: "Auth" }, "*": pure },
  types: {
    Auth: { members: { api: { value: "AuthApi" } } },
    AuthApi: {
      members: {
        "get* list* verify* has* is*": { reads: ["net", "db"], latency: "io", hazard: "request" },
        "*": { writes: ["net", "db"], latency: "io" },
      },
    },
  },
};

/** Texts in the reader's language. */
export const translations: PackageModel = {
  package: ["i18next", "react-i18next", "next-i18next", "i18next-*"],
  exports: {
    createInstance: { returns: "i18n", fresh: true },
    initReactI18next: pure,
    "t exists default.t default.exists default.getFixedT getFixedT dir": pure,
    default: { returns: "i18n" },
  },
  types: {
    i18n: {
      members: {
        "use init": { changes: ["receiver"], returns: "i18n" },
        "t exists getFixedT dir getResource hasResourceBundle": pure,
        "*": { changes: ["receiver"], latency: "io" },
      },
    },
  },
};

/** Calls of procedures on a server by the names that it gives them. */
export const remoteProcedures: PackageModel = {
  package: [
    "@trpc/client",
    "@trpc/react-query",
    "@trpc/next",
    "openapi-fetch",
    "@ts-rest/core",
    "@hey-api/client-fetch",
    "@hey-api/client-axios",
    "@hey-api/client-next",
  ],
  exports: {
    "createTRPCClient createTRPCProxyClient createTRPCUntypedClient": { returns: "Procedures" },
    "default createClient": { returns: "OpenApiClient" },
    "*": pure,
  },
  types: {
    Procedures: {
      members: { query: reads, mutate: writes, subscribe: writes, "*": { value: "Procedures" } },
    },
    OpenApiClient: {
      members: {
        "GET HEAD OPTIONS get head options": reads,
        "POST PUT PATCH DELETE post put patch delete": writes,
      },
    },
  },
};

/** A server's procedures, called in place: what one does is said by its name alone. */
export const localProcedures: PackageModel = {
  package: "@trpc/server",
  exports: { "initTRPC.*": { returns: "Builder" }, "*": pure },
  types: {
    Builder: {
      members: {
        createCallerFactory: { value: "CallerFactory", returns: "CallerMaker" },
        "router mergeRouters": { value: "RouterMaker", returns: "Router" },
        "*": { value: "Builder", returns: "Builder" },
      },
    },
    CallerFactory: { members: { "()": { returns: "CallerMaker" } } },
    CallerMaker: { members: { "()": { returns: "Caller" } } },
    RouterMaker: { members: { "()": { returns: "Router" } } },
    Router: { members: { createCaller: { returns: "Caller" }, "*": { value: "Router" } } },
    Caller: {
      members: {
        "get get* list list* find* search* count* has* is* all by* byId stats whoami": readsDb,
        "*": { ...writesDb, value: "Caller" },
      },
    },
  },
};
