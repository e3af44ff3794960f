import { expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// What a window asks of another process through a channel, whose name is all that is known of it.

const both = (first: string, second: string): readonly string[] => {
  const code = `
import { ipcRenderer } from "electron";
enum Channel { Value = "store:get:value", Clear = "store:clear:value" }
const ipc = { invoke: (channel: string, data?: unknown) => ipcRenderer.invoke(channel, data) };
export async function page(name: string) {
  const one = await ${first};
  const two = await ${second};
  return [one, two];
}
`;
  return findIn("serial-await", code).map(({ confidence }) => confidence);
};

const asked = 'ipcRenderer.invoke("get-user")';

test.each([
  'ipcRenderer.invoke("getOrders", name)',
  'ipcRenderer.invoke("orders/list")',
  "ipcRenderer.invoke(Channel.Value, name)",
  'ipc.invoke("orders:get", name)',
  "ipc.invoke(Channel.Value, name)",
])("a channel that is named for what it brings is read: %s", (other) => {
  expect(both(asked, other)).toEqual(["high"]);
});

test.each([
  'ipcRenderer.invoke("save-order")',
  "ipcRenderer.invoke(name)",
  "ipcRenderer.invoke(Channel.Clear)",
  'ipcRenderer.invoke("get-next-order")',
  'ipcRenderer.invoke("get")',
  'ipcRenderer.invoke("order:update:get")',
  'ipcRenderer.invoke("get-access-token")',
  "ipc.invoke(Channel.Clear)",
  "ipc.invoke(name)",
])("any other may do anything: %s", (other) => {
  expect(both(asked, other)).not.toContain("high");
});
