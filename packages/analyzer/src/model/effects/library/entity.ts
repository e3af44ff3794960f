import { ts } from "../../syntax.js";
import { unwrap } from "../../unwrap.js";
import { argumentsOf } from "./decide.js";
import { relationsIn } from "./table.js";

/** Where a name is declared. */
type DeclarationsOf = (name: ts.Identifier) => readonly ts.Node[];

/**
 * The rows that a call of an object mapper goes to, by the class that stands for them: `User` of `User.findAll()`, of
 * `getRepository(User).find()`, of `manager.find(User)`, and of `this.users.find()` where `users` is declared as a
 * `Repository<User>`, with the relations that it takes along by name. `undefined` where it may go to others as well, or
 * takes rows away, which may take those of others along. Where a filter comes first, it asks for no relation.
 */
export function entitiesOf(
  call: ts.CallLikeExpression,
  declarationsOf: DeclarationsOf,
  isFilterFirst: boolean,
): readonly string[] | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  let at = outermost(call);
  const relations: string[] = [];
  for (;;) {
    const callee = unwrap(at.expression);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
    const hands = handsOut.test(name);
    if (!hands && (reachesFurther.test(name) || at.arguments.some(takesAlong))) return undefined;
    if (/By$/.test(name)) relations.push(...at.arguments.flatMap(nestedIn));
    if (!hands && takesOptions.test(name)) {
      const others = at.arguments.slice(isFilterFirst ? 1 : 0).map(relationsOf);
      if (others.includes(undefined)) return undefined;
      relations.push(...others.flatMap((one) => one ?? []));
    }
    const asked =
      hands || ts.isPropertyAccessExpression(callee)
        ? entityIn(at, name, declarationsOf)
        : undefined;
    if (asked !== undefined) return [asked, ...relations];
    if (!ts.isPropertyAccessExpression(callee)) return undefined;
    const receiver = unwrap(callee.expression);
    if (ts.isCallExpression(receiver)) {
      at = receiver;
      continue;
    }
    const entity = entityNamed(receiver, declarationsOf);
    return entity === undefined || cascades(call, receiver, declarationsOf)
      ? undefined
      : [entity, ...relations];
  }
}

/** What gives a mapper of a class that it is handed: `getRepository(User)`. */
const handsOut = /^(get\w*Repository|withRepository|getModel|InjectRepository)$/;

/** What joins other rows, takes some away, or is a statement of its own. */
const reachesFurther =
  /^(del|delete|destroy|remove|truncate|clear|softDelete|softRemove)([A-Z]|$)|^(aggregate|populate|createQueryBuilder|bulkWrite|scope|(un|up|in)sertGraph\w*|merge|session)$|[jJ]oin|[gG]raph|^(with|include)[A-Z]?|[rR]elated|^raw|Raw$/;

/** What takes its options as an object, which may ask for relations. */
const takesOptions =
  /^(find|findOne|findOneOrFail|findAndCount|findAll|findByPk|findAndCountAll|count|max|min|sum|exists?)$/;

function outermost(call: ts.CallExpression): ts.CallExpression {
  let at = call;
  for (;;) {
    const member: ts.Node = at.parent;
    if (!ts.isPropertyAccessExpression(member) || member.expression !== at) return at;
    if (!ts.isCallExpression(member.parent) || member.parent.expression !== member) return at;
    if (/^(then|catch|finally)$/.test(member.name.text)) return at;
    at = member.parent;
  }
}

// What is not written in place may ask for anything.
function relationsOf(option: ts.Expression): readonly string[] | undefined {
  const at = unwrap(option);
  if (ts.isObjectLiteralExpression(at)) {
    const relations = relationsIn(at);
    return relations === undefined ? undefined : [...relations, ...conditionsOn(at)];
  }
  return isSimple(at) ? [] : undefined;
}

// `{ where: { team: { id } } }` looks at teams.
function conditionsOn(option: ts.ObjectLiteralExpression): readonly string[] {
  const where = option.properties.find((one) => one.name?.getText() === "where");
  if (where === undefined || !ts.isPropertyAssignment(where)) return [];
  return nestedIn(where.initializer);
}

