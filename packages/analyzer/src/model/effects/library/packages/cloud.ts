import type { MemberModel, PackageModel } from "../model.js";

const reads: MemberModel = { reads: ["net"], latency: "io" };
const writes: MemberModel = { reads: ["net"], writes: ["net"], latency: "io" };
const pure: MemberModel = {};
const changesIt: MemberModel = { changes: ["receiver"] };

const readingVerbs =
  "get* list* describe* head* query* scan* batchGet* select* search* lookup* detect* estimate* check* verify* validate* simulate* preview*";
const readingCommands = [
  "Get",
  "List",
  "Describe",
  "Head",
  "Query",
  "Scan",
  "BatchGet",
  "Select",
  "Search",
  "Lookup",
  "Detect",
  // What a key of the service makes of what it is handed.
  "DecryptCommand",
  "EncryptCommand",
  "GenerateDataKey",
  "GenerateMacCommand",
  "GenerateRandomCommand",
  "ReEncryptCommand",
  "SignCommand",
  "VerifyCommand",
  "VerifyMacCommand",
];

export const awsSdk: PackageModel = {
  package: ["@aws-sdk/client-*", "@aws-sdk/lib-*"],
  system: "aws",
  exports: {
    "DynamoDBDocumentClient.from DynamoDBDocument.from": { returns: "DynamoDBDocumentClient" },
    "*Command": pure,
    "paginate*": { ...reads, hazard: "iterator" },
    "waitUntil* waitFor*": reads,
    "marshall unmarshall": pure,
  },
  types: {
    "*Client": {
      members: {
        send: { ...writes, decidedBy: { by: "command", argument: 0, reading: readingCommands } },
        destroy: changesIt,
        "middlewareStack.*": changesIt,
        // Its region, credentials and the like are found once.
        "config.*": { reads: ["env"], hazard: "memo" },
      },
    },
    Upload: { members: { done: writes, on: changesIt, abort: writes } },
    "*Exception": { members: { "*": pure } },
    // The clients with a method for each command: `new S3().getObject`.
    "S3 DynamoDB DynamoDBDocument SQS SNS SES SESv2 Lambda EC2 ECS IAM STS KMS SSM CloudWatch CloudWatchLogs CloudFront CloudFormation SecretsManager Route53 Athena Glue Kinesis EventBridge SFN CognitoIdentityProvider Bedrock* Rekognition Textract":
      { extends: "AnyClient", members: { [readingVerbs]: reads, "*": writes } },
    AnyClient: {
      members: {
        send: { ...writes, decidedBy: { by: "command", argument: 0, reading: readingCommands } },
      },
    },
  },
};

export const awsHelpers: PackageModel = {
  package: [
    "@aws-sdk/util-*",
    "@aws-sdk/s3-request-presigner",
    "@aws-sdk/credential-provider*",
    "@aws-sdk/cloudfront-signer",
    "@smithy/*",
  ],
  system: "aws",
  exports: { "getSignedUrl marshall unmarshall createPresignedPost": pure, "from*": pure },
};

export const awsSdkV2: PackageModel = {
  package: "aws-sdk",
  system: "aws",
  exports: { "config.*": { writes: ["process"] } },
  types: {
    Request: {
      members: { promise: { latency: "io" }, "on abort": changesIt, send: { latency: "io" } },
    },
    DocumentClient: { extends: "Service" },
    Converter: { members: { "*": pure } },
    Credentials: { members: { "*": reads } },
    // Every other class is a service, with a method for each operation.
    "Service *": {
      members: {
        [`${readingVerbs} scan query`]: { ...reads, returns: "Request" },
        "getSignedUrl createPresignedPost": pure,
        "*": { ...writes, returns: "Request" },
      },
    },
  },
};

export const googleCloud: PackageModel = {
  package: ["@google-cloud/*", "google-auth-library"],
  system: "google",
  types: {
    Storage: {
      members: {
        bucket: { returns: "Bucket" },
        "getBuckets getServiceAccount": reads,
        "*": writes,
      },
    },
    Bucket: {
      members: {
        file: { returns: "File" },
        "exists getFiles getMetadata get getLabels getSignedUrl": reads,
        cloudStorageURI: pure,
        "*": writes,
      },
    },
    File: {
      members: {
        "exists download get getMetadata getSignedUrl isPublic": reads,
        publicUrl: pure,
        createReadStream: { ...reads, hazard: "stream" },
        createWriteStream: { ...writes, hazard: "stream" },
        "*": writes,
      },
    },
    BigQuery: {
      members: {
        query: { ...writes, decidedBy: { by: "sql", argument: 0 } },
        "getDatasets getJobs": reads,
        "dataset table job": { returns: "BigQueryResource" },
        createQueryJob: writes,
        "date datetime timestamp": pure,
      },
    },
    "BigQueryResource Dataset Table Job": {
      members: {
        "get* exists query": reads,
        "table dataset job routine": { returns: "BigQueryResource" },
        "*": writes,
      },
    },
    PubSub: {
      members: {
        "topic subscription": { returns: "Topic" },
        "get*": reads,
        "*": writes,
      },
    },
    "Topic Subscription": {
      members: {
        "publish publishMessage publishJSON": { reads: ["net"], writes: ["queue"], latency: "io" },
        "get* exists": reads,
        on: changesIt,
        "*": writes,
      },
    },
    "GoogleAuth OAuth2Client JWT Compute": {
      members: {
        setCredentials: changesIt,
        generateAuthUrl: pure,
        "get* verifyIdToken": reads,
        "*": writes,
      },
    },
    "*Client": {
      members: {
        "get* list* access* lookup* search* detect* annotate* translate* recognize* synthesize* check*":
          reads,
        "*Path": pure,
        "*": writes,
      },
    },
    Translate: { members: { "*": reads } },
    Logging: { members: { log: { returns: "Log" } } },
    Log: { members: { entry: pure, "*": { writes: ["stdio"], latency: "io", hazard: "log" } } },
  },
};

