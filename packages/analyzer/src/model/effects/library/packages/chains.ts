import type { MemberModel, PackageModel } from "../model.js";

const pure: MemberModel = {};
const reads: MemberModel = { reads: ["net"], latency: "io" };
const writes: MemberModel = { reads: ["net"], writes: ["net"], latency: "io" };
const changesIt: MemberModel = { changes: ["receiver"] };

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
        "on* remove*Listener": changesIt,
      },
    },
  },
};

/** Programs on Solana, by the description of their accounts and instructions. */
export const anchor: PackageModel = {
  package: ["@coral-xyz/anchor", "@project-serum/anchor"],
  types: {
    Program: {
      members: {
        account: { value: "Accounts" },
        methods: { value: "Methods" },
        "programId idl coder": { value: "Description" },
        "addEventListener removeEventListener": changesIt,
      },
    },
    Accounts: { members: { "*": { value: "AccountClient" } } },
    AccountClient: {
      members: { "fetch* all getAccountInfo*": reads, "create* associated": writes },
    },
    Methods: { members: { "*": { returns: "MethodsBuilder" } } },
    MethodsBuilder: {
      members: {
        "view simulate pubkeys prepare instruction transaction": reads,
        rpc: writes,
        "*": { returns: "MethodsBuilder" },
      },
    },
    "Provider AnchorProvider": {
      members: {
        connection: { value: "@solana/web3.js:Connection" },
        simulate: reads,
        "send*": writes,
      },
    },
  },
};

const actions: Readonly<Record<string, MemberModel>> = {
  "getBalance getBlock getBlockNumber getBlockTransactionCount getBytecode getCode getChainId getContractEvents getEip712Domain getEnsAddress getEnsAvatar getEnsName getEnsResolver getEnsText getFeeHistory getBlobBaseFee getFilterLogs getGasPrice getLogs getProof getStorageAt getTransaction getTransactionConfirmations getTransactionCount getTransactionReceipt getAddresses getPermissions getCallsStatus getCapabilities":
    reads,
  "call multicall readContract readContracts simulateContract simulateCalls simulateBlocks estimateContractGas estimateFeesPerGas estimateGas estimateMaxPriorityFeePerGas waitForTransactionReceipt waitForCallsStatus":
    reads,
  // What a filter has told once it does not tell again, and a number that is reserved belongs to who asked.
  "writeContract* deployContract sendTransaction* sendRawTransaction* sendCalls* sign* prepareTransactionRequest getFilterChanges create*Filter uninstallFilter addChain switchChain watchAsset requestAddresses requestPermissions":
    writes,
};

/** Ethereum through viem: a client's questions are requests, each of its own. */
export const viem: PackageModel = {
  package: "viem",
  exports: {
    "createPublicClient createWalletClient createTestClient createClient create*Client": {
      returns: "Client",
    },
    getContract: { returns: "Contract" },
    ...actions,
    "watch*": { only: "never" },
    // Texts, numbers and addresses are put into another form.
    "*": pure,
  },
  types: {
    "Client *Client PublicActions WalletActions": {
      members: {
        ...actions,
        extend: { returns: "Client" },
        verifyMessage: reads,
        verifyTypedData: reads,
      },
    },
    "Contract GetContractReturnType": {
      members: {
        "read simulate estimateGas getEvents": { value: "ContractReads" },
        write: { value: "ContractWrites" },
      },
    },
    ContractReads: { members: { "*": reads } },
    ContractWrites: { members: { "*": writes } },
  },
};

/** The same through wagmi, which keeps the client and the wallet. */
export const wagmi: PackageModel = {
  package: ["@wagmi/core", "wagmi/actions"],
  exports: {
    ...actions,
    "fetchBalance fetchBlockNumber fetchEnsAddress fetchEnsAvatar fetchEnsName fetchEnsResolver fetchFeeData fetchToken fetchTransaction getToken prepareWriteContract":
      reads,
    "getPublicClient getClient": { returns: "viem:Client" },
    getWalletClient: { reads: ["process"], returns: "viem:Client" },
    "getAccount getChains getConnections getConnectors getConnectorClient getNetwork": {
      reads: ["process"],
    },
    "connect disconnect reconnect switch*": { ...writes, hazard: "ui" },
  },
};

