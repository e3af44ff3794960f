import type { MemberModel, PackageModel } from "../model.js";

const pure: MemberModel = {};
const fresh: MemberModel = { fresh: true };

/** Functions over values; a few change their first argument, and many run a callback. */
export const lodash: PackageModel = {
  package: [
    "lodash",
    "lodash-es",
    "underscore",
    "radash",
    "es-toolkit",
    "es-toolkit/compat",
    "just-*",
    "lodash.*",
  ],
  exports: {
    "assign assignIn assignWith defaults defaultsDeep extend merge mergeWith set setWith unset update pull pullAll pullAllBy pullAt remove fill reverse bindAll":
      { changes: [0] },
    "cloneDeep clone": fresh,
    "random sample sampleSize shuffle uniqueId uuid": { reads: ["random"] },
    now: { reads: ["clock"] },
    // The list comes first, whatever its type.
    "forEach each eachRight forEachRight forIn forOwn map flatMap flatMapDeep filter reject find findLast findIndex findKey every some reduce reduceRight groupBy keyBy countBy partition sortBy orderBy uniqBy minBy maxBy sumBy meanBy mapKeys mapValues omitBy pickBy times tap thru dropWhile takeWhile differenceBy intersectionBy unionBy transform":
      { runs: [1, 2] },
    attempt: { runs: [0] },
    "memoize once": { answersArgument: 0 },
    "debounce throttle partial partialRight curry flow flowRight negate ary unary after before bind defer delay":
      pure,
    "sleep parallel": { latency: "timer", runs: [1] },
    retry: { runs: [1] },
    "*": pure,
  },
};

/** The same with the list first or left out: `map(users, nameOf)`, `pipe(users, map(nameOf))`. */
export const remeda: PackageModel = {
  package: "remeda",
  exports: {
    "forEach forEachObj map flatMap filter find findLast findIndex reduce groupBy indexBy countBy partition sortBy uniqueBy sumBy meanBy mapKeys mapValues omitBy pickBy times tap dropWhile takeWhile piped pipe":
      { runs: [0, 1, 2] },
    "*": pure,
  },
};

/** What remembers the answers of a function; the first call of it runs the function. */
export const memoizers: PackageModel = {
  package: [
    "p-memoize",
    "mem",
    "memoize",
    "memoizee",
    "memoize-one",
    "moize",
    "fast-memoize",
    "micro-memoize",
    "promise-memoize",
    "onetime",
  ],
  exports: { "default moize memoize memoizeOne microMemoize": { answersArgument: 0 }, "*": pure },
};

export const ramda: PackageModel = {
  package: ["ramda", "rambda", "fp-ts", "lodash/fp"],
  exports: { "forEach tap map filter reduce": { runs: [0] }, "*": pure },
};

export const dates: PackageModel = {
  package: [
    "date-fns",
    "date-fns-tz",
    "dayjs",
    "luxon",
    "moment",
    "moment-timezone",
    "ms",
    "cron-parser",
    "rrule",
    "@js-joda/core",
  ],
  exports: {
    "startOfToday startOfTomorrow startOfYesterday endOfToday endOfTomorrow isToday isPast isFuture isTomorrow isYesterday formatDistanceToNow differenceInDaysFromNow":
      { reads: ["clock"] },
    "DateTime.now DateTime.local DateTime.utc": { reads: ["clock"], returns: "DateTime" },
    "DateTime.* Duration.* Interval.*": { returns: "DateTime" },
    "extend locale default.extend default.locale tz.setDefault Settings.*": { writes: ["process"] },
    "default tz utc": { reads: ["clock"], returns: "Moment" },
    "*": pure,
  },
  types: {
    // A moment changes itself; a day does not.
    Moment: {
      members: {
        "add subtract startOf endOf set tz utc local clone year month week date day hour minute second":
          { returns: "Moment" },
        "*": pure,
      },
    },
    "Dayjs DateTime Duration Interval": {
      members: {
        "plus minus add subtract startOf endOf set* tz utc local toUTC toLocal shiftTo normalize": {
          returns: "DateTime",
        },
        "*": pure,
      },
    },
  },
};

export const randomIds: PackageModel = {
  package: [
    "uuid",
    "nanoid",
    "nanoid/non-secure",
    "cuid",
    "@paralleldrive/cuid2",
    "ulid",
    "ulidx",
    "ksuid",
    "short-unique-id",
    "crypto-random-string",
    "@faker-js/faker",
  ],
  exports: {
    "validate isCuid parse stringify version customAlphabet": pure,
    "*": { reads: ["random"] },
  },
  types: { Faker: { members: { "*": { value: "Faker" } } } },
};

