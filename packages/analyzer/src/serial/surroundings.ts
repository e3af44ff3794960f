import { placeInRepository } from "../model/place.js";
import { ts } from "../model/syntax.js";
import { lineOf } from "./control.js";
import type { Hazard, Obstacle, Tier } from "./hazard.js";
import { calledName } from "./names.js";

/**
 * What the place of some code says about its order, whatever the code does: tests and browser
 * scripts, migrations and seeds, transactions and locks, durable workflows.
 */
export function surroundingObstacle(node: ts.Node): Obstacle | undefined {
  const file = node.getSourceFile();
  let known = byFile.get(file);
  if (known === undefined) {
    known = { obstacle: fileObstacle(file) };
    byFile.set(file, known);
  }
  if (known.obstacle?.tier === "blocks") return known.obstacle;
  return callbackObstacle(node) ?? migrationObstacle(node) ?? known.obstacle;
}

const byFile = new WeakMap<ts.SourceFile, { readonly obstacle: Obstacle | undefined }>();

function fileObstacle(file: ts.SourceFile): Obstacle | undefined {
  const obstacle = (hazard: Hazard, tier: Tier, reason: string): Obstacle => ({
    hazard,
    tier,
    at: file,
    reason,
  });
  const path = placeInRepository(file.fileName);
  if (testFile.test(path) || testFolder.test(path)) {
    return obstacle("test", "blocks", "this is a test, where order is meant");
  }
  const isOneOff = oneOffFolder.test(path.replace(clientScripts, "/"));
  if (isOneOff || scriptFolder.test(path) || oneOffFile.test(path)) {
    return obstacle(
      "one-off-script",
      "blocks",
      "migrations, seeds and one-off scripts run in order",
    );
  }
  if (toolFolder.test(path) || toolFile.test(path)) {
    return obstacle(
      "one-off-script",
      "suggests",
      "the tools beside a repository's packages are run by hand, where little is gained",
    );
  }
  if (buildFolder.test(path)) {
    return obstacle("one-off-script", "suggests", "this is a step of a build, which runs it once");
  }
  for (const module of importsOf(file)) {
    if (testModule.test(module)) {
      return obstacle("test", "blocks", `this file imports "${module}", where order is meant`);
    }
    if (durableModule.test(module)) {
      return obstacle(
        "durable-workflow",
        "suggests",
        `this file imports "${module}", which replays its steps in the order in which they ran`,
      );
    }
  }
  return undefined;
}

function* importsOf(file: ts.SourceFile): Iterable<string> {
  for (const statement of file.statements) {
    if (
      ts.isImportDeclaration(statement) &&
      ts.isStringLiteral(statement.moduleSpecifier) &&
      statement.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword
    ) {
      yield statement.moduleSpecifier.text;
    }
  }
}

// What a test is of may have a word behind it as well: `users.spec.db.ts`. A `test.service.ts` is a service.
const testFile =
  /([./_-](test|tests|spec|e2e|e2e-spec|stories|story|bench|benchmark|cy|fixture|mock)|\w\.(test|spec|e2e)\.[\w-]+)\.[cm]?[jt]sx?$/;
const testFolder =
  /\/(__(?:tests?|mocks?|fixtures?|specs?|e2e)__|tests?|specs?|e2e|testing|test-utils|benchmarks?|integration-tests?|k6|load-?tests?|cypress|playwright|fixtures|mocks)\//;
// Also with what they are of before it: `code-migrations`, `db_scripts`; what a browser's extension puts into pages are no scripts of that sort. What ends in a seed may be anything (`cross-seed`), and
// one migration a business of its own (`user-login-migration`).
const oneOffFolder =
  /\/(?!(?:background|client|content|page|user)[-_.]?scripts\/)((?:[\w.-]*[-_.])?(migrations|seeders?|seeding|scripts|codemods?|backfills?|one-?offs?|alterations|buildtools)|(?:(code|data|database|db|schema|sql)[-_.])?migration|(?:(db|data|database|test|dev|prisma)[-_.])?seeds?|turbo\/generators)\//;
