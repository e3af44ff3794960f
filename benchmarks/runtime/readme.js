// Writes the figures of RESULTS.md into the README of packages/runtime, as a run of everything does by itself.
import { writeReadme } from "./measure/readme.js";

writeReadme();
