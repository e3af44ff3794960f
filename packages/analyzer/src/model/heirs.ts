import { ts } from "./compiler.js";
import { placeInRepository } from "./place.js";
import { isTestFile } from "./test-files.js";
import { unwrap } from "./unwrap.js";

/** What names the types that something is declared to be of. */
export function basesOfHeir(heir: Heir): readonly ts.Node[] {
  if (ts.isObjectLiteralExpression(heir)) return typesOfObject(heir);
  return (heir.heritageClauses ?? []).flatMap(({ types }) =>
    types.map(({ expression }) => expression),
  );
}

/** What the text of a source holds that declares heirs. */
export const mayHoldHeirs =
  /\b(?:extends|implements|satisfies)\b|:\s*\w[\w.&<>,\s]{0,80}=\s*\{|\)\s*:\s*(?!(?:void|string|number|boolean|Promise<(?:void|string|number|boolean)>)\b)\w[\w.&<>,[\]\s]{0,80}(?:=>|\{)/;
const heirs = new WeakMap<ts.SourceFile, readonly Heir[]>();

/** What stands below a class or an interface: another of both, or an object that is declared to be of its type. */
export type Heir = ts.ClassLikeDeclaration | ts.InterfaceDeclaration | ts.ObjectLiteralExpression;

/** The heirs of a source, in whatever order, but always in the same. */
export function heirsIn(source: ts.SourceFile): readonly Heir[] {
  let known = heirs.get(source);
  if (known === undefined) {
    known = [...(/\b(?:extends|implements)\b/.test(source.text) ? findHeirs(source) : [])];
    if (!isTestFile(placeInRepository(source.fileName)) && !source.isDeclarationFile)
      known = [...known, ...typedObjects(source)];
    heirs.set(source, known);
  }
  return known;
}

function* findHeirs(source: ts.SourceFile): Iterable<Heir> {
  const open: ts.Node[] = [source];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (
      (ts.isClassLike(node) || ts.isInterfaceDeclaration(node)) &&
      node.heritageClauses !== undefined
    ) {
      yield node;
    }
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
}

/**
 * Tells whether a function makes an object of the type that it is declared to answer, with functions of its own in
 * it (`const createUsers = (db: Db): Users => ({ find: (id) => db.query(id) })`).
 */
export function answersHeir(declared: ts.Node): boolean {
  return answeredObject(declared) !== undefined;
}

/** The name of the type of which a function makes an object with functions of its own: `Users`. */
export function typeAnsweredBy(declared: ts.Node): ts.EntityName | undefined {
  return isMaker(declared) && answersHeir(declared) ? answerOf(declared) : undefined;
}

// Objects with functions in them that a module declares for itself, or that a function of it makes, each with a type by its name.
function* typedObjects(source: ts.SourceFile): Iterable<ts.ObjectLiteralExpression> {
  for (const statement of source.statements) {
    const made = ts.isFunctionDeclaration(statement) ? answeredObject(statement) : undefined;
    if (made !== undefined) yield made;
    const values = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map(({ initializer }) => initializer)
      : ts.isExportAssignment(statement)
        ? [statement.expression]
        : [];
    for (const value of values) {
      const made = value === undefined ? undefined : unwrap(value);
      if (made === undefined) continue;
      if (!ts.isObjectLiteralExpression(made)) {
        const answered = answeredObject(made);
        if (answered !== undefined) yield answered;
      } else if (made.properties.some(mayRun) && typesOfObject(made).length > 0) yield made;
    }
  }
}

function answeredObject(declared: ts.Node): ts.ObjectLiteralExpression | undefined {
  if (!isMaker(declared) || declared.body === undefined) return undefined;
  if (declared.type === undefined || answerOf(declared) === undefined) return undefined;
  const { body } = declared;
  const statements = ts.isBlock(body) ? body.statements : [];
  const last = statements.at(-1);
  const value = !ts.isBlock(body)
    ? body
    : last !== undefined && ts.isReturnStatement(last)
      ? last.expression
      : undefined;
  if (value === undefined) return undefined;
  let made: ts.Node = unwrap(value);
  if (ts.isIdentifier(made)) {
    const named = variableNamed(made.text, statements);
    if (named?.initializer === undefined || named.type !== undefined) return undefined;
    made = unwrap(named.initializer);
  }
  if (!ts.isObjectLiteralExpression(made)) return undefined;
  return made.properties.some((one) => isOwnFunction(one, statements)) ? made : undefined;
}

type Maker = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction;

function isMaker(node: ts.Node): node is Maker {
  return (
    ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node)
  );
}

