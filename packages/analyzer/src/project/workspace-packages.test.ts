import { describe, expect, test } from "@jest/globals";
import { memoryDisk } from "../testkit/memory-disk.js";
import { discoverProjects } from "./discover.js";
import { openProject } from "./project.js";
import { WorkspacePackages } from "./workspace-packages.js";

const manifest = (more: object): string => JSON.stringify(more);

function packages(files: Record<string, string>): WorkspacePackages {
  const root = { "/app/package.json": manifest({ workspaces: ["packages/*"] }) };
  return new WorkspacePackages(memoryDisk({ ...root, ...files }), "/app/packages/web");
}

describe("an import of a package of the same repository, neither linked nor built", () => {
  test("means the source that its entry is built from", () => {
    const all = packages({
      "/app/packages/db/package.json": manifest({ name: "@x/db", main: "./dist/index.js" }),
      "/app/packages/db/src/index.ts": "",
      "/app/packages/ui/package.json": manifest({
        name: "ui",
        exports: {
          ".": { types: "./dist/main.d.ts", default: "./dist/main.js" },
          "./parts/*": "./lib/parts/*.js",
        },
      }),
      "/app/packages/ui/src/main.tsx": "",
      "/app/packages/ui/src/parts/button.tsx": "",
    });
    expect(all.sourceOf("@x/db")).toBe("/app/packages/db/src/index.ts");
    expect(all.sourceOf("ui")).toBe("/app/packages/ui/src/main.tsx");
    expect(all.sourceOf("ui/parts/button")).toBe("/app/packages/ui/src/parts/button.tsx");
  });

  test("means the file that it names where no entry speaks of it", () => {
    const all = packages({
      "/app/packages/lib/package.json": manifest({ name: "@x/lib" }),
      "/app/packages/lib/server/get-user.ts": "",
      "/app/packages/lib/src/client/index.ts": "",
    });
    expect(all.sourceOf("@x/lib/server/get-user")).toBe("/app/packages/lib/server/get-user.ts");
    expect(all.sourceOf("@x/lib/client")).toBe("/app/packages/lib/src/client/index.ts");
  });

  test("means the sources where it names the folder of what is built, or a file in it", () => {
    const all = packages({
      "/app/packages/db/package.json": manifest({ name: "@x/db" }),
      "/app/packages/db/src/index.ts": "",
      "/app/packages/db/src/orm/users.ts": "",
    });
    expect(all.sourceOf("@x/db/lib")).toBe("/app/packages/db/src/index.ts");
    expect(all.sourceOf("@x/db/lib/orm/users")).toBe("/app/packages/db/src/orm/users.ts");
    expect(all.sourceOf("@x/db/library")).toBeUndefined();
  });

  test("means the source in the folder that the manifest names, or in its repository, where no workspace holds them all", () => {
    const disk = memoryDisk({
      "/app/.git/HEAD": "",
      "/app/sdk/package.json": manifest({
        name: "@x/sdk",
        exports: { ".": "./dist/src/index.js", "./settings": "./dist/src/settings.js" },
        dependencies: { "@x/types": "link:./types" },
      }),
      "/app/sdk/src/index.ts": "",
      "/app/sdk/src/settings.ts": "",
      "/app/sdk/types/package.json": manifest({ name: "@x/types", types: "index.d.ts" }),
      "/app/sdk/types/index.ts": "",
      "/elsewhere/package.json": manifest({ name: "@x/elsewhere" }),
      "/elsewhere/index.ts": "",
      "/app/common/package.json": manifest({ name: "@x/common" }),
      "/app/common/index.ts": "",
      "/app/plugins/core/package.json": manifest({
        dependencies: {
          "@x/sdk": "file:../../sdk",
          "@x/elsewhere": "file:../../../elsewhere",
          "@x/gone": "file:../gone",
          "@x/common": "^1.0.0",
          other: "^1.0.0",
        },
      }),
    });
    const all = new WorkspacePackages(disk, "/app/plugins/core/src");
    expect(all.sourceOf("@x/sdk")).toBe("/app/sdk/src/index.ts");
    expect(all.sourceOf("@x/sdk/settings")).toBe("/app/sdk/src/settings.ts");
    expect(all.sourceOf("@x/types")).toBe("/app/sdk/types/index.ts");
    expect(all.sourceOf("@x/elsewhere")).toBe("/elsewhere/index.ts");
    expect(all.sourceOf("@x/common")).toBe("/app/common/index.ts");
    expect(all.sourceOf("@x/gone")).toBeUndefined();
    expect(all.sourceOf("other")).toBeUndefined();
  });

  test("means nothing where no package has the name, or the package no such source", () => {
    const all = packages({ "/app/packages/lib/package.json": manifest({ name: "@x/lib" }) });
    expect(all.sourceOf("@x/other")).toBeUndefined();
    expect(all.sourceOf("@x/lib/missing")).toBeUndefined();
    expect(all.sourceOf("./lib")).toBeUndefined();
  });
});

test("a checkout without an installation is followed from package to package, its configurations too", () => {
  const disk = memoryDisk({
    "/app/pnpm-workspace.yaml": "packages: [packages/*]",
    "/app/packages/config/package.json": manifest({ name: "@x/config" }),
    "/app/packages/config/base.json": `{ "compilerOptions": { "jsx": "preserve", "strict": true } }`,
    "/app/packages/db/package.json": manifest({ name: "@x/db", main: "dist/index.js" }),
    "/app/packages/db/src/index.ts": "export async function save(): Promise<void> {}",
    "/app/packages/web/tsconfig.json": `{ "extends": "@x/config/base.json" }`,
    "/app/packages/web/a.ts": `import { save } from "@x/db";\nexport function f() { save(); }\n`,
  });
  const [description] = discoverProjects({ cwd: "/app/packages/web", disk });
  if (description === undefined) throw new Error("No project was found");
  const project = openProject(description, disk);
  expect(project.check("/app/packages/web/a.ts").map(({ rule }) => rule)).toEqual([
    "floating-promise",
  ]);
  expect(project.problems).toEqual([]);
});

test("a package of the same repository is known by its name, linked or found by its sources", () => {
  const names = { from: "package", name: "save", package: "@x/db" } as const;
  const found = (folder: string, more: Record<string, string>, dbManifest: string) => {
    const disk = memoryDisk({
      "/app/pnpm-workspace.yaml": "packages: [packages/*]",
      "/app/packages/db/package.json": dbManifest,
      "/app/packages/db/src/index.ts": "export async function save(): Promise<void> {}",
      "/app/packages/web/tsconfig.json": `{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler"${folder} } }`,
      "/app/packages/web/a.ts": `import { save } from "@x/db";\nexport function f() { save(); }\n`,
      ...more,
    });
    const [description] = discoverProjects({ cwd: "/app/packages/web", disk });
    if (description === undefined) throw new Error("No project was found");
    return openProject(description, disk)
      .check("/app/packages/web/a.ts", {
        rules: ["floating-promise"],
        options: { "floating-promise": { allowForKnownSafeCalls: [names] } },
      })
      .map(({ rule }) => rule);
  };
  const db = manifest({ name: "@x/db", main: "dist/index.js" });
  expect(found("", {}, db)).toEqual([]);
  expect(found(`, "paths": { "@x/db": ["../db/src/index.ts"] }`, {}, db)).toEqual([]);
  const other = manifest({ name: "@x/other" });
  const paths = `, "paths": { "@x/db": ["../db/src/index.ts"] }`;
  expect(found(paths, {}, other)).toEqual(["floating-promise"]);
  expect(found(paths, {}, "{ broken")).toEqual(["floating-promise"]);
});
