#!/usr/bin/env node
import { runLanguageServer } from "../dist/index.js";

try {
  await runLanguageServer(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
