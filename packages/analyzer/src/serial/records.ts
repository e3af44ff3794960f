import { nameOfEntity } from "../model/entity-name.js";
import { ts } from "../model/syntax.js";
import type { SerialModel } from "./serial-model.js";

/**
 * Tells whether a name stands for data alone, by the type that is written for it: a transaction of money or of a chain,
 * of which nothing can be asked. What holds something that may be a connection is none.
 */
export function isRecord(node: ts.Expression, model: SerialModel): boolean {
  const declarations = declarationsOf(node, model);
  return isEach(declarations, (one) => {
    const type = writtenTypeOf(one, model);
    return type !== undefined && isOfRecord(type, model);
  });
}

function isOfRecord(type: ts.TypeNode, model: SerialModel): boolean {
  if (ts.isTypeLiteralNode(type)) return holdsOnlyData(type.members);
  if (ts.isUnionTypeNode(type)) {
    const said = type.types.filter((one) => !isNothing(one));
    return said.length > 0 && said.every((one) => isOfRecord(one, model));
  }
  if (!ts.isTypeReferenceNode(type)) return false;
  const { typeName } = type;
  const named = model.symbolOf(nameOfEntity(typeName))();
  return isEach(named?.declarations.filter(isTypeDeclaration), isDeclaredAsRecord);
}

function isNothing(type: ts.TypeNode): boolean {
  return /^(null|undefined)$/.test(type.getText());
}

function declarationsOf(node: ts.Expression, model: SerialModel): readonly ts.Node[] {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  return ts.isIdentifier(name) ? (model.symbolOf(name)()?.declarations ?? []) : [];
}

// The type that is written for a name, or for the elements of the list that it goes through.
function writtenTypeOf(declared: ts.Node, model: SerialModel): ts.TypeNode | undefined {
  if (ts.isPropertySignature(declared) || ts.isPropertyDeclaration(declared)) return declared.type;
  if (!ts.isParameter(declared) && !ts.isVariableDeclaration(declared)) return undefined;
  if (declared.type !== undefined) return declared.type;
  const list = listGoneThrough(declared);
  if (list === undefined) return undefined;
  const [whole] = declarationsOf(list, model);
  const type = whole && writtenTypeOf(whole, model);
  return type && elementOf(type);
}

// `for (const one of list)`, `list.map((one) => ...)`.
function listGoneThrough(
  declared: ts.ParameterDeclaration | ts.VariableDeclaration,
): ts.Expression | undefined {
  if (ts.isVariableDeclaration(declared)) {
    const loop = declared.parent.parent;
    return ts.isForOfStatement(loop) ? loop.expression : undefined;
  }
  const callback = declared.parent;
  const call = callback.parent;
  if (callback.parameters[0] !== declared || !ts.isCallExpression(call)) return undefined;
  const { expression } = call;
  const goesThrough =
    call.arguments[0] === (callback as ts.Node) &&
    ts.isPropertyAccessExpression(expression) &&
    /^(every|filter|find|flatMap|forEach|map|some)$/.test(expression.name.text);
  return goesThrough ? expression.expression : undefined;
}

function elementOf(type: ts.TypeNode): ts.TypeNode | undefined {
  if (ts.isTypeOperatorNode(type)) return elementOf(type.type);
  if (ts.isArrayTypeNode(type)) return type.elementType;
  if (!ts.isTypeReferenceNode(type)) return undefined;
  return /^(Readonly)?(Array|Set)$/.test(type.typeName.getText())
    ? type.typeArguments?.[0]
    : undefined;
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
