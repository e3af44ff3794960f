import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";
import {
  IPCMessageReader,
  IPCMessageWriter,
  type MessageReader,
  type MessageWriter,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { ResilientMessageReader } from "./message-reader.js";

/** How the client is reached. */
export type Transport =
  | { readonly kind: "stdio" }
  | { readonly kind: "node-ipc" }
  | { readonly kind: "socket"; readonly port: number }
  | { readonly kind: "pipe"; readonly name: string }
  | { readonly kind: "listen"; readonly port: number };

/** A transport, and the process to outlive by no more than a moment. */
export type TransportChoice = Transport & { readonly clientProcessId?: number };

/**
 * Reads the transport from command line arguments, as `--name=value` or `--name value`. Standard
 * input and output serve where no other is named, and what is not known is ignored.
 *
 * @throws {@link RangeError} when a port is not one.
 */
export function chooseTransport(args: readonly string[]): TransportChoice {
  let transport: Transport = { kind: "stdio" };
  let clientProcessId: number | undefined;
  args.forEach((arg, index) => {
    const [name, attached] = split(arg);
    const value = attached ?? args[index + 1];
    if (name === "--node-ipc") transport = { kind: "node-ipc" };
    else if (name === "--socket") transport = { kind: "socket", port: portIn(name, value) };
    else if (name === "--listen") transport = { kind: "listen", port: portIn(name, value) };
    else if (name === "--pipe") {
      if (value === undefined) throw new RangeError("--pipe has no name: use --pipe=NAME");
      transport = { kind: "pipe", name: value };
    } else if (name === "--clientProcessId" && /^\d+$/.test(value ?? "")) {
      clientProcessId = Number(value);
    }
  });
  return { ...transport, ...(clientProcessId === undefined ? {} : { clientProcessId }) };
}

/** Opens the transport; for `listen`, resolves when a client has come. */
export async function connect(
  transport: Transport,
): Promise<{ reader: MessageReader; writer: MessageWriter }> {
  switch (transport.kind) {
    case "stdio":
      return {
        reader: new ResilientMessageReader(process.stdin),
        writer: new StreamMessageWriter(process.stdout),
      };
    case "node-ipc":
      return { reader: new IPCMessageReader(process), writer: new IPCMessageWriter(process) };
    case "socket":
      return over(await dial(createConnection(transport.port, "127.0.0.1")));
    case "pipe":
      return over(await dial(createConnection(transport.name)));
    case "listen":
      return over(await firstClient(transport.port));
  }
}

function over(socket: Socket): { reader: MessageReader; writer: MessageWriter } {
  return { reader: new ResilientMessageReader(socket), writer: new StreamMessageWriter(socket) };
}

function dial(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.once("connect", () => resolve(socket));
    socket.once("error", reject);
  });
}

function firstClient(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      server.close();
      resolve(socket);
    });
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      process.stderr.write(`Listening on port ${(server.address() as AddressInfo).port}\n`);
    });
  });
}

function split(arg: string): [string, string | undefined] {
  const at = arg.indexOf("=");
  return at === -1 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}

function portIn(name: string, value: string | undefined): number {
  const port = Number(value);
  if (value === undefined || value === "" || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(`${name} is "${value ?? ""}": use a port from 0 to 65535`);
  }
  return port;
}
