import { ts } from "../../model/syntax.js";
import type { ClashModel } from "./clash-model.js";

/** Tells whether a name may stand for a connection in one call, and for a pool of them in another. */
export function isOneOfSeveral(name: ts.Identifier, context: ClashModel): boolean {
  const { parts, isAny } = context.typeOf(name)();
  if (!isAny && parts.filter(({ isNullish }) => !isNullish).length > 1) return true;
  const [declaration] = context.symbolOf(name)()?.declarations ?? [];
  return declaration !== undefined && ts.isParameter(declaration) && takesOthers(declaration);
}

// `tx: Transaction | Database`, `tx = db`, `dbOrTx: DbOrTx`: each call decides what it is.
function takesOthers({ type, initializer }: ts.ParameterDeclaration): boolean {
  if (initializer !== undefined) return true;
  return type !== undefined && (ts.isUnionTypeNode(type) || /Or[A-Z]/.test(type.getText()));
}
