import type { MemberModel, PackageModel } from "../model.js";

const reads: MemberModel = { reads: ["net"], latency: "io" };
const writes: MemberModel = { reads: ["net"], writes: ["net"], latency: "io" };
const pure: MemberModel = {};
const changesIt: MemberModel = { changes: ["receiver"] };
const enqueues: MemberModel = { writes: ["queue"], latency: "io" };
const looksAtQueue: MemberModel = { reads: ["queue"], latency: "io" };

export const mail: PackageModel = {
  package: [
    "nodemailer",
    "resend",
    "@sendgrid/mail",
    "postmark",
    "mailgun.js",
    "mailgun-js",
    "node-mailjet",
    "twilio",
    "web-push",
    "expo-server-sdk",
    "@slack/webhook",
  ],
  exports: {
    "createTransport default": { returns: "Transporter" },
    createTestAccount: writes,
    setApiKey: { writes: ["process"] },
    "send sendMultiple sendNotification": writes,
    getTestMessageUrl: pure,
  },
  types: {
    "Transporter Mail": {
      members: { verify: reads, "close use on": changesIt, isIdle: pure, "*": writes },
    },
    Resend: { members: { "*": { value: "Resource" } } },
    Resource: { members: { "get list": reads, "*": writes } },
    "ServerClient Twilio Mailjet Client Expo IncomingWebhook": {
      members: { "*": { ...writes, value: "Resource" } },
    },
  },
};

const queueMembers: Readonly<Record<string, MemberModel>> = {
  "get* count is*": looksAtQueue,
  "on once off setMaxListeners": changesIt,
  process: { changes: ["receiver"] },
  "*": enqueues,
};

export const queues: PackageModel = {
  package: [
    "bull",
    "bullmq",
    "bee-queue",
    "agenda",
    "pg-boss",
    "@nestjs/bull",
    "@nestjs/bullmq",
    "graphile-worker",
  ],
  system: "queue",
  exports: {
    default: { returns: "Queue" },
    quickAddJob: enqueues,
    makeWorkerUtils: { ...looksAtQueue, returns: "Queue" },
  },
  types: {
    "Queue QueueBase QueueGetters FlowProducer Agenda PgBoss WorkerUtils": {
      members: queueMembers,
    },
    Job: {
      members: {
        "log progress updateProgress": { writes: ["queue"], latency: "io", hazard: "log" },
        ...queueMembers,
      },
    },
    "Worker QueueEvents QueueScheduler": {
      members: { "on once off": changesIt, "*": enqueues },
    },
  },
};

export const messaging: PackageModel = {
  package: [
    "kafkajs",
    "amqplib",
    "amqp-connection-manager",
    "nats",
    "mqtt",
    "@confluentinc/kafka-javascript",
    "zeromq",
    "rhea",
  ],
  system: "broker",
  exports: { "connect createChannel": { ...looksAtQueue, returns: "Channel" } },
  types: {
    "Producer Consumer Admin Kafka": {
      members: {
        producer: { returns: "Producer" },
        consumer: { returns: "Consumer" },
        admin: { returns: "Admin" },
        "list* describe* fetch*": looksAtQueue,
        on: changesIt,
        "*": enqueues,
      },
    },
    // What is declared, bound and sent on a channel keeps its order.
    "Channel ConfirmChannel ChannelModel Connection ChannelWrapper": {
      hazard: "stream",
      members: {
        "createChannel createConfirmChannel": { ...looksAtQueue, returns: "Channel" },
        "on once off": changesIt,
        "*": enqueues,
      },
    },
  },
};

export const search: PackageModel = {
  package: [
    "@elastic/elasticsearch",
    "@opensearch-project/opensearch",
    "algoliasearch",
    "meilisearch",
    "typesense",
    "@pinecone-database/pinecone",
    "@qdrant/js-client-rest",
  ],
  system: "search",
  exports: { "default algoliasearch": { returns: "Client" } },
  types: {
    "Client MeiliSearch Pinecone QdrantClient SearchClient Index": {
      members: {
        "search msearch mget get* count exists explain query* multiGet multiSearch listIndexes list* retrieve scroll describe* fetch":
          { reads: ["db"], latency: "io" },
        "initIndex index Index collections documents": { returns: "Index" },
        "indices cluster cat security": { value: "IndicesApi" },
        "*": { reads: ["db"], writes: ["db"], latency: "io" },
      },
    },
    IndicesApi: {
      members: {
        "get* exists* stats health indices aliases allocation count nodes shards": {
          reads: ["db"],
          latency: "io",
        },
        "*": { reads: ["db"], writes: ["db"], latency: "io" },
      },
    },
  },
};