// By the standards for tokens (ERC-20, ERC-721, ERC-1155, ERC-165), vaults (ERC-4626), pairs, pools and prices.
const standardQuestions =
  "name symbol decimals totalSupply balanceOf balanceOfBatch allowance ownerOf tokenURI uri getApproved isApprovedForAll supportsInterface owner getReserves token0 token1 nonces DOMAIN_SEPARATOR asset totalAssets convertToAssets convertToShares previewDeposit previewMint previewRedeem previewWithdraw maxDeposit maxMint maxRedeem maxWithdraw slot0 liquidity tickSpacing ticks positions getPair getPool getAmountsOut getAmountsIn latestRoundData latestAnswer hasRole getRoleAdmin paused";

// What a contract of one's own is asked for, by the name of its question.
const asked: MemberModel = { byName: "packaged", latency: "io", only: "awaited" };

/** Ethereum through ethers, in the words of its versions 5 and 6. */
export const ethers: PackageModel = {
  package: "ethers",
  exports: {
    "getDefaultProvider *.getDefaultProvider": { returns: "Provider" },
    "Wallet.fromPhrase Wallet.fromMnemonic Wallet.createRandom *.Wallet.*": { returns: "Wallet" },
    "Contract.from *.Contract.from": { returns: "Contract" },
    "*": pure,
  },
  types: {
    "Provider *Provider": {
      members: {
        "get* call estimateGas resolveName lookupAddress waitForTransaction waitForBlock": reads,
        detectNetwork: reads,
        getSigner: { ...reads, returns: "Signer" },
        send: {
          ...writes,
          decidedBy: {
            by: "literal",
            argument: 0,
            reading: [
              "eth_get*",
              "eth_call",
              "eth_block*",
              "eth_chainId",
              "eth_gasPrice",
              "eth_estimateGas",
              "eth_fee*",
              "eth_maxPriorityFeePerGas",
              "net_*",
              "web3_clientVersion",
              "debug_trace*",
              "trace_*",
            ],
            unset: "writes",
          },
        },
        "sendTransaction broadcastTransaction": writes,
        "on once off removeAllListeners removeListener": changesIt,
      },
    },
    "Signer *Signer Wallet HDNodeWallet BaseWallet": {
      members: {
        provider: { value: "Provider" },
        getAddress: pure,
        "getBalance getTransactionCount getNonce getChainId getFeeData getGasPrice estimateGas call resolveName":
          reads,
        "sendTransaction sign* populateTransaction unlock": writes,
        connect: { returns: "Signer" },
      },
    },
    "Contract BaseContract": {
      members: {
        [standardQuestions]: reads,
        "queryFilter getDeployedCode": reads,
        "callStatic estimateGas populateTransaction": { value: "ContractReads" },
        "filters interface address target runner": pure,
        provider: { value: "Provider" },
        getAddress: pure,
        "connect attach": { returns: "Contract" },
        "on once off removeAllListeners removeListener": changesIt,
        "get* is* has* total* *Of": asked,
        "getOrCreate* getOrDeploy* getOrFetch* get*And* getReward getRewards": { only: "never" },
        "*": { value: "ContractMethod", returns: "ContractMethod", only: "looked-into" },
      },
    },
    ContractReads: { members: { "*": reads } },
    ContractMethod: {
      members: {
        "staticCall staticCallResult estimateGas": reads,
        populateTransaction: pure,
        send: writes,
      },
    },
  },
};

/** What TypeChain generates of contracts, wherever that is kept: `Token__factory.connect(address, provider)`. */
export const typechain: PackageModel = {
  package: "(typechain)",
  exports: {
    "*__factory *__factory.createInterface": pure,
    "*__factory.connect": { returns: "ethers:Contract" },
  },
  // No type has that name: it makes the exports known wherever they are imported from.
  types: { "(typechain)": { anywhere: true, members: {} } },
};

