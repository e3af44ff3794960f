import type { MemberModel, PackageModel } from "../model.js";

const reads: MemberModel = { byName: "packaged", latency: "io", only: "awaited" };
const writes: MemberModel = { reads: ["net"], writes: ["net"], latency: "io", only: "awaited" };
const unknown: MemberModel = { only: "never" };

// `getOrCreate`, `findOrAdd`: what is there or is made, where `getOrder` and `getOrganization` only ask.
const otherwise =
  "Add Build Create Fetch Generate Init Insert Load Make New Open Put Register Save Set Start Upsert"
    .split(" ")
    .flatMap((verb) => ["get", "find", "fetch"].map((asks) => `${asks}Or${verb}*`))
    .join(" ");

/**
 * Clients of services that no other model speaks of, by the way such packages are named, and their operations by their
 * verbs. A verb that is not here says nothing.
 */
export const serviceClients: PackageModel = {
  package: [
    "*-sdk",
    "*-api-client",
    "*-rest-client",
    "*-sdk-js",
    "*-sdk-node",
    "*-sdk-nodejs",
    "*-bot-sdk",
    "@*/sdk",
    "@*/*-sdk",
    "@*/sdk-node",
    "@*/api-client",
    "@*/rest-api-client",
    "@*/*-api-client",
    "@*/*-api",
    "@atlassian/*",
    "@mollie/api-client",
    "@sendinblue/client",
    "airtable",
    "apify-client",
    "asana",
    "auth0",
    "braintree",
    "cloudflare",
    "discord.js",
    "dropbox",
    "jira-client",
    "jira.js",
    "keycloak-admin-client",
    "@keycloak/keycloak-admin-client",
    "@liveblocks/node",
    "node-zendesk",
    "razorpay",
    "spotify-web-api-node",
    "trello",
    "vercel",
    "@atproto/api",
    "@discordjs/core",
    "@twurple/api",
    "bitcoin-core",
    "discordeno",
    "eris",
    "masto",
    "megalodon",
    "node-hue-api",
    "oceanic.js",
    "tplink-smarthome-api",
    "youtubei.js",
    "@workos-inc/node",
    "xero-node",
  ],
  exports: {
    "default createClient createPublicClient create*Client get*Client": { returns: "Client" },
  },
  types: {
    "*": {
      members: {
        "get find fetch list lookup retrieve search count describe": reads,
        "get* find* fetch* list* lookup* retrieve* search* count* describe*": reads,
        // What may make, take or wait for something, belongs to who asks, or is kept in the program.
        [`${otherwise} find*And* get*And* getNext* fetchNext* getLock* listen* getToken get*AccessToken* get*AuthToken* getIdToken getSession getClient getProvider* getConnection* getStream* get*Stream`]:
          unknown,
        "create* update* delete* remove* set* add* put* post* patch* send* insert* upload* cancel* start* stop*":
          writes,
        "*": { value: "Resource", returns: "Resource", only: "looked-into" },
      },
    },
    // One question at a time, the next after this one, or nothing that anybody else is asked.
    "*Session *Page *Pager *Cursor *Iterator *Stream *Reader *Writer *Transaction *Connection *Lock *Cache *Store *Storage *Mock *Error":
      {},
  },
};
