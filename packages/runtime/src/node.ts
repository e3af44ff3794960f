/**
 * Connections, processes, signals and threads for programs on Node: `@awaitwise/runtime/node`.
 */
export type { Bytes } from "./node/bytes.js";
export type { WriteBufferLimits } from "./node/channel.js";
export type { Streams } from "./node/connection.js";
export {
  type OpenConnectionOptions,
  type OpenUnixConnectionOptions,
  openConnection,
  openUnixConnection,
} from "./node/open-connection.js";
export { Process } from "./node/process.js";
export { Server, type ServerSocket } from "./node/server.js";
export { addSignalHandler, removeSignalHandler } from "./node/signals.js";
export type { SocketAddress } from "./node/socket-address.js";
export {
  type ClientHandler,
  type StartServerOptions,
  type StartUnixServerOptions,
  startServer,
  startUnixServer,
} from "./node/start-server.js";
export type { StartTlsOptions } from "./node/start-tls.js";
export {
  ConnectionResetError,
  IncompleteReadError,
  LimitOverrunError,
  ProcessLookupError,
} from "./node/stream-errors.js";
export { StreamReader, type StreamReaderOptions } from "./node/stream-reader.js";
export { type ExtraInfo, StreamWriter } from "./node/stream-writer.js";
export {
  createSubprocessExec,
  createSubprocessShell,
  DEVNULL,
  PIPE,
  STDOUT,
  type Stdio,
  type SubprocessOptions,
} from "./node/subprocess.js";
export { type ThreadCall, threadCallOf, threadFunction } from "./node/thread-function.js";
export { ThreadPoolExecutor, type ThreadPoolOptions } from "./node/thread-pool.js";
export { toThread } from "./node/to-thread.js";
