import { resolve } from "node:path";
import {
  type ConfigStore,
  type Disk,
  InputError,
  Measurements,
  nodeDisk,
  type ProjectDescription,
  type RuleMeta,
  rules,
  Stopwatch,
} from "@awaitwise/analyzer";
import { joinSeen, type Seen } from "@awaitwise/analyzer/basics";
import type { TracingDisk } from "@awaitwise/analyzer/memory";
import type { AllowedSafety } from "../fixing/choose-fixes.js";
import { overlayDisk } from "../fixing/overlay-disk.js";
import type { CheckFlags } from "../options/check-options.js";
import type { SourceText } from "../report/source-text.js";
import { textsOf } from "../report/texts-of.js";
import type { Terminal } from "../terminal/terminal.js";
import { changedFiles, concernsAll } from "./changed-files.js";
import { checkCacheOf } from "./check-cache-of.js";
import { checkInWorkers, type TracedOutcome, workerCount } from "./check-in-workers.js";
import type { CheckOutcome } from "./check-outcome.js";
import { type CheckRequest, checkSources } from "./check-sources.js";
import { isAboutChanges } from "./is-about-changes.js";
import { bySaving, measuringNotes } from "./measuring.js";
import { projectProgress } from "./progress.js";
import { shardOf } from "./shard.js";
import { stagedTexts } from "./staged-texts.js";
import { type Targets, targetsOf } from "./targets.js";
import { typesFor } from "./types-for.js";
import { wantedProjects } from "./wanted-projects.js";

/** A check that was run, with what is needed to report it. */
export interface FinishedCheck {
  readonly outcome: CheckOutcome;
  /** The rules there are. */
  readonly rules: readonly RuleMeta[];
  /** The baseline that the configuration names. */
  readonly baseline?: string;
  /** The text of a file by the path that the outcome gives, as it is after fixing. */
  texts(file: string): SourceText | undefined;
}

/** A check that was run here and now. */
export interface FreshCheck extends FinishedCheck {
  /** What is worth knowing about this run, and not about the next. */
  readonly notes: readonly string[];
  /** What went wrong beside the sources, and was done without: for standard error, each said once. */
  readonly failures: readonly string[];
  /** Milliseconds by rule, where they were asked for. */
  readonly times?: ReadonlyMap<string, number>;
  /** What of the disk it was made from; `undefined` where that is not known or not all. */
  readonly seen: Seen | undefined;
}

/** What a run looks at, as the command line says. */
export interface Scope {
  readonly targets: Targets;
  readonly configs: ConfigStore;
  /** The disk, with the text of standard input in its place. */
  readonly disk: Disk;
  /** The files of which another text is staged than stands in the working tree. */
  readonly stagedOnly?: ReadonlySet<string>;
  /** The absolute path that standard input stands for. */
  readonly stdinFile?: string;
}

/**
 * Reads what a command line says of what to look at.
 *
 * @throws InputError where paths contradict each other or do not exist.
 */
export async function scopeOf(
  paths: readonly string[],
  flags: CheckFlags,
  configs: ConfigStore,
  terminal: Terminal,
  tracing?: Disk,
): Promise<Scope> {
  const { cwd } = terminal;
  if (flags.stdin !== true) {
    const { changed, since, staged } = flags;
    const partly =
      staged === true && changed !== true && since === undefined
        ? await stagedTexts(cwd)
        : new Map<string, string>();
    const plain = tracing ?? nodeDisk;
    const disk = partly.size === 0 ? plain : overlayDisk(partly, plain);
    const stagedOnly = new Set(partly.keys());
    return {
      targets: { ...targetsOf(paths, flags.project, cwd, disk), disk },
      configs,
      disk,
      stagedOnly,
    };
  }
  if (paths.length > 0) {
    throw new InputError("Paths and --stdin exclude each other: leave one of them out");
  }
  if (flags.stdinFilename === undefined) {
    throw new InputError("--stdin needs --stdin-filename, for the project and the configuration");
  }
  const stdinFile = resolve(cwd, flags.stdinFilename).replaceAll("\\", "/");
  const disk = overlayDisk(new Map([[stdinFile, await terminal.readStdin()]]));
  const targets: Targets = {
    cwd,
    paths: [stdinFile],
    named: flags.stdinFilename,
    wanted: () => true,
    disk,
    ...(flags.project === undefined ? {} : { project: flags.project }),
  };
  return { targets, configs, disk, stdinFile };
}

