import { builtinModule } from "../platform.js";
import type { ProgramTime } from "./budget.js";

/** Microseconds of the processor, as Node gives them. */
interface Usage {
  readonly user: number;
  readonly system: number;
}

/** The part of `node:process` that this uses. The first is newer than Node 20. */
interface ProcessTime {
  threadCpuUsage?(): Usage;
  cpuUsage(): Usage;
}

/** The part of `node:perf_hooks` that this uses. */
interface LoopTime {
  readonly performance: { eventLoopUtilization(): { readonly idle: number } };
}

const MICROSECONDS_IN_A_MILLISECOND = 1_000;

/** How this thread spends its time. On Node 20 the work of all threads of the process counts as its own. */
export function programTime(): ProgramTime {
  const process = builtinModule<ProcessTime>("node:process") as ProcessTime;
  const { performance } = builtinModule<LoopTime>("node:perf_hooks") as LoopTime;
  const usage = (): Usage => process.threadCpuUsage?.() ?? process.cpuUsage();
  return {
    worked() {
      const { user, system } = usage();
      return (user + system) / MICROSECONDS_IN_A_MILLISECOND;
    },
    rested: () => performance.eventLoopUtilization().idle,
  };
}
