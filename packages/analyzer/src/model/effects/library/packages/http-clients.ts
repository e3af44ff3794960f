import type { Decider, MemberModel, PackageModel } from "../model.js";
import { fetchCall, responseTypes } from "./web.js";

const reads: MemberModel = { reads: ["net(0)"], latency: "io" };
const writes: MemberModel = { reads: ["net(0)"], writes: ["net(0)"], latency: "io" };

function byMethod(argument: number, ...writing: string[]): Decider {
  return {
    by: "option",
    argument,
    option: "method",
    reading: ["get", "head", "options"],
    unset: "reads",
    writing,
  };
}

const axiosMembers: Readonly<Record<string, MemberModel>> = {
  "get head options": reads,
  "post put patch delete postForm putForm patchForm": writes,
  request: { ...writes, decidedBy: byMethod(0, "data") },
  "isAxiosError isCancel all spread getUri toFormData formToJSON mergeConfig": {},
  create: { returns: "AxiosInstance" },
};

export const axios: PackageModel = {
  package: ["axios", "redaxios"],
  exports: {
    default: { ...writes, decidedBy: byMethod(0, "data") },
    ...axiosMembers,
    axios: { value: "AxiosInstance" },
    "AxiosError AxiosHeaders": {},
  },
  types: {
    Axios: {
      members: {
        ...axiosMembers,
        "()": { ...writes, decidedBy: byMethod(0, "data") },
        "interceptors.*": { changes: ["receiver"] },
      },
    },
    "AxiosInstance AxiosStatic": { extends: "Axios" },
    AxiosInterceptorManager: { members: { "use eject clear": { changes: ["receiver"] } } },
  },
};

const observable = { returns: "rxjs:Observable" };

const answeringObservables = Object.fromEntries(
  Object.entries(axiosMembers).map(([names, model]) => [
    names,
    model.latency === undefined ? model : { ...model, ...observable },
  ]),
);

/** Nest's wrapper around axios; what it answers is an observable until it is awaited. */
export const nestAxios: PackageModel = {
  package: "@nestjs/axios",
  types: {
    HttpService: {
      members: { ...answeringObservables, axiosRef: { value: "axios:AxiosInstance" } },
    },
  },
};

/** Angular's client, which sends a request once somebody waits for what it answers; its parameters and headers are made anew by each change. */
export const angularHttp: PackageModel = {
  package: "@angular/common/http",
  types: {
    HttpClient: {
      members: {
        "get head options jsonp": { ...reads, ...observable },
        "post put patch delete": { ...writes, ...observable },
        request: {
          reads: ["net(1)"],
          writes: ["net(1)"],
          latency: "io",
          decidedBy: {
            by: "literal",
            argument: 0,
            reading: ["GET", "HEAD", "OPTIONS", "get", "head", "options"],
            unset: "writes",
          },
          ...observable,
        },
      },
    },
    "HttpParams HttpHeaders": {
      members: {
        "get getAll has keys toString": {},
        "append appendAll set delete": { returns: "HttpParams" },
      },
    },
  },
};

const gotMembers: Readonly<Record<string, MemberModel>> = {
  "get head": { ...reads, returns: "CancelableRequest" },
  "post put patch delete": { ...writes, returns: "CancelableRequest" },
  stream: { ...writes, hazard: "stream" },
  "paginate paginate.*": { ...reads, hazard: "iterator" },
  "extend create": { returns: "Got" },
};

const gotCall: MemberModel = {
  ...writes,
  decidedBy: byMethod(1, "body", "json", "form"),
  returns: "CancelableRequest",
};

const responseReaders: MemberModel = { reads: ["net"], latency: "io" };

export const got: PackageModel = {
  package: "got",
  exports: { "default got": gotCall, ...gotMembers },
  types: {
    "Got GotRequestFunction": { members: { "()": gotCall, ...gotMembers } },
    "CancelableRequest RequestPromise": {
      members: { "json text buffer": responseReaders, cancel: { changes: ["receiver"] } },
    },
  },
};

export const ky: PackageModel = {
  package: ["ky", "ky-universal"],
  exports: { "default ky": gotCall, ...gotMembers },
  types: {
    KyInstance: { members: { "()": gotCall, ...gotMembers } },
    "CancelableRequest ResponsePromise KyResponse": {
      members: { "json text blob arrayBuffer formData bytes": responseReaders },
    },
    Got: { extends: "KyInstance" },
  },
};

