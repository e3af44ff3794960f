/** The files that each file imports, or hangs on in another way. */
export type ImportGraph = Readonly<Record<string, readonly string[]>>;

/** The files themselves, and all that import one of them in any of the graphs, directly or through others. */
export function importersOf(
  files: Iterable<string>,
  ...graphs: readonly ImportGraph[]
): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  for (const graph of graphs) {
    for (const [file, targets] of Object.entries(graph)) {
      for (const target of targets) {
        const known = importers.get(target);
        if (known === undefined) importers.set(target, [file]);
        else known.push(file);
      }
    }
  }
  const found = new Set(files);
  const open = [...found];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    for (const importer of importers.get(file) ?? []) {
      if (found.has(importer)) continue;
      found.add(importer);
      open.push(importer);
    }
  }
  return found;
}

/** The file itself and all that it imports, directly or through others. */
export function importedBy(file: string, graph: ImportGraph): ReadonlySet<string> {
  const reached = new Set([file]);
  const open = [file];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const target of graph[at] ?? []) {
      if (reached.has(target)) continue;
      reached.add(target);
      open.push(target);
    }
  }
  return reached;
}
