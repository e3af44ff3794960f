/** Tells whether a function is named for changing, telling or holding something: `sendMail`, `acquireLock`, `deleteAll`. */
export function actsByName(name: string): boolean {
  // A block that is asked for is none that locks.
  return acts.test(asks.test(name) ? name.replaceAll("Block", "") : name);
}

/** Tells whether it is named for what is done once and for all: `charge`, `signIn`, `run`. */
export function settlesByName(name: string): boolean {
  return settles.test(name);
}

/** Tells whether it is named for using something up: `charge`, `redeem`. */
export function spendsByName(name: string): boolean {
  return /^\$?(charge|consume|pay(?!load)|redeem|spend)/i.test(name);
}

const asks = /^(get|estimate|fetch|find|list|query|read)/;

const acts =
  /lock|acquire|transaction|commit|rollback|publish|dispatch|prompt|confirm|emit|enqueue|send|write|^(?:save|insert|delete|remove|upsert|notify|cancel)/i;

const settles =
  /^\$?(authenticate|charge|commit|consume|exec|execute|(log|sign)_?(in|off|on|out|up)|pay|redeem|run|spend)/i;
