// `node --import ./timed-console.mjs PROGRAM` runs a program on virtual time, and begins every line
// that it prints with the time of its event loop in milliseconds.
import { EventLoop, setEventLoopFactory } from "@awaitwise/runtime";
import { VirtualClock } from "@awaitwise/runtime/testing";

let clock = new VirtualClock();

setEventLoopFactory(() => {
  clock = new VirtualClock();
  return new EventLoop({ clock });
});

const log = console.log;
console.log = (...values) => log(`${clock.now()}:`, ...values);
