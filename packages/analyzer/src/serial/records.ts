import { ts } from "../model/syntax.js";
import type { SerialModel } from "./serial-model.js";

/**
 * Tells whether a name stands for data alone, by the type that is written for it: a transaction of money or of a chain,
 * of which nothing can be asked. What holds something that may be a connection is none.
 */
export function isRecord(node: ts.Expression, model: SerialModel): boolean {
  if (!ts.isIdentifier(node)) return false;
  return isEach(model.symbolOf(node)()?.declarations, (one) => {
    const type = ts.isParameter(one) || ts.isVariableDeclaration(one) ? one.type : undefined;
    if (type === undefined) return false;
    if (ts.isTypeLiteralNode(type)) return holdsOnlyData(type.members);
    if (!ts.isTypeReferenceNode(type)) return false;
    const { typeName } = type;
    const named = model.symbolOf(ts.isIdentifier(typeName) ? typeName : typeName.right)();
    return isEach(named?.declarations.filter(isTypeDeclaration), isDeclaredAsRecord);
  });
}

function isEach(
  declarations: readonly ts.Node[] | undefined,
  isSo: (one: ts.Node) => boolean,
): boolean {
  return declarations !== undefined && declarations.length > 0 && declarations.every(isSo);
}

// A schema often goes by the name of its type: `const Payment = z.object({})` beside `type Payment`.
function isTypeDeclaration(declared: ts.Node): boolean {
  return !ts.isVariableDeclaration(declared) && !ts.isFunctionDeclaration(declared);
}

function isDeclaredAsRecord(declared: ts.Node): boolean {
  if (declared.getSourceFile().isDeclarationFile) return false;
  if (ts.isInterfaceDeclaration(declared)) {
    return declared.heritageClauses === undefined && holdsOnlyData(declared.members);
  }
  if (!ts.isTypeAliasDeclaration(declared)) return false;
  const { type } = declared;
  if (ts.isTypeLiteralNode(type)) return holdsOnlyData(type.members);
  // What a schema validates: `z.infer<typeof TransactionSchema>`.
  return ts.isTypeReferenceNode(type) && ofSchema.test(type.typeName.getText());
}

const ofSchema = /^(\w+\.)?(infer|input|output|InferOutput|InferInput|Static|TypeOf)$/;

function holdsOnlyData(members: readonly ts.TypeElement[]): boolean {
  return (
    members.length > 0 &&
    members.every(
      (one) => ts.isPropertySignature(one) && one.type !== undefined && !mayBeAsked(one.type),
    )
  );
}

// A function, or what is named for something that runs statements.
function mayBeAsked(type: ts.TypeNode): boolean {
  return /=>|(Client|Connection|Database|Db|Executor|Knex|Kysely|Manager|Pool|Runner|Session|Transaction|Trx|Tx)\b/.test(
    type.getText(),
  );
}
