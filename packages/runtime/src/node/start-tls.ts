import type { Socket } from "node:net";
import { type ConnectionOptions, connect, TLSSocket, type TLSSocketOptions } from "node:tls";
import { RuntimeError } from "../errors.js";
import type { Channel } from "./channel.js";
import { ConnectionResetError } from "./stream-errors.js";
import { waitOutside } from "./wait-outside.js";

/** Node's own options of a TLS connection: `ca`, `cert`, `key`, `servername`, `rejectUnauthorized`, ... */
export type StartTlsOptions = ConnectionOptions & TLSSocketOptions;

/** Makes the channel's connection a TLS connection; where that fails the connection is closed. */
export async function startTls(
  channel: Channel,
  isServerSide: boolean,
  options: StartTlsOptions,
): Promise<void> {
  if (channel.isSecure) {
    throw new RuntimeError("The connection is a TLS connection already");
  }
  if (channel.isClosing) {
    throw new RuntimeError("The connection is closed: TLS cannot start on it");
  }
  await channel.drain();
  channel.detach();
  const secure = isServerSide
    ? new TLSSocket(channel.socket, { ...options, isServer: true })
    : connect({ ...options, socket: channel.socket });
  channel.replaceSocket(secure);
  await handshake(channel, secure, isServerSide ? "secure" : "secureConnect");
  secure.allowHalfOpen = true;
}

async function handshake(
  channel: Channel,
  secure: Socket,
  success: "secure" | "secureConnect",
): Promise<void> {
  await waitOutside<void>(
    channel.loop,
    ({ succeed, fail }) => {
      secure.once(success, () => succeed());
      secure.once("error", fail);
      // What a server learns of a handshake that failed; without it, it learns only of the end.
      secure.once("_tlsError", fail);
      secure.once("close", () =>
        fail(new ConnectionResetError("The connection was closed during the handshake")),
      );
    },
    () => channel.abort(),
    () => `the TLS handshake of ${channel.place}`,
  );
}
