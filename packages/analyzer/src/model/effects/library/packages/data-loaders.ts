import type { MemberModel, PackageModel } from "../model.js";

// What a loader's batch function brings, one by one: rows and answers, from wherever it takes them.
const reads: MemberModel = { reads: ["db", "net"], latency: "io" };
const changesIt: MemberModel = { changes: ["receiver"] };

export const dataLoaders: PackageModel = {
  package: "dataloader",
  exports: { default: { returns: "DataLoader" } },
  types: {
    DataLoader: {
      members: {
        "load loadMany": reads,
        "clear clearAll prime": { ...changesIt, returns: "DataLoader" },
      },
    },
  },
};
