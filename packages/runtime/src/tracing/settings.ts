import { environmentVariable } from "../platform.js";

/** What a trace may cost, and what it holds. */
export interface TraceSettings {
  /** The part of the program's time that recording may take, over 0 and up to 1. */
  readonly share: number;
  /** In bytes: what comes when the file is as large as this is left out. */
  readonly mostBytes: number;
  /** Whether awaits in `node_modules` are recorded too. */
  readonly dependencies: boolean;
}

const BYTES_IN_A_MEGABYTE = 1_000_000;
const DEFAULT_SHARE = 0.2;
const DEFAULT_LIMIT = 256;

/**
 * What the environment says: `AWAITWISE_TRACE_SHARE`, `AWAITWISE_TRACE_LIMIT` in megabytes, and
 * `AWAITWISE_TRACE_DEPENDENCIES`.
 *
 * @throws RangeError where a value means nothing
 */
export function traceSettings(): TraceSettings {
  return {
    share: numberFrom("AWAITWISE_TRACE_SHARE", DEFAULT_SHARE, 1, "a part of 1, as in 0.2"),
    mostBytes:
      numberFrom("AWAITWISE_TRACE_LIMIT", DEFAULT_LIMIT, Number.MAX_SAFE_INTEGER, "megabytes") *
      BYTES_IN_A_MEGABYTE,
    dependencies: (environmentVariable("AWAITWISE_TRACE_DEPENDENCIES") ?? "") !== "",
  };
}

function numberFrom(name: string, otherwise: number, most: number, wanted: string): number {
  const text = environmentVariable(name) ?? "";
  if (text === "") {
    return otherwise;
  }
  const value = Number(text);
  if (!(value > 0 && value <= most)) {
    throw new RangeError(`${name} is "${text}": set it to ${wanted}, or not at all`);
  }
  return value;
}
