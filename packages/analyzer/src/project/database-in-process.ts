import { dirname, join } from "node:path";
import type { Disk } from "./disk.js";

/**
 * Tells whether all that a project can ask of SQL is answered in the process itself, by the drivers that the nearest
 * package.json with a database names, or the schema of Prisma beside it: two statements then gain nothing side by
 * side, however the object that runs them came to be.
 */
export function hasDatabaseInProcess(directory: string, disk: Disk): boolean {
  for (let at = directory; ; at = dirname(at)) {
    const manifest = join(at, "package.json");
    const drivers = disk.fileExists(manifest) ? driversIn(disk.readFile(manifest)) : undefined;
    const prisma = drivers?.prisma === true ? providerBeside(at, disk) : undefined;
    if (drivers !== undefined && (drivers.inProcess || drivers.distant || drivers.prisma)) {
      if (drivers.distant) return false;
      return drivers.prisma ? prisma === "sqlite" : true;
    }
    if (disk.directoryExists(join(at, ".git")) || dirname(at) === at) return false;
  }
}

interface Drivers {
  readonly inProcess: boolean;
  readonly distant: boolean;
  readonly prisma: boolean;
}

function driversIn(manifest: string | undefined): Drivers | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(manifest ?? "");
  } catch {
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } =
    parsed as Record<string, unknown>;
  const shipped = namesIn(dependencies);
  const others = [devDependencies, optionalDependencies, peerDependencies].flatMap(namesIn);
  return {
    // One that is there for tests alone says nothing of what the program asks.
    inProcess: shipped.some((name) => inProcess.test(name)),
    distant: [...shipped, ...others].some((name) => distant.test(name)),
    prisma: shipped.includes("@prisma/client"),
  };
}

function namesIn(dependencies: unknown): readonly string[] {
  return typeof dependencies === "object" && dependencies !== null ? Object.keys(dependencies) : [];
}

function providerBeside(folder: string, disk: Disk): string | undefined {
  const schema = join(folder, "prisma", "schema.prisma");
  const text = disk.fileExists(schema) ? disk.readFile(schema) : undefined;
  return /\bdatasource\s+\w+\s*\{[^}]*\bprovider\s*=\s*"(\w+)"/.exec(text ?? "")?.[1];
}

const inProcess =
  /^(better-sqlite3(-multiple-ciphers)?|sqlite3?|libsql|sql\.js|@electric-sql\/pglite|@journeyapps\/sqlcipher|@vscode\/sqlite3|@mikro-orm\/(better-)?sqlite|@prisma\/adapter-better-sqlite3)$/;
const distant =
  /^(pg(-(?!mem$|lite)[\w-]+)?|postgres|mysql2?|mariadb|tedious|mssql|oracledb|snowflake-sdk|slonik|@neondatabase\/serverless|@planetscale\/database|@vercel\/postgres|@libsql\/client|@tursodatabase\/\w+|@mikro-orm\/(postgresql|mysql|mariadb|mssql|libsql|oracledb)|@prisma\/adapter-(pg|neon|mariadb|mssql|planetscale|d1|libsql)|@aws-sdk\/client-rds-data|wrangler)$/;
