import { asksOutsideByName } from "../model/effects/named-read.js";
import { calledName } from "./names.js";
import type { WaitedCall } from "./units.js";

/**
 * Tells whether an awaited call is named for what it asks of somebody outside of the program (`getUser`,
 * `fetchOrders`), and for nothing that it would change, keep or open.
 */
export function asksByItsName(call: WaitedCall): boolean {
  return asksOutsideByName(calledName(call));
}
