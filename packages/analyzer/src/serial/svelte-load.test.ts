import { describe, expect, test } from "@jest/globals";
import { discoverProjects } from "../project/discover.js";
import { openProject } from "../project/project.js";
import { memoryDisk } from "../testkit/memory-disk.js";

// What SvelteKit hands to the `load` of a page: `parent()` asks for what the layouts around it load.

const page = (load: string): string => `
async function getTeam(id: string) { return (await fetch("/teams/" + id)).json(); }
${load}
export const used = getTeam;
`;
const confidences = (load: string, name = "+page.ts") => {
  const path = `/app/src/routes/${name}`;
  const disk = memoryDisk({
    "/app/package.json": "{}",
    "/app/tsconfig.json": '{ "include": ["src"] }',
    [path]: page(load),
  });
  const [description] = discoverProjects({ cwd: "/app", disk });
  if (description === undefined) throw new Error("no project was found");
  return openProject(description, disk)
    .check(path)
    .filter(({ rule }) => rule === "serial-await")
    .map(({ confidence }) => confidence);
};

const load = (body: string, handed = "{ params, parent, depends }"): string =>
  `export const load = async (${handed}: any) => { ${body} };`;
const both =
  "const { site } = await parent(); const team = await getTeam(params.id); return { site, team };";

describe("what the layouts around a page load", () => {
  test.each(["+page.ts", "+layout.ts", "+page@app.ts"])(
    "is asked for beside what needs nothing of it: %s",
    (name) => {
      expect(confidences(load(both), name)).toEqual(["high"]);
    },
  );

  test("is asked for by the event, too", () => {
    const body =
      "const { site } = await event.parent(); const team = await getTeam(event.params.id); return { site, team };";
    expect(confidences(load(body, "event"))).toEqual(["high"]);
  });

  test("with what it depends on said in between", () => {
    const body =
      'const { site } = await parent(); depends("app:team"); const team = await getTeam(params.id); return { site, team };';
    expect(confidences(load(body))).toEqual(["high"]);
  });

  test.each([
    [
      "it is needed",
      "const { user } = await parent(); const team = await getTeam(user.team); return { user, team };",
    ],
    ["nothing uses it", "await parent(); const team = await getTeam(params.id); return { team };"],
    [
      "somebody may be turned away in between",
      'const { user } = await parent(); if (!user) throw new Error("No"); const team = await getTeam(params.id); return { user, team };',
    ],
  ])("is not where %s", (_, body) => {
    expect(confidences(load(body))).not.toContain("high");
  });

  test("may be what guards the page: on the server, and where who is signed in comes from it", () => {
    for (const name of ["+page.server.ts", "+layout.server.ts"]) {
      expect(confidences(load(both), name)).toEqual([]);
    }
    expect(confidences(load(both.replaceAll("site", "user")))).toEqual([]);
  });

  test("is a name as any other elsewhere", () => {
    expect(confidences(load(both), "page.ts")).not.toContain("high");
    expect(confidences(load(both).replace("load", "open"))).not.toContain("high");
    const ofTree = both.replace("parent()", "tree.parent()");
    expect(confidences(load(ofTree, "{ params, tree }"))).not.toContain("high");
  });
});