// The names of what a condition has conditions of its own on.
function nestedIn(conditions: ts.Expression): readonly string[] {
  const at = unwrap(conditions);
  const either = ts.isArrayLiteralExpression(at) ? at.elements : [at];
  return either
    .map(unwrap)
    .flatMap((condition) =>
      ts.isObjectLiteralExpression(condition)
        ? condition.properties.flatMap((one) =>
            ts.isPropertyAssignment(one) && ts.isObjectLiteralExpression(unwrap(one.initializer))
              ? [one.name.getText()]
              : [],
          )
        : [],
    );
}

// `create(user, { include: [Team] })`, `findById(id, null, { populate: "team" })`, `find({ order: { team: { name: "ASC" } } })`.
function takesAlong(argument: ts.Expression): boolean {
  const at = unwrap(argument);
  return (
    ts.isObjectLiteralExpression(at) &&
    at.properties.some(
      (one) =>
        /^(include|populate|order|attributes)$/.test(one.name?.getText() ?? "") && !isFlat(one),
    )
  );
}

// `order: { name: "ASC" }`, `attributes: ["id"]`, and what `relationsIn` reads.
function isFlat(property: ts.ObjectLiteralElementLike): boolean {
  if (!ts.isPropertyAssignment(property)) return false;
  const value = unwrap(property.initializer);
  if (ts.isObjectLiteralExpression(value)) return nestedIn(value).length === 0;
  return (
    ts.isArrayLiteralExpression(value) &&
    property.name.getText() !== "include" &&
    value.elements.every((one) => {
      const parts = ts.isArrayLiteralExpression(one) ? one.elements : [one];
      return parts.every(ts.isStringLiteralLike);
    })
  );
}

function isSimple(value: ts.Expression): boolean {
  return (
    ts.isStringLiteralLike(value) ||
    ts.isNumericLiteral(value) ||
    (ts.isIdentifier(value) && isClassName(value.text)) ||
    (ts.isPropertyAccessExpression(value) && /[iI]d$/.test(value.name.text)) ||
    (ts.isIdentifier(value) && /[iI]d$/.test(value.text))
  );
}

// `manager.find(User)`, `getRepository(User)`.
function entityIn(
  call: ts.CallExpression,
  name: string,
  declarationsOf: DeclarationsOf,
): string | undefined {
  const [first] = argumentsOf(call);
  const at = first === undefined ? undefined : unwrap(first);
  if (at === undefined || !ts.isIdentifier(at) || !isClassName(at.text)) return undefined;
  return handsOut.test(name) || takesOptions.test(name) || takesClass.test(name)
    ? rowsOf(at, declarationsOf)
    : undefined;
}

const takesClass = /^(insert|update|upsert|increment|decrement|findBy|findOneBy|countBy|existsBy)$/;

function entityNamed(receiver: ts.Expression, declarationsOf: DeclarationsOf): string | undefined {
  // A repository of its own asks for the rows that its class names.
  if (receiver.kind === ts.SyntaxKind.ThisKeyword) {
    const around = ts.findAncestor(receiver, ts.isClassLike);
    return around === undefined ? undefined : entityOfClass(around, declarationsOf);
  }
  const name = ts.isIdentifier(receiver)
    ? receiver
    : ts.isPropertyAccessExpression(receiver)
      ? receiver.name
      : undefined;
  if (name === undefined || !ts.isIdentifier(name)) return undefined;
  if (isClassName(name.text)) return rowsOf(name, declarationsOf);
  for (const declared of declarationsOf(name)) {
    const { type } = declared as { readonly type?: ts.TypeNode };
    const entity = type === undefined ? undefined : entityOfType(type, declarationsOf);
    if (entity !== undefined) return entity;
  }
  return undefined;
}

// `Repository<User>`, `Repository<User> & UserQueries`, `Model<UserDocument>`, `UserRepository`.
function entityOfType(type: ts.TypeNode, declarationsOf: DeclarationsOf): string | undefined {
  if (ts.isIntersectionTypeNode(type)) {
    return type.types.map((one) => entityOfType(one, declarationsOf)).find(isKnown);
  }
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  if (!mapper.test(type.typeName.text)) return undefined;
  const [first] = type.typeArguments ?? [];
  if (first !== undefined) return handedEntity(first, declarationsOf);
  return declarationsOf(type.typeName)
    .map((one) => (ts.isClassLike(one) ? entityOfClass(one, declarationsOf) : undefined))
    .find(isKnown);
}

