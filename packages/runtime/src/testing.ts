/**
 * What tests of concurrent programs need: `@awaitwise/runtime/testing`.
 */
export { VirtualClock } from "./loop/clock.js";
export { type Exploration, type ExploreOptions, explore } from "./testing/explore.js";
export { ExploreError } from "./testing/explore-error.js";
export { runVirtual } from "./testing/run-virtual.js";
export type { Choice, Decision, Deviation } from "./testing/schedule.js";
export { Sequencer } from "./testing/sequencer.js";
