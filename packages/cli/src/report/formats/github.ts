import type { Report } from "../report.js";
import type { FormatContext } from "./format-context.js";

const COMMANDS = { error: "error", warning: "warning", suggestion: "notice" } as const;

/**
 * Workflow commands, which GitHub Actions shows as annotations beside the code.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function formatGithub(report: Report, context: FormatContext): string {
  return report.findings
    .map(({ file, start, end, severity, rule, message }) => {
      const properties = {
        file: context.fromRepository(file),
        line: start.line,
        endLine: end.line,
        // Columns of different lines are refused.
        ...(start.line === end.line ? { col: start.column, endColumn: end.column } : {}),
        title: `awaitwise: ${rule}`,
      };
      const list = Object.entries(properties).map(
        ([key, value]) => `${key}=${property(String(value))}`,
      );
      return `::${COMMANDS[severity]} ${list.join(",")}::${data(message)}`;
    })
    .join("\n");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
