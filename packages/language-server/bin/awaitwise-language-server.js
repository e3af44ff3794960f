#!/usr/bin/env node
import module from "node:module";

try {
  // From Node 22.1 on, what is compiled once is kept. The thread of the analysis asks for itself.
  module.enableCompileCache?.();
  const { runLanguageServer } = await import("../dist/index.js");
  await runLanguageServer(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
