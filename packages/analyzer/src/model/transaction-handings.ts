import { membersUsed, textOf, textOfMembersUsed } from "./members-used.js";
import { ts } from "./syntax.js";
import { unwrap } from "./unwrap.js";

/** Where a value comes from that somebody hands on to a constructor or a function. */
export type Source =
  | { readonly from: "transaction" }
  | {
      readonly from: "parameter";
      readonly parameter: ts.ParameterDeclaration;
      /** The one property of it that is meant, where it is one. */
      readonly property: string | undefined;
    }
  | { readonly from: "field"; readonly field: string; readonly owner: ts.ClassLikeDeclaration };

/** An argument of a constructor or a function that may be a transaction, or hold one. */
export interface Handing {
  readonly at: ts.NewExpression | ts.CallExpression;
  readonly index: number;
  /** The property of the argument, an object written in place, that the value is put in. */
  readonly property: string | undefined;
  readonly source: Source;
}

/** What the constructions and calls in some code hand on. */
export function handingsIn(root: ts.Node): readonly Handing[] {
  let known = handings.get(root);
  if (known === undefined) {
    known = [...findHandings(root)];
    handings.set(root, known);
  }
  return known;
}

const handings = new WeakMap<ts.Node, readonly Handing[]>();

/** The text that stands where a transaction may be handed on. */
export const mayHandTransaction = /transaction|\b(?:tx|trx|txn)\b|[a-z]Tr?x\b/i;

/**
 * What some code hands to constructors and makers, as text: while it stays, it is the same objects that hold
 * what the code was given.
 */
export function textOfHandings(root: ts.Node): string {
  const handed = handingsIn(root)
    .map(({ at, index, property = "", source }) => {
      const what =
        source.from === "field"
          ? `this.${source.field}`
          : source.from === "parameter"
            ? `${source.parameter.name.getText()}.${source.property}`
            : source.from;
      return `${at.expression.getText()} ${index} ${property} ${what} ${textOf(membersUsed(at))}`;
    })
    .join("\n");
  return ts.isClassLike(root) && mayHoldTransaction(root)
    ? `${handed}\n${textOfMembersUsed(root)}`
    : handed;
}

// A class whose objects are made with something that may be a transaction elsewhere.
function mayHoldTransaction(made: ts.ClassLikeDeclaration): boolean {
  return made.members.some(
    (one) =>
      ts.isConstructorDeclaration(one) &&
      one.parameters.some((parameter) => connects.test(parameter.getText())),
  );
}

const connects =
  /client|conn|database|db|drizzle|em\b|executor|knex|kysely|manager|pool|prisma|sql|trx?\b|tx|transaction/i;

function* findHandings(root: ts.Node): Iterable<Handing> {
  const open: ts.Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isHanding(node)) {
      for (const [index, argument] of (node.arguments ?? []).entries()) {
        for (const { property, source } of valuesOf(argument)) {
          yield { at: node, index, property, source };
        }
      }
    }
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
}