/** Ethereum and Tron through their oldest clients: what is asked of a contract ends in `call`, what changes it in `send`. */
export const web3: PackageModel = {
  package: ["web3", "web3-eth", "web3-eth-contract", "tronweb"],
  exports: { "default Web3": { returns: "Web3" } },
  types: {
    "Web3 TronWeb": {
      members: {
        "eth trx": { value: "Eth" },
        contract: { returns: "Contract" },
        "utils providers currentProvider": { value: "Utils" },
      },
    },
    "Eth Web3Eth Trx": {
      members: {
        "get* call estimateGas isSyncing isMining listNodes verify*": reads,
        accounts: { value: "Utils" },
        Contract: { returns: "Contract" },
        "send* sign* submitWork requestAccounts": writes,
      },
    },
    Utils: { members: { "*": pure } },
    Contract: {
      members: {
        methods: { value: "ContractMethods" },
        at: { ...reads, returns: "Contract" },
        getPastEvents: reads,
        "options address": pure,
      },
    },
    ContractMethods: { members: { "*": { returns: "ContractCall" } } },
    ContractCall: {
      members: { "call estimateGas createAccessList": reads, encodeABI: pure, send: writes },
    },
  },
};

/** Sui: objects and coins are asked for, and blocks of transactions carried out. */
export const sui: PackageModel = {
  package: ["@mysten/sui", "@mysten/sui.js"],
  types: {
    "SuiClient SuiGrpcClient SuiGraphQLClient JsonRpcProvider": {
      members: {
        "get* multiGet* query* tryGetPastObject tryMultiGetPastObjects resolveNameServiceAddress resolveNameServiceNames devInspectTransactionBlock dryRunTransactionBlock waitForTransaction":
          reads,
        "execute* signAndExecute*": writes,
      },
    },
  },
};

/** Chains that are built with the Cosmos SDK. */
export const cosmos: PackageModel = {
  package: ["@cosmjs/stargate", "@cosmjs/cosmwasm-stargate", "@cosmjs/tendermint-rpc"],
  exports: {
    "*Client.connect *Client.connectWithSigner *Client.create *Client.createWithSigner": {
      ...reads,
      returns: "Client",
    },
    "coin coins parseCoins calculateFee GasPrice.*": pure,
  },
  types: {
    "Client *Client": {
      members: {
        "get* query* search* simulate status abciInfo abciQuery block blockResults blockSearch* blockchain commit genesis health tx txSearch* validators validatorsAll":
          reads,
        "send* sign* delegate* undelegate* withdraw* execute* instantiate* upload* migrate* broadcast* updateAdmin clearAdmin":
          writes,
      },
    },
  },
};

/** Chains that are built with Substrate. */
export const polkadot: PackageModel = {
  package: "@polkadot/api",
  exports: { "ApiPromise.create": { ...reads, returns: "ApiPromise" } },
  types: {
    ApiPromise: {
      members: {
        "query rpc derive call consts": { value: "Questions" },
        tx: { value: "Extrinsics" },
      },
    },
    Questions: {
      members: {
        "subscribe* *.subscribe*": { only: "never" },
        "submit* insertKey rotateKeys add* remove* set*": writes,
        "*": { ...reads, value: "Questions" },
      },
    },
    Extrinsics: { members: { "*": { value: "Extrinsics", returns: "Extrinsic" } } },
    Extrinsic: { members: { "paymentInfo dryRun": reads, "signAndSend send": writes } },
  },
};

/** TON: a client asks contracts by the names of their methods. */
export const ton: PackageModel = {
  package: ["@ton/ton", "ton"],
  types: {
    "TonClient TonClient4": {
      members: {
        "get* is* runMethod runMethodWithError callGetMethod estimateExternalMessageFee tryLocateResultTx tryLocateSourceTx":
          reads,
        "send*": writes,
        open: { returns: "OpenedContract" },
      },
    },
    OpenedContract: { members: { "get*": reads, "send*": writes } },
  },
};

/** NEAR and Starknet: what only looks at a contract is called by another name than what changes it. */
export const viewedContracts: PackageModel = {
  package: ["near-api-js", "starknet"],
  exports: { connect: { returns: "Near" } },
  types: {
    Near: { members: { account: { returns: "Account" }, connection: { value: "NearConnection" } } },
    NearConnection: { members: { provider: { value: "Provider" } } },
    Account: {
      members: {
        "view* get* findAccessKey state estimate* simulate*": reads,
        connection: { value: "NearConnection" },
        "functionCall send* sign* add* delete* deploy* declare* execute* create*": writes,
      },
    },
    "Provider *Provider": {
      members: {
        "get* query block chunk txStatus* validators gasPrice status callContract estimate* simulate* waitForTransaction":
          reads,
        "send* invoke* declare* deploy*": writes,
      },
    },
    Contract: { members: { call: reads, populate: pure, invoke: writes } },
  },
};
