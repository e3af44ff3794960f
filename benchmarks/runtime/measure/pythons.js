import { spawnSync } from "node:child_process";

/** @import { Platform } from "./types.js" */

/**
 * The Python for asyncio: `PYTHON`, or the first there is of python3.13, python3.15 and python3.
 * The one for uvloop: `AWAITWISE_UVLOOP_PYTHON`, or Debian's, where it can import it.
 *
 * @returns {Map<string, Platform>} by the peer's id; a peer that cannot run is not in it
 */
export function findPythons() {
  const found = new Map();
  const candidates =
    process.env.PYTHON === undefined
      ? ["python3.13", "python3.15", "python3"]
      : [process.env.PYTHON];
  for (const command of candidates) {
    const version = ask(command, "import asyncio, platform; print(platform.python_version())");
    if (version !== null && !found.has("asyncio")) {
      found.set("asyncio", { name: `CPython ${version}`, command, major: null });
    }
  }
  const command = process.env.AWAITWISE_UVLOOP_PYTHON ?? "/usr/bin/python3";
  const versions = ask(
    command,
    "import platform, uvloop; print(f'uvloop {uvloop.__version__}, CPython {platform.python_version()}')",
  );
  if (versions !== null) {
    found.set("uvloop", { name: versions, command, major: null });
  }
  return found;
}

/**
 * What a Python program prints, null where it fails. asyncio.Runner, for one, is new in 3.11.
 *
 * @param {string} command
 * @param {string} program
 */
function ask(command, program) {
  const done = spawnSync(command, ["-c", `from asyncio import Runner; ${program}`], {
    encoding: "utf8",
  });
  return done.status === 0 ? done.stdout.trim() : null;
}
