import type { MemberModel, PackageModel } from "../model.js";

const pure: MemberModel = {};
const changesIt: MemberModel = { changes: ["receiver"] };
const runsFirst: MemberModel = { runs: [0] };

const iterator: MemberModel = { changes: ["receiver"], hazard: "iterator" };

const sequence =
  "at concat entries flat includes indexOf join keys lastIndexOf slice toReversed toSpliced toString toLocaleString values with subarray";
const search =
  "every filter find findIndex findLast findLastIndex flatMap forEach map reduce reduceRight some toSorted";

/** The language's own objects and functions. */
export const language: PackageModel = {
  package: "lib",
  exports: {
    "parseInt parseFloat isNaN isFinite decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape":
      pure,
    "Boolean Number String BigInt Symbol Symbol.* Number.* String.* BigInt.* Math.* Intl.* JSON.*":
      pure,
    "Math.random": { reads: ["random"] },
    "Date.now performance.now performance.mark performance.measure": { reads: ["clock"] },
    "Date.parse Date.UTC": pure,
    "Array.isArray Array.of": pure,
    "Array.from Array.fromAsync": { runs: [1] },
    "Object.keys Object.values Object.entries Object.fromEntries Object.is Object.hasOwn Object.create Object.getOwnPropertyNames Object.getOwnPropertyDescriptor Object.getOwnPropertyDescriptors Object.getOwnPropertySymbols Object.getPrototypeOf Object.isFrozen Object.isSealed Object.isExtensible":
      pure,
    "Object.groupBy Map.groupBy": { runs: [1] },
    "Object.assign Object.defineProperty Object.defineProperties Object.setPrototypeOf": {
      changes: [0],
    },
    // Who reads what can no longer be changed sees what was there.
    "Object.freeze Object.seal Object.preventExtensions": pure,
    "Reflect.get Reflect.has Reflect.ownKeys Reflect.getPrototypeOf Reflect.getOwnPropertyDescriptor":
      pure,
    "Reflect.set Reflect.deleteProperty Reflect.defineProperty": { changes: [0] },
    "Promise.all Promise.allSettled Promise.any Promise.race Promise.resolve Promise.reject Promise.withResolvers":
      pure,
    "Promise.try": runsFirst,
    Promise: runsFirst,
    "Object Function Proxy": pure,
    "Error AggregateError RangeError SyntaxError TypeError ReferenceError EvalError URIError Map Set WeakMap WeakSet WeakRef Array Date RegExp ArrayBuffer SharedArrayBuffer DataView Uint8Array Uint8ClampedArray Uint16Array Uint32Array Int8Array Int16Array Int32Array Float32Array Float64Array BigInt64Array BigUint64Array":
      pure,
    "Error.isError": pure,
    "Error.captureStackTrace": { changes: [0] },
    "structuredClone JSON.parse": { fresh: true },
    "atob btoa": pure,
    queueMicrotask: runsFirst,
    "Uint8Array.from Uint8Array.of Float32Array.from Float64Array.from": { runs: [1] },
    "ArrayBuffer.isView": pure,
  },
  types: {
    Array: {
      members: {
        [sequence]: pure,
        [search]: runsFirst,
        "copyWithin fill pop push reverse shift splice unshift": changesIt,
        sort: { changes: ["receiver"], runs: [0] },
      },
    },
    ReadonlyArray: { members: { [sequence]: pure, [search]: runsFirst } },
    ConcatArray: { members: { "*": pure } },
    "Uint8Array Uint8ClampedArray Uint16Array Uint32Array Int8Array Int16Array Int32Array Float32Array Float64Array BigInt64Array BigUint64Array":
      {
        members: {
          [sequence]: pure,
          [search]: runsFirst,
          "copyWithin fill reverse set": changesIt,
          sort: { changes: ["receiver"], runs: [0] },
        },
      },
    DataView: { members: { "get*": pure, "set*": changesIt } },
    ArrayBuffer: { members: { slice: pure } },
    Map: {
      members: {
        "entries get has keys values": pure,
        forEach: runsFirst,
        "clear delete set": changesIt,
      },
    },
    ReadonlyMap: { members: { "entries get has keys values": pure, forEach: runsFirst } },
    Set: {
      members: {
        "difference entries has intersection isDisjointFrom isSubsetOf isSupersetOf keys symmetricDifference union values":
          pure,
        forEach: runsFirst,
        "add clear delete": changesIt,
      },
    },
    ReadonlySet: {
      members: {
        "difference entries has intersection isDisjointFrom isSubsetOf isSupersetOf keys symmetricDifference union values":
          pure,
        forEach: runsFirst,
      },
    },
    WeakMap: { members: { "get has": pure, "delete set": changesIt } },
    WeakSet: { members: { has: pure, "add delete": changesIt } },
    WeakRef: { members: { deref: pure } },
    String: { members: { "replace replaceAll": { runs: [1] }, "*": pure } },
    "Number Boolean BigInt Symbol Math JSON": {
      members: { "*": pure, random: { reads: ["random"] } },
    },
    "NumberConstructor StringConstructor BooleanConstructor SymbolConstructor BigIntConstructor": {
      members: { "*": pure },
    },
    // What an expression remembers between its calls is used up before the next await.
    RegExp: { members: { "exec test toString": pure, compile: changesIt } },
    Date: { members: { "get* to* valueOf": pure, "set*": changesIt } },
    Error: { members: { toString: pure } },
    Object: {
      members: {
        "hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf": pure,
      },
    },
    ObjectConstructor: {
      members: {
        "keys values entries fromEntries is hasOwn create get* is*": pure,
        groupBy: { runs: [1] },
        "assign defineProperty defineProperties freeze seal preventExtensions setPrototypeOf": {
          changes: [0],
        },
      },
    },
    ArrayConstructor: { members: { "isArray of": pure, "from fromAsync": { runs: [1] } } },
    DateConstructor: { members: { now: { reads: ["clock"] }, "parse UTC": pure } },
    ErrorConstructor: { members: { captureStackTrace: { changes: [0] }, isError: pure } },
    MapConstructor: { members: { groupBy: { runs: [1] } } },
    "Promise PromiseLike": { members: { "then catch finally": { runs: [0, 1] } } },
    PromiseConstructor: {
      members: {
        "all allSettled any race resolve reject withResolvers": pure,
        try: runsFirst,
      },
    },
    "Collator DateTimeFormat NumberFormat PluralRules RelativeTimeFormat ListFormat Segmenter DisplayNames Locale":
      { members: { "*": pure } },
    "CallableFunction NewableFunction Function": { members: { "bind toString": pure } },
    // What goes through a collection is made for it, and changed by itself.
    "ArrayIterator MapIterator SetIterator StringIterator": {
      members: {
        "every filter find flatMap forEach map reduce some": { runs: [0] },
        "toArray take drop": pure,
        "next return throw": changesIt,
      },
    },
    "Iterator IterableIterator IteratorObject Generator": {
      members: {
        "next return throw": { changes: ["receiver"] },
        "every filter find flatMap forEach map reduce some": {
          changes: ["receiver"],
          runs: [0],
        },
        "toArray take drop": { changes: ["receiver"] },
      },
    },
    "AsyncIterator AsyncIterableIterator AsyncGenerator AsyncIteratorObject": {
      hazard: "iterator",
      members: { "next return throw": iterator },
    },
    Atomics: { members: { load: pure, "*": { changes: [0] } } },
  },
};
