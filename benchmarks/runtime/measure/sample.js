// Runs in a process of its own: warms one program up, measures it, and prints what it measured.
import { pathToFileURL } from "node:url";
import { median } from "./statistics.js";

const warmUp = 400; // ms
const wanted = 200; // ms, of a sample whose number of operations is free
const budget = 1500; // ms, for all samples
const mostSamples = 9;

/** @type {{ program: string, operations: number, growth: string, measure: "wall" | "cpu" | "figures", parameters: object, debug: boolean }} */
const task = JSON.parse(process.argv[2] ?? "{}");
const { default: program } = await import(pathToFileURL(task.program).href);
const options = { ...task.parameters, ...(task.debug ? { debug: true } : {}) };

const figures =
  task.measure === "figures" ? await measureItself() : await measureTime(task.measure);
// What still sleeps has been measured: to end it in order would take longer.
process.stdout.write(`${JSON.stringify(figures)}\n`, () => process.exit(0));

function measureItself() {
  return new Promise((resolve, reject) => {
    program(task.operations, { ...options, report: resolve }).then(undefined, reject);
  });
}

/** @param {"wall" | "cpu"} clock */
async function measureTime(clock) {
  let operations = Math.ceil(task.operations / 10);
  let spent = 0;
  for (let i = 0; spent < warmUp && i < 20; i++) {
    const { wall } = await sample(operations);
    spent += wall;
    if (task.growth === "any") {
      operations = resize(operations, wall);
    }
  }
  if (task.growth === "fixed") {
    operations = task.operations;
  }
  const samples = [];
  spent = 0;
  while (samples.length < mostSamples && (spent < budget || samples.length === 0)) {
    const measured = await sample(operations);
    spent += measured.wall;
    samples.push((measured[clock] * 1e6) / measured.done);
  }
  return { time: median(samples) };
}

/**
 * The number of operations that fill a sample, at the pace seen in the last one.
 *
 * @param {number} operations
 * @param {number} wall
 */
function resize(operations, wall) {
  const fitting = Math.ceil((operations * wanted) / Math.max(wall, 0.1));
  return Math.min(Math.max(fitting, 100), operations * 10);
}

/** @param {number} operations */
async function sample(operations) {
  const start = performance.now();
  const cpuBefore = process.cpuUsage();
  const done = await program(operations, options);
  const cpuSpent = process.cpuUsage(cpuBefore);
  const wall = performance.now() - start;
  if (!(done >= operations)) {
    throw new Error(`${task.program} did ${done} operations where ${operations} were asked for`);
  }
  return { wall, cpu: (cpuSpent.user + cpuSpent.system) / 1000, done };
}
