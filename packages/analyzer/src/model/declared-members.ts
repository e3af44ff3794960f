import { chainHead } from "./chain-head.js";
import type { Checker } from "./checker.js";
import { ts } from "./compiler.js";
import { unwrap } from "./unwrap.js";

/** What a member is looked for in. */
type Holder =
  | { readonly type: ts.Type; readonly isArgument?: boolean }
  | { readonly literal: ts.ObjectLiteralExpression }
  /** A list whose items are of a type that did not resolve. */
  | { readonly items: ts.TypeNode };

/** What the calls on the way give for the type parameters of what they call. */
type Given = ReadonlyMap<ts.TypeParameterDeclaration, ts.TypeNode>;

const nothingGiven: Given = new Map();

/**
 * Finds the member that a property access names where the receiver is `any` since something about its type did not
 * resolve, mostly a package that is not installed. The compiler gives up on all of `Repository<User> & UserQueries`
 * where `Repository` is missing; what it was declared as says still that it has what `UserQueries` declares. So do the
 * class that an unresolved call is handed (`container.get(Users)`), the type that it is given
 * (`container.get<Users>(token)`), the functions that it is handed by their names (`inject({ findUser }, context)`), and of a property the type that an unresolved one is made of
 * (`ActionContext<State>`). What a list holds is followed to who goes through it.
 */
export class DeclaredMembers {
  readonly #checker: Checker;
  readonly #found = new Map<ts.Symbol, readonly Holder[]>();
  /** What is being looked at: who is declared by itself is declared by nothing. */
  readonly #open = new Set<ts.Node>();

  constructor(checker: Checker) {
    this.#checker = checker;
  }

  /** The member that a property access names; `undefined` where nothing declares it. */
  memberOf(name: ts.Node): ts.Symbol | undefined {
    const { parent } = name;
    if (!ts.isPropertyAccessExpression(parent) || parent.name !== name) return undefined;
    return this.#member(parent, nothingGiven);
  }

