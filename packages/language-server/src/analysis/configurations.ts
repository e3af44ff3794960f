import { dirname } from "node:path";
import {
  ConfigStore,
  checkNearbyWithConfig,
  checkWithConfig,
  type Finding,
  InputError,
  type Measurements,
  type Project,
} from "@awaitwise/analyzer";
import type { Settings } from "../settings.js";

/** The configurations of a workspace, read the way the command line reads them. */
export class Configurations {
  readonly #stores = new Map<string, ConfigStore>();
  readonly #sources = new Set<string>();
  readonly #warn: (message: string) => void;

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /**
   * Checks a file as its configuration says. One that cannot be read is told, and the defaults hold:
   * a comma too many must not take all findings away.
   */
  check(
    project: Project,
    file: string,
    folder: string | undefined,
    settings: Settings,
    measurements?: Measurements,
  ): readonly Finding[] {
    const store = this.storeOf(file, folder, settings);
    try {
      for (const source of store.forFile(file).sources) this.#sources.add(source);
      if (store.ignoredBy(file) !== undefined) return [];
      return checkWithConfig(project, file, store, { incremental: true, measurements }).findings;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#warn(error.message);
      return project.check(file, settings.preset === undefined ? {} : { preset: settings.preset });
    }
  }

  /**
   * What of it can be told before the project is read, as `checkNearbyWithConfig`; `undefined` where nothing can,
   * or the configuration cannot be read.
   */
  checkNearby(
    project: Project,
    file: string,
    folder: string | undefined,
    settings: Settings,
  ): readonly Finding[] | undefined {
    const store = this.storeOf(file, folder, settings);
    try {
      if (store.ignoredBy(file) !== undefined) return undefined;
      return checkNearbyWithConfig(project, file, store);
    } catch (error) {
      // The check of the whole project tells of it.
      if (!(error instanceof InputError)) throw error;
      return undefined;
    }
  }

  /** The configuration file that holds for a file, or `undefined` for the defaults. */
  pathFor(file: string, folder: string | undefined, settings: Settings): string | undefined {
    try {
      return this.storeOf(file, folder, settings).forFile(file).path;
    } catch {
      return undefined;
    }
  }

  /** Whether what a configuration says can change with a file. */
  dependsOn(file: string): boolean {
    return (
      this.#sources.has(file) ||
      /\/(awaitwise\.config\.[^/]+|package\.json|\.gitignore)$/.test(file)
    );
  }

  /** Forgets what was read, for the next question to read it again. */
  forget(): void {
    this.#stores.clear();
    this.#sources.clear();
  }

  /** The configurations that hold for a file of a workspace folder. */
  storeOf(file: string, folder: string | undefined, { config, preset }: Settings): ConfigStore {
    const cwd = folder ?? dirname(file);
    const key = JSON.stringify([cwd, config, preset]);
    let store = this.#stores.get(key);
    if (store === undefined) {
      store = new ConfigStore({
        cwd,
        ...(config === undefined ? {} : { config }),
        ...(preset === undefined ? {} : { preset }),
      });
      this.#stores.set(key, store);
    }
    return store;
  }
}
