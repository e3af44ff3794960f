import { ts } from "../syntax.js";
import { isConstant } from "./access-syntax.js";
import type { Answers } from "./answers.js";
import type { LibraryModels } from "./library/library-models.js";

/**
 * Tells whether an argument is a pool: `db` of a module, or what is called one (`sqlClientPool`). What a function asks of it
 * is asked of no connection that serves one caller at a time, though its parameter may be one.
 */
export function isHandedPool(
  argument: ts.Expression,
  models: LibraryModels,
  answers: Answers,
): boolean {
  if (!ts.isIdentifier(argument)) return false;
  if (isPoolName.test(argument.text)) return true;
  const [declared, ...others] = answers.symbol(argument)?.declarations ?? [];
  if (declared === undefined || others.length > 0 || !ts.isVariableDeclaration(declared)) {
    return false;
  }
  const statement = declared.parent.parent;
  return isConstant(declared) && ts.isSourceFile(statement.parent) && models.isPool(argument);
}

const isPoolName = /^pool$|Pool$/;
