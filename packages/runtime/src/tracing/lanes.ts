/** How many spans a lane remembers: an older one is asked about by a span that lasted very long. */
const MOST_REMEMBERED = 64;

/** So many at the same time are shown beside each other. */
const MOST_LANES = 256;

interface Lane {
  readonly track: number;
  /** Begins and ends of spans that no other span of the lane holds, by turns; earlier ones first. */
  readonly spans: number[];
  /** Where the last span ended that is not remembered any more. */
  forgottenUntil: number;
}

/**
 * The rows on which the spans of one task are shown. Spans of a row must lie inside of each other or
 * apart, but a task can await several things at once, by `Promise.all`; so each span goes to the first
 * row where it fits. Spans come in the order of their ends.
 */
export class Lanes {
  readonly #lanes: Lane[] = [];

  /** @param openTrack makes a row, given how many there were before */
  constructor(readonly openTrack: (index: number) => number) {}

  /** The track of a span; undefined where too many lie across each other. */
  trackOf(begin: number, end: number): number | undefined {
    for (const lane of this.#lanes) {
      if (fits(lane, begin)) {
        add(lane, begin, end);
        return lane.track;
      }
    }
    if (this.#lanes.length === MOST_LANES) {
      return undefined;
    }
    const track = this.openTrack(this.#lanes.length);
    this.#lanes.push({ track, spans: [begin, end], forgottenUntil: Number.NEGATIVE_INFINITY });
    return track;
  }
}

/** Whether no span of the lane begins before and ends in the new one. */
function fits({ spans, forgottenUntil }: Lane, begin: number): boolean {
  for (let i = spans.length - 2; i >= 0; i -= 2) {
    if ((spans[i] as number) < begin) {
      return (spans[i + 1] as number) <= begin;
    }
  }
  return forgottenUntil <= begin;
}

function add(lane: Lane, begin: number, end: number): void {
  const { spans } = lane;
  while (spans.length > 0 && (spans[spans.length - 2] as number) >= begin) {
    spans.length -= 2;
  }
  spans.push(begin, end);
  if (spans.length > 2 * MOST_REMEMBERED) {
    lane.forgottenUntil = spans[1] as number;
    spans.splice(0, 2);
  }
}