export const stripe: PackageModel = {
  package: "stripe",
  system: "stripe",
  types: {
    Stripe: {
      members: {
        webhooks: { value: "Webhooks" },
        "*": { value: "StripeResource" },
      },
    },
    Webhooks: { members: { "*": pure } },
    "StripeResource *Resource": {
      members: {
        "retrieve* list* search*": reads,
        "create* update* del* cancel* capture* confirm* pay* finalize* send* void* attach* detach* expire* reverse* approve* decline* close* mark* apply* modify* resume* release*":
          writes,
        "*": { value: "StripeResource" },
      },
    },
  },
};

/** Models of language: what they answer changes nothing, and takes long. */
export const languageModels: PackageModel = {
  package: [
    "openai",
    "@anthropic-ai/sdk",
    "@google/generative-ai",
    "@google/genai",
    "cohere-ai",
    "groq-sdk",
    "@mistralai/mistralai",
    "ollama",
    "replicate",
    "ai",
  ],
  system: "model",
  exports: {
    "generateText generateObject embed embedMany generateImage experimental_generateImage transcribe generateSpeech":
      reads,
    "streamText streamObject": { ...reads, hazard: "stream" },
    "tool jsonSchema convertToCoreMessages convertToModelMessages": pure,
    default: { returns: "OpenAI" },
  },
  types: {
    "OpenAI AzureOpenAI Anthropic CohereClient Groq Mistral Ollama Replicate GoogleGenerativeAI GoogleGenAI":
      {
        members: {
          "chat completions responses embeddings messages moderations images audio models beta": {
            value: "ModelResource",
          },
          getGenerativeModel: { returns: "ModelResource" },
          "embed rerank generate run classify": reads,
          "files batches fineTuning vectorStores uploads threads assistants": {
            value: "StoredResource",
          },
        },
      },
    "ModelResource GenerativeModel": {
      members: {
        "create parse generate* edit createVariation embedContent batchEmbedContents countTokens retrieve list complete":
          reads,
        "stream sendMessage": { ...reads, hazard: "stream" },
        "threads assistants vectorStores": { value: "StoredResource" },
        "*": { value: "ModelResource" },
      },
    },
    StoredResource: {
      members: {
        "retrieve list": reads,
        "create update del delete": writes,
        "*": { value: "StoredResource" },
      },
    },
  },
};

const octokitRequest: MemberModel = {
  ...writes,
  decidedBy: { by: "literal", argument: 0, reading: ["GET *", "HEAD *"], unset: "writes" },
};

export const octokit: PackageModel = {
  package: ["octokit", "@octokit/*", "@actions/github", "@gitbeaker/*"],
  system: "forge",
  exports: {
    getOctokit: { returns: "Octokit" },
    request: octokitRequest,
    graphql: {
      ...writes,
      decidedBy: { by: "graphql", argument: 0 },
    },
  },
  types: {
    "Octokit GitHub Gitlab": {
      members: {
        request: octokitRequest,
        graphql: {
          ...writes,
          decidedBy: { by: "graphql", argument: 0 },
        },
        paginate: reads,
        "hook log": { value: "Hook" },
        "*": { value: "Endpoints" },
      },
    },
    Hook: { members: { "*": changesIt } },
    Endpoints: {
      members: {
        "get* list* compare* check* search* download* all all* show show* code issuesAndPullRequests commits":
          reads,
        // A search, and in other places what has endpoints of its own.
        "repos users": { ...reads, value: "Endpoints" },
        "create* update* delete* add* remove* set* merge* replace* request* dismiss* submit* lock* unlock* upload* cancel* reRun* enable* disable* edit* remove*":
          writes,
        "*": { value: "Endpoints" },
      },
    },
  },
};

/** LangChain's models: what they are asked goes to whoever serves them. What runs functions of one's own is not known. */
export const langChain: PackageModel = {
  package: ["langchain", "langchain/*", "@langchain/*"],
  system: "model",
  exports: {
    "Chat* OpenAI Ollama Bedrock *Embeddings": { returns: "Runnable" },
    "*Template.* *Template *Parser *Splitter *Message Document": pure,
  },
  types: {
    "Runnable BaseChatModel BaseLanguageModel Embeddings": {
      members: {
        "invoke batch predict embedQuery embedDocuments": reads,
        "bind bindTools withStructuredOutput withConfig withRetry": { returns: "Runnable" },
      },
    },
  },
};

