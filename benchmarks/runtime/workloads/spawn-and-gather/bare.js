async function work() {
  return 1;
}

export default async (count) => (await Promise.all(Array.from({ length: count }, work))).length;
