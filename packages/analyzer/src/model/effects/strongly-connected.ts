/**
 * The strongly connected components that can be reached from some nodes, each after all those that it
 * leads to: callees come before callers. Tarjan's algorithm, with a stack of its own, since call
 * chains are longer than the call stack is deep.
 *
 * @see R. Tarjan, Depth-first search and linear graph algorithms (1972)
 */
export function* components(
  from: Iterable<string>,
  next: (node: string) => readonly string[],
): Iterable<readonly string[]> {
  const seen = new Map<string, Visit>();
  const path: Visit[] = [];
  for (const root of from) {
    if (seen.has(root)) continue;
    const open: Visit[] = [];
    const enter = (node: string): void => {
      const visit = { node, index: seen.size, low: seen.size, on: true, next: next(node), at: 0 };
      seen.set(node, visit);
      path.push(visit);
      open.push(visit);
    };
    enter(root);
    for (let visit = open.at(-1); visit !== undefined; visit = open.at(-1)) {
      const child = visit.next[visit.at];
      visit.at += 1;
      if (child !== undefined) {
        const known = seen.get(child);
        if (known === undefined) enter(child);
        else if (known.on) visit.low = Math.min(visit.low, known.index);
        continue;
      }
      open.pop();
      const caller = open.at(-1);
      if (caller !== undefined) caller.low = Math.min(caller.low, visit.low);
      if (visit.low !== visit.index) continue;
      const group = path.splice(path.lastIndexOf(visit));
      for (const one of group) one.on = false;
      yield group.map(({ node }) => node);
    }
  }
}

interface Visit {
  readonly node: string;
  readonly index: number;
  low: number;
  /** Still on the path: its component is not known yet. */
  on: boolean;
  readonly next: readonly string[];
  at: number;
}