// The classes of the clients, as types name them: `gmail_v1.Gmail`; what makes one is named alike.
const apiNames =
  "Admin Analyticsdata Calendar Chat Classroom Docs Drive Forms Gmail Indexing Oauth2 People Sheets Slides Tasks Webmasters Youtube";

export const googleApis: PackageModel = {
  package: ["googleapis", "@googleapis/*"],
  system: "google",
  exports: {
    "google.options": { writes: ["process"] },
    "google.auth.*": { returns: "google-auth-library:OAuth2Client" },
    [`google.* ${apiNames.toLowerCase()} searchconsole`]: { returns: "Api" },
  },
  types: {
    [apiNames]: { extends: "Api" },
    Api: {
      chain: {
        writes:
          "create insert update patch delete copy move send import modify trash untrash batchUpdate append clear watch stop upload batchDelete batchModify",
        uses: "net",
      },
    },
  },
};

export const microsoftGraph: PackageModel = {
  package: ["@microsoft/microsoft-graph-client"],
  system: "graph",
  exports: { "Client.init Client.initWithMiddleware": { returns: "Client" } },
  types: {
    Client: { members: { api: { returns: "GraphRequest" } } },
    // The verb that ends it says what it does; all else says what is asked for.
    GraphRequest: {
      chain: { writes: "post create patch update put putStream delete del", uses: "net" },
      members: {
        "get getStream": { reads: ["net"], latency: "io" },
        "version select expand orderby filter search top skip skipToken count query header headers responseType option options middlewareOptions":
          { returns: "GraphRequest" },
      },
    },
    "*Task": { members: { upload: { reads: ["net"], writes: ["net"], latency: "io" } } },
    PageIterator: { hazard: "iterator" },
  },
};

export const msal: PackageModel = {
  package: ["@azure/msal-node", "@azure/msal-browser"],
  system: "msal",
  exports: {
    "ConfidentialClientApplication PublicClientApplication": { returns: "ClientApplication" },
  },
  types: {
    "ClientApplication ConfidentialClientApplication *PublicClientApplication": {
      members: {
        // A token is mostly at hand: it is kept until it is old.
        "acquireToken*": { reads: ["net"], latency: "io", hazard: "memo" },
        "get* initialize": {},
        "*": { reads: ["net"], writes: ["net"], latency: "io" },
      },
    },
  },
};

export const azure: PackageModel = {
  package: ["@azure/*"],
  system: "azure",
  types: {
    "*Client": {
      members: {
        "get*Client": { returns: "AnyClient" },
        "get* list* exists download* query* read*": reads,
        // A word that is not called is a group of operations: `client.namespaces.get()`.
        "*": { ...writes, value: "Operations" },
      },
    },
    Operations: { members: { "get* list* check* exists*": reads, "*": writes } },
    "Container Items Item CosmosClient": {
      members: { "read readAll query": reads, "*": writes },
    },
  },
};

export const cloudflare: PackageModel = {
  package: "@cloudflare/workers-types",
  system: "cloudflare",
  types: {
    KVNamespace: {
      anywhere: true,
      members: {
        "get getWithMetadata list": { reads: ["db(0)"], latency: "io" },
        "*": { reads: ["db(0)"], writes: ["db(0)"], latency: "io" },
      },
    },
    R2Bucket: {
      anywhere: true,
      members: {
        "get head list": { reads: ["net(0)"], latency: "io" },
        "*": { reads: ["net(0)"], writes: ["net(0)"], latency: "io" },
      },
    },
    D1Database: {
      anywhere: true,
      members: {
        prepare: { returns: "D1PreparedStatement" },
        "*": { reads: ["db"], writes: ["db"], latency: "io" },
      },
    },
    D1PreparedStatement: {
      members: {
        bind: { returns: "D1PreparedStatement" },
        "first all raw run": {
          reads: ["db"],
          writes: ["db"],
          latency: "io",
          decidedBy: { by: "sql", argument: 0, preparedBy: "prepare" },
        },
      },
    },
    Queue: { members: { "*": { writes: ["queue"], latency: "io" } } },
  },
};
