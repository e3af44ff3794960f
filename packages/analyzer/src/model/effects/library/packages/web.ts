import type { Decider, MemberModel, PackageModel } from "../model.js";

const pure: MemberModel = {};
const changesIt: MemberModel = { changes: ["receiver"] };

const byMethod: Decider = {
  by: "option",
  argument: 1,
  option: "method",
  reading: ["get", "head", "options"],
  unset: "reads",
  writing: ["body"],
};

/** What `fetch` does, wherever it comes from. */
export const fetchCall: MemberModel = {
  reads: ["net(0)"],
  writes: ["net(0)"],
  latency: "io",
  decidedBy: byMethod,
  returns: "lib:Response",
};

// When an answer is there, its body is on the way or has come: what is waited for is the answer.
const body: MemberModel = { reads: ["net"] };

const urlTypes: NonNullable<PackageModel["types"]> = {
  "URLSearchParams FormData": {
    members: {
      "get getAll has keys values entries toString": pure,
      forEach: { runs: [0] },
      "append delete set sort": changesIt,
    },
  },
  URL: { members: { "toString toJSON": pure } },
};

/** Node's module of addresses, which has the classes of browsers. */
export const url: PackageModel = {
  package: "url",
  exports: { "*": pure },
  types: urlTypes,
};

/** What `fetch` answers, and what is in it. */
export const responseTypes: NonNullable<PackageModel["types"]> = {
  "Body BodyMixin": {
    members: {
      "arrayBuffer blob bytes buffer formData json text": body,
      clone: { returns: "Response" },
      body: { value: "ReadableStream" },
      headers: { value: "Headers" },
    },
  },
  Response: { extends: "Body" },
  Headers: {
    members: {
      "get has keys values entries getSetCookie raw": {},
      forEach: { runs: [0] },
      "append delete set": { changes: ["receiver"] },
    },
  },
};
const readsDom: MemberModel = { reads: ["dom"] };
const writesDom: MemberModel = { writes: ["dom"] };

