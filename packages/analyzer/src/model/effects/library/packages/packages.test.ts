import { describe, test } from "@jest/globals";
import { checkEffects } from "../../../../testkit/check-effects.js";

// A folder in which the packages are installed: the models are then held to their real typings too.
const typings = process.env.AWAITWISE_TYPINGS;

describe.each([
  ["by their imports alone", undefined],
  ...(typings === undefined ? [] : [["by their real typings", typings] as const]),
])("Packages are known %s", (_, directory) => {
  const check = (code: string): void =>
    checkEffects(code, directory === undefined ? {} : { directory });

  test("Clients of Google's and Microsoft's services", () => {
    check(`
import type { gmail_v1 } from "@googleapis/gmail";
import { google } from "googleapis";
import { Client } from "@microsoft/microsoft-graph-client";
const drive = google.drive({ version: "v3" });
const auth = new google.auth.OAuth2("a", "b", "c");
const graph = Client.init({ authProvider: () => {} });
async function run(gmail: gmail_v1.Gmail) {
  await gmail.users.messages.list({ userId: "me" }); // @googleapis/gmail Gmail.list: reads net, io
  await gmail.users.messages.send({ userId: "me" }); // @googleapis/gmail Gmail.send: reads net, writes net, io
  await auth.getToken("a"); // google-auth-library OAuth2Client.getToken: reads net, io
  auth.setCredentials({}); // google-auth-library OAuth2Client.setCredentials: changes auth
  await drive.files.list({}); // googleapis Api.list: reads net, io
  await graph.api("/me/messages").select("id").top(5).get(); // @microsoft/microsoft-graph-client GraphRequest.get: reads net, io
  await graph.api("/me/messages").post({}); // @microsoft/microsoft-graph-client GraphRequest.post: reads net, writes net, io
}
`);
  });

  test("A cache in memory tells of an entry without changing it", () => {
    check(`
import NodeCache from "node-cache";
const cache = new NodeCache({ stdTTL: 60 });
cache.get("a"); // node-cache MemoryCache.get: pure
cache.getTtl("a"); // node-cache MemoryCache.getTtl: pure
cache.set("a", 1); // node-cache MemoryCache.set: changes cache
`);
  });

  test("Settings that are fetched all at once", () => {
    check(`
import type { SettingsManager } from "@saleor/app-sdk/settings-manager";
async function run(settings: SettingsManager) {
  await settings.get("a"); // @saleor/app-sdk SettingsManager.get: reads net, io, memo
  await settings.set({ key: "a", value: "b" }); // @saleor/app-sdk SettingsManager.set: reads net, writes net, io, changes settings
}
`);
  });

  test("Models, nodes of Lightning and directories", () => {
    check(`
import { ChatOpenAI } from "@langchain/openai";
import { Client } from "ldapts";
import { getChannels } from "ln-service";
const model = new ChatOpenAI({ model: "a" });
const directory = new Client({ url: "ldap://a" });
async function run(lnd: any) {
  await model.invoke("a"); // @langchain/openai Runnable.invoke: reads net, io
  await directory.bind("cn", "password"); // ldapts Client.bind: reads net, writes net, io, changes directory
  await directory.search("cn", { filter: "a" }); // ldapts Client.search: reads net, io
  await getChannels({ lnd }); // ln-service getChannels: reads net, io
}
`);
  });

  test("What GitHub's runners offer to a step", () => {
    check(`
import * as cache from "@actions/cache";
import * as glob from "@actions/glob";
import * as io from "@actions/io";
import * as tools from "@actions/tool-cache";
async function run(path: string) {
  await io.which("git", true); // @actions/io which: reads fs, io
  await io.rmRF(path); // @actions/io rmRF: reads fs net, writes fs net, io
  tools.find("node", "20.x"); // @actions/tool-cache find: reads fs net
  await cache.restoreCache([path], "key"); // @actions/cache restoreCache: reads fs net, writes fs net, io
  const globber = await glob.create("*.ts"); // @actions/glob create: reads fs, io
  await globber.glob(); // @actions/glob Globber.glob: reads fs, io
}
`);
  });

  test("Tokens of Microsoft's identities, and what is made of names and pictures", () => {
    check(`
import { ConfidentialClientApplication } from "@azure/msal-node";
import ExifReader from "exifreader";
import sanitize from "sanitize-filename";
const client = new ConfidentialClientApplication({ auth: { clientId: "a" } });
async function run(bytes: ArrayBuffer, name: string) {
  await client.acquireTokenByClientCredential({ scopes: [] }); // @azure/msal-node ClientApplication.acquireTokenByClientCredential: reads net, io, memo
  await client.clearCache(); // @azure/msal-node ClientApplication.clearCache: reads net, writes net, io
  await ExifReader.load(bytes, { async: true }); // exifreader load: pure
  sanitize(name); // sanitize-filename: pure
}
`);
  });

  test("Stores of a browser or a device", () => {
    check(`
import AsyncStorage from "@react-native-async-storage/async-storage";
import Dexie, { type Table } from "dexie";
import { openDB } from "idb";
import { get, set } from "idb-keyval";
import localforage from "localforage";
class Rows extends Dexie { users!: Table<{ id: string }>; }
const rows = new Rows("rows");
async function run() {
  const db = await openDB("kv", 1);
  await db.get("kv", "token"); // idb DeviceStore.get: reads db(kv), io, memo
  await db.put("kv", 1, "token"); // idb DeviceStore.put: reads db(kv), writes db(kv), io, memo
  await get("token"); // idb-keyval get: reads db(token), io, memo
  await set("token", 1); // idb-keyval set: reads db(token), writes db(token), io, memo
  await localforage.getItem("token"); // localforage getItem: reads db(token), io, memo
  await AsyncStorage.getItem("token"); // @react-native-async-storage/async-storage getItem: reads db(token), io, memo
  await rows.users.where("id").equals("a").toArray(); // dexie Table.toArray: reads db, io, memo
  await rows.users.put({ id: "a" }); // dexie Table.put: reads db, writes db, io, memo
}
`);
  });

  test("Queries that are kept apart from commands", () => {
    check(`
import { CommandBus, QueryBus } from "@nestjs/cqrs";
class Ask {}
async function run(queries: QueryBus, commands: CommandBus) {
  await queries.execute(new Ask()); // @nestjs/cqrs QueryBus.execute: reads db, io
}
`);
  });

  test("Documents, images and tokens that are made in memory", () => {
    check(`
import { render } from "@react-email/render";
import * as cheerio from "cheerio";
import { fileTypeFromBuffer, fileTypeFromFile } from "file-type";
import { jwtVerify, SignJWT } from "jose";
import JSZip from "jszip";
import { JwtService } from "@nestjs/jwt";
import sharp from "sharp";
async function run(bytes: Uint8Array, page: any, key: Uint8Array, tokens: JwtService) {
  const $ = cheerio.load("<p>");
  $("p").first().attr("class"); // cheerio Selection.attr: pure
  $("p").remove(); // cheerio Selection.remove: changes $("p")
  await sharp(bytes).resize(10).toBuffer(); // sharp Sharp.toBuffer: reads fs
  await sharp(bytes).toFile("a.png"); // sharp Sharp.toFile: reads fs, writes fs(a.png), io
  const zip = await JSZip.loadAsync(bytes);
  await zip.generateAsync({ type: "string" }); // jszip JSZip.generateAsync: pure
  zip.file("a", "b"); // jszip JSZip.file: changes zip
  await render(page); // @react-email/render render: pure
  await fileTypeFromBuffer(bytes); // file-type fileTypeFromBuffer: pure
  await fileTypeFromFile("a"); // file-type fileTypeFromFile: reads fs(a), io
  await new SignJWT({}).setProtectedHeader({ alg: "HS256" }).sign(key); // jose SignJWT.sign: pure
  await jwtVerify("a", key); // jose jwtVerify: pure
  await tokens.signAsync({}); // @nestjs/jwt JwtService.signAsync: pure
}
`);
  });

  test("Systems that keep contents", () => {
    check(`
import type { Core } from "@strapi/strapi";
import { getPayload, type PayloadRequest } from "payload";
import type { KeystoneContext } from "@keystone-6/core/types";
import type { IProductModuleService } from "@medusajs/framework/types";
import { createDirectus, readItems, rest, updateItem } from "@directus/sdk";
const directus = createDirectus("https://x").with(rest());
async function run(strapi: Core.Strapi, req: PayloadRequest, context: KeystoneContext, products: IProductModuleService, config: never) {
  await strapi.documents("api::a.a").findMany({}); // @strapi/strapi Documents.findMany: reads db, io
  await strapi.db.query("api::a.a").count({}); // @strapi/strapi Documents.count: reads db, io
  await strapi.entityService.update("api::a.a", 1, {}); // @strapi/strapi Database.update: reads db, writes db, io
  await req.payload.findByID({ collection: "a", id: "b" }); // payload Payload.findByID: reads db, io
  await req.payload.delete({ collection: "a", id: "b" }); // payload Payload.delete: reads db, writes db, io
  const own = await getPayload({ config }); // payload getPayload: pure
  await own.find({ collection: "a" }); // payload Payload.find: reads db, io
  await context.query.Post.findMany({}); // @keystone-6/core/types Lists.findMany: reads db, io
  await context.sudo().db.Post.createOne({}); // @keystone-6/core/types Lists.createOne: reads db, writes db, io
  await products.listProducts({}); // @medusajs/framework IProductModuleService.listProducts: reads db, io
  await products.createProducts([]); // @medusajs/framework IProductModuleService.createProducts: reads db, writes db, io
  await directus.request(readItems("a")); // @directus/sdk DirectusClient.request: reads net, io
  await directus.request(updateItem("a", 1, {})); // @directus/sdk DirectusClient.request: reads net, writes net, io
}
`);
  });

  test("Extensions for Azure, and what is counted", () => {
    check(`
import { AzExtFsExtra } from "@microsoft/vscode-azext-utils";
import { uiUtils } from "@microsoft/vscode-azext-azureutils";
import type { EventHubManagementClient } from "@azure/arm-eventhub";
import * as prometheus from "prom-client";
const requests = new prometheus.Counter({ name: "a", help: "b" });
async function run(client: EventHubManagementClient) {
  await AzExtFsExtra.readJSON("a"); // @microsoft/vscode-azext-utils AzExtFsExtra.readJSON: reads fs(a), io
  await AzExtFsExtra.ensureDir("a"); // @microsoft/vscode-azext-utils AzExtFsExtra.ensureDir: writes fs(a), io
  const all = client.namespaces.list(); // @azure/arm-eventhub Operations.list: reads net, io
  await uiUtils.listAllIterator(all); // @microsoft/vscode-azext-azureutils uiUtils.listAllIterator: reads net, io
  await client.namespaces.beginDeleteAndWait("a", "b"); // @azure/arm-eventhub Operations.beginDeleteAndWait: reads net, writes net, io
  requests.labels("a").inc(); // prom-client Counter.inc: writes stdio, log
}
`);
  });

  test("Rows of frameworks, and other stores", () => {
    check(`
import { BaseModel } from "@adonisjs/lucid/orm";
import db from "@adonisjs/lucid/services/db";
import { DefaultCrudRepository } from "@loopback/repository";
import Parse from "parse/node";
import { feathers } from "@feathersjs/feathers";
import * as dynamoose from "dynamoose";
import type { Database } from "arangojs";
import { createClient } from "edgedb";
import * as rows from "zapatos/db";
import { Pool } from "pg";
import { createClient as createApi } from "@hey-api/client-fetch";
import to from "await-to-js";
class User extends BaseModel {}
class Users extends DefaultCrudRepository<object, string> {}
const app = feathers();
const Item = dynamoose.model("Item", {});
const gel = createClient();
const pool = new Pool();
const api = createApi();
async function run(users: Users, arango: Database) {
  await User.findOrFail(1); // @adonisjs/lucid BaseModel.findOrFail: reads db, io
  await User.query().where("a", 1).first(); // @adonisjs/lucid LucidQuery.first: reads db, io
  await db.from("a").where("b", 1).delete(); // @adonisjs/lucid LucidQuery.delete: reads db, writes db, io
  await users.findById("a"); // @loopback/repository DefaultCrudRepository.findById: reads db, io
  await users.deleteAll({}); // @loopback/repository DefaultCrudRepository.deleteAll: reads db, writes db, io
  await new Parse.Query("A").equalTo("a", 1).find(); // parse/node Query.find: reads db, io
  await app.service("a").find({}); // @feathersjs/feathers Service.find: reads db, io
  await app.service("a").remove("b"); // @feathersjs/feathers Service.remove: reads db, writes db, io
  await Item.get("a"); // dynamoose Model.get: reads db, io
  await Item.delete("a"); // dynamoose Model.delete: reads db, writes db, io
  await arango.collection("a").document("b"); // arangojs DocumentCollection.document: reads db, io
  await arango.collection("a").save({}); // arangojs DocumentCollection.save: reads db, writes db, io
  await gel.query("select A"); // edgedb Client.query: reads db, io
  await gel.query("insert A"); // edgedb Client.query: reads db, writes db, io
  await rows.selectOne("a", {}).run(pool); // zapatos/db Reading.run: reads db, io
  await rows.insert("a", {}).run(pool); // zapatos/db Writing.run: reads db, writes db, io
  await api.get({ url: "/a" }); // @hey-api/client-fetch OpenApiClient.get: reads net, io
  await api.post({ url: "/a" }); // @hey-api/client-fetch OpenApiClient.post: writes net, io
  await to(fetch("/a")); // await-to-js: pure
}
`);
  });

  test("Parameters and tokens of requests", () => {
    check(`
import { HttpParams } from "@angular/common/http";
import { ExtractJwt } from "passport-jwt";
const token = (request: any) => ExtractJwt.fromAuthHeaderAsBearerToken()(request); // passport-jwt Extractor: pure
const params = (id: string) => {
  let made = new HttpParams();
  made = made.append("a", id); // @angular/common/http HttpParams.append: pure
  return made.toString(); // @angular/common/http HttpParams.toString: pure
};
`);
  });

  test("Devices", () => {
    check(`
import * as Location from "expo-location";
import * as FileSystem from "expo-file-system";
import { Preferences } from "@capacitor/preferences";
import type { App, TFile } from "obsidian";
async function run(app: App, file: TFile) {
  await Location.getCurrentPositionAsync({}); // expo-location getCurrentPositionAsync: reads process, io
  await Location.requestForegroundPermissionsAsync(); // expo-location requestForegroundPermissionsAsync: reads process, writes process, io, ui
  await FileSystem.readAsStringAsync("a"); // expo-file-system readAsStringAsync: reads fs(a), io
  await FileSystem.deleteAsync("a"); // expo-file-system deleteAsync: writes fs(a), io
  await Preferences.get({ key: "a" }); // @capacitor/preferences Preferences.get: reads db, io
  await Preferences.set({ key: "a", value: "b" }); // @capacitor/preferences Preferences.set: reads db, writes db, io
  await app.vault.read(file); // obsidian Vault.read: reads fs, io
  await app.vault.adapter.exists("a"); // obsidian DataAdapter.exists: reads fs(a), io
  await app.vault.modify(file, ""); // obsidian Vault.modify: reads fs, writes fs, io
}
`);
  });

  test("Chains, clusters, users and issues of services", () => {
    check(`
import { Connection } from "@solana/web3.js";
import { getMint, transfer } from "@solana/spl-token";
import { Contract } from "ethers";
import { CoreV1Api, KubeConfig, Metrics } from "@kubernetes/client-node";
import { LinearClient } from "@linear/sdk";
import { clerkClient } from "@clerk/nextjs/server";
import admin from "firebase-admin";
import nano from "nano";
const connection = new Connection("https://x");
const linear = new LinearClient({});
const config = new KubeConfig();
const pods = config.makeApiClient(CoreV1Api); // @kubernetes/client-node KubeConfig.makeApiClient: pure
const couch = nano("https://x");
async function run(key: never, contract: Contract, api: CoreV1Api) {
  await connection.getBalance(key); // @solana/web3.js Connection.getBalance: reads net, io
  await connection.sendTransaction(key, []); // @solana/web3.js Connection.sendTransaction: reads net, writes net, io
  await getMint(connection, key); // @solana/spl-token getMint: reads net, io
  await transfer(connection, key, key, key, key, 1); // @solana/spl-token transfer: reads net, writes net, io
  await contract.decimals(); // ethers Contract.decimals: reads net, io
  await pods.listNamespacedPod({ namespace: "a" }); // @kubernetes/client-node Api.listNamespacedPod: reads net, io
  await new Metrics(config).getNodeMetrics(); // @kubernetes/client-node Metrics.getNodeMetrics: reads net, io
  await api.deleteNamespacedPod({ name: "a", namespace: "b" }); // @kubernetes/client-node CoreV1Api.deleteNamespacedPod: writes net, io
  await linear.teams(); // @linear/sdk LinearClient.teams: reads net, io
  await linear.createIssue({ teamId: "a" }); // @linear/sdk LinearClient.createIssue: writes net, io
  await admin.auth().getUser("a"); // firebase-admin Auth.getUser: reads net, io
  await admin.auth().deleteUser("a"); // firebase-admin Auth.deleteUser: reads net, writes net, io
  await couch.use("a").get("b"); // nano Database.get: reads db, io
  await couch.use("a").insert({}); // nano Database.insert: reads db, writes db, io
  const clerk = await clerkClient(); // @clerk/nextjs/server clerkClient: pure
  await clerk.users.getUser("a"); // @clerk/nextjs/server ClerkApi.getUser: reads net, io
  await clerk.users.deleteUser("a"); // @clerk/nextjs/server ClerkApi.deleteUser: writes net, io
}
`);
  });

  test("Data loaders", () => {
    check(`
import DataLoader from "dataloader";
class Loader extends DataLoader<string, string> {
  async loadNonNull(key: string): Promise<string> {
    return super.load(key); // dataloader DataLoader.load: reads db net, io
  }
}
async function run(users: DataLoader<string, string>, teams: Loader, all: DataLoader<string, string>[]) {
  await users.load("1"); // dataloader DataLoader.load: reads db net, io
  await teams.loadMany(["1"]); // dataloader DataLoader.loadMany: reads db net, io
  users.clear("1"); // dataloader DataLoader.clear: changes users
  return all;
}
`);
  });

  test("Cloud clients", () => {
    check(`
import { GetObjectCommand, PutObjectCommand, S3, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import AWS from "aws-sdk";
import { Storage } from "@google-cloud/storage";
import { Firestore } from "@google-cloud/firestore";
import { PubSub } from "@google-cloud/pubsub";
import { BigQuery } from "@google-cloud/bigquery";
const client = new S3Client({});
const s3 = new S3({});
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const old = new AWS.S3();
const table = new AWS.DynamoDB.DocumentClient();
const storage = new Storage();
const firestore = new Firestore();
const pubsub = new PubSub();
const warehouse = new BigQuery();
async function run() {
  await client.send(new GetObjectCommand({ Bucket: "", Key: "" })); // @aws-sdk/client-s3 S3Client.send: reads net, io
  await client.send(new PutObjectCommand({ Bucket: "", Key: "" })); // @aws-sdk/client-s3 S3Client.send: reads net, writes net, io
  await s3.getObject({ Bucket: "", Key: "" }); // @aws-sdk/client-s3 S3.getObject: reads net, io
  await s3.putObject({ Bucket: "", Key: "" }); // @aws-sdk/client-s3 S3.putObject: reads net, writes net, io
  await documents.send(new QueryCommand({ TableName: "" })); // @aws-sdk/lib-dynamodb DynamoDBDocumentClient.send: reads net, io
  await documents.send(new UpdateCommand({ TableName: "", Key: {} })); // @aws-sdk/lib-dynamodb DynamoDBDocumentClient.send: reads net, writes net, io
  await old.getObject({ Bucket: "", Key: "" }).promise(); // aws-sdk Request.promise: io
  await old.getObject({ Bucket: "", Key: "" }); // aws-sdk S3.getObject: reads net, io
  await old.upload({ Bucket: "", Key: "" }); // aws-sdk S3.upload: reads net, writes net, io
  await table.query({ TableName: "" }); // aws-sdk DocumentClient.query: reads net, io
  await storage.bucket("a").file("b").download(); // @google-cloud/storage File.download: reads net, io
  await storage.bucket("a").file("b").save(""); // @google-cloud/storage File.save: reads net, writes net, io
  await storage.bucket("a").getFiles(); // @google-cloud/storage Bucket.getFiles: reads net, io
  await firestore.collection("a").doc("b").get(); // @google-cloud/firestore Reference.get: reads db, io
  await firestore.collection("a").where("b", "==", 1).get(); // @google-cloud/firestore Reference.get: reads db, io
  await firestore.doc("a/b").set({}); // @google-cloud/firestore Reference.set: reads db, writes db, io
  await firestore.runTransaction(async (t) => {
    await t.get(firestore.doc("a/b")); // @google-cloud/firestore Transaction.get: reads db, io, through t, transaction
  });
  await pubsub.topic("a").publishMessage({}); // @google-cloud/pubsub Topic.publishMessage: reads net, writes queue, io
  await warehouse.query("select 1"); // @google-cloud/bigquery BigQuery.query: reads net, io
}
`);
  });

  test("Hosted services", () => {
    check(`
import { Client } from "@notionhq/client";
import { Client as Appwrite, Storage } from "@appwrite.io/console";
import { WebClient } from "@slack/web-api";
import { get } from "@vercel/edge-config";
import { put } from "@vercel/blob";
import { createClient } from "@clickhouse/client";
import { Cache } from "cache-manager";
import { betterAuth } from "better-auth";
import i18next, { createInstance } from "i18next";
import { createTRPCClient } from "@trpc/client";
import { initTRPC } from "@trpc/server";
import createApi from "openapi-fetch";
import { getItemAsync, setItemAsync } from "expo-secure-store";
const notion = new Client({});
const slack = new WebClient("");
const house = createClient({});
const auth = betterAuth({});
const trpc = createTRPCClient({});
const t = initTRPC.context().create();
const makeRouter = t.router;
const router = makeRouter({});
const makeFactory = t.createCallerFactory;
const caller = makeFactory(router)({});
const api = createApi({});
async function run(cache: Cache) {
  const appwrite = new Appwrite();
  appwrite.setProject("a"); // @appwrite.io/console Client.setProject: pure
  await new Storage(appwrite).getFile("a", "b"); // @appwrite.io/console Storage.getFile: reads net, io
  await new Storage(appwrite).deleteFile("a", "b"); // @appwrite.io/console Storage.deleteFile: writes net, io
  await notion.pages.retrieve({ page_id: "" }); // @notionhq/client Resource.retrieve: reads net, io
  await notion.pages.create({}); // @notionhq/client Resource.create: writes net, io
  await slack.users.info({ user: "" }); // @slack/web-api Resource.info: reads net, io
  await slack.chat.postMessage({}); // @slack/web-api Resource.postMessage: writes net, io
  await get("a"); // @vercel/edge-config get: reads db, io
  await put("a", ""); // @vercel/blob put: writes db, io
  await house.query({ query: "select 1" }); // @clickhouse/client ClickHouseClient.query: reads db, io
  await house.insert({}); // @clickhouse/client ClickHouseClient.insert: writes db, io
  await cache.get("a"); // cache-manager Cache.get: reads db(a), io
  await cache.set("a", 1); // cache-manager Cache.set: reads db(a), writes db(a), io
  await auth.api.getSession({}); // better-auth AuthApi.getSession: reads net db, io, request
  await auth.api.signOut({}); // better-auth AuthApi.signOut: writes net db, io
  await createInstance().use(x).init({}); // i18next i18n.init: changes createInstan
  i18next.t("a"); // i18next t: pure
  await trpc.users.list.query(); // @trpc/client Procedures.query: reads net, io
  await trpc.users.add.mutate({}); // @trpc/client Procedures.mutate: writes net, io
  await caller.users.list(); // @trpc/server Caller.list: reads db, io
  await caller.users.add({}); // @trpc/server Caller.add: writes db, io
  await router.createCaller({}).users.byId(1); // @trpc/server Caller.byId: reads db, io
  await api.GET("/a"); // openapi-fetch OpenApiClient.GET: reads net, io
  await api.POST("/a"); // openapi-fetch OpenApiClient.POST: writes net, io
  await getItemAsync("a"); // expo-secure-store getItemAsync: reads db, io
  await setItemAsync("a", ""); // expo-secure-store setItemAsync: writes db, io
}
`);
  });

  test("Clients of services that only their packages' names tell of", () => {
    check(`
import { ApifyClient } from "apify-client";
import { MatrixClient } from "matrix-bot-sdk";
import { createPublicClient } from "viem";
import { Whatever, WhateverSession } from "somebodys-sdk";
const client = new ApifyClient();
const chain = createPublicClient({});
async function run(matrix: MatrixClient) {
  await client.actor("a").get(); // apify-client Resource.get: reads named, io
  await client.actor("a").runs().list({}); // apify-client Resource.list: reads named, io
  await client.actors().create({}); // apify-client Resource.create: reads net, writes net, io
  await client.actor("a").call({}); // unknown
  await client.actor("a").getOrCreate("b"); // unknown
  await matrix.getRoomState("r"); // matrix-bot-sdk MatrixClient.getRoomState: reads named, io
  matrix.getRoom("r"); // unknown
  await matrix.joinRoom("r"); // unknown
  await chain.getBlock({}); // viem Client.getBlock: reads net, io
  await new Whatever().getThing("r"); // somebodys-sdk Whatever.getThing: reads named, io
  await new WhateverSession().getThing("r"); // unknown
  return matrix.getUserProfile("u"); // matrix-bot-sdk MatrixClient.getUserProfile: reads named, io
}
`);
  });

  test("Functions that only compute", () => {
    check(`
import _ from "lodash";
import groupBy from "lodash/groupBy";
import * as R from "ramda";
import { addDays, format } from "date-fns";
import dayjs from "dayjs";
import { DateTime } from "luxon";
import { v4 } from "uuid";
import { z } from "zod";
const schema = z.object({ a: z.string() });
function run(list: number[], value: {}, date: Date) {
  _.map(list, (one) => one + 1); // lodash map: runs (one) => one
  _.set(value, "a", 1); // lodash set: changes value
  _.cloneDeep(value); // lodash cloneDeep: pure
  _.sortBy(list, nameOf); // lodash sortBy: runs nameOf
  groupBy(list); // lodash: pure
  R.path(["a"], value); // ramda path: pure
  addDays(1, 2); // date-fns addDays: pure
  format(1, "y"); // date-fns format: pure
  dayjs().format(); // dayjs Moment.format: pure
  dayjs().subtract(1, "day").startOf("day").toDate(); // dayjs Moment.toDate: pure
  DateTime.fromJSDate(date).plus({ days: 1 }).toISO(); // luxon DateTime.toISO: pure
  DateTime.now().minus({ days: 1 }).toJSDate(); // luxon DateTime.toJSDate: pure
  v4(); // uuid v4: reads random
  schema.parse(value); // zod ZodType.parse: pure
}
`);
  });

  test("Document and key-value stores", () => {
    check(`
import { MongoClient, type ClientSession, type Db } from "mongodb";
import mongoose, { Schema, type HydratedDocument } from "mongoose";
import { createClient } from "redis";
import Redis from "ioredis";
const mongo = new MongoClient("mongodb://localhost");
const User = mongoose.model("User", new Schema({ name: String }));
const redis = createClient();
const io = new Redis();
async function run(db: Db, session: ClientSession) {
  await mongo.connect(); // mongodb MongoClient.connect: reads db, writes db, io
  await mongo.db("a").collection("users").findOne({}); // mongodb Collection.findOne: reads db, io
  await db.collection("users").find({}).sort({ a: 1 }).toArray(); // mongodb FindCursor.toArray: reads db, io, changes db.collectio
  await db.admin().serverStatus(); // mongodb Admin.serverStatus: reads db, io
  await db.collection("users").findOne({}, { session }); // mongodb Collection.findOne: reads db, io, through session
  await db.collection("users").insertOne({}); // mongodb Collection.insertOne: reads db, writes db, io
  await db.collection("users").aggregate([{ $match: {} }]).toArray(); // mongodb AggregationCursor.toArray: reads db, io, changes db.collectio
  await db.collection("users").aggregate([{ $out: "b" }]).toArray(); // mongodb AggregationCursor.toArray: reads db, io, changes db.collectio
  await session.commitTransaction(); // mongodb ClientSession.commitTransaction: reads db, writes db, io, through session, transaction
  await User.find({}); // mongoose Model.find: reads db.User, io
  await User.findOne({}).lean(); // mongoose Query.lean: reads db.User, io
  await User.findOneAndUpdate({}, {}); // mongoose Model.findOneAndUpdate: reads db.User, writes db.User, io
  await User.create({}); // mongoose Model.create: reads db.User, writes db.User, io
  await redis.get("a"); // redis Redis.get: reads db(a), io
  await redis.set("a", "1"); // redis Redis.set: writes db(a), io
  await redis.hGetAll("h"); // redis Redis.hGetAll: reads db(h), io
  await io.hgetall("h"); // ioredis Redis.hgetall: reads db(h), io
  await io.call("JSON.GET", "a"); // ioredis Redis.call: reads db, io
  await io.call("JSON.SET", "a", "$", "1"); // ioredis Redis.call: reads db, writes db, io
  await redis.sendCommand(["TTL", "a"]); // redis Redis.sendCommand: reads db, io
  await io.del("a"); // ioredis Redis.del: reads db, writes db, io
  await io.pipeline().get("a").exec(); // ioredis Pipeline.exec: reads db, io
  const first = io.pipeline().set("a", "1"); // ioredis Pipeline.set: writes db(a), changes io.pipeline(
  const kept = io.multi().expire("a", 60); // ioredis Pipeline.expire: writes db.expiry(a), changes io.multi()
  const listed = io.pipeline([["set", "a", "1"]]); // ioredis Redis.pipeline: writes db
}
`);
  });

  test("Frameworks", () => {
    check(`
import { cookies, headers } from "next/headers";
import { revalidatePath } from "next/cache";
import NextAuth from "next-auth";
import { getProviders } from "next-auth/react";
import * as Sentry from "@sentry/node";
import { act, useState } from "react";
const asked = NextAuth({ providers: [] });
const { auth, signIn } = NextAuth({ providers: [] });
async function run() {
  await asked.auth(); // next-auth NextAuthResult.auth: reads net db, io, request
  await asked.signOut(); // next-auth NextAuthResult.signOut: writes net db, io, request
  await auth(); // next-auth SessionFunction: reads net db, io, request
  await signIn(); // next-auth SessionChange: writes net db, io, request
  await getProviders(); // next-auth getProviders: reads net, io
  Sentry.setUser({ id: "a" }); // @sentry/node setUser: writes stdio, log
  await cookies(); // next cookies: reads process, request
  await headers(); // next headers: reads process, request
  (await cookies()).get("a"); // next RequestCookies.get: reads process, request
  revalidatePath("/"); // next revalidatePath: writes process, request
  await act(async () => {}); // react act: writes dom, runs async () => , ui
}
`);
  });

  test("HTTP clients", () => {
    check(`
import axios, { type AxiosInstance } from "axios";
import got from "got";
import ky from "ky";
import { request } from "undici";
import { createClient, gql } from "@urql/core";
const api = axios.create({ baseURL: "x" });
const client = createClient({ url: "x" });
async function run(given: AxiosInstance) {
  await client.query(gql("query { a }"), {}).toPromise(); // @urql/core OperationResult.toPromise: pure
  await axios.get("/a"); // axios get: reads net(/a), io
  await axios.delete("/a"); // axios delete: reads net(/a), writes net(/a), io
  await axios({ url: "/a" }); // axios: reads net, io
  await axios.request({ method: "post" }); // axios request: reads net, writes net, io
  await api.get("/a"); // axios AxiosInstance.get: reads net(/a), io
  await api.put("/a"); // axios AxiosInstance.put: reads net(/a), writes net(/a), io
  await given.get("/a"); // axios AxiosInstance.get: reads net(/a), io
  await got("/a"); // got: reads net(/a), io
  await got.post("/a"); // got post: reads net(/a), writes net(/a), io
  await got.get("/a").json(); // got CancelableRequest.json: reads net, io
  await ky.get("/a").json(); // ky CancelableRequest.json: reads net, io
  await ky.post("/a", { json: {} }); // ky post: reads net(/a), writes net(/a), io
  await request("/a"); // undici request: reads net(/a), io
  await request("/a", { method: "PUT" }); // undici request: reads net(/a), writes net(/a), io
  const response = await fetch("/a"); // fetch: reads net(/a), io
  await response.json(); // Response.json: reads net
}
`);
  });

  test("Limiters and locks", () => {
    check(`
import pLimit from "p-limit";
import PQueue from "p-queue";
import pMap from "p-map";
import { Mutex, Semaphore } from "async-mutex";
import Bottleneck from "bottleneck";
const limit = pLimit(2);
const queue = new PQueue({ concurrency: 2 });
const mutex = new Mutex();
const bottleneck = new Bottleneck();
async function run(work: () => Promise<void>) {
  await limit(work); // p-limit Limiter: runs work, limiter
  await limit(() => work()); // p-limit Limiter: runs () => work(), limiter
  await queue.add(work); // p-queue Limiter.add: runs work, limiter
  await queue.onIdle(); // p-queue Limiter.onIdle: reads lock, io, limiter
  await pMap([1], work); // p-map: runs [1] work, limiter
  await mutex.runExclusive(work); // async-mutex Mutex.runExclusive: writes lock, timer, runs work, lock
  const release = await mutex.acquire(); // async-mutex Mutex.acquire: writes lock, timer, lock
  await bottleneck.schedule(work); // bottleneck Limiter.schedule: runs work, limiter
  await navigator.locks.request("a", work); // navigator.locks.request: writes lock, io, runs work, lock
}
`);
  });

  test("Loggers", () => {
    check(`
import pino from "pino";
import winston from "winston";
import bunyan from "bunyan";
import debug from "debug";
const one = pino();
const two = winston.createLogger({});
const three = bunyan.createLogger({ name: "a" });
const four = debug("app");
async function run() {
  one.info("a"); // pino Logger.info: writes stdio, log
  one.child({}).warn("a"); // pino Logger.warn: writes stdio, log
  two.error("a"); // winston Logger.error: writes stdio, log
  three.debug("a"); // bunyan Logger.debug: writes stdio, log
  four("a"); // debug Logger: writes stdio, log
}
`);
  });

  test("Node's modules", () => {
    check(`
import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import dns from "node:dns/promises";
import fs, { createReadStream, promises } from "node:fs";
import { open, readFile, writeFile } from "node:fs/promises";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { inspect, promisify } from "node:util";
import zlib from "node:zlib";
const run = promisify(execFile);
async function all() {
  await run("make"); // child_process execFile: reads fs process, writes fs process net, io
  await run("git", ["log", "-1"]); // child_process execFile: reads fs process, io
  await run("git", ["pull"]); // child_process execFile: reads fs process, writes fs process net, io
  createHash("sha256").update("a").digest(); // crypto Hash.digest: changes createHash("
  createHash("sha256").update("a").update("b").digest("hex"); // crypto Hash.digest: changes createHash("
  randomBytes(2); // crypto randomBytes: reads random
  await dns.lookup("a"); // dns/promises lookup: reads net, io
  fs.readFileSync("a"); // fs readFileSync: reads fs(a)
  await promises.readFile("a"); // fs promises.readFile: reads fs(a), io
  createReadStream("a"); // fs createReadStream: reads fs(a), stream
  const handle = await open("a", "w"); // fs/promises open: reads fs(a), writes fs(a), io
  await open("a"); // fs/promises open: reads fs(a), io
  await handle.read(); // fs/promises FileHandle.read: reads fs, writes stream, io, changes handle, stream
  await handle.close(); // fs/promises FileHandle.close: writes fs, io, changes handle, stream
  await readFile("a"); // fs/promises readFile: reads fs(a), io
  await writeFile("a", ""); // fs/promises writeFile: writes fs(a), io
  http.get("a"); // http get: reads net
  os.tmpdir(); // os tmpdir: reads process
  path.join("a", "b"); // path join: pure
  await pipeline(process.stdin, process.stdout); // stream/promises pipeline: reads stream, writes stream, io, changes process.stdi process.stdo, stream
  await sleep(1); // timers/promises setTimeout: timer
  fileURLToPath("file:///a"); // url fileURLToPath: pure
  inspect({}); // util inspect: pure
  zlib.gzipSync("a"); // zlib gzipSync: pure
  process.stdout.write("a"); // process.stdout.write: writes stdio, log
  process.env["A"]?.trim(); // String.trim: pure
}
`);
  });

  test("Object mappers", () => {
    check(`
import { PrismaClient, type Prisma } from "@prisma/client";
import { DataSource, type EntityManager, type QueryRunner, Repository } from "typeorm";
import { Sequelize, Model, type Transaction } from "sequelize";
import { type EntityManager as MikroManager } from "@mikro-orm/core";
const prisma = new PrismaClient();
const source = new DataSource({} as any);
const sequelize = new Sequelize("sqlite::memory:");
class User extends Model {}
class Profile {}
class Service {
  constructor(
    private readonly profiles: Repository<Profile>,
    private readonly em: MikroManager,
  ) {}
  async run(manager: EntityManager, runner: QueryRunner, t: Transaction, tx: Prisma.TransactionClient) {
    await prisma.user.findMany(); // @prisma/client ModelDelegate.findMany: reads db.user, io
    await prisma.user.update({}); // @prisma/client ModelDelegate.update: reads db.user, writes db.user, io
    await prisma.$queryRaw\`select 1\`; // @prisma/client PrismaClient.$queryRaw: reads db, io
    await prisma.$executeRaw\`delete from a\`; // @prisma/client PrismaClient.$executeRaw: reads db, writes db, io
    await tx.user.count(); // @prisma/client ModelDelegate.count: reads db.user, io, through tx
    await prisma.$transaction(async (own) => {
      await own.user.findMany(); // @prisma/client ModelDelegate.findMany: reads db.user, io, through own
    });
    await this.profiles.find(); // typeorm Repository.find: reads db.Profile, io
    await this.profiles.save({}); // typeorm Repository.save: reads db.Profile, writes db.Profile, io
    await this.profiles.createQueryBuilder("p").where("a").getMany(); // typeorm SelectQueryBuilder.getMany: reads db, io
    await this.profiles.createQueryBuilder().update().set({}).execute(); // typeorm SelectQueryBuilder.execute: reads db, writes db, io
    await source.getRepository(Profile).findOne({}); // typeorm Repository.findOne: reads db.Profile, io
    await source.query("select 1"); // typeorm DataSource.query: reads db, io
    await manager.find(Profile); // typeorm EntityManager.find: reads db.Profile, io, through manager, connection
    await manager.getRepository(Profile).find(); // typeorm Repository.find: reads db.Profile, io, through manager
    await runner.query("select 1"); // typeorm QueryRunner.query: reads db, io, through runner, connection
    await runner.manager.save(new Profile()); // typeorm EntityManager.save: reads db, writes db, io, through runner.manager, connection
    await source.transaction(async (own) => {
      await own.find(Profile); // typeorm EntityManager.find: reads db.Profile, io, through own, connection
    });
    await User.findAll(); // sequelize Model.findAll: reads db.User, io
    await User.findAll({ transaction: t }); // sequelize Model.findAll: reads db.User, io, through t
    await User.create({}); // sequelize Model.create: reads db.User, writes db.User, io
    await t.commit(); // sequelize Transaction.commit: reads db, writes db, io, through t, transaction
    await sequelize.query("select 1"); // sequelize Sequelize.query: reads db, io
    await this.em.find(Profile, {}); // @mikro-orm/core EntityManager.find: reads db, io, changes this.em
    await this.em.flush(); // @mikro-orm/core EntityManager.flush: reads db, writes db, io, changes this.em
  }
}
`);
  });

  test("Query builders", () => {
    check(`
import knexFactory, { type Knex } from "knex";
import { Kysely, type Transaction } from "kysely";
import { drizzle } from "drizzle-orm/node-postgres";
import { eq } from "drizzle-orm";
const knex = knexFactory({});
declare const users: any;
const db = drizzle("postgres://localhost");
const sql = new Kysely<any>({} as any);
async function run(trx: Knex.Transaction, inner: Transaction<any>) {
  await knex("users").where({ id: 1 }).first(); // knex QueryBuilder.first: reads db.users, io
  await knex("users").insert({ id: 1 }); // knex QueryBuilder.insert: reads db.users, writes db.users, io
  await knex.raw("select 1"); // knex Knex.raw: reads db, io
  await trx("users").select(); // knex QueryBuilder.select: reads db.users, io, through trx
  await knex("users").transacting(trx).select(); // knex QueryBuilder.select: reads db.users, io, through trx
  await trx.commit(); // knex Transaction.commit: reads db, writes db, io, through trx, transaction
  await knex.schema.dropTable("users"); // knex SchemaBuilder.dropTable: reads db, writes db, io, migration
  await knex.transaction(async (own) => {
    await own("users").select(); // knex QueryBuilder.select: reads db.users, io, through own
  });
  await sql.selectFrom("users").selectAll().execute(); // kysely Kysely.execute: reads db.users, io
  await sql.insertInto("users").values({}).executeTakeFirst(); // kysely Kysely.executeTakeFirst: reads db.users, writes db.users, io
  await inner.selectFrom("users").selectAll().execute(); // kysely Transaction.execute: reads db.users, io, through inner, transaction
  await sql.transaction().execute(async (own) => {
    await own.updateTable("users").set({}).execute(); // kysely Transaction.execute: reads db.users, writes db.users, io, through own, transaction
  });
  await db.select().from(users).where(eq(users.id, 1)); // drizzle-orm Database.where: reads db.users, io
  await db.$count(users, eq(users.id, 1)); // drizzle-orm Database.$count: reads db.users, io
  await db.insert(users).values({}).returning(); // drizzle-orm Database.returning: reads db.users, writes db.users, io
  await db.transaction(async (own) => {
    await own.select().from(users); // drizzle-orm Transaction.from: reads db.users, io, through own, transaction
  });
}
`);
  });

  test("Mail, queues, processes and files", () => {
    check(`
import nodemailer from "nodemailer";
import Bull from "bull";
import { Queue, type Job } from "bullmq";
import { execa } from "execa";
import machine from "systeminformation";
import fse from "fs-extra";
import Docker from "dockerode";
const docker = new Docker();
const mailer = nodemailer.createTransport({});
const old = new Bull("a");
const queue = new Queue("a");
async function run(job: Job) {
  await mailer.sendMail({}); // nodemailer Transporter.sendMail: reads net, writes net, io
  await mailer.verify(); // nodemailer Transporter.verify: reads net, io
  await old.add({}); // bull Queue.add: writes queue, io
  await old.getJobCounts(); // bull Queue.getJobCounts: reads queue, io
  await queue.add("a", {}); // bullmq Queue.add: writes queue, io
  await queue.getWaiting(); // bullmq Queue.getWaiting: reads queue, io
  await job.updateProgress(1); // bullmq Job.updateProgress: writes queue, io, log
  await execa("make"); // execa execa: reads fs process, writes fs process net, io
  await execa("which", ["make"]); // execa execa: reads fs process, io
  await machine.currentLoad(); // systeminformation currentLoad: reads fs process, io
  await fse.readJson("a"); // fs-extra readJson: reads fs(a), io
  await fse.outputFile("b", ""); // fs-extra outputFile: writes fs(b), io
  await fse.copy("a", "b"); // fs-extra copy: reads fs(a), writes fs(b), io
  await docker.listContainers(); // dockerode Docker.listContainers: reads net, io
  await docker.pull("a"); // dockerode Docker.pull: reads net, writes net, io
  const container = docker.getContainer("a"); // dockerode Docker.getContainer: pure
  await container.inspect(); // dockerode DockerObject.inspect: reads net, io
  await container.stop(); // dockerode DockerObject.stop: reads net, writes net, io
}
`);
  });

  test("SQL drivers", () => {
    check(`
import { Client, Pool, type PoolClient } from "pg";
import cassandra from "cassandra-driver";
import mysql from "mysql2/promise";
import Database from "better-sqlite3";
const pool = new Pool();
const client = new Client();
const rows = new cassandra.Client({ contactPoints: ["a"] });
const other = mysql.createPool({});
const local = new Database("file.db");
async function run(held: PoolClient, statement: string) {
  await pool.query("select 1"); // pg Pool.query: reads db, io
  await rows.execute("select a from b where c = ?", [1], { prepare: true }); // cassandra-driver Client.execute: reads db, io
  await rows.execute("insert into a (b) values (?)", [1]); // cassandra-driver Client.execute: reads db, writes db, io
  await pool.query(statement); // pg Pool.query: reads db, writes db, io
  await client.connect(); // pg Client.connect: io, changes client, through client, connection
  await client.query("select 1"); // pg Client.query: reads db, io, through client, connection
  await held.query("update a set b = 1"); // pg PoolClient.query: reads db, writes db, io, through held, connection
  const own = await pool.connect(); // pg Pool.connect: reads db, io
  await own.query("select 1"); // pg PoolClient.query: reads db, io, through own, connection
  own.release(); // pg PoolClient.release: changes own, through own, connection
  await other.query("select 1"); // mysql2/promise Pool.query: reads db, io
  await other.execute("delete from a"); // mysql2/promise Pool.execute: reads db, writes db, io
  const one = await other.getConnection(); // mysql2/promise Pool.getConnection: reads db, io
  await one.beginTransaction(); // mysql2/promise PoolConnection.beginTransaction: reads db, writes db, io, through one, transaction, connection
  await one.query("select 1"); // mysql2/promise PoolConnection.query: reads db, io, through one, connection
  local.prepare("select 1").all(); // better-sqlite3 Statement.all: reads db
  local.prepare("insert into a values (1)").run(); // better-sqlite3 Statement.run: reads db, writes db
}
`);
  });

  test("Stores of a platform, and what its package has made itself", () => {
    check(`
import { kv } from "@vercel/kv";
import { fetchMutation, fetchQuery } from "convex/nextjs";
import type { D1Database, KVNamespace } from "@cloudflare/workers-types";
async function run(users: any, rows: D1Database, pairs: KVNamespace) {
  await kv.lrange("a", 0, 9); // @vercel/kv Redis.lrange: reads db(a), io
  await fetchQuery(users.list, {}); // convex fetchQuery: reads db, io
  await fetchMutation(users.add, {}); // convex fetchMutation: writes db, io
  await pairs.get("a"); // @cloudflare/workers-types KVNamespace.get: reads db(a), io
  const one = rows.prepare("select 1 where ? = 1");
  await one.bind(1).first(); // @cloudflare/workers-types D1PreparedStatement.first: reads db, io
  await rows.prepare("insert into a values (1) returning b").all(); // @cloudflare/workers-types D1PreparedStatement.all: reads db, writes db, io
}
`);
  });

  test("What puts settings into the environment", () => {
    check(`
import dotenv from "dotenv";
import { expand } from "dotenv-expand";
function run() {
  expand(dotenv.config({ path: ".env" })); // dotenv-expand expand: writes env
  dotenv.config(); // dotenv config: reads fs, writes env
  dotenv.parse("A=1"); // dotenv parse: pure
}
`);
  });

  test("Clients of shops and of people's accounts", () => {
    check(`
import { createCheckout, getSubscription, listOrders } from "@lemonsqueezy/lemonsqueezy.js";
import { createClient } from "@prismicio/client";
import { WorkOS } from "@workos-inc/node";
const pages = createClient("a");
const accounts = new WorkOS("key");
async function run() {
  await getSubscription("1"); // @lemonsqueezy/lemonsqueezy.js getSubscription: reads net, io
  await listOrders(); // @lemonsqueezy/lemonsqueezy.js listOrders: reads net, io
  await createCheckout("1", "2"); // @lemonsqueezy/lemonsqueezy.js createCheckout: writes net, io
  await pages.getByUID("page", "a"); // @prismicio/client Client.getByUID: reads net, io
  await accounts.organizations.getOrganization("1"); // @workos-inc/node Resource.getOrganization: reads named, io
  await accounts.organizations.getOrCreateOrganization("1"); // unknown
}
`);
  });

  test("Test frameworks and browser automation", () => {
    check(`
import { expect, test, type Page } from "@playwright/test";
import puppeteer from "puppeteer-core";
import { render, screen, waitFor } from "@testing-library/react";
import { vi } from "vitest";
import nodeTest from "node:test";
async function run(page: Page) {
  await page.goto("/"); // @playwright/test Page.goto: reads dom, writes dom net, io, test
  await page.locator("a").click(); // @playwright/test Locator.click: reads dom, writes dom net, io, test
  await page.getByText("a").first().fill("b"); // @playwright/test Locator.fill: reads dom, writes dom net, io, test
  await expect(page).toHaveTitle("a"); // @playwright/test Assertions.toHaveTitle: reads dom, writes dom net, io, test
  const browser = await puppeteer.launch(); // puppeteer-core launch: reads dom, writes dom net, io, test
  const tab = await browser.newPage(); // puppeteer-core Browser.newPage: reads dom, writes dom net, io, test
  await tab.click("a"); // puppeteer-core Page.click: reads dom, writes dom net, io, test
  await waitFor(() => {}); // @testing-library/react waitFor: reads dom, writes dom net, io, test
  await screen.findByText("a"); // @testing-library/react screen.findByText: reads dom, writes dom net, io, test
  await vi.runAllTimersAsync(); // vitest vi.runAllTimersAsync: writes process, test
}
`);
  });

  test("The process behind Electron's windows", () => {
    check(`
import { app, BrowserWindow, clipboard, dialog, nativeImage, net, session } from "electron";
import type { ElectronAPI } from "@electron-toolkit/preload";
import keytar from "keytar";
import settings from "electron-settings";
declare const exposed: { electron: ElectronAPI };
async function run(window: BrowserWindow) {
  await exposed.electron.ipcRenderer.invoke("get-user"); // electron IpcRenderer.invoke: reads named, io
  await keytar.getPassword("a", "b"); // keytar getPassword: reads db, io
  await keytar.setPassword("a", "b", "c"); // keytar setPassword: writes db, io
  await settings.get("a"); // electron-settings get: reads db, io
  app.getPath("userData"); // electron app.getPath: pure
  await app.getFileIcon("a"); // electron app.getFileIcon: reads fs(a), io
  await app.getGPUInfo("basic"); // electron app.getGPUInfo: reads process, io
  await nativeImage.createThumbnailFromPath("a", { width: 1, height: 1 }); // electron nativeImage.createThumbnailFromPath: reads fs(a), io
  await net.fetch("https://x"); // electron net.fetch: reads net(https://x), io
  await session.defaultSession.cookies.get({}); // electron Cookies.get: reads db.cookies, io
  await session.fromPartition("a").clearCache(); // electron Session.clearCache: writes process, io
  await window.webContents.session.getCacheSize(); // electron Session.getCacheSize: reads process, io
  await window.webContents.executeJavaScript("a"); // unknown
  await dialog.showOpenDialog({}); // unknown
  clipboard.writeText("a"); // electron clipboard.writeText: writes process
}
`);
  });

  test("Registries of packages, and what a machine tells of itself", () => {
    check(`
import pacote from "pacote";
import npmFetch from "npm-registry-fetch";
import latestVersion from "latest-version";
import { getPackages } from "@manypkg/get-packages";
import { writePackageJSON } from "pkg-types";
import PackageJson from "@npmcli/package-json";
import psList from "ps-list";
import ping from "ping";
import exifr from "exifr";
async function run() {
  await pacote.manifest("a"); // pacote manifest: reads net, io
  await pacote.extract("a", "b"); // pacote extract: reads net, writes fs(b), io
  await npmFetch.json("/a"); // npm-registry-fetch json: reads net, io
  await npmFetch.json("/a", { method: "PUT" }); // npm-registry-fetch json: reads net, writes net, io
  await latestVersion("a"); // latest-version: reads net, io
  await getPackages("."); // @manypkg/get-packages getPackages: reads fs, io
  await writePackageJSON("a", {}); // pkg-types writePackageJSON: reads fs, writes fs, io
  const manifest = await PackageJson.load("."); // @npmcli/package-json load: reads fs, io
  manifest.update({}); // @npmcli/package-json PackageJson.update: changes manifest
  await manifest.save(); // @npmcli/package-json PackageJson.save: reads fs, writes fs, io, changes manifest
  await psList(); // ps-list: reads process, io
  await ping.promise.probe("a"); // ping promise.probe: reads net, io
  await exifr.parse("a"); // exifr parse: reads fs(a), io
}
`);
  });

  test("Clients of messengers and homes", () => {
    check(`
import { Bot } from "grammy";
import { Telegraf } from "telegraf";
import { Api, TelegramClient } from "telegram";
import { App } from "@slack/bolt";
import { TwitterApi } from "twitter-api-v2";
import { getStates, callService } from "home-assistant-js-websocket";
import OBSWebSocket from "obs-websocket-js";
const bot = new Bot("t");
const obs = new OBSWebSocket();
async function run(telegraf: Telegraf, client: TelegramClient, app: App, twitter: TwitterApi, home: never) {
  await bot.api.getChat(1); // grammy Telegram.getChat: reads net, io
  await bot.api.sendMessage(1, "a"); // grammy Telegram.sendMessage: reads net, writes net, io
  await telegraf.telegram.getUpdates(1, 1, 1, []); // telegraf Telegram.getUpdates: reads net, writes net, io
  await client.invoke(new Api.messages.GetHistory({})); // telegram TelegramClient.invoke: reads net, io
  await client.invoke(new Api.messages.SendMessage({})); // telegram TelegramClient.invoke: reads net, writes net, io
  await app.client.users.info({}); // @slack/web-api Resource.info: reads net, io
  await twitter.v2.me(); // twitter-api-v2 Version.me: reads net, io
  await twitter.v2.tweet("a"); // twitter-api-v2 Version.tweet: reads net, writes net, io
  await getStates(home); // home-assistant-js-websocket getStates: reads net, io
  await callService(home, "a", "b"); // home-assistant-js-websocket callService: reads net, writes net, io
  await obs.call("GetStats"); // obs-websocket-js OBSWebSocket.call: reads net, io
  await obs.call("StartRecord"); // obs-websocket-js OBSWebSocket.call: reads net, writes net, io
}
`);
  });

  test("Chains and their contracts", () => {
    check(`
import { createPublicClient, formatUnits, getContract } from "viem";
import { getBalance, writeContract } from "viem/actions";
import { getPublicClient, readContract } from "@wagmi/core";
import { Contract, ethers, JsonRpcProvider, Signer } from "ethers";
import { Token__factory } from "./generated/index.js";
import Web3 from "web3";
import { SuiClient } from "@mysten/sui/client";
import { StargateClient } from "@cosmjs/stargate";
import { ApiPromise } from "@polkadot/api";
import { Program } from "@coral-xyz/anchor";
import { TonClient } from "@ton/ton";
const client = createPublicClient({});
const contract = getContract({ client });
const web3 = new Web3("u");
async function run(provider: JsonRpcProvider, signer: Signer, config: never, sui: SuiClient, api: ApiPromise, program: Program, ton: TonClient) {
  await client.getBlockNumber(); // viem Client.getBlockNumber: reads net, io
  await client.getFilterChanges({}); // viem Client.getFilterChanges: reads net, writes net, io
  await contract.read.symbol(); // viem ContractReads.symbol: reads net, io
  await contract.write.approve([]); // viem ContractWrites.approve: reads net, writes net, io
  await getBalance(client, {}); // viem getBalance: reads net, io
  await writeContract(client, {}); // viem writeContract: reads net, writes net, io
  formatUnits(1n, 1); // viem formatUnits: pure
  await readContract(config, {}); // @wagmi/core readContract: reads net, io
  await getPublicClient(config).getGasPrice(); // viem Client.getGasPrice: reads net, io
  const token = new Contract("a", [], provider);
  await token.balanceOf("a"); // ethers Contract.balanceOf: reads net, io
  await Token__factory.connect("a", provider).owner(); // ethers Contract.owner: reads net, io
  await token.getPrice(); // ethers Contract.getPrice: reads named, io
  await token.getReward(); // unknown
  await token.transfer("a", 1); // unknown
  await token.transfer.staticCall("a", 1); // ethers ContractMethod.staticCall: reads net, io
  await token.callStatic.transfer("a", 1); // ethers ContractReads.transfer: reads net, io
  await provider.getNetwork(); // ethers JsonRpcProvider.getNetwork: reads net, io
  await provider.send("eth_call", []); // ethers JsonRpcProvider.send: reads net, io
  await provider.send("evm_mine", []); // ethers JsonRpcProvider.send: reads net, writes net, io
  await signer.sendTransaction({}); // ethers Signer.sendTransaction: reads net, writes net, io
  const own = new web3.eth.Contract([], "a");
  await own.methods.name().call(); // web3 ContractCall.call: reads net, io
  await own.methods.mint(1).send({}); // web3 ContractCall.send: reads net, writes net, io
  await web3.eth.getBalance("a"); // web3 Eth.getBalance: reads net, io
  await sui.getCoins({}); // @mysten/sui SuiClient.getCoins: reads net, io
  await sui.signAndExecuteTransaction({}); // @mysten/sui SuiClient.signAndExecuteTransaction: reads net, writes net, io
  const cosmos = await StargateClient.connect("a"); // @cosmjs/stargate StargateClient.connect: reads net, io
  await cosmos.getHeight(); // @cosmjs/stargate Client.getHeight: reads net, io
  await api.query.system.account("a"); // @polkadot/api Questions.account: reads net, io
  await api.rpc.author.submitExtrinsic("a"); // @polkadot/api Questions.submitExtrinsic: reads net, writes net, io
  await program.account.pool.fetch("a"); // @coral-xyz/anchor AccountClient.fetch: reads net, io
  await program.methods.swap(1).accounts({}).rpc(); // @coral-xyz/anchor MethodsBuilder.rpc: reads net, writes net, io
  await ton.runMethod("a", "b"); // @ton/ton TonClient.runMethod: reads net, io
}
`);
  });

  test("Servers of languages, and the rest of an editor", () => {
    check(`
import * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/node";
async function run(client: LanguageClient) {
  await client.sendRequest("textDocument/hover", {}); // vscode-languageclient LanguageClient.sendRequest: reads process, io
  await client.sendRequest("workspace/executeCommand", {}); // vscode-languageclient LanguageClient.sendRequest: reads process, writes process fs, io
  await vscode.authentication.getSession("a", [], { silent: true }); // vscode authentication.getSession: reads process, io
  await vscode.authentication.getSession("a", []); // vscode authentication.getSession: reads process, writes process, io
  await vscode.tasks.fetchTasks(); // vscode tasks.fetchTasks: reads process, io
  vscode.l10n.t("a"); // vscode l10n.t: pure
}
`);
  });
});
