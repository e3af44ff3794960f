import type { TypesFrom } from "../project/discover.js";

/** Where types come from in tests: any of them can be run on the other source of types too. */
export const typesOfTests: TypesFrom =
  process.env.AWAITWISE_TEST_TYPES === "native" ? "native" : "ts-morph";
