// Writes docs/cli.md from the option definitions, after a build; a test holds the page to them.
import { writeFileSync } from "node:fs";
import { commandReference } from "../dist/docs/command-reference.js";
import { commands } from "../dist/program/commands.js";

writeFileSync(new URL("../../../docs/cli.md", import.meta.url), commandReference(commands));
