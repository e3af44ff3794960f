import { isFromPackage } from "../../model/specifier.js";
import type { Origin } from "../../model/type-source.js";

/** Where a function takes its AbortSignal: in a property of one of its arguments. */
export interface SignalPlace {
  /** The index of the argument; -1 for the last one, where any number may come before it. */
  readonly argument: number;
  readonly property: string;
}

/** Says where a library function takes a signal; `undefined` where it is not known to take one. */
export function signalPlace(name: string, origins: readonly Origin[]): SignalPlace | undefined {
  for (const { argument, modules, names, property = "signal" } of takers) {
    const named = names === undefined || names.includes(name);
    if (named && origins.some((origin) => modules.some((one) => isDeclaredBy(origin, one)))) {
      return { argument, property };
    }
  }
  return undefined;
}

interface Taker {
  /** Names of packages and modules; `platform` for what browsers and Node give without an import. */
  readonly modules: readonly string[];
  readonly names?: readonly string[];
  readonly argument: number;
  readonly property?: string;
}

const takers: readonly Taker[] = [
  { modules: ["platform", "node-fetch", "undici", "cross-fetch"], names: ["fetch"], argument: 1 },
  { modules: ["undici"], names: ["request", "stream"], argument: 1 },
  { modules: ["node:fs/promises", "node:fs"], names: ["readFile"], argument: 1 },
  { modules: ["node:fs/promises", "node:fs"], names: ["writeFile"], argument: 2 },
  { modules: ["node:timers/promises"], names: ["setTimeout"], argument: 2 },
  { modules: ["node:timers/promises"], names: ["setImmediate"], argument: 1 },
  { modules: ["node:events"], names: ["once"], argument: 2 },
  { modules: ["node:stream/promises"], names: ["finished"], argument: 1 },
  { modules: ["node:stream/promises"], names: ["pipeline"], argument: -1 },
  { modules: ["node:readline/promises"], names: ["question"], argument: 1 },
  { modules: ["axios"], names: ["delete", "get", "head", "options", "request"], argument: 1 },
  { modules: ["axios"], names: ["patch", "post", "put"], argument: 2 },
  {
    modules: ["ky", "got"],
    names: ["default", "delete", "get", "head", "ky", "got", "patch", "post", "put"],
    argument: 1,
  },
];

function isDeclaredBy(origin: Origin, module: string): boolean {
  if (module !== "platform") return isFromPackage(origin, module);
  // Node's own `fetch` is declared for all, with the types of undici.
  return (
    origin.from === "lib" ||
    (typeof origin.from === "object" &&
      (origin.from.package === "node" || origin.from.package === "undici-types") &&
      (origin.module === undefined || origin.module === "undici-types"))
  );
}
