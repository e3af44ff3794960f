/** The output formats, the default first. */
export const FORMATS = [
  "pretty",
  "compact",
  "json",
  "sarif",
  "github",
  "gitlab",
  "junit",
  "checkstyle",
  "rdjson",
] as const;

export type Format = (typeof FORMATS)[number];
