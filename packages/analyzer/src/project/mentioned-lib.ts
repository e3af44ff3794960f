/**
 * What a declaration file of the language's own library has of what sources mention, and of what that mentions in
 * turn, as far as there is room: the browser's are two megabytes, of which a file needs a few kilobytes. What
 * is left out counts as unknown.
 */
export function mentionedIn(library: string, sources: Iterable<string>): string {
  const { head, statements } = statementsOf(library);
  const kept = new Set<string>();
  let room = mostCharacters;
  let reached = new Set<string>();
  for (const text of sources) for (const name of namesIn(text)) reached.add(name);
  for (let distance = 0; distance <= furthest; distance += 1) {
    const next = new Set<string>();
    for (const name of reached) {
      for (const statement of statements.get(name) ?? []) {
        if (kept.has(statement) || statement.length > room) continue;
        room -= statement.length;
        kept.add(statement);
        for (const mentioned of namesIn(statement)) next.add(mentioned);
      }
    }
    reached = next;
  }
  return head + [...kept].join("");
}

/** How far what is mentioned may be from a source that mentions something. */
const furthest = 3;

/** How much of a file is kept, in characters. */
const mostCharacters = 250_000;

// The library's files are generated: each statement begins a line, and nothing else does but for comments,
// which go with the statement before.
function statementsOf(library: string): {
  readonly head: string;
  readonly statements: ReadonlyMap<string, readonly string[]>;
} {
  const starts = [...library.matchAll(/^(?:declare|interface|type|namespace)\b/gm)].map(
    ({ index }) => index,
  );
  const statements = new Map<string, string[]>();
  starts.forEach((start, index) => {
    const statement = library.slice(start, starts[index + 1] ?? library.length);
    const [, name = ""] = declared.exec(statement) ?? [];
    statements.set(name, [...(statements.get(name) ?? []), statement]);
  });
  return { head: library.slice(0, starts[0] ?? library.length), statements };
}

const declared =
  /^(?:declare\s+)?(?:var|let|const|function|abstract\s+class|class|interface|type|namespace)\s+([\w$]+)/;

function namesIn(text: string): readonly string[] {
  return text.match(/[A-Za-z_$][\w$]*/g) ?? [];
}
