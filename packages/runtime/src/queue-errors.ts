/** Thrown by `getNowait` where the queue holds nothing. */
export class QueueEmpty extends Error {
  static {
    QueueEmpty.prototype.name = "QueueEmpty";
  }
}

/** Thrown by `putNowait` where the queue has no room. */
export class QueueFull extends Error {
  static {
    QueueFull.prototype.name = "QueueFull";
  }
}

/** Thrown to those who put into a queue that was shut down, or get from one that is empty too. */
export class QueueShutDown extends Error {
  static {
    QueueShutDown.prototype.name = "QueueShutDown";
  }
}
