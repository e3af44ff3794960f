import type { Socket } from "node:net";

/** Where one side of an internet connection is. */
export interface SocketAddress {
  readonly address: string;
  readonly port: number;
  readonly family: "IPv4" | "IPv6";
}

/** The address of this side; null for what has none, as a pipe. */
export function ownAddress(socket: Socket): SocketAddress | null {
  return addressOf(socket.localAddress, socket.localPort, socket.localFamily);
}

/** The address of the other side; null for what has none. */
export function peerAddress(socket: Socket): SocketAddress | null {
  return addressOf(socket.remoteAddress, socket.remotePort, socket.remoteFamily);
}

/** The address as text, the same for an IPv4 address and for its form in IPv6. */
export function placeName({ address, port }: SocketAddress): string {
  return `${address.replace(/^::ffff:(?=\d+\.)/, "")}:${port}`;
}

function addressOf(
  address: string | undefined,
  port: number | undefined,
  family: string | undefined,
): SocketAddress | null {
  return address === undefined || port === undefined
    ? null
    : { address, port, family: family === "IPv6" ? "IPv6" : "IPv4" };
}
