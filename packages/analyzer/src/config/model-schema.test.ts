import { describe, expect, test } from "@jest/globals";
import { packageModels } from "../model/effects/library/packages/index.js";
import { Registry } from "../model/effects/library/registry.js";
import { modelSchema } from "./model-schema.js";
import { validate } from "./validate.js";

describe("The models that come with the analyser", () => {
  test.each(packageModels.map((model) => [String(model.package), model] as const))(
    "%s is valid",
    (_, model) => {
      // As a configuration in JSON would hold it.
      expect(validate(JSON.parse(JSON.stringify(model)), modelSchema())).toBeUndefined();
    },
  );

  test("a package is spoken of once", () => {
    const names = packageModels.flatMap((model) => model.package);
    const platform = new Set(["lib", "node", "undici"]);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    expect(twice.filter((name) => !platform.has(name))).toEqual([]);
  });

  test("a type that one speaks of stands in a model", () => {
    const registry = new Registry(packageModels);
    const entries = packageModels.flatMap((model) =>
      [model.package].flat().flatMap((name) => registry.ofModule(name)),
    );
    const isKnown = (name: string): boolean => {
      const [type = "", module] = name.split(":").reverse();
      const home = module === undefined ? entries : registry.ofModule(module);
      return home.some((entry) => entry.type(type) !== undefined);
    };
    const named = packageModels.flatMap((model) => [
      ...Object.values(model.exports ?? {}),
      ...Object.values(model.types ?? {}).flatMap((type) => [
        { returns: type.extends, value: type.awaited },
        ...Object.values(type.members ?? {}),
      ]),
    ]);
    const used = named.flatMap((one) => [
      one.returns,
      one.value,
      "passes" in one ? one.passes : undefined,
    ]);
    expect(used.filter((name) => name !== undefined && !isKnown(name))).toEqual([]);
  });
});

describe("A model of a user", () => {
  const problem = (member: unknown): string | undefined =>
    validate({ package: "@acme/db", exports: { find: member } }, modelSchema(), "models[0]");

  test("may name resources, parts of them and what tells them apart", () => {
    expect(
      problem({ reads: ["db.users"], writes: ["fs(0)", "db.$0(receiver)"], latency: "io" }),
    ).toBeUndefined();
  });

  test.each([
    [
      { reads: ["disk"] },
      `"models[0].exports.find.reads[0]" is "disk": use a resource: one of clock, db, dom, env, fs, lock, net, process, queue, random, stdio, stream, with a name after a dot for a part of it, and in parentheses the argument or "receiver" that tells which one`,
    ],
    [
      { latency: "slow" },
      `"models[0].exports.find.latency" is "slow": use "none", "timer" or "io"`,
    ],
    [{ read: [] }, `"read" is not known in "models[0].exports.find"; did you mean "reads"?`],
    [
      { decidedBy: { by: "sgl", argument: 0 } },
      `"models[0].exports.find.decidedBy.by" is "sgl": use "sql", "literal", "command", "content", "program", "redis", "graphql", "channel" or "option"; did you mean "sql"?`,
    ],
    [
      { decidedBy: { by: "literal", argument: 0, reading: ["r"] } },
      `"models[0].exports.find.decidedBy.unset" is missing: add it, "reads" or "writes"`,
    ],
    [{ hazard: "loc" }, `"models[0].exports.find.hazard" is "loc"`],
  ])("%j is refused with what is allowed", (member, message) => {
    expect(problem(member)).toContain(message);
  });
});
