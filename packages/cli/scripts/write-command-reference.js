// Writes what is generated in docs/: cli.md from the option definitions, and the table of rules in
// migrating.md. To run after a build; tests hold the pages to it.
import { readFileSync, writeFileSync } from "node:fs";
import { rules } from "@awaitwise/analyzer";
import { commandReference } from "../dist/docs/command-reference.js";
import { withRuleNames } from "../dist/docs/rule-names.js";
import { commands } from "../dist/program/commands.js";

const docs = new URL("../../../docs/", import.meta.url);
writeFileSync(new URL("cli.md", docs), commandReference(commands));
const migrating = new URL("migrating.md", docs);
writeFileSync(migrating, withRuleNames(readFileSync(migrating, "utf8"), rules));
