/** Whether the text of a statement says that it only reads. */
export function isReadingSql(text: string): boolean {
  const statement = text
    .replaceAll(/--[^\n]*\n|\/\*[\s\S]*?\*\//g, " ")
    .replace(/^[\s(]+/, "")
    .toLowerCase();
  if (/^(show|explain|describe|desc|values|use)\b/.test(statement)) return true;
  if (/^pragma\b/.test(statement)) return !statement.includes("=");
  if (!/^(select|with)\b/.test(statement)) return false;
  return !hidesWrite.test(statement) && !runsAction.test(statement) && !mayBeAction(statement);
}

/** The words that a statement begins with which changes something, or may: one with `with`. */
export const changingWords =
  "alter|call|create|delete|drop|insert|merge|replace|truncate|update|upsert|with";

/** Whether a part of a statement leaves it as it is, a read or a write. */
export function isPartOfReading(text: string): boolean {
  return !/\b(insert|update|delete|merge|truncate|drop|alter|call|into|returning|nextval|setval|for\s+share)\b|;/i.test(
    text,
  );
}

// A statement after the first, or one that a function or a lock hides in a SELECT, may write.
const hidesWrite =
  /\b(insert\s+into|update\s+\w|delete\s+from|merge\s+into|for\s+(no\s+key\s+)?update|for\s+(key\s+)?share|lock\s+in\s+share\s+mode|into\s+(outfile|dumpfile|temp|table)|nextval|setval|pg_\w*lock\w*|pg_notify|get_lock|release_lock|set_config|truncate\s)|;\s*\S/;

// `SELECT create_project($1)`, `SELECT * FROM remove_member($1)`: a function that is named for what it does to rows.
const runsAction =
  /\b(accept|allocate|add(?!_(days?|hours?|minutes?|months?|seconds?|years?)\b)|append|apply|approve|archive|assign|attach|bulk|cancel|claim|clear|close|complete|consume|copy|create|decrement|delete|dequeue|detach|disable|duplicate|enable|enqueue|execute|finish|get_next|handle|import|increment|insert|invite|join|leave|lock|mark|merge|migrate|move|notify|open|perform|populate|process|publish|purge|push|rebuild|record|refresh|register|reject|remove|rename|reorder|reserve|reset|restore|revoke|run|save|schedule|send|set(?!_(bit|byte|masklen)\b)|stop|store|submit|subscribe|swap|sync|take|toggle|track|transfer|unarchive|unassign|unlock|unsubscribe|update|upsert|write)_[a-z]\w*\s*\(/;

// A statement that asks no table is there for what its functions answer, or for what they do.
function mayBeAction(statement: string): boolean {
  if (/\bfrom\b/.test(statement)) return false;
  for (const [, name = ""] of statement.matchAll(/([a-z_][\w.]*)\s*\(/g)) {
    const own = name.split(".").at(-1) ?? "";
    if (!ofTheLanguage.test(own) && !asks.test(own)) return true;
  }
  return false;
}

const ofTheLanguage =
  /^(select|in|and|or|not|as|case|when|then|else|exists|any|all|over|filter|values|with|cast|count|sum|avg|min|max|coalesce|nullif|ifnull|isnull|nvl|greatest|least|now|extract|interval|if|iif|concat\w*|upper|lower|length|char\w*|substr\w*|trim|ltrim|rtrim|[lr]pad|replace|split_part|position|strpos|instr|md5|sha\d*|encode|decode|abs|ceil\w*|floor|round|trunc|mod|power|sqrt|random|rand|version|database|schema|user|uuid|newid|sysdate|getdate|unix_timestamp|last_insert_id|found_rows|row_count|connection_id|changes|total_changes|last_insert_rowid|typeof|age|make_(date|time\w*|interval)|gen_random_\w+|[a-z]+_agg|(json|jsonb|array|string|date|time|timestamp|row|regexp|current|localtime|clock|statement|transaction|to|pg|st|ts|unnest|generate|inet|octet|bit|sqlite|uuid|hex|quote|has|txid|obj|col)(_\w+|s?))$/;

const asks =
  /^((fn|sp|usp|udf|f|p)_)?(are|calc\w*|can|check|compute|count|does|exists|fetch|find|format|get|has|is|list|load|lookup|read|search|select|show|sum)_\w+$/;
