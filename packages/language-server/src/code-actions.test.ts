import { afterEach, describe, expect, test } from "@jest/globals";
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  type Command,
  ExecuteCommandRequest,
  LSPErrorCodes,
} from "vscode-languageserver/node";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { TestClient } from "./testing/test-client.js";

const text =
  "async function f(): Promise<number> {\n  return 1;\n}\nexport async function g() {\n  f();\n  f();\n}\n";
const literals: ClientCapabilities = {
  textDocument: {
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      isPreferredSupport: true,
    },
  },
  workspace: { workspaceEdit: { documentChanges: true } },
};
const lazy: ClientCapabilities = {
  ...literals,
  textDocument: {
    codeAction: {
      ...literals.textDocument?.codeAction,
      dataSupport: true,
      resolveSupport: { properties: ["edit"] },
    },
  },
};

let project: FixtureProject;
let client: TestClient;

const begin = async (capabilities: ClientCapabilities): Promise<void> => {
  project = new FixtureProject({ "tsconfig.json": strictConfig, "a.ts": text });
  client = await TestClient.start(project, { capabilities });
  client.open("a.ts", text);
};
const named = (actions: readonly CodeAction[], title: string | RegExp): CodeAction => {
  const found = actions.find((action) => action.title.match(title) !== null);
  if (found === undefined)
    throw new Error(`No action is "${title}": ${actions.map((one) => one.title).join("; ")}`);
  return found;
};

afterEach(async () => {
  await client.stop();
  project[Symbol.dispose]();
});

test("each fix of a finding is a quick fix; the first is preferred, and applying it clears the finding", async () => {
  await begin(literals);
  const actions = await client.actionsAt("a.ts", "  f();");
  const fix = named(actions, /^Await/);
  expect(fix).toMatchObject({
    kind: "quickfix",
    isPreferred: true,
    diagnostics: [{ code: "floating-promise" }],
    edit: { documentChanges: [{ textDocument: { uri: project.uri("a.ts"), version: 1 } }] },
  });
  expect(actions.filter(({ isPreferred }) => isPreferred).map(({ title }) => title)).toEqual([
    fix.title,
  ]);
  client.apply(fix.edit ?? {});
  expect(client.document("a.ts").getText()).toBe(text.replace("f();", "await f();"));
  expect(await client.findings("a.ts")).toEqual(["6:3 floating-promise"]);
});

test("an action names the diagnostics that it is about as they were told, with what tells them apart", async () => {
  await begin(literals);
  const shown = await client.shown("a.ts");
  const actions = await client.actionsAt("a.ts", "  f();");
  const about = named(actions, /^Await/).diagnostics;
  expect(about).toEqual([shown[0]]);
  expect(about?.[0]?.data).toEqual({
    fingerprint: `floating-promise:${text.indexOf("f();")}:${text.indexOf("f();") + 4}`,
  });
  const pulled = await client.pull("a.ts");
  expect(pulled.kind === "full" && pulled.items).toEqual(shown);
});

test("a client without versioned edits gets plain changes", async () => {
  await begin({ textDocument: literals.textDocument ?? {} });
  const { edit } = named(await client.actionsAt("a.ts", "  f();"), /^Await/);
  expect(edit).toEqual({
    changes: {
      [project.uri("a.ts")]: [
        {
          range: { start: { line: 4, character: 2 }, end: { line: 4, character: 2 } },
          newText: "await ",
        },
      ],
    },
  });
});

test("all findings of a rule are fixed at once", async () => {
  await begin(literals);
  const fix = named(
    await client.actionsAt("a.ts", "  f();"),
    "Fix all 2 findings of floating-promise in this file",
  );
  client.apply(fix.edit ?? {});
  expect(client.document("a.ts").getText()).toBe(text.replaceAll("  f();", "  await f();"));
  expect(await client.findings("a.ts")).toEqual([]);
});

