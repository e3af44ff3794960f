import { parentPort, workerData } from "node:worker_threads";
import { moduleOfRuntime } from "./build-runtime.js";

const { runScenario } = await import(moduleOfRuntime("run-scenario.js"));
for (const scenario of workerData) {
  parentPort?.postMessage(await runScenario(scenario));
}
