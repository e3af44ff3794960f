import { ts } from "../../syntax.js";
import { unwrap } from "../../unwrap.js";
import { moduleVariablesOf, outlineOf } from "../outline.js";
import { outermostOf } from "./call-chain.js";
import { staysWithRows } from "./entity-options.js";

/** Where a name is declared. */
export type DeclarationsOf = (name: ts.Identifier) => readonly ts.Node[];

/**
 * The rows that a call of an object mapper goes to, by the class that stands for them: `User` of `User.findAll()`, of
 * `getRepository(User).find()`, of `manager.find(User)`, and of `this.users.find()` where `users` is declared as a
 * `Repository<User>`. `undefined` where it may go to others as well: by what it is asked, or by what the class declares, which
 * may bring rows along, write them too or share their table; and where rows are removed, which may take those of
 * others along. Where a filter comes first, it asks for no relation.
 */
export function entityOf(
  call: ts.CallLikeExpression,
  declarationsOf: DeclarationsOf,
  isFilterFirst: boolean,
): string | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  for (let at = outermostOf(call); ; ) {
    const callee = unwrap(at.expression);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
    const [first] = at.arguments;
    if (handsOut.test(name)) return first && handedClass(first, declarationsOf);
    if (reachesFurther.test(name) || !staysWithRows(name, at.arguments, isFilterFirst)) {
      return undefined;
    }
    if (!ts.isPropertyAccessExpression(callee)) return undefined;
    const receiver = unwrap(callee.expression);
    if (ts.isCallExpression(receiver)) {
      at = receiver;
      continue;
    }
    const mapper = mapperOf(receiver, declarationsOf);
    if (mapper !== undefined) return mapper.rows;
    // `manager.find(User)`.
    return first && handedClass(first, declarationsOf);
  }
}

/** What gives a mapper of a class that it is handed: `getRepository(User)`. */
const handsOut = /^(get\w*Repository|withRepository|getModel|InjectRepository)$/;

/** What joins other rows, takes some away, or is a statement of its own. */
const reachesFurther =
  /^(del|delete|destroy|remove|truncate|clear|softDelete|softRemove)([A-Z]|$)|^(aggregate|populate|createQueryBuilder|bulkWrite|modify|scope|(un|up|in)sertGraph\w*|merge|session)$|[jJ]oin|[gG]raph|^(with|include)[A-Z]?|[rR]elated|^raw|Raw$/;

function handedClass(value: ts.Expression, declarationsOf: DeclarationsOf): string | undefined {
  const at = unwrap(value);
  return ts.isIdentifier(at) && isClassName(at.text) ? rowsOf(at, declarationsOf) : undefined;
}

/** Something that asks for rows of one class: which, as far as that is one. */
interface Mapper {
  readonly rows: string | undefined;
}

function mapperOf(receiver: ts.Expression, declarationsOf: DeclarationsOf): Mapper | undefined {
  // A repository of its own asks for the rows that its class names.
  if (receiver.kind === ts.SyntaxKind.ThisKeyword) {
    const around = ts.findAncestor(receiver, ts.isClassLike);
    return around === undefined ? undefined : mapperByBase(around, declarationsOf);
  }
  const name = ts.isPropertyAccessExpression(receiver) ? receiver.name : receiver;
  if (!ts.isIdentifier(name)) return undefined;
  if (isClassName(name.text)) return { rows: rowsOf(name, declarationsOf) };
  return firstKnown(declarationsOf(name), (declared) => {
    const { type } = declared as { readonly type?: ts.TypeNode };
    return type === undefined ? undefined : mapperByType(type, declarationsOf);
  });
}

// `Repository<User>`, `Repository<User> & UserQueries`, `Model<UserDocument>`, `UserRepository`.
function mapperByType(type: ts.TypeNode, declarationsOf: DeclarationsOf): Mapper | undefined {
  if (ts.isIntersectionTypeNode(type)) {
    return firstKnown(type.types, (one) => mapperByType(one, declarationsOf));
  }
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  if (!/(Repository|Model)$/.test(type.typeName.text)) return undefined;
  const [first] = type.typeArguments ?? [];
  if (first !== undefined) return { rows: handedType(first, declarationsOf) };
  return firstKnown(declarationsOf(type.typeName), (one) =>
    ts.isClassLike(one) ? mapperByBase(one, declarationsOf) : undefined,
  );
}

