import { PassThrough } from "node:stream";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Message } from "vscode-languageserver/node";
import { ResilientMessageReader } from "./message-reader.js";

function frame(message: unknown): Buffer {
  const body = Buffer.from(typeof message === "string" ? message : JSON.stringify(message));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
}

function read(...chunks: Buffer[]): { messages: Message[]; errors: string[] } {
  const source = new PassThrough();
  const messages: Message[] = [];
  const errors: string[] = [];
  const reader = new ResilientMessageReader(source);
  reader.onError((error) => errors.push(error.message));
  reader.listen((message) => messages.push(message));
  for (const chunk of chunks) source.emit("data", chunk);
  return { messages, errors };
}

const ping = (id: number) => ({ jsonrpc: "2.0", id, method: "ping" });

test("messages arrive whole, however their bytes are cut", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(80), { maxLength: 20 }), (cuts) => {
      const bytes = Buffer.concat([frame(ping(1)), frame({ ...ping(2), params: { text: "é😀" } })]);
      const places = [
        0,
        ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b),
        bytes.length,
      ];
      const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
      expect(read(...chunks)).toEqual({
        messages: [ping(1), { ...ping(2), params: { text: "é😀" } }],
        errors: [],
      });
    }),
  );
});

test.each([
  ["text that is no header", Buffer.from("hello there\r\n\r\n")],
  ["a length that is no number", Buffer.from("Content-Length: ten\r\n\r\n")],
  ["a negative length", Buffer.from("Content-Length: -5\r\n\r\n")],
  ["a length that no message has", Buffer.from("Content-Length: 9999999999\r\n\r\n")],
  ["a header without a length, with a body", Buffer.from('Content-Type: x\r\n\r\n{"id":1}')],
  ["a body that is not JSON", frame("{broken")],
  [
    "a body longer than its length says",
    Buffer.from('Content-Length: 2\r\n\r\n{}{"jsonrpc":"2.0"}'),
  ],
  ["a JSON array", frame([ping(1)])],
  ["a number", frame(7)],
  ["null", frame(null)],
  ["a request with an object for an id", frame({ jsonrpc: "2.0", id: {}, method: "ping" })],
  ["a request with no id at all", frame({ jsonrpc: "2.0", id: null, method: "ping" })],
  ["a method that is a number", frame({ jsonrpc: "2.0", id: 1, method: 5 })],
  ["params that are a string", frame({ jsonrpc: "2.0", id: 1, method: "ping", params: "x" })],
  ["a cancellation of nothing", frame({ jsonrpc: "2.0", method: "$/cancelRequest" })],
  ["an object that is nothing", frame({ jsonrpc: "2.0" })],
])("%s is skipped, and the next message read", (_what, bytes) => {
  const { messages, errors } = read(Buffer.concat([bytes, frame(ping(9))]));
  expect(messages).toEqual([ping(9)]);
  expect(errors.length).toBeGreaterThan(0);
});

test("what is skipped is not quoted: it may be source text", () => {
  const { errors } = read(frame('{"text": "const secret = 1" oops'), frame(ping(1)));
  expect(errors.join()).not.toContain("secret");
});

test("random bytes between messages cost none that comes after the next header", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      const { messages } = read(
        Buffer.from(noise),
        Buffer.from("\r\n\r\n"),
        frame(ping(1)),
        frame(ping(2)),
      );
      expect(messages.at(-1)).toEqual(ping(2));
    }),
  );
});
