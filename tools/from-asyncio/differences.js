// Where a name of asyncio is not simply its camelCase form in the runtime. Anything that is listed
// nowhere here must exist under its camelCase name: the check fails otherwise.

/** @type {Record<string, string>} asyncio's name: ours, where it is spelt otherwise. */
export const renamed = {
  iscoroutine: "isCoroutine",
  iscoroutinefunction: "isCoroutineFunction",
  isfuture: "isFuture",
  SelectorEventLoop: "EventLoop",
  BaseEventLoop: "EventLoop",
  "staggered.staggered_race": "staggeredRace",
  "subprocess.DEVNULL": "DEVNULL",
  "subprocess.PIPE": "PIPE",
  "subprocess.Process": "Process",
  "subprocess.STDOUT": "STDOUT",
  "contextvars.copy_context": "copyContext",
  "Task.get_coro": "Task.getCoroutine",
  "EventLoop.call_soon_threadsafe": "EventLoop.callSoonThreadsafe",
  "StreamReader.readline": "StreamReader.readLine",
  "StreamReader.readexactly": "StreamReader.readExactly",
  "StreamReader.readuntil": "StreamReader.readUntil",
  "Process.returncode": "Process.returnCode",
  "Token.var": "Token.variable",
  "ExceptionGroup.exceptions": "ExceptionGroup.errors",
  "EventLoop.add_signal_handler": "addSignalHandler",
  "EventLoop.remove_signal_handler": "removeSignalHandler",
};

const sockets =
  "Node's own `net`, `tls` and `dgram` move the bytes; the Node entry puts streams on top of them";
const noThreads = "JavaScript threads share no objects: a worker has its own loop";
const protocols =
  "transports and protocols are Node's streams and their events; programs use streams";
const policies = "policies are on their way out of asyncio; `setEventLoopFactory` does their work";
const windows = "Node's own loop is below this one on every platform";
const iterated = "iterate the context: `for (const [variable, value] of context)`";
const whoWaits = "the runtime knows who waits for what without being told";

/** @type {Record<string, string>} asyncio's name: why the runtime has none. */
export const absent = {
  AbstractEventLoop: "TypeScript types are structural: `EventLoop` is its own interface",
  AbstractServer: "TypeScript types are structural: `Server` is its own interface",
  StreamReaderProtocol: protocols,
  "StreamReader.set_transport": protocols,
  "StreamWriter.transport":
    "Node's own socket is `getExtraInfo(\"socket\")`; `abort` and the write buffer are the writer's own",
  SendfileNotAvailableError: sockets,
  BaseProtocol: protocols,
  BaseTransport: protocols,
  BufferedProtocol: protocols,
  DatagramProtocol: protocols,
  DatagramTransport: protocols,
  Protocol: protocols,
  ReadTransport: protocols,
  SubprocessProtocol: protocols,
  SubprocessTransport: protocols,
  Transport: protocols,
  WriteTransport: protocols,
  future_add_to_awaited_by: whoWaits,
  future_discard_from_awaited_by: whoWaits,
  AbstractEventLoopPolicy: policies,
  DefaultEventLoopPolicy: policies,
  WindowsProactorEventLoopPolicy: policies,
  WindowsSelectorEventLoopPolicy: policies,
  IocpProactor: windows,
  ProactorEventLoop: windows,
  "FrameCallGraphEntry.frame":
    "JavaScript has no frame objects: `functionName`, `file`, `line` and `column` say what one would",
  "Context.items": iterated,
  "Context.keys": iterated,
  "Context.values": iterated,
  "Token.MISSING": "`oldValue` is undefined where there was no value",
  get_event_loop_policy: policies,
  set_event_loop_policy: policies,
  run_coroutine_threadsafe: noThreads,
  "Task.get_stack":
    "a suspended JavaScript function has no frames that a program can hold; `printStack` shows them",
  "EventLoop.add_reader": sockets,
  "EventLoop.add_writer": sockets,
  "EventLoop.remove_reader": sockets,
  "EventLoop.remove_writer": sockets,
  "EventLoop.connect_accepted_socket": sockets,
  "EventLoop.connect_read_pipe": sockets,
  "EventLoop.connect_write_pipe": sockets,
  "EventLoop.create_connection": sockets,
  "EventLoop.create_datagram_endpoint": sockets,
  "EventLoop.create_server": sockets,
  "EventLoop.create_unix_connection": sockets,
  "EventLoop.create_unix_server": sockets,
  "EventLoop.getaddrinfo": sockets,
  "EventLoop.getnameinfo": sockets,
  "EventLoop.sendfile": sockets,
  "EventLoop.sock_accept": sockets,
  "EventLoop.sock_connect": sockets,
  "EventLoop.sock_recv": sockets,
  "EventLoop.sock_recv_into": sockets,
  "EventLoop.sock_recvfrom": sockets,
  "EventLoop.sock_recvfrom_into": sockets,
  "EventLoop.sock_sendall": sockets,
  "EventLoop.sock_sendfile": sockets,
  "EventLoop.sock_sendto": sockets,
  "EventLoop.start_tls": sockets,
  "EventLoop.subprocess_exec": protocols,
  "EventLoop.subprocess_shell": protocols,
  "EventLoop.shutdown_asyncgens":
    "a JavaScript async generator that nobody finishes holds nothing that the loop could close",
};
