import type { Schema } from "../config/schema.js";
import type { Origin } from "./type-source.js";

/**
 * Names something by its name and, unless it is only a string, by where it is declared. The shape
 * is the one that typescript-eslint's options have, so that a configuration carries over.
 */
export type Specifier =
  | string
  | { readonly from: "lib"; readonly name: string | readonly string[] }
  | { readonly from: "file"; readonly name: string | readonly string[]; readonly path?: string }
  | {
      readonly from: "package";
      readonly name: string | readonly string[];
      readonly package: string;
    };

const oneOrMore: Schema = {
  anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }],
};

/** What a list of specifiers looks like in a configuration. */
export const specifierList: Schema = {
  type: "array",
  items: {
    anyOf: [
      { type: "string" },
      specifierForm("lib"),
      specifierForm("file", { path: { type: "string" } }),
      specifierForm("package", { package: { type: "string" } }, ["package"]),
    ],
  },
};

function specifierForm(
  from: string,
  more: Readonly<Record<string, Schema>> = {},
  required: readonly string[] = [],
): Schema {
  return {
    type: "object",
    properties: { from: { enum: [from] }, name: oneOrMore, ...more },
    required: ["from", "name", ...required],
    additionalProperties: false,
  };
}

/** Tells whether one of the specifiers names one of the origins. */
export function isNamed(origins: readonly Origin[], specifiers: readonly Specifier[]): boolean {
  return specifiers.some((specifier) => origins.some((origin) => names(specifier, origin)));
}

function names(specifier: Specifier, origin: Origin): boolean {
  if (typeof specifier === "string") return specifier === origin.name;
  const wanted = typeof specifier.name === "string" ? [specifier.name] : specifier.name;
  if (!wanted.includes(origin.name)) return false;
  switch (specifier.from) {
    case "lib":
      return origin.from === "lib";
    case "file":
      return (
        origin.from === "file" &&
        (specifier.path === undefined || origin.file.endsWith(`/${specifier.path}`))
      );
    case "package":
      return isFromPackage(origin, specifier.package);
  }
}

/** Tells whether an origin is the package or the module of that name, `node:` or not. */
export function isFromPackage(origin: Origin, name: string): boolean {
  const bare = name.replace(/^node:/, "");
  if (origin.module !== undefined) return origin.module.replace(/^node:/, "") === bare;
  return typeof origin.from === "object" ? origin.from.package === name : origin.scope === name;
}
