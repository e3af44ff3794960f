import type { MemberModel, PackageModel } from "../model.js";

const pure: MemberModel = {};
const readsFile: MemberModel = { reads: ["fs(0)"], latency: "io" };
const writesFile: MemberModel = { writes: ["fs(0)"], latency: "io" };

/** Pages of HTML that are looked through, and put together, in memory. */
export const markup: PackageModel = {
  package: "cheerio",
  exports: {
    "load loadBuffer default.load default.loadBuffer": { returns: "Page" },
    "fromURL default.fromURL": { reads: ["net"], latency: "io", returns: "Page" },
  },
  types: {
    "Page CheerioAPI": {
      members: {
        "()": { returns: "Selection" },
        "root parseHTML": { returns: "Selection" },
        "html text xml contains extract": pure,
      },
    },
    "Selection Cheerio": {
      members: {
        "each map filter": { runs: [0], returns: "Selection" },
        "append prepend after before remove replaceWith addClass removeClass empty wrap unwrap": {
          changes: ["receiver"],
          returns: "Selection",
        },
        "attr text html val data prop is get toArray index hasClass css": pure,
        "*": { returns: "Selection" },
      },
    },
  },
};

/** Images, which are worked on by the steps that are put together. */
export const images: PackageModel = {
  package: "sharp",
  exports: { default: { returns: "Sharp" }, "cache concurrency simd": { writes: ["process"] } },
  types: {
    Sharp: {
      members: {
        "metadata stats toBuffer": { reads: ["fs"] },
        toFile: { reads: ["fs"], ...writesFile },
        "on once pipe": { changes: ["receiver"], hazard: "stream" },
        clone: { returns: "Sharp", fresh: true },
        "*": { changes: ["receiver"], returns: "Sharp" },
      },
    },
  },
};

/** Archives that are taken apart, and put together, in memory. */
export const archives: PackageModel = {
  package: "jszip",
  exports: { "loadAsync default.loadAsync": { returns: "JSZip" }, default: { returns: "JSZip" } },
  types: {
    JSZip: {
      members: {
        "file folder remove loadAsync": { changes: ["receiver"], returns: "JSZipObject" },
        "forEach filter": { runs: [0] },
        "generateAsync generate": pure,
        generateNodeStream: { hazard: "stream" },
        files: { value: "JSZipFiles" },
      },
    },
    JSZipFiles: { members: { "*": { value: "JSZipObject" } } },
    JSZipObject: { members: { "async internalStream": pure } },
  },
};

/** What is made of texts and bytes that are at hand: mail from templates, codes, kinds of files. */
export const conversions: PackageModel = {
  package: [
    "@react-email/render",
    "@react-email/components",
    "mjml",
    "juice",
    "file-type",
    "mammoth",
    "qrcode",
    "turndown",
    "js-tiktoken",
    "tiktoken",
    "gpt-tokenizer",
    "libphonenumber-js",
    "sqlstring",
    "pg-format",
  ],
  exports: {
    "fileTypeFromFile fromFile default.fromFile": readsFile,
    "fileTypeFromStream fromStream default.fromStream": { hazard: "stream" },
    // A document is read where its place is told, and else where its bytes are handed in.
    "convertToHtml extractRawText default.convertToHtml default.extractRawText": {
      reads: ["fs"],
    },
    "toFile default.toFile": writesFile,
    "toFileStream default.toFileStream": { hazard: "stream" },
    "encodingForModel getEncoding get_encoding encoding_for_model": { returns: "Tiktoken" },
    "*": pure,
  },
  types: {
    Tiktoken: { members: { "*": pure } },
    TurndownService: {
      members: {
        turndown: pure,
        "addRule keep remove use": { changes: ["receiver"], returns: "TurndownService" },
      },
    },
  },
};

/** Tokens that are signed and checked by a key at hand. */
export const signedTokens: PackageModel = {
  package: ["jose", "@nestjs/jwt"],
  exports: { "*": pure },
  types: {
    "SignJWT EncryptJWT CompactSign FlattenedSign GeneralSign CompactEncrypt FlattenedEncrypt GeneralEncrypt":
      {
        members: {
          "sign encrypt": pure,
          "*": { changes: ["receiver"], returns: "SignJWT" },
        },
      },
    JwtService: { members: { "sign signAsync verify verifyAsync decode": pure } },
  },
};