// `class UserRepository extends Repository<User>`.
function entityOfClass(
  around: ts.ClassLikeDeclaration,
  declarationsOf: DeclarationsOf,
): string | undefined {
  const [base] =
    around.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types ??
    [];
  if (base === undefined || !/Repository$/.test(base.expression.getText())) return undefined;
  const [first] = base.typeArguments ?? [];
  return first === undefined ? undefined : handedEntity(first, declarationsOf);
}

function handedEntity(type: ts.TypeNode, declarationsOf: DeclarationsOf): string | undefined {
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  return isClassName(type.typeName.text) ? rowsOf(type.typeName, declarationsOf) : undefined;
}

function isKnown(entity: string | undefined): entity is string {
  return entity !== undefined;
}

// The name by which everybody who asks for some rows knows them: that of their class, or what a model was registered by.
// Classes that share a table with others are known for none.
function rowsOf(name: ts.Identifier, declarationsOf: DeclarationsOf): string | undefined {
  const [declared] = declarationsOf(name);
  // Which rows a base class of many, or who is handed a class, asks for is another matter each time.
  if (
    declared !== undefined &&
    (ts.isTypeParameterDeclaration(declared) || ts.isParameter(declared))
  ) {
    return undefined;
  }
  if (declared !== undefined && ts.isClassLike(declared)) {
    const shares = ts
      .getDecorators(declared as ts.ClassDeclaration)
      ?.some((one) => /^@(ChildEntity|TableInheritance|ViewEntity)\b/.test(one.getText()));
    return shares === true ? undefined : plainName(declared.name?.text ?? name.text);
  }
  const { initializer } = (declared ?? {}) as { readonly initializer?: ts.Expression };
  const value = initializer && unwrap(initializer);
  if (value === undefined || !ts.isCallExpression(value)) return plainName(name.text);
  if (/discriminator$/.test(value.expression.getText())) return undefined;
  const registered = value.arguments.map(unwrap).find(ts.isStringLiteralLike);
  return plainName(registered?.text ?? name.text);
}

// `IUser`, `UserDocument` and `UserAttributes` stand for users.
function plainName(name: string): string {
  return name
    .replace(/^I(?=[A-Z][a-z])/, "")
    .replace(/(Document|Doc|Attributes|Interface|Entity|Model)$/, "");
}

const mapper = /(Repository|Model)$/;

// A class, and not a constant: `User`, not `USER`. A name that says no more than what it is (`Model`) says nothing.
function isClassName(name: string): boolean {
  return (
    /^[A-Z]\w*[a-z]/.test(name) &&
    !/^(Model|Entity|Table|Schema|Repository|Database|Db)$/.test(name)
  );
}

// A mapper that is told to writes what belongs to a row along with it.
function cascades(
  call: ts.CallExpression,
  receiver: ts.Expression,
  declarationsOf: DeclarationsOf,
): boolean {
  const callee = unwrap(call.expression);
  if (
    !ts.isPropertyAccessExpression(callee) ||
    !/^(save|create|bulkCreate|upsert)$/.test(callee.name.text)
  ) {
    return false;
  }
  const name = ts.isPropertyAccessExpression(receiver) ? receiver.name : receiver;
  if (!ts.isIdentifier(name)) return true;
  const classes = isClassName(name.text) ? [name] : [];
  const typed = declarationsOf(name).flatMap((declared) => {
    const { type } = declared as { readonly type?: ts.TypeNode };
    return type === undefined ? [] : namesIn(type);
  });
  return [...classes, ...typed].some((one) =>
    declarationsOf(one).some((declared) => /\bcascade\s*:/.test(declared.getText())),
  );
}

function namesIn(type: ts.TypeNode): readonly ts.Identifier[] {
  if (ts.isIntersectionTypeNode(type)) return type.types.flatMap(namesIn);
  if (!ts.isTypeReferenceNode(type)) return [];
  return (type.typeArguments ?? []).flatMap((one) =>
    ts.isTypeReferenceNode(one) && ts.isIdentifier(one.typeName) ? [one.typeName] : [],
  );
}
