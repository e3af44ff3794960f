import { describe, expect, test } from "@jest/globals";
import { memoryDisk } from "../testkit/memory-disk.js";
import { readConfigFile } from "./config-file.js";

// The short names of folders that a framework writes into a base which is not there.

const pathsOf = (config: string, files: Record<string, string> = {}) =>
  readConfigFile(
    "/app/tsconfig.json",
    "tsconfig.json",
    memoryDisk({ "/app/tsconfig.json": config, "/app/src/a.ts": "", ...files }),
  ).options.paths;

describe("the paths of a base that a framework writes", () => {
  const svelte = '{ "extends": "./.svelte-kit/tsconfig.json" }';

  test("are SvelteKit's", () => {
    expect(pathsOf(svelte)).toEqual({ $lib: ["/app/src/lib"], "$lib/*": ["/app/src/lib/*"] });
  });

  test("with the names that its configuration gives", () => {
    const config = `export default { kit: { alias: { $server: "src/server", "$db/*": "src/db/*", other } } };`;
    expect(pathsOf(svelte, { "/app/svelte.config.js": config })).toEqual({
      $lib: ["/app/src/lib"],
      "$lib/*": ["/app/src/lib/*"],
      $server: ["/app/src/server"],
      "$server/*": ["/app/src/server/*"],
      "$db/*": ["/app/src/db/*"],
    });
  });

  test("are Nuxt's, whose sources may be in a folder of their own", () => {
    const nuxt = '{ "extends": "./.nuxt/tsconfig.json" }';
    expect(pathsOf(nuxt)?.["~/*"]).toEqual(["/app/*"]);
    const paths = pathsOf(nuxt, { "/app/app/a.ts": "" });
    expect(paths?.["@/*"]).toEqual(["/app/app/*"]);
    expect(paths?.["@@/*"]).toEqual(["/app/*"]);
    expect(paths?.["#shared/*"]).toEqual(["/app/shared/*"]);
  });

  test("stand back behind those of the configuration, and are no other's", () => {
    const own = `{ "extends": "./.svelte-kit/tsconfig.json", "compilerOptions": { "paths": { "$lib": ["./lib"] } } }`;
    expect(pathsOf(own)).toEqual({ $lib: ["./lib"] });
    expect(pathsOf('{ "extends": "@x/base" }')).toBeUndefined();
  });
});