export const undici: PackageModel = {
  package: "undici",
  exports: {
    fetch: fetchCall,
    request: { ...writes, decidedBy: byMethod(1, "body"), returns: "ResponseData" },
    "stream pipeline connect upgrade": { ...writes, hazard: "stream" },
    "getGlobalDispatcher getGlobalOrigin": {},
    "setGlobalDispatcher setGlobalOrigin": { writes: ["process"] },
  },
  types: {
    "Dispatcher Client Pool Agent BalancedPool ProxyAgent MockAgent": {
      members: {
        request: { ...writes, decidedBy: byMethod(0, "body"), returns: "ResponseData" },
        "close destroy": { writes: ["net"], changes: ["receiver"], latency: "io" },
        "stream pipeline connect upgrade dispatch": { ...writes, hazard: "stream" },
      },
    },
    ResponseData: { members: { body: { value: "BodyReadable" } } },
    BodyReadable: { members: { "json text blob arrayBuffer bytes": responseReaders } },
  },
};

export const fetchers: PackageModel = {
  package: [
    "node-fetch",
    "cross-fetch",
    "isomorphic-fetch",
    "isomorphic-unfetch",
    "unfetch",
    "make-fetch-happen",
    "fetch-retry",
  ],
  exports: { "default fetch": fetchCall, "Headers Request Response": {} },
  types: responseTypes,
};

export const ofetch: PackageModel = {
  package: ["ofetch", "ohmyfetch", "nuxt/app", "#imports"],
  exports: {
    "$fetch ofetch $fetch.raw": { ...writes, decidedBy: byMethod(1, "body") },
    "$fetch.create ofetch.create": { returns: "$Fetch" },
  },
  types: { $Fetch: { members: { "() raw": { ...writes, decidedBy: byMethod(1, "body") } } } },
};

export const superagent: PackageModel = {
  package: [
    "superagent",
    "needle",
    "phin",
    "bent",
    "request",
    "request-promise",
    "request-promise-native",
  ],
  exports: {
    "get head": { ...reads, returns: "SuperAgentRequest" },
    "post put patch del delete default": { ...writes, returns: "SuperAgentRequest" },
    agent: { returns: "SuperAgentRequest" },
  },
  types: {
    "SuperAgentRequest Request": {
      chain: { writes: "post put patch del delete send attach", uses: "net" },
    },
  },
};

export const graphqlClients: PackageModel = {
  package: ["@apollo/client", "apollo-client", "graphql-request", "urql", "@urql/core"],
  exports: {
    "request rawRequest default": {
      reads: ["net"],
      writes: ["net"],
      latency: "io",
      decidedBy: { by: "graphql", argument: 1 },
    },
    "gql gql.*": {},
    createClient: { returns: "Client" },
  },
  types: {
    "ApolloClient Client": {
      members: {
        "query readQuery readFragment": {
          reads: ["net"],
          latency: "io",
          returns: "OperationResult",
        },
        "*": { reads: ["net"], writes: ["net"], latency: "io", returns: "OperationResult" },
      },
    },
    // Of urql: what was asked for, as a promise.
    OperationResult: { members: { toPromise: {} } },
    GraphQLClient: {
      members: {
        "request rawRequest": {
          reads: ["net"],
          writes: ["net"],
          latency: "io",
          decidedBy: { by: "graphql", argument: 0 },
        },
        "setHeader setHeaders setEndpoint": { changes: ["receiver"] },
      },
    },
  },
};

/** Base classes of what asks a service for a server of GraphQL. */
export const dataSources: PackageModel = {
  package: ["@apollo/datasource-rest", "apollo-datasource-rest"],
  types: {
    RESTDataSource: {
      members: { "get head": reads, "post put patch delete": writes },
    },
  },
};

/** Whoever declares it: a type that has `get`, `post`, `put` or `patch`, and `delete` of a URL is known by this. */
export const httpByShape: PackageModel = {
  package: "(http)",
  exports: { fetch: fetchCall },
  types: {
    Client: {
      members: {
        "get head options": reads,
        "post put patch delete del": writes,
        request: { ...writes, decidedBy: byMethod(1, "body", "data", "json", "form") },
      },
    },
  },
};
