import { expect, test } from "@jest/globals";
import { ts } from "../model/compiler.js";
import { knowRepository } from "../model/place.js";
import { surroundingObstacle } from "./surroundings.js";

const hazardOf = (path: string, text = "export {};"): string | undefined =>
  surroundingObstacle(ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true))?.hazard;

test.each([
  ["/app/migrations/1.ts", "one-off-script"],
  ["/app/code-migrations/1.ts", "one-off-script"],
  ["/app/src/db-migration/users.ts", "one-off-script"],
  ["/app/src/content-scripts/common/recorder.ts", undefined],
  ["/app/src/db_scripts/users.ts", "one-off-script"],
  ["/app/src/user-login-migration/rollback.service.ts", undefined],
  ["/app/db_scripts/fill.ts", "one-off-script"],
  ["/app/src/seed.ts", "one-off-script"],
  ["/app/src/invoice/invoice.seed.ts", "one-off-script"],
  ["/app/src/cross-seed.ts", undefined],
  ["/app/src/database-migration.ts", "one-off-script"],
  ["/app/src/webhook-migration-runner.ts", "one-off-script"],
  ["/app/src/api/migrate-sortAt.ts", "one-off-script"],
  ["/app/src/immigration.ts", undefined],
  ["/app/src/migrated.ts", undefined],
  ["/app/src/a.test.ts", "test"],
  ["/app/e2e/a.ts", "test"],
  ["/app/src/__e2e__/a.ts", "test"],
  ["/app/k6/prepare/a.js", "test"],
  ["/app/load-test/a.ts", "test"],
  ["/app/src/__mock__/a.ts", "test"],
  ["/app/db-seeds/fill.ts", "one-off-script"],
  ["/app/turbo/generators/config.ts", "one-off-script"],
  ["/app/buildtools/deploy.js", "one-off-script"],
  ["/app/packages/build-tools/src/a.ts", undefined],
  ["/app/script/release.ts", "one-off-script"],
  ["/app/src/bin/erase-member.ts", "one-off-script"],
  ["/app/src/bin/scripts/import.ts", "one-off-script"],
  ["/app/src/bin/theme/create.ts", undefined],
  ["/app/src/templates/script/provider.ts", undefined],
  ["/app/src/generators/config.ts", undefined],
  ["/app/plugins/vite/compress.ts", "one-off-script"],
  ["/app/vite-plugins/version-file.ts", "one-off-script"],
  ["/app/packages/vite-plugin/index.ts", undefined],
  ["/app/src/plugins/vite/serve.ts", undefined],
  ["/app/src/users.spec.db.ts", "test"],
  ["/app/src/users.test.integration.ts", "test"],
  ["/app/src/latest.users.ts", undefined],
  ["/app/src/test.service.ts", undefined],
  ["/app/src/load-test.service.ts", undefined],
  ["/app/packages/cross-seed/src/diff.ts", undefined],
  ["/app/src/migrator/a.ts", undefined],
  ["/app/src/prescripts/a.ts", undefined],
  ["/app/packages/app/client/scripts/views/users.tsx", undefined],
  ["/app/client/scripts/views/migrations/users.ts", "one-off-script"],
  ["/app/client/scripts/build.ts", "one-off-script"],
  ["/app/client/src/scripts/views/users.ts", "one-off-script"],
  ["/app/src/a.ts", undefined],
])("the folder and the name of a file say whether order is meant: %s", (path, hazard) => {
  expect(hazardOf(path)).toBe(hazard);
});

test.each([
  ["/tools-repo/tools/releaser/src/list.ts", "one-off-script"],
  ["/tools-repo/delete-team.js", "one-off-script"],
  ["/tools-repo/src/delete-team.js", undefined],
  ["/tools-repo/delete.js", undefined],
  ["/tools-repo/.github/actions/triage.ts", "one-off-script"],
  ["/tools-repo/.agents/skills/tracker/lists.mjs", "one-off-script"],
  ["/tools-repo/packages/app/.server/list.ts", undefined],
  ["/tools-repo/packages/tools/src/list.ts", undefined],
  ["/tools-repo/src/tools/list.ts", undefined],
])("the tools beside a repository's packages are run by hand: %s", (path, hazard) => {
  knowRepository("/tools-repo");
  expect(hazardOf(path)).toBe(hazard);
});

test("so does what it imports", () => {
  expect(hazardOf("/app/a.ts", 'import { test } from "@playwright/test";')).toBe("test");
  expect(hazardOf("/app/a.ts", 'import { remote } from "@wdio/cli";')).toBe("test");
  expect(hazardOf("/app/a.ts", 'import logger from "@wdio/logger";')).toBeUndefined();
  expect(hazardOf("/app/a.ts", 'import { proxyActivities } from "@temporalio/workflow";')).toBe(
    "durable-workflow",
  );
  expect(hazardOf("/app/a.ts", 'import { readFile } from "node:fs/promises";')).toBeUndefined();
});
