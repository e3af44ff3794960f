import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { EventLoop } from "../loop/event-loop.js";
import { waitOutside } from "./wait-outside.js";

/** Two sockets that are connected to each other: one to keep, one to give to a process. */
export class SocketPair {
  private constructor(
    readonly ours: Socket,
    readonly theirs: Socket,
  ) {}

  static async open(loop: EventLoop): Promise<SocketPair> {
    const place = newPlace();
    const server = createServer();
    let theirs: Socket | undefined;
    let ours: Socket | undefined;
    try {
      return await waitOutside<SocketPair>(
        loop,
        ({ succeed, fail }) => {
          const both = (): void => {
            if (ours !== undefined && theirs !== undefined && !theirs.connecting) {
              succeed(new SocketPair(ours, theirs));
            }
          };
          server.on("error", fail).on("connection", (socket) => {
            ours = socket;
            both();
          });
          server.listen(place, () => {
            theirs = connect(place, both).on("error", fail);
          });
        },
        () => {
          ours?.destroy();
          theirs?.destroy();
        },
        () => "a pair of sockets",
      );
    } finally {
      server.close();
      if (process.platform !== "win32") {
        // awaitwise-ignore-next-line blocking-call -- an empty folder, and nothing of the loop in between
        rmSync(path.dirname(place), { recursive: true, force: true });
      }
    }
  }
}

/** A place that nobody else can reach: a folder of this user's alone, or a name that nobody can guess. */
function newPlace(): string {
  return process.platform === "win32"
    ? `\\\\.\\pipe\\awaitwise-${randomUUID()}`
    : path.join(mkdtempSync(path.join(tmpdir(), "awaitwise-")), "pair");
}
