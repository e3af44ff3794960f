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

/** A report that goes to a file beside the one that is shown. */
export interface FileReport {
  readonly format: Format;
  readonly path: string;
}