/** Saleor's settings of an app: the first question fetches all of them, and the rest is answered from what has come. */
export const saleorSettings: PackageModel = {
  package: ["@saleor/app-sdk", "@saleor/app-sdk/*"],
  system: "saleor",
  types: {
    "SettingsManager MetadataManager EncryptedMetadataManager": {
      members: {
        get: { ...reads, hazard: "memo" },
        "set delete": { ...writes, changes: ["receiver"] },
      },
    },
  },
};

/** A node of Lightning: each question is a call of its own. */
export const lightning: PackageModel = {
  package: ["ln-service", "lightning"],
  system: "lightning",
  exports: {
    "get* decode* isDestinationPayable": reads,
    "authenticatedLndGrpc unauthenticatedLndGrpc parse*": pure,
    "subscribe*": { ...reads, hazard: "stream" },
  },
};

/** A directory: questions over one connection have each an answer of their own. */
export const directory: PackageModel = {
  package: "ldapts",
  system: "ldap",
  exports: { Client: { returns: "Client" } },
  types: {
    Client: {
      members: {
        "search compare searchPaginated": reads,
        "bind unbind add modify del modifyDN startTLS": { ...writes, changes: ["receiver"] },
      },
    },
  },
};

/** WhatsApp's protocol: each question has an answer of its own on the one socket, and many may be open. */
export const whatsapp: PackageModel = {
  package: ["baileys", "@whiskeysockets/baileys", "@adiwajshing/baileys"],
  system: "whatsapp",
  exports: { "default makeWASocket": { returns: "WASocket" } },
  types: {
    WASocket: {
      members: {
        "profilePictureUrl onWhatsApp groupMetadata groupInviteCode groupGetInviteInfo groupFetchAllParticipating groupRequestParticipantsList newsletterMetadata communityMetadata communityInviteCode communityGetInviteInfo":
          reads,
        "fetchStatus fetchBlocklist fetchPrivacySettings fetchDisappearingDuration getBusinessProfile getCatalog getCollections getOrderDetails":
          reads,
        "chat* community* group* newsletter* product* read* reject* relay* remove* request* send* star update* add* presenceSubscribe logout":
          writes,
      },
    },
  },
};

/** Reports of errors and usage: they go out by themselves, and nobody waits for what they change. */
export const reporting: PackageModel = {
  package: [
    "@sentry/*",
    "posthog-node",
    "posthog-js",
    "mixpanel",
    "@segment/analytics-node",
    "analytics-node",
    "@amplitude/*",
    "dd-trace",
    "newrelic",
    "@opentelemetry/*",
    "prom-client",
    "opentracing",
    "jaeger-client",
    "hot-shots",
    "node-statsd",
    "@vercel/analytics",
    "applicationinsights",
    "bugsnag",
    "@bugsnag/*",
    "rollbar",
    "@vscode/extension-telemetry",
    "vscode-extension-telemetry",
  ],
  exports: {
    "startSpan withScope withIsolationScope startSpanManual continueTrace": { runs: [0, 1] },
    "trace.getTracer getTracer": { returns: "Tracer" },
    "trace.getActiveSpan trace.getSpan getActiveSpan": { returns: "Span" },
    "trace.setSpan context.active context.bind propagation.createBaggage": pure,
    "context.with": { runs: [1] },
    "init configureScope": { writes: ["process"] },
    "*": { writes: ["stdio"], hazard: "log" },
  },
  types: {
    "PostHog Analytics Mixpanel TelemetryReporter Tracer Span Counter Gauge Histogram Summary StatsD Registry Meter":
      {
        members: {
          "startActiveSpan wrap": { runs: [0, 1, 2, 3], passes: "Span" },
          startSpan: { writes: ["stdio"], hazard: "log", returns: "Span" },
          labels: { returns: "Counter" },
          startTimer: { returns: "Timer" },
          "isFeatureEnabled getFeatureFlag getAllFlags getFeatureFlagPayload": reads,
          "*": { writes: ["stdio"], hazard: "log" },
        },
      },
  },
};
