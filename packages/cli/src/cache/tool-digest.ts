import { fileURLToPath } from "node:url";
import { buildsIn, digestOf, ownDigest } from "@awaitwise/analyzer/basics";
import { version } from "../program/version.js";

let digest: string | undefined;

/** What tells this build of the command line, and of the analyser in it, from every other. */
export function toolDigest(): string {
  if (digest === undefined) {
    const own = fileURLToPath(new URL("..", import.meta.url));
    digest = digestOf([version, ownDigest(), ...buildsIn(own)].join("\n"));
  }
  return digest;
}
