// Part of the build: writes the schema of the configuration, which editors read from the package.
import { writeFileSync } from "node:fs";
import { configJsonSchema } from "@awaitwise/analyzer";

writeFileSync(
  new URL("../dist/schema.json", import.meta.url),
  `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
);
