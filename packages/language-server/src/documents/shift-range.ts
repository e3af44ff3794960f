import type { Position, Range } from "vscode-languageserver/node";

/** A replacement as positions see it: what lay from `start` to `end` now ends at `newEnd`. */
export interface PositionChange {
  readonly start: Position;
  readonly end: Position;
  readonly newEnd: Position;
}

/**
 * Moves a range along with an edit of its text; `undefined` where the edit took away all that the
 * range covered. An insertion right before or after the range does not become part of it.
 */
export function shiftRange(range: Range, change: PositionChange): Range | undefined {
  const empty = compare(range.start, range.end) === 0;
  const swallowed =
    !empty &&
    compare(change.start, range.start) <= 0 &&
    compare(change.end, range.end) >= 0 &&
    compare(change.start, change.end) < 0;
  if (swallowed) return undefined;
  const start = compare(range.start, change.start) < 0 ? range.start : moved(range.start, change);
  if (empty) return { start, end: start };
  const end = compare(range.end, change.start) <= 0 ? range.end : movedEnd(range.end, change);
  return compare(start, end) > 0 ? { start: end, end } : { start, end };
}

// A start inside the replaced stretch goes to the stretch's new end, an end to its beginning:
// new text belongs to neither.
function moved(position: Position, change: PositionChange): Position {
  if (compare(position, change.end) < 0) return change.newEnd;
  return after(position, change);
}

function movedEnd(position: Position, change: PositionChange): Position {
  if (compare(position, change.end) < 0) return change.start;
  return after(position, change);
}

function after(position: Position, { end, newEnd }: PositionChange): Position {
  return {
    line: position.line - end.line + newEnd.line,
    character:
      position.line === end.line
        ? position.character - end.character + newEnd.character
        : position.character,
  };
}

function compare(one: Position, two: Position): number {
  return one.line - two.line || one.character - two.character;
}
