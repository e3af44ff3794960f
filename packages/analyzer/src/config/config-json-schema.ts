import { allRules } from "../rules/index.js";
import { configSchema } from "./config-schema.js";
import type { Schema } from "./schema.js";

/** The JSON schema of awaitwise.config.json, as it is published for editors. */
export function configJsonSchema(): Schema & { readonly $schema: string; readonly title: string } {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Configuration of awaitwise",
    ...configSchema(allRules),
  };
}