// `Users` of a function that answers `Users`, or `Promise<Users>`.
function answerOf({ type }: Maker): ts.EntityName | undefined {
  if (type === undefined || !ts.isTypeReferenceNode(type)) return undefined;
  if (type.typeName.getText() !== "Promise") return type.typeName;
  const [answer] = type.typeArguments ?? [];
  return answer !== undefined && ts.isTypeReferenceNode(answer) ? answer.typeName : undefined;
}

function variableNamed(
  name: string,
  statements: readonly ts.Statement[],
): ts.VariableDeclaration | undefined {
  return statements
    .flatMap((one) => (ts.isVariableStatement(one) ? [...one.declarationList.declarations] : []))
    .find((one) => ts.isIdentifier(one.name) && one.name.text === name);
}

// What data is made of is mostly written short as well.
function isOwnFunction(
  property: ts.ObjectLiteralElementLike,
  statements: readonly ts.Statement[],
): boolean {
  if (!ts.isShorthandPropertyAssignment(property)) return mayRun(property);
  const { text } = property.name;
  if (statements.some((one) => ts.isFunctionDeclaration(one) && one.name?.text === text))
    return true;
  const value = variableNamed(text, statements)?.initializer;
  return value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value));
}

function mayRun(property: ts.ObjectLiteralElementLike): boolean {
  if (ts.isMethodDeclaration(property) || ts.isShorthandPropertyAssignment(property)) return true;
  if (!ts.isPropertyAssignment(property)) return false;
  const value = unwrap(property.initializer);
  return ts.isArrowFunction(value) || ts.isFunctionExpression(value);
}

// The names in `const users: Users & Teams = {}` and `{} satisfies Users`.
function typesOfObject(made: ts.ObjectLiteralExpression): readonly ts.EntityName[] {
  const found: ts.EntityName[] = [];
  const add = (type: ts.TypeNode | undefined): void => {
    if (type === undefined) return;
    if (ts.isTypeReferenceNode(type)) found.push(type.typeName);
    else if (ts.isIntersectionTypeNode(type)) for (const one of type.types) add(one);
    else if (ts.isParenthesizedTypeNode(type)) add(type.type);
  };
  let { parent } = made;
  while (
    ts.isParenthesizedExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isAsExpression(parent)
  ) {
    if (ts.isSatisfiesExpression(parent)) add(parent.type);
    parent = parent.parent;
  }
  if (ts.isVariableDeclaration(parent)) add(parent.type);
  if (found.length > 0) return found;
  const maker = makerOf(parent);
  const answer = maker && answeredObject(maker) === made ? answerOf(maker) : undefined;
  return answer === undefined ? [] : [answer];
}

// The function that answers what stands in its body alone, behind a `return`, or in a variable of its own.
function makerOf(parent: ts.Node): Maker | undefined {
  if (isMaker(parent)) return parent;
  const statement = ts.isVariableDeclaration(parent) ? parent.parent.parent : parent;
  const block = ts.isReturnStatement(statement) || ts.isVariableStatement(statement);
  const owner = block && ts.isBlock(statement.parent) ? statement.parent.parent : undefined;
  return owner !== undefined && isMaker(owner) ? owner : undefined;
}
