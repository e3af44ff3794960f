import { action } from "effection";

/** Lets others run. Its `sleep(0)` takes a whole timer of Node; this is the quickest way. */
export const giveUpTurn = () =>
  action((resolve) => {
    queueMicrotask(resolve);
    return () => {};
  });