test("a line is ignored with a comment above it, at its indentation", async () => {
  await begin(literals);
  const fix = named(
    await client.actionsAt("a.ts", "  f();"),
    /^Ignore floating-promise on this line/,
  );
  client.apply(fix.edit ?? {});
  expect(client.document("a.ts").getText()).toBe(
    text.replace("  f();", "  // awaitwise-ignore-next-line floating-promise -- say why\n  f();"),
  );
  expect(await client.findings("a.ts")).toEqual(["7:3 floating-promise"]);
});

test("a rule is ignored in a whole file with a comment at its top", async () => {
  await begin(literals);
  const fix = named(
    await client.actionsAt("a.ts", "  f();"),
    /^Ignore floating-promise in this file/,
  );
  client.apply(fix.edit ?? {});
  expect(await client.findings("a.ts")).toEqual([]);
});

describe("kinds", () => {
  test("source.fixAll.awaitwise applies every safe fix, and is offered only where asked for", async () => {
    await begin(literals);
    const unasked = await client.actionsAt("a.ts", "  f();");
    expect(unasked.filter(({ kind }) => kind?.startsWith("source"))).toEqual([]);
    for (const only of ["source.fixAll.awaitwise", "source.fixAll", "source"]) {
      const kinds = (await client.actionsAt("a.ts", text, [only])).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind !== "source.fixAll.awaitwise")).toEqual([]);
    }
    expect(await client.actionsAt("a.ts", "  f();", ["refactor"])).toEqual([]);
  });

  test("nothing is offered away from the findings", async () => {
    await begin(literals);
    expect(await client.actionsAt("a.ts", "return 1")).toEqual([]);
  });
});

describe("an action whose edit is left for later", () => {
  test("is resolved on the text it was offered for", async () => {
    await begin(lazy);
    const action = named(await client.actionsAt("a.ts", "  f();"), /^Await/);
    expect([action.edit, typeof action.data]).toEqual([undefined, "object"]);
    const resolved = await client.connection.sendRequest(CodeActionResolveRequest.type, action);
    client.apply(resolved.edit ?? {});
    expect(await client.findings("a.ts")).toEqual(["6:3 floating-promise"]);
  });

  test("is refused once the text has moved on", async () => {
    await begin(lazy);
    const action = named(await client.actionsAt("a.ts", "  f();"), /^Await/);
    client.edit("a.ts", "return 1", "return 2");
    await expect(
      client.connection.sendRequest(CodeActionResolveRequest.type, action),
    ).rejects.toMatchObject({ code: LSPErrorCodes.ContentModified });
  });

  test("is refused when its data is nobody's", async () => {
    await begin(lazy);
    await expect(
      client.connection.sendRequest(CodeActionResolveRequest.type, {
        title: "x",
        data: { plan: 1 },
      }),
    ).rejects.toMatchObject({ code: LSPErrorCodes.ContentModified });
  });
});

test("a client that knows commands only has the edit sent back to it", async () => {
  await begin({});
  const actions = (await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: project.uri("a.ts") },
    range: client.rangeOf("a.ts", "  f();"),
    context: { diagnostics: [] },
  })) as Command[];
  const fix = actions.find(({ title }) => title.startsWith("Await"));
  expect(fix?.command).toBe("awaitwise.applyEdit");
  await client.connection.sendRequest(ExecuteCommandRequest.type, {
    command: fix?.command ?? "",
    arguments: fix?.arguments ?? [],
  });
  expect(await client.findings("a.ts")).toEqual(["6:3 floating-promise"]);
});

describe("a fix that cannot be had", () => {
  const sync =
    "declare function save(): Promise<void>;\nexport class Shop {\n  total = save();\n  constructor() {\n    save();\n  }\n}\n";
  const disabledOf = async (capabilities: ClientCapabilities): Promise<unknown[]> => {
    project = new FixtureProject({ "tsconfig.json": strictConfig, "a.ts": sync });
    client = await TestClient.start(project, { capabilities });
    client.open("a.ts", sync);
    const actions = await client.actionsAt("a.ts", "    save();");
    return actions.flatMap(({ title, disabled, edit, data }) =>
      disabled === undefined ? [] : [{ title, reason: disabled.reason, edit, data }],
    );
  };

  test("is shown with the reason to a client that shows such", async () => {
    const action = { ...literals.textDocument?.codeAction, disabledSupport: true };
    expect(await disabledOf({ ...literals, textDocument: { codeAction: action } })).toEqual([
      {
        title: expect.stringMatching(/^Await/),
        reason: expect.stringMatching(/constructor/),
        edit: undefined,
        data: undefined,
      },
    ]);
  });

  test("is left out for any other client", async () => {
    expect(await disabledOf(literals)).toEqual([]);
  });
});

