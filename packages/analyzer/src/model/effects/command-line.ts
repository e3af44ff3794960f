import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";

/**
 * The line that a program and its arguments were taken from, which says what the program does:
 * `line` of `const [program, ...args] = line.split(" ")`, asked of `program`.
 */
export function lineOfProgram(
  pattern: ts.ArrayBindingPattern,
  program: ts.BindingElement,
): ts.Expression | undefined {
  return isProgramOf(pattern, program) ? lineTakenApart(pattern.parent) : undefined;
}

// The two are handed on together as they are, and nothing else is done with the rest.
function isProgramOf(pattern: ts.ArrayBindingPattern, program: ts.BindingElement): boolean {
  const [first, rest, ...more] = pattern.elements;
  if (first !== program || rest === undefined || more.length > 0) return false;
  if (!ts.isBindingElement(rest) || rest.dotDotDotToken === undefined) return false;
  const { name } = rest;
  if (!ts.isIdentifier(name)) return false;
  let scope: ts.Node = pattern;
  while (!ts.isSourceFile(scope) && !ts.isFunctionLike(scope)) scope = scope.parent;
  const uses: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name) uses.push(node);
    ts.forEachChild(node, visit);
  };
  visit(scope);
  const [use, ...others] = uses;
  if (use === undefined || others.length > 0 || !ts.isCallExpression(use.parent)) return false;
  const [started, list] = use.parent.arguments;
  return (
    list === use && started !== undefined && unwrap(started).getText() === program.name.getText()
  );
}

// What the program does is said by the whole line.
function lineTakenApart(declared: ts.Node): ts.Expression | undefined {
  if (!ts.isVariableDeclaration(declared) || declared.initializer === undefined) return undefined;
  const call = unwrap(declared.initializer);
  if (!ts.isCallExpression(call)) return undefined;
  const callee = unwrap(call.expression);
  const [given] = call.arguments;
  if (given === undefined) return undefined;
  if (/^(parseCommandString|parseArgsStringToArgv|shlex\.split)$/.test(callee.getText()))
    return given;
  const isSplit = ts.isPropertyAccessExpression(callee) && callee.name.text === "split";
  return isSplit && /^(["'`] ["'`]|\/(\\s| )\+?\/)$/.test(given.getText())
    ? callee.expression
    : undefined;
}
