export { type Config, defineConfig } from "@awaitwise/analyzer";
export { main } from "./main.js";
export { runProcess } from "./run-process.js";
export type { OutputStream, Terminal } from "./terminal/terminal.js";
