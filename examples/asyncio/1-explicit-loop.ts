// One coroutine on an explicit loop: get the loop, run until complete, close it.
import { getEventLoop, sleep } from "@awaitwise/runtime";

async function main() {
  console.log("start");
  await sleep(1_000);
  console.log("done");
}

const loop = getEventLoop();
await loop.runUntilComplete(main);
loop.close();