// Calls are followed where they make something or hand it out, by their names.
function isHanding(node: ts.Node): node is ts.NewExpression | ts.CallExpression {
  if (ts.isNewExpression(node)) return !isOfLanguage.test(node.expression.getText());
  if (!ts.isCallExpression(node)) return false;
  if (node.expression.kind === ts.SyntaxKind.SuperKeyword) return true;
  const callee = unwrap(node.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return ts.isIdentifier(name) && makes.test(name.text);
}

const isOfLanguage =
  /^(Array|Blob|Boolean|Date|File|FormData|Headers|Map|Number|Promise|Proxy|RegExp|Request|Response|Set|String|URL|URLSearchParams|Weak(Map|Ref|Set)|\w*(Array|Buffer|Error|Exception))$/;

const makes =
  /^(create|make|build|new|init|provide|get|of|from|for|with)([A-Z]|$)|(Repository|Repositories|Repo|Repos|Service|Services|Dao|Store)$/;

function valuesOf(
  argument: ts.Expression,
): readonly { readonly property: string | undefined; readonly source: Source }[] {
  const at = unwrap(argument);
  if (!ts.isObjectLiteralExpression(at)) {
    return sourcesOf(at).map((source) => ({ property: undefined, source }));
  }
  return at.properties.flatMap((one) => {
    const value = ts.isPropertyAssignment(one)
      ? one.initializer
      : ts.isShorthandPropertyAssignment(one)
        ? one.name
        : undefined;
    if (value === undefined) return [];
    return sourcesOf(value).map((source) => ({ property: one.name?.getText(), source }));
  });
}

/** Where the value of an expression may come from, as far as a transaction may lie there. */
export function sourcesOf(expression: ts.Expression, depth = 0): readonly Source[] {
  const at = unwrap(expression);
  if (depth > 4) return [];
  const more = (one: ts.Expression): readonly Source[] => sourcesOf(one, depth + 1);
  if (ts.isConditionalExpression(at)) return [...more(at.whenTrue), ...more(at.whenFalse)];
  if (ts.isBinaryExpression(at) && isChoice(at)) return [...more(at.left), ...more(at.right)];
  // What was made with a transaction holds it.
  if (ts.isNewExpression(at)) return (at.arguments ?? []).flatMap(more);
  if (ts.isPropertyAccessExpression(at)) return ofProperty(at);
  return ts.isIdentifier(at) ? ofName(at, depth) : [];
}

function isChoice({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

function ofProperty(at: ts.PropertyAccessExpression): readonly Source[] {
  const field = at.name.text;
  if (isTransactionName(field)) return [{ from: "transaction" }];
  const whole = unwrap(at.expression);
  if (whole.kind === ts.SyntaxKind.ThisKeyword) {
    const owner = ts.findAncestor(at, ts.isClassLike);
    return owner === undefined ? [] : [{ from: "field", field, owner }];
  }
  if (!ts.isIdentifier(whole)) return [];
  const declared = declarationNear(whole);
  return declared !== undefined && ts.isParameter(declared)
    ? [{ from: "parameter", parameter: declared, property: field }]
    : [];
}

function ofName(at: ts.Identifier, depth: number): readonly Source[] {
  if (isTransactionName(at.text)) return [{ from: "transaction" }];
  const declared = declarationNear(at);
  if (declared === undefined) return [];
  if (!ts.isBindingElement(declared) && isWrittenAsTransaction(declared)) {
    return [{ from: "transaction" }];
  }
  if (ts.isParameter(declared)) {
    return isOfTransaction(declared)
      ? [{ from: "transaction" }]
      : [{ from: "parameter", parameter: declared, property: undefined }];
  }
  if (ts.isBindingElement(declared)) {
    const parameter = declared.parent.parent;
    const property = (declared.propertyName ?? declared.name).getText();
    return ts.isParameter(parameter) ? [{ from: "parameter", parameter, property }] : [];
  }
  return declared.initializer === undefined ? [] : sourcesOf(declared.initializer, depth + 1);
}

/** Tells whether a name is one that transactions go by. */
export function isTransactionName(name: string): boolean {
  return /^(tx|trx|txn|transaction|dbTransaction|transactionClient|transactionManager|queryRunner|dbSession|mongoSession)$/.test(
    name,
  );
}

const transactionType =
  /(^|[a-z])Tr?x$|^(Db|Database|Drizzle|Knex|Kysely|Mongo|Pg|MySql|SQLite|Prisma|Sql)?Transaction(Client)?$|^(QueryRunner|PoolClient)$/;

// `db: Database | Transaction`, `db: DbOrTx`, `db: Prisma.TransactionClient`.
function isWrittenAsTransaction({ type }: { readonly type?: ts.TypeNode | undefined }): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isTypeReferenceNode(node)) {
      const { typeName } = node;
      return transactionType.test(ts.isIdentifier(typeName) ? typeName.text : typeName.right.text);
    }
    return (
      (ts.isUnionTypeNode(node) || ts.isParenthesizedTypeNode(node)) &&
      ts.forEachChild(node, visit) === true
    );
  };
  return type !== undefined && visit(type);
}

// The parameter of a function that a transaction runs: `db.transaction(async (client) => ...)`.
function isOfTransaction(parameter: ts.ParameterDeclaration): boolean {
  const declared = parameter.parent;
  if (!ts.isArrowFunction(declared) && !ts.isFunctionExpression(declared)) return false;
  const { parent } = declared;
  if (declared.parameters[0] !== parameter || !ts.isCallExpression(parent)) return false;
  const callee = unwrap(parent.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  return /transaction|^tx$|^trx$|^atomic$|unitOfWork/i.test(name);
}

type Declared = ts.ParameterDeclaration | ts.BindingElement | ts.VariableDeclaration;

// By its name and the scopes around it: that asks nothing of the checker.
function declarationNear(name: ts.Identifier): Declared | undefined {
  for (let at: ts.Node | undefined = name.parent; at !== undefined; at = at.parent) {
    const names: readonly (ts.ParameterDeclaration | ts.VariableDeclaration)[] = ts.isFunctionLike(
      at,
    )
      ? at.parameters.filter(ts.isParameter)
      : ts.isBlock(at) || ts.isSourceFile(at) || ts.isCaseOrDefaultClause(at)
        ? at.statements.flatMap((one) =>
            ts.isVariableStatement(one) ? one.declarationList.declarations : [],
          )
        : [];
    for (const declared of names) {
      const found = bindingOf(declared, name.text);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function bindingOf(
  declared: ts.ParameterDeclaration | ts.VariableDeclaration,
  name: string,
): Declared | undefined {
  if (ts.isIdentifier(declared.name)) return declared.name.text === name ? declared : undefined;
  if (!ts.isObjectBindingPattern(declared.name)) return undefined;
  return declared.name.elements.find((one) => ts.isIdentifier(one.name) && one.name.text === name);
}
