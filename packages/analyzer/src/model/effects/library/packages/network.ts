import type { MemberModel, PackageModel } from "../model.js";

const reads: MemberModel = { reads: ["net"], latency: "io" };
const stream: MemberModel = { reads: ["net"], writes: ["net"], hazard: "stream" };

export const dns: PackageModel = {
  package: ["dns", "dns/promises"],
  exports: {
    "setServers promises.setServers setDefaultResultOrder": { writes: ["process"] },
    "*": reads,
  },
  types: { Resolver: { members: { setServers: { changes: ["receiver"] }, "*": reads } } },
};

export const http: PackageModel = {
  package: ["http", "https", "http2", "net", "tls", "dgram"],
  exports: {
    // A question, whose answer goes to who listens for it.
    get: { reads: ["net"], returns: "ClientRequest" },
    request: { ...stream, returns: "ClientRequest" },
    "connect createConnection createSocket": stream,
    "createServer createSecureServer Server Agent Socket": {},
    "isIP isIPv4 isIPv6 validateHeaderName validateHeaderValue": {},
  },
  types: {
    "Server HttpServer": {
      members: {
        "listen close closeAllConnections closeIdleConnections": {
          writes: ["net"],
          changes: ["receiver"],
          latency: "io",
        },
        address: { reads: ["net"] },
      },
    },
    "IncomingMessage ServerResponse ClientRequest OutgoingMessage Socket TLSSocket ClientHttp2Stream ServerHttp2Stream Http2ServerResponse":
      {
        hazard: "stream",
        members: {
          "write end writeHead flushHeaders setHeader appendHeader removeHeader destroy setTimeout pause resume pipe":
            { writes: ["stream"], changes: ["receiver"] },
          "on once off addListener removeListener": {
            changes: ["receiver"],
            returns: "ClientRequest",
          },
          "getHeader getHeaders getHeaderNames hasHeader": {},
        },
      },
  },
};

export const stream_: PackageModel = {
  package: ["stream", "stream/promises", "stream/web", "readable-stream", "pump", "get-stream"],
  exports: {
    "pipeline promises.pipeline default": {
      reads: ["stream"],
      writes: ["stream"],
      changes: [0, 1, 2, 3],
      latency: "io",
      hazard: "stream",
    },
    "finished promises.finished getStream getStreamAsBuffer getStreamAsArray": {
      reads: ["stream"],
      writes: ["stream"],
      changes: [0],
      latency: "io",
      hazard: "stream",
    },
    "Readable.from Readable.fromWeb Writable.fromWeb Readable.toWeb Writable.toWeb": {
      hazard: "stream",
    },
    "Readable Writable Duplex Transform PassThrough": {},
  },
  types: {
    "Readable Writable Duplex Transform PassThrough Stream ReadableBase WritableBase DuplexBase ReadableStream WritableStream ReadWriteStream":
      {
        hazard: "stream",
        members: {
          "read push unshift pause resume pipe unpipe write end cork uncork destroy setEncoding setDefaultEncoding":
            { reads: ["stream"], writes: ["stream"], changes: ["receiver"], hazard: "stream" },
          "toArray forEach map filter reduce find some every take drop": {
            reads: ["stream"],
            writes: ["stream"],
            changes: ["receiver"],
            latency: "io",
            hazard: "stream",
          },
        },
      },
  },
};

export const readline: PackageModel = {
  package: ["readline", "readline/promises"],
  exports: {
    createInterface: { returns: "Interface" },
    "*": { writes: ["stdio"] },
  },
  types: {
    Interface: {
      hazard: "stream",
      members: {
        question: {
          reads: ["stdio"],
          writes: ["stdio", "stream.terminal"],
          latency: "io",
          changes: ["receiver"],
        },
        "*": { writes: ["stdio"], changes: ["receiver"] },
      },
    },
  },
};

/** Questions on the terminal: one at a time, in their order. */
export const prompts: PackageModel = {
  package: ["inquirer", "@inquirer/*", "prompts", "enquirer", "@clack/prompts", "readline-sync"],
  exports: {
    "*": {
      reads: ["stdio"],
      writes: ["stdio", "stream.terminal"],
      latency: "io",
      hazard: "stream",
    },
  },
};

/** Spinners and lists of tasks on the terminal, which only tell of progress. */
export const progress: PackageModel = {
  package: ["ora", "listr2"],
  exports: {
    "*": { reads: ["stdio"], writes: ["stdio"], latency: "io", hazard: "stream" },
  },
};
