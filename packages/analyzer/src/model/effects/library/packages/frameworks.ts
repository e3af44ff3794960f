import type { MemberModel, PackageModel } from "../model.js";

const pure: MemberModel = {};
const request: MemberModel = { reads: ["process"], hazard: "request" };
const asksWho: MemberModel = { reads: ["net", "db"], latency: "io", hazard: "request" };
const ui: MemberModel = { writes: ["dom"], hazard: "ui" };

/** Next.js: what speaks of the request that is being handled. */
export const next: PackageModel = {
  package: ["next", "next-intl", "@clerk/nextjs", "@auth/*", "iron-session", "nextjs-*"],
  exports: {
    cookies: { ...request, returns: "RequestCookies" },
    headers: { ...request, returns: "ReadonlyHeaders" },
    "draftMode connection after unstable_noStore": request,
    "getTranslations getLocale getMessages getFormatter getNow getTimeZone setRequestLocale unstable_setRequestLocale":
      request,
    // Who asks is part of the request too, though it may take a look into a database.
    "getServerSession auth currentUser getIronSession getSession getToken": asksWho,
    "redirect notFound permanentRedirect forbidden unauthorized": { hazard: "request" },
    "revalidatePath revalidateTag updateTag refresh": { writes: ["process"], hazard: "request" },
    "unstable_cache cache cacheLife cacheTag": { answersArgument: 0 },
    "NextResponse.*": pure,
    "useRouter usePathname useSearchParams useParams": { hazard: "ui" },
    dynamic: { hazard: "memo" },
  },
  types: {
    "ReadonlyRequestCookies RequestCookies ResponseCookies ReadonlyHeaders": {
      hazard: "request",
      members: { "get getAll has": { reads: ["process"] }, "*": { writes: ["process"] } },
    },
    "NextRequest NextResponse": { extends: "NextBody" },
    NextBody: {
      members: {
        "json text formData arrayBuffer blob": { reads: ["net"], changes: ["receiver"] },
      },
    },
    "AppRouterInstance NextRouter": {
      hazard: "ui",
      members: { "*": { writes: ["dom"], hazard: "ui" } },
    },
  },
};

const changesWho: MemberModel = {
  writes: ["net", "db"],
  latency: "io",
  hazard: "request",
};

/** Auth.js: `NextAuth(config)` answers functions that ask for the session, and change it, to be called by themselves too. */
export const nextAuth: PackageModel = {
  package: "next-auth",
  exports: {
    default: { returns: "NextAuthResult" },
    "getServerSession auth getSession getToken": asksWho,
    // Of the page that signs somebody in: what the application answers for all.
    "getProviders getCsrfToken": { reads: ["net"], latency: "io" },
  },
  types: {
    NextAuthResult: {
      members: {
        auth: { value: "SessionFunction" },
        "signIn signOut unstable_update": { value: "SessionChange" },
      },
    },
    SessionFunction: { members: { "()": asksWho } },
    SessionChange: { members: { "()": changesWho } },
  },
};

export const react: PackageModel = {
  package: ["react", "react-dom", "preact", "preact/hooks", "react-native"],
  exports: {
    "cache useCallback useEffectEvent": { answersArgument: 0 },
    "memo forwardRef lazy createContext createElement createRef": pure,
    "act startTransition flushSync": { ...ui, runs: [0] },
    "use*": { hazard: "ui" },
    "*": pure,
  },
  types: {
    "Dispatch SetStateAction DispatchWithoutAction": { hazard: "ui", members: { "()": ui } },
    "Component PureComponent": { members: { "setState forceUpdate": ui } },
  },
};

export const vue: PackageModel = {
  package: [
    "vue",
    "@vue/*",
    "svelte",
    "svelte/*",
    "solid-js",
    "pinia",
    "vuex",
    "@angular/core",
    "vue-router",
  ],
  exports: {
    "nextTick tick": { hazard: "ui", latency: "timer", writes: ["dom"] },
    "on* use* watch watchEffect effect computed ref reactive shallowRef toRef toRefs inject provide defineStore":
      { hazard: "ui" },
    "*": { hazard: "ui" },
  },
  types: {
    Router: { hazard: "ui", members: { "*": { ...ui, latency: "io" } } },
    "Store WritableSignal Writable": { hazard: "ui", members: { "get value": pure, "*": ui } },
  },
};

/** What SvelteKit hands to the `load` of a page or a layout, by whatever name the file takes it. */
export const loads: PackageModel = {
  package: "(load)",
  exports: { parent: { reads: ["net"], latency: "io" }, depends: pure },
};