/** Checks what the scope and the flags say, and applies fixes in memory. */
export async function runCheck(
  scope: Scope,
  flags: CheckFlags,
  terminal: Terminal,
  tracing?: TracingDisk,
): Promise<FreshCheck> {
  const { cwd } = terminal;
  const { targets, configs, disk, stdinFile, stagedOnly } = scope;
  const { projects, ignored } = wantedProjects(targets, configs);
  const types = typesFor(flags);
  const shard = flags.shard === undefined ? projects : shardOf(projects, flags.shard);
  const part = shard.map((project) => ({ ...project, types }));
  const changed = isAboutChanges(flags) ? await changedFiles(flags, cwd) : undefined;
  const fix = allowedSafety(flags);
  const only =
    changed === undefined || changed.some((file) => concernsAll(file, disk.fileExists))
      ? {}
      : { changed };
  const measurements =
    flags.trace === undefined ? undefined : Measurements.read(flags.trace, nodeDisk, cwd);
  const workers =
    fix === undefined &&
    measurements === undefined &&
    stdinFile === undefined &&
    !stagedOnly?.size &&
    flags.profileRules !== true
      ? workerCount(part, flags.concurrency)
      : 1;
  const stopwatch = flags.profileRules === true ? new Stopwatch(terminal.now) : undefined;
  const { outcome, notes, failures, seen } =
    workers > 1
      ? await checkInWorkers({ cwd, flags: sharedFlags(flags), projects: part, ...only }, workers)
      : await checkHere(part, scope, flags, only, terminal, tracing, stopwatch, measurements);
  const own = tracing?.seen();
  const { baseline } = configs.root();
  const after = new Map(outcome.rewrites.map(({ file, after: text }) => [file, text]));
  return {
    outcome: {
      ...outcome,
      findings: measurements === undefined ? outcome.findings : bySaving(outcome.findings),
      problems: [...ignored, ...outcome.problems],
    },
    rules,
    ...(baseline === undefined ? {} : { baseline }),
    texts: textsOf(cwd, overlayDisk(after, disk).readFile),
    failures,
    notes: measurements === undefined ? notes : [...notes, ...measuringNotes(measurements, cwd)],
    ...(stopwatch === undefined ? {} : { times: stopwatch.times }),
    seen: own === undefined || seen === undefined ? undefined : joinSeen(own, seen),
  };
}

async function checkHere(
  projects: readonly ProjectDescription[],
  { configs, disk, stdinFile, stagedOnly }: Scope,
  flags: CheckFlags,
  only: Pick<CheckRequest, "changed">,
  terminal: Terminal,
  tracing: TracingDisk | undefined,
  stopwatch: Stopwatch | undefined,
  measurements: Measurements | undefined,
): Promise<TracedOutcome> {
  const { cwd } = terminal;
  const notes: string[] = [];
  const onNote = (note: string): void => void notes.push(note);
  const failures = new Set<string>();
  const fix = allowedSafety(flags);
  const onDisk =
    stdinFile === undefined &&
    !stagedOnly?.size &&
    stopwatch === undefined &&
    measurements === undefined;
  const cache = onDisk ? checkCacheOf(flags, cwd, onNote, tracing) : undefined;
  const progress = projectProgress(terminal, projects.length);
  try {
    const outcome = await checkSources({
      cwd,
      projects,
      configs,
      disk,
      mayEdit: mayEditOf(configs, stdinFile, stagedOnly),
      onProject: progress.show,
      onNote,
      onFailure: (failure) => void failures.add(failure),
      ...only,
      ...(cache === undefined ? {} : { cache }),
      ...(fix === undefined ? {} : { fix }),
      ...(stopwatch === undefined ? {} : { stopwatch }),
      ...(measurements === undefined ? {} : { measurements }),
    });
    return { outcome, notes, failures: [...failures], seen: tracing?.seen() };
  } finally {
    progress.clear();
  }
}

// What goes to a worker is copied, and must be plain data.
function sharedFlags({ rule, preset, config, cache, cacheLocation }: CheckFlags) {
  return {
    ...(rule === undefined ? {} : { rule }),
    ...(preset === undefined ? {} : { preset }),
    ...(config === undefined ? {} : { config }),
    ...(cache === undefined ? {} : { cache }),
    ...(cacheLocation === undefined ? {} : { cacheLocation }),
  };
}

function allowedSafety(flags: CheckFlags): AllowedSafety | undefined {
  if (flags.fixDangerous === true) return new Set(["safe", "suggested", "dangerous"]);
  if (flags.fixSuggested === true) return new Set(["safe", "suggested"]);
  return flags.fix === true || flags.diff === true ? new Set(["safe"]) : undefined;
}

// A fix may change the callers of a function, but nobody asked for other people's code to be changed.
function mayEditOf(
  configs: ConfigStore,
  stdinFile: string | undefined,
  stagedOnly: ReadonlySet<string> = new Set(),
) {
  return (file: string): string | undefined => {
    if (stdinFile !== undefined && file !== stdinFile) return "it would change another file too";
    if (stagedOnly.has(file)) return "it has changes that are not staged; stage or stash them";
    if (file.includes("/node_modules/")) return "it would change an installed package";
    return configs.ignoredBy(file) === undefined ? undefined : "it would change an ignored file";
  };
}
