/**
 * Puts a whole program on virtual time without changing it:
 *
 *     node --import @awaitwise/runtime/testing/virtual-time app.js
 *
 * Every loop of the process that nobody makes by hand runs on a virtual clock of its own.
 */
import { VirtualClock } from "../loop/clock.js";
import { setEventLoopFactory } from "../loop/current-event-loop.js";
import { EventLoop } from "../loop/event-loop.js";

setEventLoopFactory(() => new EventLoop({ clock: new VirtualClock() }));
