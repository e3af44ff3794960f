// A program to look into while it runs: `awaitwise pstree PID`. It prints its number, and lives until it is ended.
import { createTask, gather, Lock, run, sleep, taskGroup } from "@awaitwise/runtime";

const till = new Lock();

async function fetchPrice(symbol) {
  await sleep(3_600_000);
  return symbol.length;
}

async function bookOrder() {
  await till.with(async () => {
    await sleep(3_600_000);
  });
}

async function takeOrders() {
  await taskGroup(async (group) => {
    group.createTask(bookOrder, { name: "order-1" });
    group.createTask(bookOrder, { name: "order-2" });
  });
}

async function serve() {
  const prices = ["A", "B"].map((symbol) =>
    createTask(() => fetchPrice(symbol), { name: `price-${symbol}` }),
  );
  await gather(gather(prices), createTask(takeOrders, { name: "orders" }));
}

await run(async () => {
  const server = createTask(serve, { name: "server" });
  // By then every task waits.
  await sleep(1);
  console.log(process.pid);
  await server;
});
