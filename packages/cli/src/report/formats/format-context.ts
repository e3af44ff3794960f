import type { RuleMeta } from "@awaitwise/analyzer";
import type { ReportedFinding } from "../report.js";
import type { SourceText } from "../source-text.js";

/** What a format may need besides the report. */
export interface FormatContext {
  /** The absolute path that the report's paths start from. */
  readonly cwd: string;
  readonly version: string;
  readonly rules: readonly RuleMeta[];
  /** The text of a file by the path the report gives. */
  texts(file: string): SourceText | undefined;
  /** A name for a finding that survives moved lines, and that no other finding of the report has. */
  fingerprintOf(finding: ReportedFinding): string;
  /** `file` as seen from the top of the repository, where a CI service says which folder that is. */
  fromRepository(file: string): string;
}
