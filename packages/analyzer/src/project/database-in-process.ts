import { dirname, join } from "node:path";
import type { Disk } from "./disk.js";

/**
 * Tells whether all that a project can ask of SQL is answered in the process itself, by the drivers that the nearest
 * package.json with a database names, or the schema of Prisma beside it: two statements then gain nothing side by
 * side, however the object that runs them came to be. A package that builds statements and leaves the driver to who
 * uses it is told by the drivers of those packages of the repository.
 */
export function hasDatabaseInProcess(directory: string, disk: Disk): boolean {
  let builder: string | undefined;
  for (let at = directory; ; at = dirname(at)) {
    const drivers = driversOf(at, disk);
    if (
      drivers !== undefined &&
      (drivers.inProcess || drivers.distant || drivers.deploys || drivers.prisma)
    ) {
      if (drivers.distant || drivers.deploys) return false;
      return drivers.prisma ? providerBeside(at, disk) === "sqlite" : true;
    }
    if (drivers?.builds === true) builder ??= drivers.name;
    if (disk.directoryExists(join(at, ".git"))) {
      return builder !== undefined && usersAreInProcess(builder, at, disk);
    }
    if (dirname(at) === at) return false;
  }
}

function usersAreInProcess(builder: string, root: string, disk: Disk): boolean {
  const users = packagesBelow(root, disk, depthOfPackages).filter(({ uses }) => uses.has(builder));
  const isDistant = (one: Drivers) => one.distant || one.prisma || (one.deploys && one.builds);
  return users.some((one) => one.inProcess) && !users.some(isDistant);
}

function packagesBelow(folder: string, disk: Disk, depth: number): readonly Drivers[] {
  return disk.directories(folder).flatMap((name) => {
    if (name === "node_modules" || name.startsWith(".")) return [];
    const below = join(folder, name);
    const drivers = driversOf(below, disk);
    return [
      ...(drivers === undefined ? [] : [drivers]),
      ...(depth > 1 ? packagesBelow(below, disk, depth - 1) : []),
    ];
  });
}

// `apps/web`, `packages/plugins/search`
const depthOfPackages = 3;

interface Drivers {
  readonly inProcess: boolean;
  readonly distant: boolean;
  readonly deploys: boolean;
  readonly prisma: boolean;
  /** Whether the package makes statements of SQL, by whichever driver. */
  readonly builds: boolean;
  readonly name: string | undefined;
  /** The packages that it names. */
  readonly uses: ReadonlySet<string>;
}

function driversOf(folder: string, disk: Disk): Drivers | undefined {
  const manifest = join(folder, "package.json");
  return disk.fileExists(manifest) ? driversIn(disk.readFile(manifest)) : undefined;
}

function driversIn(manifest: string | undefined): Drivers | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(manifest ?? "");
  } catch {
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const {
    name: own,
    dependencies,
    devDependencies,
    optionalDependencies,
    peerDependencies,
  } = parsed as Record<string, unknown>;
  const shipped = namesIn(dependencies);
  const others = [devDependencies, optionalDependencies, peerDependencies].flatMap(namesIn);
  return {
    // One that is there for tests alone says nothing of what the program asks.
    inProcess: shipped.some((name) => inProcess.test(name)),
    distant: [...shipped, ...others].some((name) => distant.test(name)),
    deploys: [...shipped, ...others].includes(deployer),
    prisma: shipped.includes("@prisma/client"),
    builds: [...shipped, ...namesIn(peerDependencies)].some((name) => builder.test(name)),
    name: typeof own === "string" ? own : undefined,
    uses: new Set([...shipped, ...others]),
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

// What a device or a browser holds counts with it: one connection on one file.
const inProcess =
  /^(better-sqlite3(-multiple-ciphers)?|sqlite3?|libsql|sql\.js|wa-sqlite|@sqlite\.org\/sqlite-wasm|expo-sqlite|react-native-(quick-sqlite|nitro-sqlite|sqlite-storage)|@op-engineering\/op-sqlite|@capacitor-community\/sqlite|@electric-sql\/pglite|@journeyapps\/(wa-sqlite|sqlcipher)|@vscode\/sqlite3|@mikro-orm\/(better-)?sqlite|@prisma\/adapter-better-sqlite3)$/;
const distant =
  /^(pg(-(?!mem$|lite)[\w-]+)?|postgres|mysql2?|mariadb|tedious|mssql|oracledb|snowflake-sdk|slonik|@clickhouse\/client(-web)?|@google-cloud\/cloud-sql-connector|@vercel\/postgres-kysely|@libsql\/kysely-libsql|@neondatabase\/serverless|@planetscale\/database|@vercel\/postgres|@libsql\/client|@tursodatabase\/\w+|@mikro-orm\/(postgresql|mysql|mariadb|mssql|libsql|oracledb)|@prisma\/adapter-(pg|neon|mariadb|mssql|planetscale|d1|libsql)|@aws-sdk\/client-rds-data)$/;
// Cloudflare's tool, which also serves what has no rows at all.
const deployer = "wrangler";
// Also under another's scope: a fork.
const builder =
  /^((@[\w-]+\/)?(kysely|knex|objection|typeorm|sequelize)|drizzle-orm|@mikro-orm\/core)$/;
