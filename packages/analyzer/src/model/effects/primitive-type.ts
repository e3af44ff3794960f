import { isPlainValue } from "../plain-value.js";
import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";

/**
 * Tells whether a declaration says in place that what it names is a string, a number or the like, which
 * leads to no object whatever it is handed to: by its type, or in TypeScript by what it begins as.
 */
export function isDeclaredPrimitive(declaration: ts.Node | undefined): boolean {
  const type = declaredType(declaration);
  if (type !== undefined) return isPrimitive(type);
  return declaration !== undefined && beginsAsPrimitive(declaration);
}

// A type that is left out is that of the first value, and the compiler takes no other.
function beginsAsPrimitive(declaration: ts.Node): boolean {
  if (!ts.isParameter(declaration) && !ts.isPropertyDeclaration(declaration)) return false;
  const { initializer } = declaration;
  if (declaration.type !== undefined || initializer === undefined) return false;
  return isTypeScript(declaration) && isWrittenPrimitive(initializer);
}

function isTypeScript(node: ts.Node): boolean {
  return /\.[cm]?tsx?$/.test(node.getSourceFile().fileName);
}

/**
 * Tells whether an expression is a text, a number or the like by its form alone: written out, reckoned, or put together;
 * `isOwn` where a call runs a function of the project, whatever it is called.
 */
export function isWrittenPrimitive(
  expression: ts.Expression,
  isOwn: (call: ts.CallExpression) => boolean = () => true,
): boolean {
  const at = unwrap(expression);
  // What begins as nothing may be anything later.
  if (isPlainValue(at)) {
    const isNothing = at.kind === ts.SyntaxKind.NullKeyword || ts.isVoidExpression(at);
    return !isNothing && !ts.isRegularExpressionLiteral(at);
  }
  if (ts.isConditionalExpression(at)) {
    return isWrittenPrimitive(at.whenTrue, isOwn) && isWrittenPrimitive(at.whenFalse, isOwn);
  }
  return ts.isCallExpression(at) && answersPrimitive(at) && !isOwn(at);
}

function answersPrimitive({ expression, arguments: [first] }: ts.CallExpression): boolean {
  const callee = unwrap(expression);
  if (ts.isIdentifier(callee)) return ofLanguage.test(callee.text);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const name = callee.name.text;
  if (textMethods.has(name)) return true;
  if (/^replace(All)?$/.test(name)) {
    return (
      first !== undefined && (ts.isRegularExpressionLiteral(first) || ts.isStringLiteralLike(first))
    );
  }
  return ofPlatform.test(callee.getText());
}

const ofLanguage =
  /^(String|Number|Boolean|BigInt|parseInt|parseFloat|(de|en)codeURI(Component)?)$/;
const ofPlatform =
  /^((path(\.(posix|win32))?\.(join|resolve|dirname|basename|extname|relative|normalize))|process\.(cwd|uptime)|os\.(tmpdir|homedir|hostname|platform|arch)|JSON\.stringify|Date\.now|performance\.now|Math\.\w+|(crypto\.)?randomUUID)$/;
const textMethods = new Set(
  "toString toISOString toLocaleString toLowerCase toUpperCase trim trimStart trimEnd padStart padEnd charAt charCodeAt toFixed startsWith endsWith substring localeCompare getTime".split(
    " ",
  ),
);

/** Tells the same of what a list or set holds: `string[]`, `ReadonlySet<number>`. */
export function holdsPrimitives(declaration: ts.Node | undefined): boolean {
  const type = declaredType(declaration);
  return type !== undefined && isListOfPrimitives(type);
}

function declaredType(declaration: ts.Node | undefined): ts.TypeNode | undefined {
  if (
    declaration === undefined ||
    (!ts.isParameter(declaration) &&
      !ts.isGetAccessor(declaration) &&
      !ts.isVariableDeclaration(declaration) &&
      !ts.isPropertyDeclaration(declaration) &&
      !ts.isPropertySignature(declaration))
  ) {
    return undefined;
  }
  return declaration.type;
}

function isListOfPrimitives(type: ts.TypeNode): boolean {
  if (ts.isArrayTypeNode(type)) return isPrimitive(type.elementType);
  if (ts.isTypeOperatorNode(type) || ts.isParenthesizedTypeNode(type)) {
    return isListOfPrimitives(type.type);
  }
  if (ts.isUnionTypeNode(type)) {
    return type.types.every((one) => isPrimitive(one) || isListOfPrimitives(one));
  }
  if (!ts.isTypeReferenceNode(type) || !lists.test(type.typeName.getText())) return false;
  const [element, ...others] = type.typeArguments ?? [];
  return element !== undefined && others.length === 0 && isPrimitive(element);
}

const lists = /^(Readonly)?(Array|Set)$/;

function isPrimitive(type: ts.TypeNode): boolean {
  if (ts.isUnionTypeNode(type)) return type.types.every(isPrimitive);
  if (ts.isParenthesizedTypeNode(type)) return isPrimitive(type.type);
  return primitives.has(type.kind);
}

const primitives: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.BigIntKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.LiteralType,
  ts.SyntaxKind.NeverKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.SymbolKeyword,
  ts.SyntaxKind.TemplateLiteralType,
  ts.SyntaxKind.UndefinedKeyword,
  ts.SyntaxKind.VoidKeyword,
]);