  #member(access: ts.PropertyAccessExpression, given: Given): ts.Symbol | undefined {
    const holders = this.#holdersOf(access.expression, given);
    return this.#namedIn(holders, access.name.text, isCalled(access));
  }

  #namedIn(holders: readonly Holder[], name: string, called: boolean): ts.Symbol | undefined {
    for (const holder of holders) {
      // `Context<State>` has its own methods, and what it holds is of its state.
      if ("isArgument" in holder && called) continue;
      const member = this.#property(holder, name);
      if (member !== undefined) return member;
    }
    return undefined;
  }

  #property(holder: Holder, name: string): ts.Symbol | undefined {
    if ("type" in holder) return this.#checker.getPropertyOfType(holder.type, name);
    if ("items" in holder) return undefined;
    // Functions by their names; what is written in place (`createPool({ create: async () => ... })`) is run as who is handed it likes.
    const property = holder.literal.properties.find(
      (one): one is ts.ShorthandPropertyAssignment =>
        ts.isShorthandPropertyAssignment(one) && one.name.text === name,
    );
    return property && this.#checker.getShorthandAssignmentValueSymbol(property);
  }

  #holdersOf(expression: ts.Expression, given: Given): readonly Holder[] {
    if (ts.isAsExpression(expression)) return this.#ofType(expression.type, given);
    if (ts.isParenthesizedExpression(expression) || ts.isNonNullExpression(expression)) {
      return this.#holdersOf(expression.expression, given);
    }
    const at = unwrap(expression);
    if (ts.isAwaitExpression(at)) return this.#holdersOf(at.expression, given);
    if (ts.isObjectLiteralExpression(at)) return [{ literal: at }];
    if (ts.isCallExpression(at)) return this.#answerOf(at, given);
    if (ts.isElementAccessExpression(at)) return this.#itemsOf(at.expression, given);
    if (ts.isIdentifier(at)) return this.#ofSymbol(this.#checker.getSymbolAtLocation(at), given);
    if (!ts.isPropertyAccessExpression(at)) return [];
    const member = this.#checker.getSymbolAtLocation(at.name) ?? this.#member(at, given);
    return this.#ofSymbol(member, given);
  }

  #ofSymbol(symbol: ts.Symbol | undefined, given: Given): readonly Holder[] {
    if (symbol === undefined) return [];
    const known = this.#found.get(symbol);
    if (known !== undefined) return known;
    const holders = this.#guarded(this.#declarationOf(symbol), (declared) =>
      this.#ofDeclaration(declared, given),
    );
    // What hangs on what a call gives is another for the next call.
    if (given.size === 0) this.#found.set(symbol, holders);
    return holders;
  }

  #declarationOf(symbol: ts.Symbol | undefined): ts.Node | undefined {
    if (symbol === undefined) return undefined;
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return (isAlias ? this.#checker.getAliasedSymbol(symbol) : symbol).declarations?.[0];
  }

  #guarded<T extends ts.Node>(
    declared: T | undefined,
    find: (declared: T) => readonly Holder[],
  ): readonly Holder[] {
    if (declared === undefined || this.#open.has(declared)) return [];
    this.#open.add(declared);
    try {
      return find(declared);
    } finally {
      this.#open.delete(declared);
    }
  }

  #ofDeclaration(declared: ts.Node, given: Given): readonly Holder[] {
    if (ts.isExportAssignment(declared)) return this.#holdersOf(declared.expression, given);
    if (ts.isBindingElement(declared)) return this.#ofBinding(declared, given);
    if (ts.isShorthandPropertyAssignment(declared)) {
      return this.#ofSymbol(this.#checker.getShorthandAssignmentValueSymbol(declared), given);
    }
    if (ts.isGetAccessor(declared)) return this.#returned(declared, given);
    if (
      ts.isVariableDeclaration(declared) ||
      ts.isParameter(declared) ||
      ts.isPropertyDeclaration(declared) ||
      ts.isPropertySignature(declared)
    ) {
      if (declared.type !== undefined) return this.#ofType(declared.type, given);
    } else if (!ts.isPropertyAssignment(declared)) return [];
    const { initializer } = declared as { readonly initializer?: ts.Expression };
    if (initializer !== undefined) return this.#holdersOf(initializer, given);
    const list = listOf(declared);
    return list === undefined ? [] : this.#itemsOf(list, given);
  }

  #itemsOf(list: ts.Expression, given: Given): readonly Holder[] {
    return this.#holdersOf(list, given).flatMap((holder): readonly Holder[] => {
      if ("items" in holder) return this.#ofType(holder.items, given);
      if (!("type" in holder) || !this.#checker.isArrayType(holder.type)) return [];
      const [type] = this.#checker.getTypeArguments(holder.type as ts.TypeReference);
      return type === undefined || isOpen(type) ? [] : [{ type }];
    });
  }

  // `{ users }: Options`, `const { users } = options`.
  #ofBinding(
    { parent, propertyName, name, dotDotDotToken }: ts.BindingElement,
    given: Given,
  ): readonly Holder[] {
    const key = propertyName ?? name;
    if (dotDotDotToken !== undefined) return [];
    if (ts.isArrayBindingPattern(parent)) {
      const value = gatheredAt(parent, name);
      return value === undefined ? [] : this.#holdersOf(value, given);
    }
    if (!ts.isIdentifier(key)) return [];
    const holders = this.#ofDeclaration(parent.parent, given);
    return this.#ofSymbol(this.#namedIn(holders, key.text, false), given);
  }

  #ofType(node: ts.TypeNode, given: Given): readonly Holder[] {
    if (ts.isParenthesizedTypeNode(node)) return this.#ofType(node.type, given);
    if (ts.isIntersectionTypeNode(node)) {
      return node.types.flatMap((one) => this.#ofType(one, given));
    }
    if (ts.isUnionTypeNode(node)) {
      const [one, ...others] = node.types.filter((type) => !isNothing(type));
      return one === undefined || others.length > 0 ? [] : this.#ofType(one, given);
    }
    if (ts.isTypeQueryNode(node)) {
      return this.#ofSymbol(this.#checker.getSymbolAtLocation(node.exprName), given);
    }
    const parameter = ts.isTypeReferenceNode(node) ? this.#parameterOf(node) : undefined;
    if (parameter !== undefined) {
      const type = given.get(parameter) ?? parameter.constraint;
      return this.#guarded(type, (one) => this.#ofType(one, given));
    }
    const carried = argumentOf(node, sameMembers);
    if (carried !== undefined) return this.#ofType(carried, given);
    const items = ts.isArrayTypeNode(node) ? node.elementType : argumentOf(node, lists);
    if (items !== undefined) return [{ items }];
    const type = this.#checker.getTypeAtLocation(node);
    if (!isOpen(type)) return [{ type }];
    return ts.isTypeReferenceNode(node) ? this.#ofReference(node, given) : [];
  }

  #parameterOf({ typeName }: ts.TypeReferenceNode): ts.TypeParameterDeclaration | undefined {
    const [declared] = this.#checker.getSymbolAtLocation(typeName)?.declarations ?? [];
    return declared !== undefined && ts.isTypeParameterDeclaration(declared) ? declared : undefined;
  }

  #ofReference({ typeName, typeArguments }: ts.TypeReferenceNode, given: Given): readonly Holder[] {
    const handed: readonly ts.TypeNode[] = typeArguments ?? [];
    const [first] = handed;
    if (first !== undefined && ts.isTypeQueryNode(first) && typeName.getText() === "ReturnType") {
      return this.#returnedBy(this.#checker.getSymbolAtLocation(first.exprName), [], given);
    }
    const declared = this.#declarationOf(this.#checker.getSymbolAtLocation(typeName));
    if (declared !== undefined && ts.isTypeAliasDeclaration(declared)) {
      const inside = givenBy(declared.typeParameters, handed, given);
      return this.#guarded(declared, ({ type }) => this.#ofType(type, inside));
    }
    if (asksForRows.test(typeName.getText())) return [];
    return handed.flatMap((one) =>
      this.#ofType(one, given).flatMap((holder) =>
        "type" in holder ? [{ type: holder.type, isArgument: true }] : [],
      ),
    );
  }

  #answerOf(call: ts.CallExpression, given: Given): readonly Holder[] {
    const callee = unwrap(call.expression);
    const member = ts.isPropertyAccessExpression(callee) ? callee : undefined;
    const ofList = member === undefined ? [] : this.#ofListMember(member, given);
    if (ofList.length > 0) return ofList;
    const target =
      this.#checker.getSymbolAtLocation(member?.name ?? callee) ??
      (member && this.#member(member, given));
    const answers = this.#returnedBy(target, call.typeArguments ?? [], given);
    const name = (member?.name ?? callee).getText();
    const [first] = call.arguments;
    const handed = first && unwrap(first);
    if (answers.length === 0 && handed !== undefined && this.#answersToken(target)) {
      return this.#instancesOf(handed);
    }
    if (answers.length > 0 || isWritten(target)) return answers;
    const asked = handed !== undefined && finds.test(name) ? this.#instancesOf(handed) : [];
    if (asked.length > 0 || this.#isHandedIn(callee)) return asked;
    const [type, ...types] = call.typeArguments ?? [];
    if (type !== undefined && types.length === 0) return this.#ofType(type, given);
    if (handed === undefined) return [];
    if (ts.isObjectLiteralExpression(handed)) return [{ literal: handed }];
    return name === "useContext" ? this.#holdersOf(handed, given) : [];
  }

  // `resolve<T>(token: InjectionToken<T>): T`, where `InjectionToken` did not resolve, and `T` with it.
  #answersToken(target: ts.Symbol | undefined): boolean {
    const declared = this.#declarationOf(target);
    if (declared === undefined || !ts.isFunctionLike(declared)) return false;
    const [taken] = declared.parameters;
    const answer = declared.type && (argumentOf(declared.type, sameMembers) ?? declared.type);
    if (answer === undefined || !ts.isTypeReferenceNode(answer)) return false;
    const parameter = this.#parameterOf(answer);
    if (parameter?.parent !== declared || taken?.type === undefined) return false;
    const token = taken.type;
    return (
      ts.isTypeReferenceNode(token) &&
      token.typeArguments?.length === 1 &&
      token.typeArguments[0]?.getText() === answer.getText() &&
      isOpen(this.#checker.getTypeAtLocation(token))
    );
  }

  #instancesOf(value: ts.Expression): readonly Holder[] {
    const declared = ts.isIdentifier(value)
      ? this.#declarationOf(this.#checker.getSymbolAtLocation(value))
      : undefined;
    return declared !== undefined && ts.isClassLike(declared)
      ? [{ type: this.#checker.getTypeAtLocation(declared) }]
      : [];
  }

  // `users.find(...)` is one of them, and `users.filter(...)` are some.
  #ofListMember(
    { expression, name }: ts.PropertyAccessExpression,
    given: Given,
  ): readonly Holder[] {
    if (givesItem.test(name.text)) return this.#itemsOf(expression, given);
    if (!givesList.test(name.text)) return [];
    return this.#holdersOf(expression, given).filter((one) => "items" in one);
  }

  // `run((scope) => scope.make<Users>())`: what comes from there may be bound to a transaction of the caller's.
  #isHandedIn(callee: ts.Expression): boolean {
    const head = chainHead(callee);
    const symbol = head && this.#checker.getSymbolAtLocation(head);
    return symbol?.declarations?.some(ts.isParameter) === true;
  }

  #returnedBy(
    symbol: ts.Symbol | undefined,
    handed: readonly ts.TypeNode[],
    given: Given,
  ): readonly Holder[] {
    const declared = this.#declarationOf(symbol);
    const { initializer, type } = (declared ?? {}) as {
      readonly initializer?: ts.Expression;
      readonly type?: ts.TypeNode;
    };
    const value = initializer && unwrap(initializer);
    const made = [type, value, declared].find((one) => one !== undefined && ts.isFunctionLike(one));
    if (made === undefined || !ts.isFunctionLike(made)) return [];
    return this.#guarded(made, (one) =>
      this.#returned(one, givenBy(one.typeParameters, handed, given)),
    );
  }

  #returned(declared: ts.SignatureDeclaration, given: Given): readonly Holder[] {
    if (declared.type !== undefined) return this.#ofType(declared.type, given);
    const { body } = declared as { readonly body?: ts.ConciseBody };
    if (body === undefined) return [];
    if (!ts.isBlock(body)) return this.#holdersOf(body, given);
    const last = body.statements.at(-1);
    // Which of several is meant is not known.
    if (body.statements.some((one) => one !== last && holdsReturn(one))) return [];
    return last !== undefined && ts.isReturnStatement(last) && last.expression !== undefined
      ? this.#holdersOf(last.expression, given)
      : [];
  }
}

