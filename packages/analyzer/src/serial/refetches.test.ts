import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";
import { checkFix, fixesIn } from "../testkit/check-fix.js";

// What pages show is fetched anew: done for its effect, and no matter to what another fetches.

const others = {
  "other.ts": `
import useSWR from "swr";
export declare const api: any;
export declare const useTeams: any;
export declare const useRenameMutation: any;
export declare const toast: (text: string) => void;
export declare function rename(id: string): Promise<void>;
export function useDatasets() { const { data, mutate } = useSWR("/datasets"); return { data, mutate }; }
export function useRename() { return useRenameMutation(); }
`,
};
const head = `
import { useQueryClient } from "@tanstack/react-query";
import useSWR, { useSWRConfig } from "swr";
import { api, rename, toast, useDatasets, useRename, useTeams } from "./other.js";
export const used = [useQueryClient, useSWR, useSWRConfig, api, rename, toast, useDatasets, useRename, useTeams];
`;
const page = (hooks: string, body: string): string => `${head}
export function useSave(id: string) {
  ${hooks}
  return async () => {
    ${body}
  };
}
`;
const confidences = (hooks: string, body: string) =>
  findIn("serial-await", page(hooks, body), { others }).map(({ confidence }) => confidence);

describe("what is fetched anew", () => {
  test.each([
    [
      "queries of TanStack Query",
      "const client = useQueryClient();",
      'await client.invalidateQueries({ queryKey: ["teams"] }); await client.refetchQueries({ queryKey: ["users", id] });',
    ],
    [
      "procedures of tRPC",
      "const utils = api.useUtils();",
      "await utils.team.list.invalidate(); await utils.team.byId.invalidate({ id });",
    ],
    [
      "queries by their hooks",
      "const { refetch } = useTeams(); const { refetch: refetchUsers } = api.users.useQuery();",
      "await refetch(); await refetchUsers();",
    ],
    [
      "queries by what their hooks bring",
      "const teams = useTeams(); const users = api.users.useQuery();",
      "await teams.refetch(); await users.refetch();",
    ],
    [
      "keys of SWR",
      'const { mutate } = useSWR("/teams"); const { mutate: mutateDatasets } = useDatasets();',
      "await mutate(); await mutateDatasets();",
    ],
    [
      "several of them",
      "const client = useQueryClient(); const { refetch } = useTeams();",
      'await client.resetQueries({ queryKey: ["teams"] }); await refetch();',
    ],
  ])("is fetched at once: %s", (_, hooks, body) => {
    expect(confidences(hooks, body)).toEqual(["high"]);
  });

  test("keeps its place behind what changes it, and before what looks at it", () => {
    const hooks = "const utils = api.useUtils(); const { refetch } = useTeams();";
    expect(confidences(hooks, "await rename(id); await refetch();")).toEqual([]);
    expect(
      confidences(hooks, "await utils.team.invalidate(); await rename(id); await refetch();"),
    ).toEqual([]);
    expect(
      confidences(
        hooks,
        'await refetch(); const team = await (await fetch("/teams")).text(); return team;',
      ),
    ).toEqual([]);
    expect(
      confidences(hooks, 'await refetch(); toast("Half"); await utils.team.invalidate();'),
    ).toEqual([]);
  });

  test("is fetched once where both are for one query", () => {
    const hooks =
      "const utils = api.useUtils(); const { refetch } = api.team.list.useQuery({ id }); const team = api.team.list.useQuery({ id });";
    expect(
      confidences(hooks, "await utils.team.list.invalidate({ id }); await refetch();"),
    ).toEqual([]);
    expect(confidences(hooks, "await utils.team.list.invalidate(); await team.refetch();")).toEqual(
      [],
    );
    expect(
      confidences(hooks, "await utils.team.byId.invalidate({ id }); await refetch();"),
    ).toEqual(["high"]);
  });

  test("is only what is known to be: a mutation is none", () => {
    for (const [hooks, body] of [
      [
        "const { mutate } = useRename(); const { mutate: other } = useRename();",
        "await mutate(); await other();",
      ],
      [
        'const { mutate } = useSWR("/teams"); const { mutate: users } = useSWR("/users");',
        "await mutate([id]); await users([id]);",
      ],
      [
        "const { refetch } = api; const { refetch: other } = api.make();",
        "await refetch(); await other();",
      ],
      [
        "const cache = api.cache();",
        "await cache.teams.invalidate(); await cache.users.invalidate();",
      ],
    ] as const) {
      expect(confidences(hooks, body)).toEqual([]);
    }
  });

  test.each([
    [
      "what hangs on it is done after it",
      "const { refetch } = useTeams(); const { refetch: refetchUsers } = useTeams();",
      "await refetch().then(() => rename(id)); await refetchUsers();",
    ],
    [
      "it says in what way",
      "const client = useQueryClient();",
      'await client.invalidateQueries({ queryKey: ["teams"], refetchType: "none" }); await client.refetchQueries({ queryKey: ["users"] });',
    ],
    [
      "it brings who asks",
      "const { refetch: refetchToken } = api.token.useQuery(); const { refetch } = useTeams();",
      "await refetchToken(); await refetch();",
    ],
    [
      "it is of a context of the project's own",
      "const app = useContext(useTeams); const other = useContext(useTeams);",
      "await app.cart.invalidate(); await other.users.invalidate();",
    ],
    [
      "its steps are called for",
      "const wizard = useTeams(); const other = useTeams();",
      "await wizard.next().refetch(); await other.next().refetch();",
    ],
    [
      "it is asked for twice",
      "const { refetch } = useTeams();",
      "await refetch(); await refetch();",
    ],
  ])("is not where %s", (_, hooks, body) => {
    expect(confidences(`const useContext: any = api; ${hooks} void useContext;`, body)).toEqual([]);
  });

  test("is read where it is at hand", () => {
    const own = `${head}
class QueryCache { async invalidateQueries(key: string) { await fetch("/cache/" + key, { method: "DELETE" }); } }
export async function clear(cache: QueryCache) {
  await cache.invalidateQueries("teams");
  await cache.invalidateQueries("users");
}
`;
    expect(findIn("serial-await", own, { others })).toEqual([]);
  });

  test("is gathered by hand first where something stands between", () => {
    const code = page(
      "const utils = api.useUtils();",
      "await utils.team.invalidate();\n    const at = 1;\n    await utils.user.invalidate();\n    return at;",
    );
    const [finding] = findIn("serial-await", code, { others });
    expect(finding?.refusals?.map(({ reason }) => reason) ?? ["nothing"]).toEqual([
      "Put the calls next to each other first",
    ]);
  });

  test("is not where what it brings is needed", () => {
    const hooks = "const { refetch } = useTeams(); const { refetch: refetchUsers } = useTeams();";
    const body = "const { data } = await refetch(); await refetchUsers(data);";
    expect(confidences(hooks, body)).toEqual([]);
  });

  test("is told of as that, and gathered in one statement", () => {
    const before = page(
      "const utils = api.useUtils();",
      "await utils.team.list.invalidate();\n    // The page of one team.\n    await utils.team.byId.invalidate({ id });",
    );
    const [finding] = findIn("serial-await", before, { others });
    expect(finding?.message).toBe(
      "`utils.team.list.invalidate` and `utils.team.byId.invalidate` each have something fetched anew and none needs another's result, but each starts when the one before it has ended: 2 waits in a row where 1 would do. Gather them, so that they wait together",
    );
    expect(fixesIn("serial-await", before, { others })[0]).toBe(
      "suggested: Gather them with Promise.all: all start at once, and the first rejection is the one that is thrown",
    );
    checkFix(
      "serial-await",
      before,
      page(
        "const utils = api.useUtils();",
        `await Promise.all([
      utils.team.list.invalidate(),
      // The page of one team.
      utils.team.byId.invalidate({ id }),
    ]);`,
      ),
      { others, broken: true },
    );
  });

  test("is gathered well by those who do so already", () => {
    const hooks = "const utils = api.useUtils(); const client = useQueryClient();";
    const body =
      'await Promise.all([utils.team.invalidate(), client.invalidateQueries({ queryKey: ["teams"] })]);';
    expect(findIn("unsafe-gather", page(hooks, body), { others })).toEqual([]);
  });
});
