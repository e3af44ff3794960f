import { expect, test } from "@jest/globals";
import { Schedule, type SlicedWork } from "./schedule.js";

/** Schedules work that says its name in each slice, and does all of it; answers what was said. */
function run(
  add: (schedule: Schedule, work: (name: string, slices?: number) => SlicedWork) => void,
) {
  const said: string[] = [];
  const turns: (() => void)[] = [];
  const own = { foremost: 1, background: 2 };
  const slice = (name: keyof typeof own) => (): boolean => {
    if (own[name] === 0) return false;
    own[name] -= 1;
    said.push(name);
    return true;
  };
  const schedule = new Schedule(
    { foremost: slice("foremost"), background: slice("background") },
    (turn) => turns.push(turn),
  );
  add(schedule, function* (name, slices = 1) {
    for (let one = 0; one < slices; one += 1) {
      said.push(name);
      yield;
    }
  });
  for (let turn = turns.shift(); turn !== undefined; turn = turns.shift()) turn();
  return said;
}

test("what is found in the file that the user looks at goes before views of it, and these before all the rest", () => {
  const said = run((schedule, work) => {
    schedule.add(1, work("workspace"), "slow");
    schedule.add(2, work("lens"), "view");
    schedule.add(3, work("hints"), "view");
    schedule.add(4, work("actions"), "quick");
    schedule.add(5, work("diagnostics"), "urgent");
  });
  expect(said).toEqual([
    ...["diagnostics", "actions", "foremost", "lens", "hints"],
    ...["background", "background", "workspace"],
  ]);
});

test("between two slices of a request, one that came later and is more urgent is answered", () => {
  const said = run((schedule, work) => {
    schedule.add(
      1,
      (function* () {
        schedule.add(2, work("diagnostics"), "urgent");
        yield* work("actions", 2);
      })(),
      "quick",
    );
  });
  expect(said.slice(0, 3)).toEqual(["actions", "diagnostics", "actions"]);
});

test("a request that is dropped is not answered, begun or not", () => {
  let dropped: readonly boolean[] = [];
  const said = run((schedule, work) => {
    const dropping = function* (): SlicedWork {
      dropped = [schedule.cancel(1), schedule.cancel(2), schedule.cancel(2)];
      yield;
    };
    schedule.add(
      1,
      (function* () {
        schedule.add(3, dropping(), "urgent");
        yield* work("begun", 2);
      })(),
      "quick",
    );
    schedule.add(2, work("not begun"), "view");
  });
  expect(said).toEqual(["begun", "foremost", "background", "background"]);
  expect(dropped).toEqual([true, true, false]);
});
