import type { LibraryCall } from "./library-models.js";

/** What a call does that only computes: what others do is said on top of it. */
export function plainCall(name: string): LibraryCall {
  return {
    name,
    reads: [],
    writes: [],
    latency: "none",
    changes: [],
    runs: [],
    passesFresh: false,
    returns: undefined,
    connection: undefined,
    hazards: [],
  };
}
