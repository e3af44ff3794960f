import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { Channel } from "./channel.js";

/** A process that answers what it is asked once there is a file of the name that it is asked about. */
const patient = `
  const { existsSync } = require("node:fs");
  let seen = Buffer.alloc(0);
  process.stdin.on("data", (chunk) => {
    seen = Buffer.concat([seen, chunk]);
    const name = seen.subarray(4, 4 + seen[3]);
    const at = 4 + name.length;
    const body = seen.subarray(at + 2, at + 2 + seen[at + 1]);
    if (seen.length < at + 2 + body.length) return;
    seen = Buffer.alloc(0);
    const answer = () => {
      if (!existsSync(body.toString())) return setTimeout(answer, 1);
      process.stdout.write(Buffer.concat([Buffer.from([0x93, 4, 0xc4, name.length]), name, Buffer.from([0xc4, body.length]), body]));
    };
    answer();
  });
`;

// Where pipes cannot be read as files, there is no such process.
const where = process.platform === "win32" ? test.skip : test;

where("work is gone on with while the process is busy, and no longer", () => {
  const folder = mkdtempSync(join(tmpdir(), "awaitwise-channel-"));
  const channel = new Channel(process.execPath, ["-e", patient], new Map());
  try {
    const [first, second] = [join(folder, "first"), join(folder, "second")];
    let pieces = 0;
    const answered = channel.request("wait", first, () => {
      pieces += 1;
      if (pieces === 3) writeFileSync(first, "");
      return pieces < 3;
    });
    expect([answered.toString(), pieces, existsSync(first)]).toEqual([first, 3, true]);

    // What fails is left, and the answer read all the same.
    const failing = channel.request("wait", second, () => {
      writeFileSync(second, "");
      throw new Error("no");
    });
    expect(failing.toString()).toBe(second);

    expect(channel.request("wait", first).toString()).toBe(first);
    expect(pieces).toBe(3);
  } finally {
    channel.close();
    rmSync(folder, { recursive: true });
  }
});