/** The functions and objects that browsers have, and Node too in part. */
export const web: PackageModel = {
  package: ["lib", "undici-types", "undici", "node"],
  exports: {
    "fetch window.fetch self.fetch globalThis.fetch": fetchCall,
    "URL URLSearchParams Headers Request Response FormData Blob File TextEncoder TextDecoder AbortController DOMException Event CustomEvent EventTarget":
      pure,
    "Response.json Response.error Response.redirect URL.canParse URL.parse": pure,
    "AbortSignal.timeout AbortSignal.any AbortSignal.abort": pure,
    "URL.createObjectURL URL.revokeObjectURL": { writes: ["dom"] },
    "crypto.randomUUID": { reads: ["random"] },
    "crypto.getRandomValues": { reads: ["random"], changes: [0] },
    "crypto.subtle.*": pure,
    "setTimeout setInterval setImmediate requestAnimationFrame requestIdleCallback": { runs: [0] },
    "clearTimeout clearInterval clearImmediate cancelAnimationFrame cancelIdleCallback": pure,
    "localStorage.getItem sessionStorage.getItem localStorage.key sessionStorage.key": {
      reads: ["dom.storage"],
    },
    "localStorage.* sessionStorage.*": { writes: ["dom.storage"] },
    "document.get* document.query* document.elementFromPoint": readsDom,
    "location.toString window.location.toString": readsDom,
    "document.* window.scroll* window.open location.* history.*": writesDom,
    "alert confirm prompt": { reads: ["dom"], writes: ["dom"] },
    getComputedStyle: readsDom,
    "navigator.locks.request": { writes: ["lock"], runs: [1, 2], hazard: "lock", latency: "io" },
    "navigator.locks.query": { reads: ["lock"], latency: "io" },
    "navigator.clipboard.read navigator.clipboard.readText": { reads: ["dom"], latency: "io" },
    "navigator.clipboard.*": { writes: ["dom"], latency: "io" },
    "chrome.*.get* chrome.*.query* chrome.*.contains browser.*.get* browser.*.query* browser.*.contains":
      { reads: ["process"], latency: "io" },
    "chrome.runtime.getURL chrome.i18n.* chrome.runtime.getManifest": pure,
    "chrome.*.set* chrome.*.create* chrome.*.update* chrome.*.remove* browser.*.set* browser.*.create* browser.*.update* browser.*.remove*":
      { writes: ["process"], latency: "io" },
    "navigator.sendBeacon": { writes: ["net"] },
    "console.*": { writes: ["stdio"], hazard: "log" },
    // A cache that is not there yet is made.
    "caches.open": { reads: ["db"], writes: ["db.caches"], latency: "io", returns: "Cache" },
    "caches.match caches.has caches.keys": { reads: ["db"], latency: "io" },
    "caches.delete": { writes: ["db"], latency: "io" },
  },
  types: {
    // The body of a request has come with it, as a rule.
    Request: {
      extends: "Body",
      members: { "arrayBuffer blob bytes formData json text": { reads: ["net"] } },
    },
    ...responseTypes,
    Blob: { members: { "arrayBuffer bytes text slice stream": pure } },
    File: { extends: "Blob" },
    ...urlTypes,
    "TextEncoder TextDecoder": { members: { "*": pure } },
    AbortController: { members: { abort: changesIt } },
    // Who listens for the end does not look at who else does.
    AbortSignal: { members: { "throwIfAborted addEventListener removeEventListener": pure } },
    EventTarget: { members: { "addEventListener removeEventListener": changesIt } },
    ReadableStream: {
      hazard: "stream",
      members: { getReader: changesIt, cancel: { changes: ["receiver"], latency: "io" } },
    },
    WritableStream: { hazard: "stream", members: { getWriter: changesIt } },
    "ReadableStreamDefaultReader ReadableStreamBYOBReader ReadableStreamGenericReader": {
      hazard: "stream",
      members: {
        "read cancel releaseLock": { changes: ["receiver"], latency: "io" },
      },
    },
    WritableStreamDefaultWriter: {
      hazard: "stream",
      members: {
        "write close abort releaseLock": {
          writes: ["stream"],
          changes: ["receiver"],
          latency: "io",
        },
      },
    },
    Console: { members: { "*": { writes: ["stdio"], hazard: "log" } } },
    Performance: { members: { "*": { reads: ["clock"] } } },
    Crypto: {
      members: {
        randomUUID: { reads: ["random"] },
        getRandomValues: { reads: ["random"], changes: [0] },
      },
    },
    SubtleCrypto: { members: { "*": pure } },
    Storage: {
      members: { "getItem key": { reads: ["dom.storage"] }, "*": { writes: ["dom.storage"] } },
    },
    LockManager: {
      members: {
        request: { writes: ["lock"], runs: [1, 2], hazard: "lock", latency: "io" },
        query: { reads: ["lock"], latency: "io" },
      },
    },
    Cache: {
      members: {
        "match matchAll keys": { reads: ["db"], latency: "io" },
        "*": { writes: ["db"], latency: "io" },
      },
    },
    Clipboard: {
      members: {
        "read readText": { reads: ["dom"], latency: "io" },
        "*": { writes: ["dom"], latency: "io" },
      },
    },
    "Document DocumentFragment Element HTML*Element SVG*Element ParentNode": {
      members: {
        "get* query* matches closest contains has* compareDocumentPosition isEqualNode": readsDom,
        "addEventListener removeEventListener": changesIt,
        "*": { writes: ["dom"], changes: ["receiver"] },
      },
    },
    "DOMTokenList CSSStyleDeclaration": {
      members: { "contains getPropertyValue item": readsDom, "*": writesDom },
    },
    "IDBTransaction IDBObjectStore IDBCursor": { hazard: "transaction" },
    WebSocket: {
      hazard: "stream",
      members: { "send close": { writes: ["net"], changes: ["receiver"] } },
    },
  },
};
