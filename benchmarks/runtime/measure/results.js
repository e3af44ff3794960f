import { geometricMean, median, spread } from "./statistics.js";

/** @import { Cell, Line, Peer } from "./types.js" */

/** What was measured, in a form that can be asked. */
export class Results {
  #cells;

  /** @param {Cell[]} cells */
  constructor(cells) {
    this.#cells = cells;
  }

  /** @returns {Line[]} in the workloads' order */
  lines() {
    /** @type {Line[]} */
    const lines = [];
    for (const workload of new Set(this.#cells.map((cell) => cell.workload))) {
      const { title, unit = "", figures = {} } = workload;
      if (workload.measure !== "figures") {
        lines.push({ title, unit, key: "time", isTime: true, workload });
      }
      for (const [key, figure] of Object.entries(figures)) {
        lines.push({ ...figure, key, isTime: false, workload });
      }
    }
    return lines;
  }

  /**
   * The peers that were measured on a Node, Python's counted in.
   *
   * @param {number} major
   */
  peersOn(major) {
    return [...new Set(this.#on(major).map((cell) => cell.peer))];
  }

  /**
   * The lines for which a peer has a program.
   *
   * @param {Peer} peer
   * @param {number} major
   */
  linesOf(peer, major) {
    return this.lines().filter((line) => this.#cell(line, peer.id, major) !== undefined);
  }

  /**
   * The median of the rounds; null where the peer has no such program, or it failed.
   *
   * @param {Line} line
   * @param {string} peerId
   * @param {number} major
   */
  figure(line, peerId, major) {
    const cell = this.#cell(line, peerId, major);
    if (cell === undefined || cell.failure !== null) {
      return null;
    }
    return median(cell.rounds.map((figures) => /** @type {number} */ (figures[line.key])));
  }

  /**
   * Whether a peer has no figure although it has a program.
   *
   * @param {Line} line
   * @param {string} peerId
   * @param {number} major
   */
  hasFailed(line, peerId, major) {
    return typeof this.#cell(line, peerId, major)?.failure === "string";
  }

  /**
   * How many times our figure the peer's is: above 1, the peer takes more.
   *
   * @param {Line} line
   * @param {string} peerId
   * @param {number} major
   * @param {string} ourId
   */
  ratio(line, peerId, major, ourId = "awaitwise") {
    const theirs = this.figure(line, peerId, major);
    const ours = this.figure(line, ourId, major);
    return theirs === null || ours === null ? null : theirs / ours;
  }

  /**
   * The ratios of the times that both have.
   *
   * @param {string} peerId
   * @param {number} major
   * @param {string} [ourId]
   * @returns {{ line: Line, ratio: number }[]}
   */
  timeRatios(peerId, major, ourId) {
    const ratios = [];
    for (const line of this.lines()) {
      const ratio = line.isTime ? this.ratio(line, peerId, major, ourId) : null;
      if (ratio !== null) {
        ratios.push({ line, ratio });
      }
    }
    return ratios;
  }

  /**
   * The times that a peer has, and we have not: our program failed.
   *
   * @param {string} peerId
   * @param {number} major
   */
  lostTo(peerId, major) {
    return this.lines().filter(
      (line) =>
        line.isTime &&
        this.figure(line, peerId, major) !== null &&
        this.figure(line, "awaitwise", major) === null,
    );
  }

  /**
   * The geometric mean of the ratios of the times that both have; null where there is none.
   *
   * @param {string} peerId
   * @param {number} major
   */
  meanRatio(peerId, major) {
    const ratios = this.timeRatios(peerId, major).map(({ ratio }) => ratio);
    return ratios.length === 0 ? null : geometricMean(ratios);
  }

  /** @returns {Cell[]} those that have no figure */
  failures() {
    return this.#cells.filter((cell) => cell.failure !== null);
  }

  /** In half of the measurements, the slowest round took at most this many times the quickest. */
  usualSpread() {
    const spreads = this.#cells
      .filter((cell) => cell.rounds.length > 1)
      .map((cell) => spread(cell.rounds.map((figures) => Object.values(figures)[0] ?? 0)));
    return spreads.length === 0 ? null : median(spreads);
  }

  /** @param {number} major */
  #on(major) {
    return this.#cells.filter(
      ({ platform }) => platform.major === major || platform.major === null,
    );
  }

  /**
   * @param {Line} line
   * @param {string} peerId
   * @param {number} major
   */
  #cell(line, peerId, major) {
    return this.#on(major).find(
      (cell) => cell.workload.id === line.workload.id && cell.peer.id === peerId,
    );
  }
}
