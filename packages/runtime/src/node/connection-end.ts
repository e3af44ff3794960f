import type { EventLoop } from "../loop/event-loop.js";

/**
 * One end of a connection, in the loop's account of what is under way outside of it. That decides whether
 * virtual time may jump:
 *
 * - A task that waits for a peer elsewhere holds time, for nothing tells when the peer will answer.
 * - Where both ends are the same loop's, as in a test of a server with its client, a task that waits
 *   holds nothing: what it waits for is done by another task, perhaps after a sleep. What is on its way
 *   from one end to the other holds time until it has arrived.
 */
export class ConnectionEnd {
  readonly #loop: EventLoop;
  #peer: ConnectionEnd | null = null;
  /** Takes it from where it waits for its peer. */
  #withdraw: () => void = () => {};
  #waits = 0;
  #sent = 0;
  #received = 0;
  #sentEnd = false;
  #receivedEnd = false;
  #paused = false;
  #closing = false;
  #closed = false;
  #holds = false;

  constructor(loop: EventLoop) {
    this.#loop = loop;
    loop._listening++;
  }

  /** A task waits for the peer, until the function that this gives is called. */
  beginWait(): () => void {
    this.#waits++;
    this.#settle();
    return () => {
      this.#waits--;
      this.#settle();
    };
  }

  sent(bytes: number): void {
    this.#sent += bytes;
    this.#settlePeer();
  }

  sentEnd(): void {
    this.#sentEnd = true;
    this.#settlePeer();
  }

  received(bytes: number): void {
    this.#received += bytes;
    this.#settle();
  }

  receivedEnd(): void {
    this.#receivedEnd = true;
    this.#settle();
  }

  /** While it is paused, what is on its way stays there. */
  pause(paused: boolean): void {
    this.#paused = paused;
    this.#settle();
    this.#settlePeer();
  }

  closing(): void {
    this.#closing = true;
    this.sentEnd();
    this.#settle();
  }

  closed(): void {
    if (!this.#closed) {
      this.#closed = true;
      this.#withdraw();
      this.sentEnd();
      this.#settle();
      this.#loop._listening--;
      this.#loop._look();
    }
  }

  /** An internet address is a meeting point: one end's own address is the other's peer. */
  meetAt(own: string, other: string): void {
    const waiting = placesOf(this.#loop).byAddress;
    const peer = waiting.get(`${other} ${own}`);
    if (peer !== undefined) {
      this.#pairWith(peer);
      return;
    }
    const key = `${own} ${other}`;
    waiting.set(key, this);
    this.#withdraw = () => {
      if (waiting.get(key) === this) {
        waiting.delete(key);
      }
    };
  }

  /**
   * Unix sockets have no address of the client's. Connecting to one is done at once, so those who
   * connect to a path are accepted in that order.
   */
  connectsTo(path: string): void {
    const waiting = placesOf(this.#loop).byPath;
    const line = waiting.get(path) ?? new Set();
    waiting.set(path, line.add(this));
    this.#withdraw = () => {
      line.delete(this);
      if (line.size === 0 && waiting.get(path) === line) {
        waiting.delete(path);
      }
    };
  }

  isAcceptedAt(path: string): void {
    const [first] = placesOf(this.#loop).byPath.get(path) ?? [];
    if (first !== undefined) {
      this.#pairWith(first);
    }
  }

  #pairWith(peer: ConnectionEnd): void {
    peer.#withdraw();
    peer.#withdraw = () => {};
    peer.#peer = this;
    this.#peer = peer;
    this.#settle();
    peer.#settle();
  }

  /** Whether time must wait for it. */
  #mustHold(): boolean {
    const peer = this.#peer;
    if (this.#closed) {
      return false;
    }
    if (peer === null) {
      return this.#waits > 0;
    }
    if (this.#closing) {
      return !peer.#paused || peer.#closed;
    }
    const isUnderWay = peer.#sent > this.#received || (peer.#sentEnd && !this.#receivedEnd);
    return isUnderWay && !this.#paused;
  }

  #settlePeer(): void {
    if (this.#peer !== null) {
      this.#peer.#settle();
    }
  }

  #settle(): void {
    const holds = this.#mustHold();
    if (holds !== this.#holds) {
      this.#holds = holds;
      this.#loop._external += holds ? 1 : -1;
      if (!holds) {
        this.#loop._look();
      }
    }
  }
}

/** The ends of a loop's connections whose peers have not shown themselves. */
interface Places {
  readonly byAddress: Map<string, ConnectionEnd>;
  readonly byPath: Map<string, Set<ConnectionEnd>>;
}

const places = new WeakMap<EventLoop, Places>();

function placesOf(loop: EventLoop): Places {
  let own = places.get(loop);
  if (own === undefined) {
    own = { byAddress: new Map(), byPath: new Map() };
    places.set(loop, own);
  }
  return own;
}
