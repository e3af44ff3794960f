import { ts } from "../compiler.js";

// The kinds of syntax in the order of TypeScript 7's numbers.
const names =
  "Unknown EndOfFile SingleLineCommentTrivia MultiLineCommentTrivia NewLineTrivia " +
  "WhitespaceTrivia ConflictMarkerTrivia NonTextFileMarkerTrivia NumericLiteral " +
  "BigIntLiteral StringLiteral JsxText JsxTextAllWhiteSpaces RegularExpressionLiteral " +
  "NoSubstitutionTemplateLiteral TemplateHead TemplateMiddle TemplateTail OpenBraceToken " +
  "CloseBraceToken OpenParenToken CloseParenToken OpenBracketToken CloseBracketToken " +
  "DotToken DotDotDotToken SemicolonToken CommaToken QuestionDotToken LessThanToken " +
  "LessThanSlashToken GreaterThanToken LessThanEqualsToken GreaterThanEqualsToken " +
  "EqualsEqualsToken ExclamationEqualsToken EqualsEqualsEqualsToken " +
  "ExclamationEqualsEqualsToken EqualsGreaterThanToken PlusToken MinusToken AsteriskToken " +
  "AsteriskAsteriskToken SlashToken PercentToken PlusPlusToken MinusMinusToken " +
  "LessThanLessThanToken GreaterThanGreaterThanToken GreaterThanGreaterThanGreaterThanToken " +
  "AmpersandToken BarToken CaretToken ExclamationToken TildeToken AmpersandAmpersandToken " +
  "BarBarToken QuestionToken ColonToken AtToken QuestionQuestionToken BacktickToken " +
  "HashToken EqualsToken PlusEqualsToken MinusEqualsToken AsteriskEqualsToken " +
  "AsteriskAsteriskEqualsToken SlashEqualsToken PercentEqualsToken " +
  "LessThanLessThanEqualsToken GreaterThanGreaterThanEqualsToken " +
  "GreaterThanGreaterThanGreaterThanEqualsToken AmpersandEqualsToken BarEqualsToken " +
  "BarBarEqualsToken AmpersandAmpersandEqualsToken QuestionQuestionEqualsToken " +
  "CaretEqualsToken Identifier PrivateIdentifier JSDocCommentTextToken BreakKeyword " +
  "CaseKeyword CatchKeyword ClassKeyword ConstKeyword ContinueKeyword DebuggerKeyword " +
  "DefaultKeyword DeleteKeyword DoKeyword ElseKeyword EnumKeyword ExportKeyword " +
  "ExtendsKeyword FalseKeyword FinallyKeyword ForKeyword FunctionKeyword IfKeyword " +
  "ImportKeyword InKeyword InstanceOfKeyword NewKeyword NullKeyword ReturnKeyword " +
  "SuperKeyword SwitchKeyword ThisKeyword ThrowKeyword TrueKeyword TryKeyword TypeOfKeyword " +
  "VarKeyword VoidKeyword WhileKeyword WithKeyword ImplementsKeyword InterfaceKeyword " +
  "LetKeyword PackageKeyword PrivateKeyword ProtectedKeyword PublicKeyword StaticKeyword " +
  "YieldKeyword AbstractKeyword AccessorKeyword AsKeyword AssertsKeyword AssertKeyword " +
  "AnyKeyword AsyncKeyword AwaitKeyword BooleanKeyword ConstructorKeyword DeclareKeyword " +
  "GetKeyword ImmediateKeyword InferKeyword IntrinsicKeyword IsKeyword KeyOfKeyword " +
  "ModuleKeyword NamespaceKeyword NeverKeyword OutKeyword ReadonlyKeyword RequireKeyword " +
  "NumberKeyword ObjectKeyword SatisfiesKeyword SetKeyword StringKeyword SymbolKeyword " +
  "TypeKeyword UndefinedKeyword UniqueKeyword UnknownKeyword UsingKeyword FromKeyword " +
  "GlobalKeyword BigIntKeyword OverrideKeyword OfKeyword DeferKeyword SourceKeyword " +
  "QualifiedName ComputedPropertyName TypeParameter Parameter Decorator PropertySignature " +
  "PropertyDeclaration MethodSignature MethodDeclaration ClassStaticBlockDeclaration " +
  "Constructor GetAccessor SetAccessor CallSignature ConstructSignature IndexSignature " +
  "TypePredicate TypeReference FunctionType ConstructorType TypeQuery TypeLiteral ArrayType " +
  "TupleType OptionalType RestType UnionType IntersectionType ConditionalType InferType " +
  "ParenthesizedType ThisType TypeOperator IndexedAccessType MappedType LiteralType " +
  "NamedTupleMember TemplateLiteralType TemplateLiteralTypeSpan ImportType " +
  "ObjectBindingPattern ArrayBindingPattern BindingElement ArrayLiteralExpression " +
  "ObjectLiteralExpression PropertyAccessExpression ElementAccessExpression CallExpression " +
  "NewExpression TaggedTemplateExpression TypeAssertionExpression ParenthesizedExpression " +
  "FunctionExpression ArrowFunction DeleteExpression TypeOfExpression VoidExpression " +
  "AwaitExpression PrefixUnaryExpression PostfixUnaryExpression BinaryExpression " +
  "ConditionalExpression TemplateExpression YieldExpression SpreadElement ClassExpression " +
  "OmittedExpression ExpressionWithTypeArguments AsExpression NonNullExpression " +
  "MetaProperty SyntheticExpression SatisfiesExpression TemplateSpan SemicolonClassElement " +
  "Block EmptyStatement VariableStatement ExpressionStatement IfStatement DoStatement " +
  "WhileStatement ForStatement ForInStatement ForOfStatement ContinueStatement " +
  "BreakStatement ReturnStatement WithStatement SwitchStatement LabeledStatement " +
  "ThrowStatement TryStatement DebuggerStatement VariableDeclaration " +
  "VariableDeclarationList FunctionDeclaration ClassDeclaration InterfaceDeclaration " +
  "TypeAliasDeclaration EnumDeclaration ModuleDeclaration ModuleBlock CaseBlock " +
  "NamespaceExportDeclaration ImportEqualsDeclaration ImportDeclaration ImportClause " +
  "NamespaceImport NamedImports ImportSpecifier ExportAssignment ExportDeclaration " +
  "NamedExports NamespaceExport ExportSpecifier MissingDeclaration ExternalModuleReference " +
  "JsxElement JsxSelfClosingElement JsxOpeningElement JsxClosingElement JsxFragment " +
  "JsxOpeningFragment JsxClosingFragment JsxAttribute JsxAttributes JsxSpreadAttribute " +
  "JsxExpression JsxNamespacedName CaseClause DefaultClause HeritageClause CatchClause " +
  "ImportAttributes ImportAttribute PropertyAssignment ShorthandPropertyAssignment " +
  "SpreadAssignment EnumMember SourceFile JSDocTypeExpression JSDocNameReference " +
  "JSDocAllType JSDocNullableType JSDocNonNullableType JSDocOptionalType JSDocVariadicType " +
  "JSDoc JSDocText JSDocTypeLiteral JSDocSignature JSDocLink JSDocLinkCode JSDocLinkPlain " +
  "JSDocUnknownTag JSDocAugmentsTag JSDocImplementsTag JSDocDeprecatedTag JSDocPublicTag " +
  "JSDocPrivateTag JSDocProtectedTag JSDocReadonlyTag JSDocOverrideTag JSDocCallbackTag " +
  "JSDocOverloadTag JSDocParameterTag JSDocReturnTag JSDocThisTag JSDocTypeTag " +
  "JSDocTemplateTag JSDocTypedefTag JSDocSeeTag JSDocPropertyTag JSDocThrowsTag " +
  "JSDocSatisfiesTag JSDocImportTag SyntaxList JSTypeAliasDeclaration JSImportDeclaration " +
  "NotEmittedStatement PartiallyEmittedExpression SyntheticReferenceExpression " +
  "NotEmittedTypeElement";

