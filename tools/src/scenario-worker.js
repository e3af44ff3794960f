import { parentPort, workerData } from "node:worker_threads";
import { runScenario } from "../../packages/runtime/dist/conformance/run-scenario.js";

for (const scenario of workerData) {
  parentPort.postMessage(await runScenario(scenario));
}
