import { type ConfigStore, nodeDisk, type ProjectDescription } from "@awaitwise/analyzer";
import type { ReportedProblem } from "../report/report.js";
import { concernsAll } from "../run/changed-files.js";
import { type CheckOutcome, joinOutcomes } from "../run/check-outcome.js";
import { outcomeOf } from "../run/check-sources.js";
import { ProjectCheck } from "../run/project-check.js";

/** What a session watches over, as it is found now. */
export interface Watched {
  readonly configs: ConfigStore;
  readonly projects: readonly ProjectDescription[];
  /** What was named and is left out. */
  readonly ignored: readonly ReportedProblem[];
}

/**
 * Keeps projects open and checks again what a change can have an effect on: the files that changed,
 * those that import them, and all of it where a configuration changed.
 */
export class WatchSession {
  readonly #cwd: string;
  readonly #find: () => Watched;
  #opened: Opened;

  private constructor(cwd: string, find: () => Watched, opened: Opened) {
    this.#cwd = cwd;
    this.#find = find;
    this.#opened = opened;
  }

  /** Checks everything for the first time; `find` is called again whenever a configuration changed. */
  static async start(cwd: string, find: () => Watched): Promise<WatchSession> {
    return new WatchSession(cwd, find, await open(find()));
  }

  /** The configurations that hold now. */
  get configs(): ConfigStore {
    return this.#opened.configs;
  }

  /** What is found now. */
  get outcome(): CheckOutcome {
    const texts = (check: ProjectCheck) => (file: string) => check.project.text(file);
    const outcome = joinOutcomes(
      this.#opened.checks.map((check) => outcomeOf(check, this.#cwd, texts(check))),
    );
    return { ...outcome, problems: [...this.#opened.ignored, ...outcome.problems] };
  }

  /** The folders in which a change can have an effect, those of installed packages left out. */
  get folders(): ReadonlySet<string> {
    const folders = new Set<string>();
    for (const { project, description } of this.#opened.checks) {
      const open = [...description.roots];
      const seen = new Set(open);
      for (let file = open.pop(); file !== undefined; file = open.pop()) {
        addFolders(file.slice(0, file.lastIndexOf("/")), description.directory, folders);
        for (const target of project.dependencies(file)) {
          if (seen.has(target) || target.includes("/node_modules/")) continue;
          seen.add(target);
          open.push(target);
        }
      }
      addFolders(description.directory, description.directory, folders);
    }
    return folders;
  }

  /**
   * Takes notice of files that changed, came to be or went away, and answers whether any of them can
   * have an effect.
   *
   * @throws InputError when a configuration is not valid now; the session stays as it was.
   */
  async update(changed: readonly string[]): Promise<boolean> {
    const relevant = changed.filter((file) => this.#isRelevant(file));
    if (relevant.length === 0) return false;
    if (relevant.some((file) => concernsAll(file, () => true))) {
      this.#opened = await open(this.#find());
    } else for (const check of this.#opened.checks) await check.refresh(relevant);
    return true;
  }

  // Logs and reports are written into the same folders, our own among them. What has no ending may
  // have been a folder of sources.
  #isRelevant(file: string): boolean {
    if (concernsAll(file, () => true) || /\.(?:[cm]?[jt]s|[jt]sx)$/.test(file)) return true;
    const sources = this.#opened.checks.flatMap(({ description }) => description.roots);
    return sources.some((source) => source.startsWith(`${file}/`));
  }
}

interface Opened {
  readonly configs: ConfigStore;
  readonly checks: readonly ProjectCheck[];
  readonly ignored: readonly ReportedProblem[];
}

async function open({ configs, projects, ignored }: Watched): Promise<Opened> {
  const checks = projects.map((project) => new ProjectCheck(project, configs, nodeDisk));
  for (const check of checks) await check.check();
  return { configs, checks, ignored };
}

// The folders between a source and its project's are where new ones come to be.
function addFolders(folder: string, top: string, folders: Set<string>): void {
  for (let at = folder; at !== "" && !folders.has(at); at = at.slice(0, at.lastIndexOf("/"))) {
    folders.add(at);
    if (at === top || !at.startsWith(`${top}/`)) return;
  }
}
