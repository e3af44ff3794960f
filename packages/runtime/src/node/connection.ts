import type { Socket } from "node:net";
import type { EventLoop } from "../loop/event-loop.js";
import { Channel } from "./channel.js";
import type { ConnectionEnd } from "./connection-end.js";
import { StreamReader } from "./stream-reader.js";
import { StreamWriter } from "./stream-writer.js";

/** A connection: what comes, and where to write to. */
export type Streams = [reader: StreamReader, writer: StreamWriter];

export interface ConnectionParts {
  readonly loop: EventLoop;
  readonly socket: Socket;
  /** Of the reader, in bytes. */
  readonly limit: number | undefined;
  readonly isSecure: boolean;
  readonly isServerSide: boolean;
  readonly end?: ConnectionEnd;
}

/** Puts streams on a socket of Node's that is connected. */
export function streamsOf(parts: ConnectionParts): Streams {
  const { loop, socket, limit, isSecure, isServerSide, end } = parts;
  const reader = new StreamReader(limit === undefined ? { loop } : { loop, limit });
  const channel = new Channel(loop, socket, reader, isSecure, end);
  return [reader, new StreamWriter(channel, isServerSide)];
}
