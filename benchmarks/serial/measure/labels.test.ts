import { expect, test } from "@jest/globals";
import { hazards } from "./hazards.js";
import { readLabels } from "./labels.js";
import type { LabelFile, Place } from "./types.js";

const files = readLabels();
const places = files.flatMap((file) => file.places.map((place) => ({ file, place })));

test("each file of labels names a repository, its commit, its set and how to install it, and nothing else", () => {
  const bad = files.filter(
    (file) =>
      Object.keys({ install: {}, ...file })
        .sort()
        .join() !== "commit,install,places,repository,set" ||
      !/^[\w.-]+\/[\w.-]+$/.test(file.repository) ||
      !/^[0-9a-f]{40}$/.test(file.commit) ||
      !["reported", "fresh", "spent", "tuning"].includes(file.set),
  );
  expect(bad.map(({ repository }) => repository)).toEqual([]);
});

test("no repository is labelled twice, so that none is tuned on and reported too", () => {
  expect(new Set(files.map(({ repository }) => repository)).size).toBe(files.length);
});

test("a place has lines in order, inside the repository, and a reason in words", () => {
  expect(placesWhere((place) => !isWellFormed(place))).toEqual([]);
});

test("a place of awaits in a row lists their lines, from the first to the last", () => {
  expect(
    placesWhere(({ kind, awaits, optional = [], lines }) => {
      if (kind !== "straight") return awaits !== undefined || optional.length > 0;
      const all = [...(awaits ?? []), ...optional];
      return Math.min(...all) !== lines[0] || Math.max(...all) !== lines[1];
    }),
  ).toEqual([]);
});

test("what is to be gathered has two awaits at least, or is a loop or an existing gather", () => {
  expect(
    placesWhere(
      ({ label, kind, awaits = [] }) =>
        label === "gather" && kind === "straight" && awaits.length < 2,
    ),
  ).toEqual([]);
});

test("a rule about loops has loops, and one about gathers has gathers", () => {
  const kinds: Record<Place["rule"], readonly Place["kind"][]> = {
    "serial-await": ["straight", "gather"],
    "late-await": ["straight"],
    "serial-await-in-loop": ["loop"],
    "unsafe-gather": ["gather"],
    "unbounded-gather": ["gather"],
    "stale-read-across-await": ["straight"],
  };
  expect(placesWhere(({ rule, kind }) => kinds[rule]?.includes(kind) !== true)).toEqual([]);
});

test("what must not be gathered says which hazard forbids it", () => {
  expect(
    placesWhere(
      ({ label, hazard, rule }) =>
        label === "no" && rule.startsWith("serial-") && (hazard === undefined || !hazards[hazard]),
    ),
  ).toEqual([]);
});

test("no place is labelled twice", () => {
  const seen = new Set<string>();
  const twice = placesWhere((place, file) => {
    const key = [file.repository, place.path, place.kind, place.rule, place.lines].join(" ");
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
  expect(twice).toEqual([]);
});

test("the reported set is large enough to say something", () => {
  const reported = places.filter(({ file, place }) => file.set === "reported" && isBlind(place));
  const gather = reported.filter(({ place }) => place.label === "gather");
  expect(new Set(reported.map(({ file }) => file.repository)).size).toBeGreaterThanOrEqual(6);
  expect(reported.length).toBeGreaterThanOrEqual(250);
  expect(gather.length).toBeGreaterThanOrEqual(60);
});

// Between one fresh set that has been spent and the next there is none.
const blind = ["fresh", "spent"].filter((set) => places.some(({ file }) => file.set === set));

test("there is a spent set", () => expect(blind).toContain("spent"));

test.each(blind)("the %s set is large enough to say something", (set) => {
  const fresh = places.filter(({ file, place }) => file.set === set && isBlind(place));
  const gather = fresh.filter(({ place }) => place.label === "gather");
  const loops = gather.filter(({ place }) => place.kind === "loop");
  expect(new Set(fresh.map(({ file }) => file.repository)).size).toBeGreaterThanOrEqual(5);
  expect(fresh.length).toBeGreaterThanOrEqual(400);
  expect(gather.length - loops.length).toBeGreaterThanOrEqual(40);
  expect(loops.length).toBeGreaterThanOrEqual(10);
});

function isBlind({ drawn }: Place): boolean {
  return drawn !== "finding";
}

function isWellFormed({ path, lines: [first, last], reason, label }: Place): boolean {
  return (
    !path.startsWith("/") &&
    !path.split("/").includes("..") &&
    first >= 1 &&
    first <= last &&
    /^\S.{2,}[^.\s]$/.test(reason) &&
    ["gather", "report", "no", "unsure"].includes(label)
  );
}

function placesWhere(holds: (place: Place, file: LabelFile) => boolean): string[] {
  return places
    .filter(({ file, place }) => holds(place, file))
    .map(({ file, place }) => `${file.repository} ${place.path}:${place.lines[0]}`);
}
