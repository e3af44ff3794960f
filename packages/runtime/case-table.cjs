// What became of each test case of CPython's asyncio: covered by tests of ours, not applicable, or
// open. A test covers a case by naming it at the end of its title, in brackets, as
// [test_locks.LockTests.test_acquire].

const TAG = /\[(test_\w+\.\w+\.test\w*)\]/g;

/** The cases that a test's title names. */
function casesIn(title) {
  return [...title.matchAll(TAG)].map(([, name]) => name);
}

/**
 * Compares the cases with what was run. `modules` are the cases that must be accounted for,
 * `further` those of later versions, which must be too where their module is among those, and of other
 * modules, which a test may name besides. `tests` are those that passed: `{ title, file }`,
 * the title being the full one. Gives the state of each case, in order, and the faults that no run
 * may have.
 */
function settleCases(modules, further, notApplicable, tests) {
  const states = new Map();
  for (const name of [...namesOf(modules), ...namesOf(further)]) {
    const demanded = name.slice(0, name.indexOf(".")) in modules;
    states.set(name, { tests: [], reason: null, demanded });
  }
  const faults = [];
  for (const [name, reason] of Object.entries(notApplicable)) {
    const state = states.get(name);
    if (state === undefined) {
      faults.push(`not-applicable.json names ${name}, which is no case of CPython's`);
    } else {
      state.reason = reason;
    }
  }
  for (const test of tests) {
    for (const name of casesIn(test.title)) {
      const state = states.get(name);
      if (state === undefined) {
        faults.push(`${test.file} names ${name}, which is no case of CPython's`);
      } else if (state.reason !== null) {
        faults.push(`${test.file} covers ${name}, which not-applicable.json says does not apply`);
      } else {
        state.tests.push(test);
      }
    }
  }
  return { states, faults };
}

/** The full names in a file of cases: modules, their classes, and the methods of those. */
function namesOf(modules) {
  return Object.entries(modules).flatMap(([module, classes]) =>
    Object.entries(classes).flatMap(([name, methods]) =>
      methods.map((method) => `${module}.${name}.${method}`),
    ),
  );
}

/** The tables of docs/conformance.md, one a module, with the totals before them. */
function renderTables(states) {
  const modules = new Map();
  for (const [name, state] of states) {
    if (state.demanded) {
      const module = name.slice(0, name.indexOf("."));
      modules.set(module, [...(modules.get(module) ?? []), [name, state]]);
    }
  }
  const lines = [
    "| CPython's file | cases | covered | do not apply | open |",
    "| --- | --- | --- | --- | --- |",
  ];
  for (const [module, rows] of modules) {
    lines.push(totals(`\`${module}\``, rows));
  }
  lines.push(totals("all", [...modules.values()].flat()));
  for (const [module, rows] of modules) {
    const named = rows.map(([name, state]) => [name.slice(module.length + 1), state]);
    lines.push(...table(module, named));
  }
  const further = [...states].filter(([, state]) => !state.demanded && state.tests.length > 0);
  if (further.length > 0) {
    lines.push(...table("Further cases, of other files", further));
  }
  return lines.join("\n");
}

function table(title, rows) {
  const lines = ["", `## ${title}`, "", "| case | here |", "| --- | --- |"];
  return [...lines, ...rows.map(([name, state]) => `| \`${name}\` | ${cell(state)} |`)];
}

function totals(label, rows) {
  const states = rows.map(([, state]) => state);
  const covered = states.filter((state) => state.tests.length > 0).length;
  const excluded = states.filter((state) => state.reason !== null).length;
  const open = states.length - covered - excluded;
  return `| ${label} | ${states.length} | ${covered} | ${excluded} | ${open} |`;
}

function cell({ tests, reason }) {
  if (reason !== null) {
    return `does not apply: ${escaped(reason)}`;
  }
  if (tests.length === 0) {
    return "open";
  }
  const byTitle = ({ file, title }) => `${file} ${title}`;
  const [first, ...others] = tests.toSorted((a, b) => (byTitle(a) < byTitle(b) ? -1 : 1));
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  return `${first.file}: ${escaped(first.title.replaceAll(TAG, "").trim())}${more}`;
}

function escaped(text) {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}

module.exports = { casesIn, renderTables, settleCases };