// What a browser runs, in folders of its own: `client/scripts/views/users.tsx`.
const clientScripts = /\/(assets|browser|client|public|static|www)\/scripts\/(?=[^/]+\/)/;
// Beside the sources, and not among them, where it may be what an application calls a script; and what is run by its name.
const scriptFolder = /^(?!.*\/src\/).*\/script\/|\/bin\/(scripts\/)?[^/]+$/;
// At the root of a repository: a folder of that name within a package may be the product.
const toolFolder = /^\/(tools|tooling|hack|\.[\w-]+|(dev|build|release)-?tools)\//;
// `delete-team.js` beside the manifest.
const toolFile =
  /^\/(add|backup|build|check|clean|convert|copy|create|delete|deploy|dump|export|fix|generate|import|init|prepare|publish|release|remove|rename|reset|setup|sync|test|update|upload|verify)-[\w-]+\.[cm]?[jt]s$/;
// What an application hands to its bundler.
const buildFolder =
  /^(?!.*\/src\/).*\/(plugins\/(esbuild|rollup|vite|webpack)|(esbuild|rollup|vite|webpack)-plugins)\//;
const oneOffFile =
  /\/((?:[\w-]+\.)?seed(er|s)?|(?:[\w.-]*[-_.])?migrations?(?:[-_.]?runner)?|(?:migrate|backfill)(?:[-_.][\w.-]*)?)\.[cm]?[jt]s$/;
const testModule =
  /^(@playwright\/|playwright|cypress|puppeteer|webdriverio|@wdio\/(?!config|logger|types|utils)|selenium-webdriver|testcafe|@testing-library\/|@jest\/globals|vitest|node:test|mocha|ava|tap|bun:test|jasmine|supertest)/;
const durableModule = /^(@temporalio\/workflow|@restatedev\/|inngest$|@trigger\.dev\/sdk)/;

function callbackObstacle(node: ts.Node): Obstacle | undefined {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (!ts.isArrowFunction(at) && !ts.isFunctionExpression(at)) continue;
    const parent: ts.Node = at.parent;
    if (!ts.isCallExpression(parent) || parent.expression === at) continue;
    const name = calledName(parent) || parent.expression.getText();
    if (
      /transaction|^tx$|^trx$|^(with|in|run|runIn|execute|begin)Tr?x$|^atomic$|unitOfWork|withClient|withConnection/i.test(
        name,
      )
    ) {
      return {
        hazard: "one-connection",
        tier: "blocks",
        at: parent.expression,
        reason: `both run inside the transaction that line ${lineOf(parent.expression)} opens`,
      };
    }
    if (/runInBand|runExclusive|withLock|^lock$|Lock$|^mutex$|synchronized/i.test(name)) {
      return {
        hazard: "lock",
        tier: "blocks",
        at: parent.expression,
        reason: `both run under the lock that line ${lineOf(parent.expression)} takes`,
      };
    }
    if (testCallback.has(name)) {
      return { hazard: "test", tier: "blocks", at: parent, reason: "this is a test" };
    }
    if (name === "act" || name === "waitFor") {
      return {
        hazard: "user-interface",
        tier: "blocks",
        at: parent.expression,
        reason: `line ${lineOf(parent)} drives a user interface step by step`,
      };
    }
  }
  return undefined;
}

const testCallback = new Set([
  "it",
  "test",
  "describe",
  "beforeEach",
  "beforeAll",
  "afterEach",
  "afterAll",
]);

function migrationObstacle(node: ts.Node): Obstacle | undefined {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    if (!ts.isMethodDeclaration(at) && !ts.isFunctionDeclaration(at)) continue;
    const name = at.name?.getText() ?? "";
    if (name !== "up" && name !== "down") continue;
    const around: ts.Node = at.parent;
    const others: readonly ts.Node[] = ts.isClassLike(around)
      ? around.members
      : at.getSourceFile().statements;
    const names = others.map((one) => (one as { name?: ts.Node }).name?.getText());
    if (names.includes("up") && names.includes("down")) {
      return {
        hazard: "one-off-script",
        tier: "blocks",
        at,
        reason: `\`${name}\` is a step of a migration`,
      };
    }
  }
  return undefined;
}
