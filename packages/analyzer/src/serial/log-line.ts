import { placeInRepository } from "../model/place.js";
import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import { calledName } from "./names.js";

/** Tells whether a statement is a line of a level that is switched off where nobody looks for a fault. */
export function isDiagnostic(node: ts.Node): boolean {
  if (!ts.isExpressionStatement(node)) return false;
  const { expression } = node;
  const call = ts.isAwaitExpression(expression) ? expression.expression : expression;
  return ts.isCallExpression(call) && isLevel.test(calledName(call));
}

// `log.debug(...)`, `traceVerbose(...)`, `logDebug(...)`.
const isLevel =
  /^(debug|silly|trace|verbose|(log|print|trace|write)(Debug|Trace|Verbose)|(debug|trace|verbose)Log)$/;

/**
 * Tells whether a line goes to a logger, which keeps it for who looks after a server (`this.logger.info(...)`), and not to
 * somebody who watches the work: what the console shows, and the logger of a command line.
 */
export function isForOperators(line: ts.Node): boolean {
  if (!ts.isCallExpression(line)) return false;
  const callee = unwrap(line.expression);
  if (!ts.isPropertyAccessExpression(callee) || !isLogger(callee.expression)) return false;
  const file = line.getSourceFile();
  return !commandFolder.test(placeInRepository(file.fileName)) && !talksToSomebody(file);
}

function isLogger(expression: ts.Expression): boolean {
  const at = unwrap(expression);
  // `logger.child({ id }).info(...)`, `getLogger("jobs").warn(...)`.
  if (ts.isCallExpression(at))
    return /^get\w*Logger$/i.test(calledName(at)) || isLogger(at.expression);
  if (ts.isPropertyAccessExpression(at)) return named.test(at.name.text) || isLogger(at.expression);
  return ts.isIdentifier(at) && named.test(at.text);
}

const named = /^[_$#]*(\w+Log|\w*[lL]ogger|log|LOG(GER)?|Log)$/;

const commandFolder = /\/([\w.-]*[-_.])?(cli|cmds?|commands?|bin|wizard)([-_.][\w.-]*)?[/.]/;

function talksToSomebody(file: ts.SourceFile): boolean {
  return file.statements.some(
    (one) =>
      ts.isImportDeclaration(one) &&
      ts.isStringLiteral(one.moduleSpecifier) &&
      screens.test(one.moduleSpecifier.text),
  );
}

const screens =
  /^(@actions\/core|@angular-devkit\/[\w-]+|@clack\/prompts|@inquirer\/\w+|@nx\/devkit|@oclif\/[\w-]+|cac|chalk|citty|clipanion|commander|enquirer|fancy-log|ink|inquirer|kleur|listr2?|nest-commander|npmlog|ora|picocolors|prompts|vite|yargs|yoctocolors)$/;
