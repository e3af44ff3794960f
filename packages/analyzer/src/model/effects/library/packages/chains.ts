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

/** A contract's own questions, by the standards for tokens (ERC-20, ERC-721, ERC-1155, ERC-165) and pairs. */
export const contracts: PackageModel = {
  package: "ethers",
  types: {
    "Contract BaseContract": {
      members: {
        "name symbol decimals totalSupply balanceOf balanceOfBatch allowance ownerOf tokenURI uri getApproved isApprovedForAll supportsInterface owner getReserves token0 token1 nonces DOMAIN_SEPARATOR":
          reads,
        "connect attach": { returns: "Contract" },
      },
    },
  },
};
