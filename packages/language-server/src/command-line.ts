import { EarlyWorker } from "./analysis/start-worker.js";
import { serve } from "./language-server.js";
import { watchParent } from "./parent-watch.js";
import { type Settings, typesFrom } from "./settings.js";
import { chooseTransport, connect } from "./transport.js";
import { version } from "./version.js";
import { watchDisk } from "./watching/disk-watch.js";

const usage = `Usage: awaitwise-language-server [--stdio | --node-ipc | --socket=PORT | --pipe=NAME | --listen=PORT]

  --stdio        talk over standard input and output (the default)
  --node-ipc     talk over the channel of the Node process that started this one
  --socket=PORT  connect to a client that listens on this machine
  --pipe=NAME    connect to a client that listens on a pipe or a Unix socket
  --listen=PORT  wait for one client to connect; port 0 picks a free one and prints it
  --clientProcessId=PID  end when this process ends
  --types=SOURCE  whose types are asked where no setting says it: auto, native or ts-morph
  --version, --help

Other flags are ignored: clients add their own.
`;

/** Runs the server as a program, with the arguments that follow its name. */
export async function runLanguageServer(args: readonly string[]): Promise<void> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(usage);
    return;
  }
  if (args.includes("--version")) {
    process.stdout.write(`${version}\n`);
    return;
  }
  const choice = chooseTransport(args);
  const types = chosenTypes(args);
  // Standard output is the protocol's: one stray line there, and the client loses its place.
  for (const name of ["log", "info", "debug", "warn", "error", "trace"] as const) {
    console[name] = (...values: unknown[]) => {
      process.stderr.write(`${values.map(String).join(" ")}\n`);
    };
  }
  const worker = new EarlyWorker();
  const { reader, writer } = await connect(choice).catch((error: unknown) => {
    worker.stop();
    throw error;
  });
  const session = serve(reader, writer, {
    startAnalysis: () => worker.start(),
    watchDisk,
    ...(types === undefined ? {} : { types }),
    exit: (code) => process.exit(code),
    watchParent,
  });
  if (choice.clientProcessId !== undefined) {
    watchParent(choice.clientProcessId, () => process.exit(session.isShutDown ? 0 : 1));
  }
  // A bug in one handler must not take away the findings of everything else.
  process.on("uncaughtException", (error) => session.log.error(`Unexpected: ${error.message}`));
  process.on("unhandledRejection", (reason) =>
    session.log.error(`Unexpected: ${reason instanceof Error ? reason.message : String(reason)}`),
  );
}

/** @throws {@link RangeError} when `--types` names no source of types. */
function chosenTypes(args: readonly string[]): Settings["types"] | undefined {
  const at = args.findIndex((arg) => arg === "--types" || arg.startsWith("--types="));
  if (at === -1) return undefined;
  const value = args[at]?.slice("--types=".length) || args[at + 1];
  const types = typesFrom.find((one) => one === value);
  if (types === undefined) {
    throw new RangeError(`--types is ${JSON.stringify(value)}: use ${typesFrom.join(", ")}`);
  }
  return types;
}