// What is given for type parameters inside of what they belong to.
function givenBy(
  parameters: readonly ts.TypeParameterDeclaration[] | undefined,
  handed: readonly ts.TypeNode[],
  given: Given,
): Given {
  if (parameters === undefined || handed.length === 0) return given;
  const inside = new Map(given);
  parameters.forEach((one, index) => {
    const type = handed[index];
    if (type !== undefined) inside.set(one, type);
  });
  return inside;
}

const sameMembers = /^(Awaited|NonNullable|Partial|Promise|PromiseLike|Readonly|Required)$/;

/** What has members of its own, so that none of its rows' is meant by a name. */
const asksForRows = /(Repository|Model|Collection|EntityManager)$/;

const lists = /^(Array|ReadonlyArray|Set|ReadonlySet|Iterable|AsyncIterable)$/;

// What `Promise<User>` is made of, for the names that a pattern knows.
function argumentOf(node: ts.TypeNode, names: RegExp): ts.TypeNode | undefined {
  if (!ts.isTypeReferenceNode(node) || !names.test(node.typeName.getText())) return undefined;
  return node.typeArguments?.[0];
}

const givesItem = /^(at|find|findLast|pop|shift)$/;

const givesList = /^(concat|filter|reverse|slice|sort|toReversed|toSorted)$/;

