import { createQueue, run, spawn } from "effection";

export default (count) => {
  const rounds = Math.ceil(count / 2);
  return run(function* () {
    const there = createQueue();
    const back = createQueue();
    const partner = yield* spawn(function* () {
      for (let i = 0; i < rounds; i++) {
        const { value } = yield* there.next();
        back.add(value + 1);
      }
    });
    let messages = 0;
    for (let i = 0; i < rounds; i++) {
      there.add(messages + 1);
      messages = (yield* back.next()).value;
    }
    yield* partner;
    return messages;
  });
};