// `class UserRepository extends Repository<User>`.
function mapperByBase(
  around: ts.ClassLikeDeclaration,
  declarationsOf: DeclarationsOf,
): Mapper | undefined {
  const base = baseOf(around);
  if (base === undefined || !/Repository$/.test(base.expression.getText())) return undefined;
  const [first] = base.typeArguments ?? [];
  return first === undefined ? undefined : { rows: handedType(first, declarationsOf) };
}

function handedType(type: ts.TypeNode, declarationsOf: DeclarationsOf): string | undefined {
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  return isClassName(type.typeName.text) ? rowsOf(type.typeName, declarationsOf) : undefined;
}

function firstKnown<T>(
  all: readonly T[],
  mapper: (one: T) => Mapper | undefined,
): Mapper | undefined {
  return all.map(mapper).find((one) => one !== undefined);
}

function baseOf({
  heritageClauses,
}: ts.ClassLikeDeclaration): ts.ExpressionWithTypeArguments | undefined {
  return heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
}

// The name by which everybody who asks for some rows knows them: that of their class, or what a model was registered by.
function rowsOf(name: ts.Identifier, declarationsOf: DeclarationsOf): string | undefined {
  const [declared] = declarationsOf(name);
  if (declared === undefined) return plainName(name.text);
  // Which rows a base class of many, or who is handed a class, asks for is another matter each time.
  if (ts.isTypeParameterDeclaration(declared) || ts.isParameter(declared)) return undefined;
  if (actsBeside.test(written(declared.getSourceFile()))) return undefined;
  if (ts.isClassLike(declared)) {
    return bringsOthers(declared, declarationsOf)
      ? undefined
      : plainName(declared.name?.text ?? name.text);
  }
  const { initializer } = declared as { readonly initializer?: ts.Expression };
  const value = initializer && unwrap(initializer);
  if (value === undefined || !ts.isCallExpression(value)) return plainName(name.text);
  if (/discriminator$/.test(value.expression.getText())) return undefined;
  const registered = value.arguments.map(unwrap).find(ts.isStringLiteralLike);
  return plainName(registered?.text ?? name.text);
}

/** What is done beside each question or change of some rows, and is written where these are: hooks and default scopes. */
const actsBeside =
  /\b(defaultScope|addScope|addHook|autopopulate)\b|@EventSubscriber\b|@(Before|After)[A-Z]\w*\(|\$(before|after)[A-Z]|\.(before|after)(Bulk)?(Create|Destroy|Find|Save|Update|Upsert)\(|\.(pre|post)\(\s*([/[]|["'`](aggregate|delete|find|init|insert|remove|save|update|validate))/;

// Without the bodies of functions, which no other file depends on where they are edited.
function written(node: ts.SourceFile | ts.ClassLikeDeclaration): string {
  const file = node.getSourceFile();
  const statements = ts.isSourceFile(node) ? file.statements : [node].filter(ts.isClassDeclaration);
  const variables = moduleVariablesOf(file);
  return statements.map((one) => outlineOf(one, file, variables).text).join("\n");
}

// A class, or one that it extends, that loads what belongs to its rows with them, writes it with them, or is of a table that
// others are of, too.
function bringsOthers(declared: ts.ClassLikeDeclaration, declarationsOf: DeclarationsOf): boolean {
  if (sharesRows.test(written(declared))) return true;
  const base = baseOf(declared)?.expression;
  const above = base !== undefined && ts.isIdentifier(base) ? declarationsOf(base) : [];
  return above.some(
    (one) => ts.isClassLike(one) && one !== declared && bringsOthers(one, declarationsOf),
  );
}

const sharesRows =
  /@(ChildEntity|TableInheritance|ViewEntity)\b|\b(cascade|eager|lazy)\s*:\s*(?!false)/;

// `IUser`, `UserDocument` and `UserAttributes` stand for users.
function plainName(name: string): string {
  return name
    .replace(/^I(?=[A-Z][a-z])/, "")
    .replace(/(Document|Doc|Attributes|Interface|Entity|Model)$/, "");
}

// A class, and not a constant: `User`, not `USER`. A name that says no more than what it is (`Model`) says nothing.
function isClassName(name: string): boolean {
  return (
    /^[A-Z]\w*[a-z]/.test(name) &&
    !/^(Model|Entity|Table|Schema|Repository|Database|Db)$/.test(name)
  );
}