describe("awaiting in every caller", () => {
  const callee =
    "declare function save(): Promise<void>;\nexport function keep(): void {\n  save();\n}\n";
  const caller =
    'import { keep } from "./a.js";\n\nexport async function main(): Promise<void> {\n  keep();\n}\n';
  const fixOf = async (capabilities: ClientCapabilities): Promise<CodeAction> => {
    project = new FixtureProject({ "tsconfig.json": strictConfig, "a.ts": callee, "b.ts": caller });
    client = await TestClient.start(project, { capabilities });
    client.open("a.ts", callee, 3);
    client.open("b.ts", caller, 5);
    return named(await client.actionsAt("a.ts", "  save();"), /^Await it, /);
  };

  test("is one edit of all files, each at the version that was read", async () => {
    const fix = await fixOf(literals);
    expect(fix.kind).toBe("quickfix");
    expect(fix.edit?.documentChanges).toMatchObject([
      { textDocument: { uri: project.uri("a.ts"), version: 3 } },
      { textDocument: { uri: project.uri("b.ts"), version: 5 } },
    ]);
    client.apply(fix.edit ?? {});
    expect(client.document("a.ts").getText()).toBe(
      callee
        .replace("function keep(): void", "async function keep(): Promise<void>")
        .replace("save();", "await save();"),
    );
    expect(client.document("b.ts").getText()).toBe(caller.replace("keep();", "await keep();"));
    expect([await client.findings("a.ts"), await client.findings("b.ts")]).toEqual([[], []]);
  });

  test("says which edits are the callers', to a client that shows that", async () => {
    const workspaceEdit = { documentChanges: true, changeAnnotationSupport: {} };
    const { edit } = await fixOf({ ...literals, workspace: { workspaceEdit } });
    expect(edit?.changeAnnotations).toMatchObject({ callers: { label: "In its callers" } });
    const ids = edit?.documentChanges?.flatMap((change) =>
      "edits" in change
        ? change.edits.map((one) => [
            change.textDocument.uri,
            "annotationId" in one && one.annotationId,
          ])
        : [],
    );
    expect(new Set(ids?.map((one) => one.join(" ")))).toEqual(
      new Set([`${project.uri("b.ts")} callers`, `${project.uri("a.ts")} own`]),
    );
  });

  test("is worked out anew when it is chosen late", async () => {
    const fix = await fixOf(lazy);
    expect(fix.edit).toBeUndefined();
    const resolved = await client.connection.sendRequest(CodeActionResolveRequest.type, fix);
    expect(resolved.edit?.documentChanges).toHaveLength(2);
  });
});

