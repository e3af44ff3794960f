import { EarlyWorker } from "./analysis/start-worker.js";
import { serve } from "./language-server.js";
import { watchParent } from "./parent-watch.js";
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