const goesThrough = /^(every|filter|find|findLast|flatMap|forEach|map|some)$/;

// `for (const user of users)`, `users.map((user) => ...)`.
function listOf(declared: ts.Node): ts.Expression | undefined {
  const { parent } = declared;
  if (ts.isVariableDeclaration(declared)) {
    const loop = parent.parent;
    return ts.isForOfStatement(loop) ? loop.expression : undefined;
  }
  if (!ts.isParameter(declared) || !ts.isFunctionLike(parent)) return undefined;
  if (parent.parameters[0] !== declared || !ts.isCallExpression(parent.parent)) return undefined;
  const callee = unwrap(parent.parent.expression);
  return ts.isPropertyAccessExpression(callee) && goesThrough.test(callee.name.text)
    ? callee.expression
    : undefined;
}

// `const [user, team] = await Promise.all([loadUser(), loadTeam()])`.
function gatheredAt(pattern: ts.ArrayBindingPattern, name: ts.Node): ts.Expression | undefined {
  const { initializer } = pattern.parent as { readonly initializer?: ts.Expression };
  let value = initializer && unwrap(initializer);
  if (value !== undefined && ts.isAwaitExpression(value)) value = unwrap(value.expression);
  if (
    value !== undefined &&
    ts.isCallExpression(value) &&
    /\ball$/.test(value.expression.getText())
  ) {
    const [first] = value.arguments;
    value = first && unwrap(first);
  }
  if (value === undefined || !ts.isArrayLiteralExpression(value)) return undefined;
  const index = pattern.elements.findIndex((one) => ts.isBindingElement(one) && one.name === name);
  return value.elements[index];
}

function holdsReturn(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  return (
    ts.isReturnStatement(node) ||
    (ts.forEachChild(node, (child) => holdsReturn(child) || undefined) ?? false)
  );
}

function isOpen({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
}

/** What a container looks an object up by its class with. */
const finds = /^(get|getInstance|inject|resolve|resolveSync)$/;

function isWritten(symbol: ts.Symbol | undefined): boolean {
  return (
    symbol?.declarations?.some((one) => !ts.isImportSpecifier(one) && !ts.isImportClause(one)) ===
    true
  );
}

function isCalled(access: ts.PropertyAccessExpression): boolean {
  let at: ts.Node = access;
  while (ts.isNonNullExpression(at.parent) || ts.isParenthesizedExpression(at.parent))
    at = at.parent;
  return ts.isCallExpression(at.parent) && at.parent.expression === at;
}

function isNothing(node: ts.TypeNode): boolean {
  return (
    node.kind === ts.SyntaxKind.UndefinedKeyword ||
    (ts.isLiteralTypeNode(node) && node.literal.kind === ts.SyntaxKind.NullKeyword)
  );
}
