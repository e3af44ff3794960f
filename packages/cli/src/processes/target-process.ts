import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { constants } from "node:os";
import { basename } from "node:path";
import { InputError } from "@awaitwise/analyzer";

/**
 * Makes sure that the process exists, is ours to ask, and is Node: what is not would be ended by the signal that
 * opens Node's inspector.
 *
 * @throws InputError where it is not so
 */
export function demandNode(pid: number): void {
  try {
    process.kill(pid, 0);
  } catch (error) {
    throw refusal(pid, (error as NodeJS.ErrnoException).code);
  }
  if (!isNode(pid)) {
    throw new InputError(`Process ${pid} is not Node: ${nameOf(pid)}`);
  }
}

/**
 * Whether the process handles the signal that opens the inspector; where that cannot be known, what its command
 * line says.
 */
export function listensToSignal(pid: number): boolean {
  const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readProcess(pid, "status") ?? "")?.[1];
  return caught === undefined
    ? !commandLine(pid).includes("--disable-sigusr1")
    : ((BigInt(`0x${caught}`) >> BigInt(constants.signals.SIGUSR1 - 1)) & 1n) === 1n;
}

/** The command line and what `NODE_OPTIONS` adds to it, as far as the system shows them. */
export function commandLine(pid: number): string {
  if (process.platform === "linux") {
    const options = /(?:^|\0)NODE_OPTIONS=([^\0]*)/.exec(readProcess(pid, "environ") ?? "")?.[1];
    return `${(readProcess(pid, "cmdline") ?? "").replaceAll("\0", " ")} ${options ?? ""}`;
  }
  return fromPs(pid, "args");
}

function refusal(pid: number, code: string | undefined): InputError {
  if (code === "EPERM") {
    return new InputError(
      `Process ${pid} belongs to another user, and may not be looked into: run this as that user`,
    );
  }
  return new InputError(`There is no process ${pid}`);
}

function isNode(pid: number): boolean {
  if (process.platform === "win32") return true; // There no signal is sent, and asking does no harm.
  if (/^node(js)?[-\d.]*$/.test(nameOf(pid))) return true;
  return /\/libnode\.so/.test(readProcess(pid, "maps") ?? "");
}

function nameOf(pid: number): string {
  if (process.platform !== "linux") return basename(fromPs(pid, "comm"));
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, ""));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A zombie has no program any more.
    throw code === "EACCES" ? refusal(pid, "EPERM") : refusal(pid, code);
  }
}

function readProcess(pid: number, file: string): string | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined;
  }
}

function fromPs(pid: number, column: string): string {
  try {
    return execFileSync("ps", ["-o", `${column}=`, "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}
