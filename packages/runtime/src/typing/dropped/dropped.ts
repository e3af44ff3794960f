// Linted by a test: each dropped line is reported, and nothing else.
import { coroutine, createTask, gather, run, sleep, wait } from "../../index.js";

const work = coroutine(async (n: number) => n);

export async function dropped() {
  work(1); // dropped
  sleep(10); // dropped
  createTask(work(1)); // dropped
  createTask(async () => 1); // dropped
  gather(work(1), work(2)); // dropped
  run(async () => 1); // dropped
}

export async function kept() {
  await work(1);
  await createTask(work(1));
  const [a, b] = await gather(work(1), work(2));
  const task = createTask(work(a + b));
  await wait([task]);
  void createTask(work(3));
  return work(4);
}

export const returned: () => Promise<number> = () => work(5);
