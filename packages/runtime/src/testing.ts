/**
 * What tests of concurrent programs need: `@awaitwise/runtime/testing`.
 */
export { VirtualClock } from "./loop/clock.js";
export { runVirtual } from "./testing/run-virtual.js";
