async function work() {
  return 1;
}

export default async (count) => {
  let done = 0;
  for (let i = 0; i < count; i++) {
    done += await work();
  }
  return done;
};
