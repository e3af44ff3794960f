import type { ts } from "../../syntax.js";

/**
 * Tells whether a file makes its database of a driver that answers at once, from the process itself, and of no
 * other: two statements on it gain nothing side by side.
 */
export function isInProcessDatabase({ text }: ts.SourceFile): boolean {
  if (overNetwork.test(text)) return false;
  return atOnce.test(text) || named.test(text) || (libsql.test(text) && ofFile.test(text));
}

const atOnce =
  /from ["'](better-sqlite3|(node|bun):sqlite|libsql|sql\.js|@electric-sql\/pglite|kysely-pglite|@prisma\/adapter-better-sqlite3)["']/;
// Knex is told its driver by name.
const named = /\bclient: ["']better-sqlite3["']/;
// The client of libSQL asks a server, or reads a file of its own.
const libsql = /from ["'](@libsql\/client|drizzle-orm\/libsql|@prisma\/adapter-libsql)["'/]/;
const ofFile = /\burl: ["'`](file:|:memory:)/;
const overNetwork =
  /from ["'](pg|mysql2?|postgres|tarn|tedious|@neondatabase\/\w+|@prisma\/adapter-(pg|neon|mariadb|mssql|planetscale|d1)|drizzle-orm\/(node-postgres|postgres-js|neon-\w+|mysql2|planetscale\w*))["'/]/;
