type Json = Readonly<Record<string, unknown>>;

/** The contents of nx.json with defaults for the target `awaitwise`, which Nx takes from scripts. */
export function withNxTarget(nx: Json): Json {
  const defaults = (nx.targetDefaults ?? {}) as Json;
  return {
    ...nx,
    targetDefaults: {
      ...defaults,
      awaitwise: {
        cache: true,
        // A callee that turns async in one project is found in those that depend on it.
        inputs: ["default", "^default", "{workspaceRoot}/awaitwise.config.*"],
        outputs: [],
      },
    },
  };
}

/** The contents of package.json with a script that checks. */
export function withNxScript(manifest: Json): Json {
  const scripts = (manifest.scripts ?? {}) as Json;
  return {
    ...manifest,
    scripts: { ...scripts, awaitwise: scripts.awaitwise ?? "awaitwise check" },
  };
}
