import type { MemberModel, PackageModel } from "../model.js";

const pure: MemberModel = {};
const reads: MemberModel = { reads: ["net"], latency: "io" };
const writes: MemberModel = { reads: ["net"], writes: ["net"], latency: "io" };

/** Solana: a connection is a client of HTTP, and each of its questions a request. */
export const solana: PackageModel = {
  package: ["@solana/web3.js", "@solana/spl-token"],
  exports: {
    "getAccount getMint getMultipleAccounts getMinimumBalanceForRentExempt*": reads,
    "getAssociatedTokenAddress getAssociatedTokenAddressSync": pure,
    "sendAndConfirm* getOrCreateAssociatedTokenAccount createMint createAccount createAssociatedTokenAccount mintTo* transfer transferChecked approve* revoke burn* closeAccount freezeAccount thawAccount setAuthority":
      writes,
  },
  types: {
    Connection: {
      members: {
        "get* simulateTransaction isBlockhashValid": reads,
        "send* confirm* requestAirdrop": writes,
        "on* remove*Listener": { changes: ["receiver"] },
      },
    },
  },
};
