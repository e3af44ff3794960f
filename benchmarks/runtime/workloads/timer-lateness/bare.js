const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export default async (count, { report }) => {
  const sleepers = Array.from({ length: count }, async (_, i) => {
    const delay = 1000 + (2000 * ((i * 7919) % count)) / count;
    const due = performance.now() + delay;
    await sleep(delay);
    return performance.now() - due;
  });
  const late = (await Promise.all(sleepers)).sort((a, b) => a - b);
  report({ p99: late[Math.floor(count * 0.99)] });
};
