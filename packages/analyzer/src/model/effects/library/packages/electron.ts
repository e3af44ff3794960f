import type { MemberModel, PackageModel } from "../model.js";

const asks: MemberModel = {
  byName: "declared",
  writes: ["process", "fs", "net", "db"],
  latency: "io",
  decidedBy: { by: "channel", argument: 0 },
};
const tells: MemberModel = { writes: ["process", "fs", "net", "db"] };

/** What a window asks of the process that opened it, by the name of a channel. */
export const electron: PackageModel = {
  package: ["electron", "electron/renderer"],
  exports: {
    "ipcRenderer.invoke": asks,
    "ipcRenderer.send ipcRenderer.sendSync ipcRenderer.sendToHost ipcRenderer.postMessage": tells,
  },
  types: {
    IpcRenderer: {
      members: {
        invoke: asks,
        "send sendSync sendToHost postMessage": tells,
        "on once off addListener removeListener removeAllListeners": { changes: ["receiver"] },
      },
    },
  },
};