/** Schemas that are built by chains of calls and then check values. */
export const zod: PackageModel = {
  package: ["zod", "@hookform/resolvers"],
  exports: {
    "NEVER ZodError ZodError.* prettifyError flattenError treeifyError": pure,
    "*": { returns: "ZodType" },
  },
  types: {
    "ZodType Zod*": {
      members: {
        "parse safeParse parseAsync safeParseAsync spa decode encode": pure,
        "*": { returns: "ZodType" },
      },
    },
  },
};

/** Validation, encoding, text and other things that only compute; some take time of the processor. */
export const values: PackageModel = {
  package: [
    "yup",
    "joi",
    "valibot",
    "superstruct",
    "io-ts",
    "runtypes",
    "@sinclair/typebox",
    "arktype",
    "ajv-formats",
    "class-transformer",
    "validator",
    "semver",
    "compare-versions",
    "qs",
    "query-string",
    "path-to-regexp",
    "url-join",
    "urijs",
    "normalize-url",
    "classnames",
    "clsx",
    "tailwind-merge",
    "chalk",
    "kleur",
    "picocolors",
    "colorette",
    "ansi-colors",
    "strip-ansi",
    "wrap-ansi",
    "string-width",
    "cli-table3",
    "ansi-escapes",
    "terminal-link",
    "supports-hyperlinks",
    "supports-color",
    "figures",
    "boxen",
    "cli-truncate",
    "env-paths",
    "log-symbols",
    "columnify",
    "text-table",
    "slice-ansi",
    "cli-boxes",
    "fast-deep-equal",
    "deep-equal",
    "dequal",
    "deepmerge",
    "object-hash",
    "json-stable-stringify",
    "fast-json-stable-stringify",
    "superjson",
    "devalue",
    "slugify",
    "@sindresorhus/slugify",
    "he",
    "entities",
    "escape-html",
    "sanitize-html",
    "sanitize-filename",
    "exifreader",
    "dompurify",
    "isomorphic-dompurify",
    "marked",
    "markdown-it",
    "gray-matter",
    "js-yaml",
    "yaml",
    "toml",
    "@iarna/toml",
    "ini",
    "json5",
    "jsonc-parser",
    "fast-xml-parser",
    "xml2js",
    "papaparse",
    "csv-parse/sync",
    "csv-stringify/sync",
    "jsonwebtoken",
    "bcrypt",
    "bcryptjs",
    "argon2",
    "@node-rs/*",
    "@noble/*",
    "crypto-js",
    "tweetnacl",
    "js-base64",
    "base64-js",
    "bignumber.js",
    "bn.js",
    "decimal.js",
    "big.js",
    "currency.js",
    "dinero.js",
    "mathjs",
    "pluralize",
    "camelcase",
    "change-case",
    "title-case",
    "escape-string-regexp",
    "minimatch",
    "picomatch",
    "micromatch",
    "ignore",
    "fuse.js",
    "diff",
    "diff-match-patch",
    "levenshtein",
    "string-similarity",
    "mime",
    "mime-types",
    "content-type",
    "cookie",
    "set-cookie-parser",
    "http-errors",
    "http-status-codes",
    "neverthrow",
    "ts-invariant",
    "tiny-invariant",
    "invariant",
    "tslib",
    "reflect-metadata",
    "pretty-bytes",
    "pretty-ms",
    "humanize-duration",
    "filesize",
    "iconv-lite",
    "pako",
    "fflate",
    "handlebars",
    "mustache",
    "ejs",
    "nunjucks",
    "eta",
  ],
  exports: { "createWriteStream stream": { hazard: "stream" }, "*": pure },
  types: {
    "BaseSchema Schema AnySchema ObjectSchema StringSchema": { members: { "*": pure } },
    "BigNumber Decimal Big BN": {
      members: {
        "plus minus times add sub mul div* dividedBy multipliedBy abs* neg* mod* pow round* sqrt toDecimalPlaces":
          { returns: "BigNumber" },
        "*": pure,
      },
    },
    "SemVer Command Fuse MarkdownIt Chalk ChalkInstance": { members: { "*": pure } },
  },
};

/** What is matched runs the function that stands with its pattern. */
export const tsPattern: PackageModel = {
  package: "ts-pattern",
  exports: { match: { returns: "Match" }, "*": pure },
  types: {
    Match: {
      members: {
        "with when otherwise": { runs: [0, 1, 2, 3, 4, 5, 6, 7], returns: "Match" },
        "exhaustive run returnType narrow": { runs: [0], returns: "Match" },
      },
    },
  },
};

export const immer: PackageModel = {
  package: ["immer"],
  exports: { "produce produceWithPatches default": { runs: [1] }, "*": pure },
};

/** What finds a token in a request. */
export const tokenExtractors: PackageModel = {
  package: "passport-jwt",
  exports: { "ExtractJwt.*": { returns: "Extractor" } },
  types: { Extractor: { members: { "()": pure } } },
};
