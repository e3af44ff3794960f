import { readFileSync } from "node:fs";
import { absent, renamed } from "./differences.js";

const listed = JSON.parse(readFileSync(new URL("./names.json", import.meta.url), "utf8"));

/** @typedef {{ asyncio: string, ours: string | null, note: string }} Row */

/** The version of CPython whose names are listed. */
export const version = listed.version;

/** @returns {Row[]} Every public name of asyncio, and the public members of its classes. */
export function rows() {
  const names = [...listed.names];
  for (const [type, members] of Object.entries(listed.members)) {
    if (!(type in absent)) {
      names.push(...members.map((member) => `${type}.${member}`));
    }
  }
  return names.map((name) => {
    const reason = absent[name];
    return reason === undefined
      ? { asyncio: name, ours: renamed[name] ?? camelCase(name), note: "" }
      : { asyncio: name, ours: null, note: reason };
  });
}

/** The rows as a Markdown table. */
export function markdown() {
  const line = (row) =>
    `| \`${row.asyncio}\` | ${row.ours === null ? "none" : `\`${row.ours}\``} | ${row.note} |`;
  return ["| asyncio | here | |", "| --- | --- | --- |", ...rows().map(line)].join("\n");
}

function camelCase(name) {
  return name.includes("_") && name !== name.toUpperCase()
    ? name.replace(/_([a-z])/g, (_whole, letter) => letter.toUpperCase())
    : name;
}
