import type { Session } from "../session.js";

/**
 * Watches what the client does not: everything where it registered no watchers, and otherwise what
 * package managers install, which editors leave out.
 */
export function startWatching(session: Session, clientWatches: boolean): void {
  session.watch?.close();
  session.watch = session.host.watchDisk(
    session.folders.map(({ file }) => file),
    !clientWatches,
    (events) => session.analysis.disk(events),
    (message) => session.log.warn(message),
  );
}