describe("gathering with a choice of form", () => {
  const serial =
    'export async function page(): Promise<string[]> {\n  const a = await load("a");\n  const b = await load("b");\n  return [a, b];\n}\nasync function load(name: string): Promise<string> {\n  return (await fetch(name)).text();\n}\n';
  const web = strictConfig.replace('"ES2022"]', '"ES2022", "DOM"]');
  const packaged = "node_modules/@awaitwise/runtime";
  const runtime = {
    [`${packaged}/package.json`]: '{ "name": "@awaitwise/runtime", "types": "index.d.ts" }',
    [`${packaged}/index.d.ts`]:
      "export declare function gather<T extends readonly unknown[]>(...work: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>;\n",
  };
  const formsWith = async (files: Readonly<Record<string, string>>): Promise<CodeAction[]> => {
    project = new FixtureProject({ "tsconfig.json": web, "a.ts": serial, ...files });
    client = await TestClient.start(project, { capabilities: lazy });
    client.open("a.ts", serial);
    const actions = await client.actionsAt("a.ts", "await load");
    return actions.filter(({ title }) => title.startsWith("Gather them"));
  };

  test("offers the runtime's gather beside Promise.all, which alone is preferred", async () => {
    const forms = await formsWith(runtime);
    expect(forms.map(({ title, isPreferred, edit }) => [title, isPreferred, edit])).toEqual([
      [expect.stringMatching(/^Gather them with Promise\.all: .*first rejection/), true, undefined],
      [
        expect.stringMatching(/^Gather them with gather: .*first rejection.*cancelling the task/),
        undefined,
        undefined,
      ],
    ]);
    const chosen = forms[1] as CodeAction;
    const resolved = await client.connection.sendRequest(CodeActionResolveRequest.type, chosen);
    client.apply(resolved.edit ?? {});
    expect(client.document("a.ts").getText()).toBe(
      `import { gather } from "@awaitwise/runtime";\n\n${serial.replace(
        /const a = .*\n.*;/,
        'const [a, b] = await gather(load("a"), load("b"));',
      )}`,
    );
    // A file that imports the runtime is held to waiting so that it can be cancelled.
    expect(await client.findings("a.ts")).toEqual(["8:11 uncancellable-await"]);
  });

  test("gathers by Promise.all where all findings of the rule are fixed at once", async () => {
    project = new FixtureProject({ "tsconfig.json": web, "a.ts": serial, ...runtime });
    client = await TestClient.start(project, { capabilities: literals });
    client.open("a.ts", serial);
    const [all] = await client.actionsAt("a.ts", "await load", ["source.fixAll.awaitwise"]);
    client.apply(all?.edit ?? {});
    expect(client.document("a.ts").getText()).toBe(
      serial.replace(
        /const a = .*\n.*;/,
        'const [a, b] = await Promise.all([load("a"), load("b")]);',
      ),
    );
  });

  test("offers Promise.all alone where the runtime is not installed", async () => {
    const forms = await formsWith({});
    expect(forms.map(({ title }) => title.split(":")[0])).toEqual(["Gather them with Promise.all"]);
  });
});

describe("the choice of a fix", () => {
  const formsOf = async (text: string, at: string): Promise<readonly string[]> => {
    project = new FixtureProject({
      "tsconfig.json": strictConfig.replace('"ES2022"]', '"ES2022", "DOM"]'),
      "a.ts": text,
    });
    client = await TestClient.start(project, { capabilities: lazy });
    client.open("a.ts", text);
    return (await client.actionsAt("a.ts", at)).map(({ title }) => title);
  };

  test("of a dropped promise is to await it, or to say with a reason that it is meant", async () => {
    expect(
      await formsOf(
        "declare function save(): Promise<void>;\nexport async function main(): Promise<void> {\n  save();\n}\n",
        "  save();",
      ),
    ).toEqual([
      "Await it",
      "Say with void that dropping it is meant",
      "Ignore floating-promise on this line, with a reason",
      "Ignore floating-promise in this file, with a reason",
    ]);
  });

  test("of a callback that drops what is waited for is to return it", async () => {
    const forms = await formsOf(
      "declare function save(): Promise<void>;\nexport async function main(): Promise<void> {\n  await Promise.resolve().then(() => {\n    save();\n  });\n}\n",
      "    save();",
    );
    expect(forms).toContain("Return it");
  });

  test("of awaits in a loop says how many turns run at a time, and what becomes of errors", async () => {
    const forms = await formsOf(
      "export async function all(ids: string[]): Promise<Response[]> {\n  const found: Response[] = [];\n  for (const id of ids) {\n    found.push(await fetch(id));\n  }\n  return found;\n}\n",
      "for (const id",
    );
    expect(forms[0]).toMatch(
      /^Run the turns in batches of 10 with Promise\.all: .*order.*first rejection/,
    );
  });
});