/** Caches of a server's state in a client. */
export const queryClients: PackageModel = {
  package: ["@tanstack/*", "react-query", "swr"],
  exports: { "use*": { hazard: "ui" }, mutate: { ...ui, latency: "io" }, "*": pure },
  types: {
    QueryClient: {
      members: {
        "fetchQuery ensureQueryData prefetchQuery fetchInfiniteQuery prefetchInfiniteQuery ensureInfiniteQueryData":
          { reads: ["net"], latency: "io" },
        "getQueryData getQueriesData getQueryState isFetching getDefaultOptions": pure,
        "*": { ...ui, latency: "io" },
      },
    },
  },
};

/** The side of a desktop or mobile application that its web view calls. */
export const shells: PackageModel = {
  package: ["@tauri-apps/*"],
  exports: {
    "readTextFile readFile readDir exists stat lstat": { reads: ["fs(0)"], latency: "io" },
    "writeTextFile writeFile mkdir remove": { writes: ["fs(0)"], latency: "io" },
    "rename copyFile": { reads: ["fs(0)"], writes: ["fs(0)", "fs(1)"], latency: "io" },
    // Paths are put together in no time, whoever does it.
    "join resolve normalize dirname basename extname isAbsolute resolveResource": {},
    "app*Dir audioDir cacheDir configDir dataDir desktopDir documentDir downloadDir homeDir localDataDir resourceDir tempDir":
      {},
    // What a command of the program's own does is said by its name alone.
    invoke: {
      reads: ["process"],
      writes: ["process"],
      latency: "io",
      decidedBy: {
        by: "literal",
        argument: 0,
        reading: [
          "get_*",
          "list_*",
          "read_*",
          "load_*",
          "fetch_*",
          "find_*",
          "has_*",
          "is_*",
          "get*",
        ],
        unset: "writes",
      },
    },
    "join resolve dirname basename extname normalize": { latency: "io" },
    "*Dir getVersion getName getTauriVersion platform arch version locale hostname": {
      reads: ["process"],
      latency: "io",
    },
    "Store.load load": { reads: ["db"], latency: "io", returns: "Store" },
  },
  types: {
    "Store LazyStore": {
      members: {
        "get has keys values entries length": { reads: ["db(0)"], latency: "io" },
        "onChange onKeyChange": { changes: ["receiver"] },
        "*": { reads: ["db(0)"], writes: ["db(0)"], latency: "io" },
      },
    },
  },
};

/** Work that is replayed after a crash: its steps must come in the order in which they first came. */
export const durable: PackageModel = {
  package: [
    "@temporalio/workflow",
    "@restatedev/restate-sdk",
    "inngest",
    "@trigger.dev/sdk",
    "@trigger.dev/sdk/v3",
    "durable-functions",
    "@upstash/workflow",
    "cloudflare:workers",
    "@cloudflare/workflows-shared",
    "@dbos-inc/dbos-sdk",
  ],
  exports: {
    proxyActivities: { returns: "Activities" },
    "sleep condition": { latency: "timer", hazard: "durable" },
    "defineSignal defineQuery setHandler": { hazard: "durable" },
    "*": { hazard: "durable", reads: ["process"], writes: ["process"], latency: "io" },
  },
  types: {
    "Activities Context ObjectContext WorkflowContext Step WorkflowStep OrchestrationContext": {
      hazard: "durable",
      members: {
        "*": { reads: ["net"], writes: ["net"], latency: "io", runs: [1], hazard: "durable" },
      },
    },
  },
};

/** What answers a request over HTTP: the response is written in order. */
export const servers: PackageModel = {
  package: [
    "express",
    "express-serve-static-core",
    "fastify",
    "koa",
    "hono",
    "@hapi/hapi",
    "h3",
    "@nestjs/core",
    "socket.io",
    "socket.io-client",
    "ws",
    "polka",
    "restify",
  ],
  exports: {
    "*": pure,
  },
  types: {
    "Response Reply FastifyReply KoaResponse Socket WebSocket Server Namespace Context ServerResponse":
      {
        hazard: "stream",
        members: {
          "get getHeader has": pure,
          "*": { writes: ["stream", "net"], changes: ["receiver"] },
        },
      },
    "Request FastifyRequest HonoRequest": {
      members: {
        "get header is accepts param query queries": pure,
        "json text formData arrayBuffer blob parseBody": { reads: ["net"], latency: "io" },
      },
    },
    "Application Express IRouter Router FastifyInstance Hono": {
      members: {
        "listen close ready register": { writes: ["net"], changes: ["receiver"], latency: "io" },
        inject: { reads: ["net"], writes: ["net", "db"], latency: "io" },
        "*": { changes: ["receiver"] },
      },
    },
  },
};

/** Queries of an application that are kept apart from its commands, and answered by handlers of their own. */
export const queries: PackageModel = {
  package: "@nestjs/cqrs",
  exports: { "*": pure },
  types: {
    // A query asks and changes nothing: that is what it is told from a command by.
    QueryBus: { members: { execute: { reads: ["db"], latency: "io" } } },
  },
};
