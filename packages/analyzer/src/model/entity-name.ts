import { ts } from "./syntax.js";

/** The last name of a type's, namespaces left out: `Type` of `space.Type`. */
export function nameOfEntity(name: ts.EntityName): ts.Identifier {
  return ts.isIdentifier(name) ? name : name.right;
}