const renamed: Readonly<Record<string, string>> = { EndOfFile: "EndOfFileToken" };

// What a class implements and an interface extends is a type there, and an expression here.
const alsoNamed: Readonly<Record<string, string>> = {
  ExpressionWithTypeArguments: "TypeReference",
  PropertyAccessExpression: "QualifiedName",
};

/** The number that TypeScript 7 gives a kind of syntax; -1 where it has none. */
export const nativeKind: readonly number[] = (() => {
  const found: number[] = [];
  const byName = ts.SyntaxKind as unknown as Readonly<Record<string, number>>;
  names.split(" ").forEach((name, index) => {
    const kind = byName[renamed[name] ?? name];
    if (kind !== undefined) found[kind] = index;
  });
  return found;
})();

/** Under which other number TypeScript 7 may know a node of a kind. */
export const otherNativeKind: readonly number[] = (() => {
  const found: number[] = [];
  const byName = ts.SyntaxKind as unknown as Readonly<Record<string, number>>;
  for (const [ours, theirs] of Object.entries(alsoNamed)) {
    found[byName[ours] ?? -1] = nativeKind[byName[theirs] ?? -1] ?? -1;
  }
  return found;
})();

/** Our number for a kind of syntax by that of TypeScript 7. */
export function kindOfNative(kind: number): ts.SyntaxKind {
  return kinds[kind] ?? ts.SyntaxKind.Unknown;
}

const kinds: readonly ts.SyntaxKind[] = (() => {
  const found: ts.SyntaxKind[] = [];
  nativeKind.forEach((theirs, ours) => {
    found[theirs] ??= ours;
  });
  return found;
})();
