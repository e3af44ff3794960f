const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export default async (count) => {
  const sleepers = Array.from({ length: count }, async (_, i) => {
    await sleep(1 + ((i * 7919) % 1000));
    return 1;
  });
  return (await Promise.all(sleepers)).length;
};
