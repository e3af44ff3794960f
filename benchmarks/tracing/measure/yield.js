// The runtime's benchmark `yield`: tasks that do nothing but let each other go first.
import { gather, run, sleep } from "@awaitwise/runtime";

const [tasks = 1, turns = 1] = process.argv.slice(2).map(Number);
const each = Math.ceil(turns / tasks);

async function work() {
  for (let turn = 0; turn < each; turn++) await sleep(0);
}

const main = () => gather(Array.from({ length: tasks }, () => () => work()));
const cpu = process.cpuUsage();
const begun = performance.now();
await run(main);
const wall = performance.now() - begun;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(JSON.stringify({ cpu: (user + system) / 1000, wall }));
