import module from "node:module";
import { parentPort } from "node:worker_threads";

/** What Node has from 22.1 on, and later. */
interface CompileCache {
  enableCompileCache?(): void;
  flushCompileCache?(): void;
}

// The analysis in a thread of its own: a check that takes a second never keeps the protocol from
// being read. The compiler that it loads is large: what is compiled once is kept where Node can.
if (parentPort !== null) {
  const cache: CompileCache = module as CompileCache;
  cache.enableCompileCache?.();
  const { runInThread } = await import("./run-in-thread.js");
  runInThread(parentPort);
  // A thread that is ended writes nothing any more.
  cache.flushCompileCache?.();
}
