import { InputError } from "@awaitwise/analyzer";
import { sleep } from "@awaitwise/runtime";
import { type Endpoint, listeningPorts } from "./listening-ports.js";
import { commandLine, listensToSignal } from "./target-process.js";

/** Where a process's inspector is to be reached. */
export interface InspectorEndpoint {
  readonly url: string;
  /** Whether it was opened for this, and is to be closed again. */
  readonly wasOpened: boolean;
}

const DEFAULT_PORT = 9229;
const LOOK_EVERY = 25;

/**
 * Finds the inspector of a Node process, and opens it where it is closed.
 *
 * @param timeout in milliseconds, for the inspector to open
 * @throws InputError where it does not open
 */
export async function openInspector(pid: number, timeout: number): Promise<InspectorEndpoint> {
  const before = listeningPorts(pid);
  const started = commandLine(pid);
  const own = inspectorPort(started);
  // A program's own servers are asked only where its inspector must be among them.
  const isOpen = /--inspect(?:-brk|-wait)?(?:[=\s]|$)/.test(started);
  const open = await firstInspector(
    before === undefined ? [localhost(own)] : before.filter(({ port }) => isOpen || port === own),
  );
  if (open !== undefined) return { url: open, wasOpened: false };
  if (process.platform !== "win32" && !listensToSignal(pid)) {
    throw new InputError(
      `Process ${pid} refuses to open its inspector: it does not listen to SIGUSR1; start it without --disable-sigusr1, or with --inspect`,
    );
  }
  signal(pid);
  for (let waited = 0; waited < timeout; waited += LOOK_EVERY) {
    await sleep(LOOK_EVERY);
    const now = listeningPorts(pid);
    const fresh =
      now === undefined
        ? [localhost(own)]
        : now.filter(({ port }) => !before?.some((known) => known.port === port));
    const url = await firstInspector(fresh);
    if (url !== undefined) return { url, wasOpened: true };
  }
  // It may have been open all the time, at a port that the program chose.
  const hidden = await firstInspector(before ?? []);
  if (hidden !== undefined) return { url: hidden, wasOpened: false };
  throw new InputError(
    `Process ${pid} did not open its inspector within ${timeout} ms: it is blocked in a call outside of JavaScript, it handles SIGUSR1 itself, or port ${own} is taken; its standard error says more`,
  );
}

function localhost(port: number): Endpoint {
  return { host: "127.0.0.1", port };
}

/** The port that the process would use for its inspector. */
function inspectorPort(started: string): number {
  const flags = /--(?:inspect|inspect-brk|inspect-wait|inspect-port|debug-port)=(?:\S*:)?(\d+)\b/;
  const port = flags.exec(started)?.[1];
  return port === undefined ? DEFAULT_PORT : Number(port);
}

function signal(pid: number): void {
  try {
    (process as unknown as { _debugProcess(pid: number): void })._debugProcess(pid);
  } catch (error) {
    throw new InputError(`Process ${pid} cannot be signalled: ${(error as Error).message}`);
  }
}

/** The address to speak to, of the first endpoint that is an inspector. */
async function firstInspector(endpoints: readonly Endpoint[]): Promise<string | undefined> {
  for (const endpoint of endpoints) {
    const url = await inspectorAt(endpoint);
    if (url !== undefined) return url;
  }
  return undefined;
}

/** In milliseconds: the inspector's own thread answers at once, whatever the program does. */
const ANSWER_LIMIT = 1_000;

async function inspectorAt({ host, port }: Endpoint): Promise<string | undefined> {
  try {
    const response = await fetch(`http://${host}:${port}/json/list`, {
      signal: AbortSignal.timeout(ANSWER_LIMIT),
    });
    const [target] = (await response.json()) as { readonly webSocketDebuggerUrl?: string }[];
    return target?.webSocketDebuggerUrl;
  } catch {
    return undefined; // Another server, or none any more.
  }
}
