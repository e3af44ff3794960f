#!/usr/bin/env node
import module from "node:module";

// From Node 22.1 on, what is compiled once is kept: the compiler that the analysis loads is large.
module.enableCompileCache?.();
const { runProcess } = await import("../dist/run-process.js");
await runProcess();
