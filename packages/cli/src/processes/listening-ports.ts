import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Where a process listens: an address to connect to. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

const LISTENING = "0A";

/**
 * Where the process listens for TCP connections, as Linux shows it under /proc; undefined where the system does not
 * show it.
 */
export function listeningPorts(pid: number): Endpoint[] | undefined {
  try {
    const sockets = socketsOf(pid);
    return ["tcp", "tcp6"].flatMap((table) =>
      readTable(`/proc/${pid}/net/${table}`).flatMap(({ address, state, inode }) =>
        state === LISTENING && sockets.has(inode) ? [endpointOf(address, table)] : [],
      ),
    );
  } catch {
    return undefined;
  }
}

function socketsOf(pid: number): ReadonlySet<string> {
  const folder = `/proc/${pid}/fd`;
  const inodes = readdirSync(folder).flatMap((descriptor) => {
    try {
      const target = readlinkSync(`${folder}/${descriptor}`);
      return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
    } catch {
      return []; // It was closed meanwhile.
    }
  });
  return new Set(inodes);
}

function readTable(file: string): { address: string; state: string; inode: string }[] {
  const [, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => {
    const columns = line.trim().split(/\s+/);
    return { address: columns[1] ?? "", state: columns[3] ?? "", inode: columns[9] ?? "" };
  });
}

/** An address as the kernel writes it: bytes in the machine's order, and the port, in hexadecimal. */
function endpointOf(address: string, table: string): Endpoint {
  const [host = "", port = ""] = address.split(":");
  const isAny = /^0*$/.test(host);
  const bytes = (host.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16));
  const loopback = table === "tcp6" ? "[::1]" : "127.0.0.1";
  return {
    host: isAny || table === "tcp6" ? loopback : bytes.join("."),
    port: Number.parseInt(port, 16),
  };
}
