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

/** How many steps lead from a receiver to what declares it, at most. */
const FARTHEST = 24;

/**
 * Finds the member that a property access names where the receiver is `any` since something about its type did not
 * resolve, mostly a package that is not installed. The compiler gives up on all of `Repository<User> & UserQueries`
 * where `Repository` is missing; what it was declared as says still that it has what `UserQueries` declares. So do the
 * type that an unresolved call is given (`container.get<Users>(token)`), the class that it is handed
 * (`container.get(Users)`), the functions that it is handed by their names (`inject({ findUser }, context)`), and of a property the
 * type that an unresolved one is made of (`ActionContext<State>`). What a list holds is followed to who goes through it.
 */
export class DeclaredMembers {
  readonly #checker: Checker;
  readonly #found = new Map<ts.Symbol, readonly Holder[]>();
  /** What the calls on the way give for the type parameters of what they call. */
  readonly #given = new Map<ts.TypeParameterDeclaration, ts.TypeNode>();
  /** How often a type parameter was asked for: what hangs on one is another for each call. */
  #asked = 0;

  constructor(checker: Checker) {
    this.#checker = checker;
  }

  /** The member that a property access names; `undefined` where nothing declares it. */
  memberOf(name: ts.Node): ts.Symbol | undefined {
    const { parent } = name;
    if (!ts.isPropertyAccessExpression(parent) || parent.name !== name) return undefined;
    return this.#member(parent, FARTHEST);
  }

  #member(access: ts.PropertyAccessExpression, left: number): ts.Symbol | undefined {
    return this.#namedIn(
      this.#holdersOf(access.expression, left),
      access.name.text,
      isCalled(access),
    );
  }

  #namedIn(holders: readonly Holder[], name: string, called: boolean): ts.Symbol | undefined {
    for (const holder of holders) {
      // `Repository<User>` has what a repository has, and a `Store<State>` its state.
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

  #holdersOf(expression: ts.Expression, left: number): readonly Holder[] {
    if (left === 0) return [];
    if (ts.isAsExpression(expression)) return this.#ofType(expression.type, left - 1);
    if (ts.isParenthesizedExpression(expression) || ts.isNonNullExpression(expression)) {
      return this.#holdersOf(expression.expression, left);
    }
    const at = unwrap(expression);
    if (ts.isAwaitExpression(at)) return this.#holdersOf(at.expression, left - 1);
    if (ts.isObjectLiteralExpression(at)) return [{ literal: at }];
    if (ts.isCallExpression(at)) return this.#answerOf(at, left - 1);
    if (ts.isIdentifier(at)) return this.#ofSymbol(this.#checker.getSymbolAtLocation(at), left - 1);
    if (ts.isElementAccessExpression(at)) return this.#itemsOf(at.expression, left - 1);
    if (!ts.isPropertyAccessExpression(at)) return [];
    const member = this.#checker.getSymbolAtLocation(at.name) ?? this.#member(at, left - 1);
    return this.#ofSymbol(member, left - 1);
  }

  #ofSymbol(symbol: ts.Symbol | undefined, left: number): readonly Holder[] {
    if (symbol === undefined) return [];
    const known = this.#found.get(symbol);
    if (known !== undefined) return known;
    // Who is declared by itself is declared by nothing.
    this.#found.set(symbol, []);
    const real =
      symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
    const [declared] = real.declarations ?? [];
    const before = this.#asked;
    const holders = declared === undefined ? [] : this.#ofDeclaration(declared, left);
    if (this.#asked === before) this.#found.set(symbol, holders);
    else this.#found.delete(symbol);
    return holders;
  }

  #ofDeclaration(declared: ts.Node, left: number): readonly Holder[] {
    if (left <= 0) return [];
    if (ts.isExportAssignment(declared)) return this.#holdersOf(declared.expression, left - 1);
    if (ts.isBindingElement(declared)) return this.#ofBinding(declared, left);
    if (ts.isShorthandPropertyAssignment(declared)) {
      return this.#ofSymbol(this.#checker.getShorthandAssignmentValueSymbol(declared), left - 1);
    }
    if (ts.isGetAccessor(declared)) return this.#returned(declared, left);
    if (
      ts.isVariableDeclaration(declared) ||
      ts.isParameter(declared) ||
      ts.isPropertyDeclaration(declared) ||
      ts.isPropertySignature(declared)
    ) {
      if (declared.type !== undefined) return this.#ofType(declared.type, left - 1);
    } else if (!ts.isPropertyAssignment(declared)) return [];
    const { initializer } = declared as { readonly initializer?: ts.Expression };
    if (initializer !== undefined) return this.#holdersOf(initializer, left - 1);
    const list = listOf(declared);
    return list === undefined ? [] : this.#itemsOf(list, left - 1);
  }

  #itemsOf(list: ts.Expression, left: number): readonly Holder[] {
    return this.#holdersOf(list, left).flatMap((holder): readonly Holder[] => {
      if ("items" in holder) return this.#ofType(holder.items, left - 1);
      if (!("type" in holder) || !this.#checker.isArrayType(holder.type)) return [];
      const [type] = this.#checker.getTypeArguments(holder.type as ts.TypeReference);
      return type === undefined || isOpen(type) ? [] : [{ type }];
    });
  }

  // `{ users }: Options`, `const { users } = options`.
  #ofBinding(
    { parent, propertyName, name, dotDotDotToken }: ts.BindingElement,
    left: number,
  ): readonly Holder[] {
    const key = propertyName ?? name;
    if (dotDotDotToken !== undefined) return [];
    if (ts.isArrayBindingPattern(parent)) {
      const value = gatheredAt(parent, name);
      return value === undefined ? [] : this.#holdersOf(value, left - 1);
    }
    if (!ts.isIdentifier(key)) return [];
    const holders = this.#ofDeclaration(parent.parent, left - 1);
    return this.#ofSymbol(this.#namedIn(holders, key.text, false), left - 1);
  }

  #ofType(node: ts.TypeNode, left: number): readonly Holder[] {
    if (left <= 0) return [];
    if (ts.isParenthesizedTypeNode(node)) return this.#ofType(node.type, left);
    if (ts.isIntersectionTypeNode(node))
      return node.types.flatMap((one) => this.#ofType(one, left - 1));
    if (ts.isUnionTypeNode(node)) {
      const [one, ...others] = node.types.filter((type) => !isNothing(type));
      return one === undefined || others.length > 0 ? [] : this.#ofType(one, left - 1);
    }
    if (ts.isTypeQueryNode(node)) {
      return this.#ofSymbol(this.#checker.getSymbolAtLocation(node.exprName), left - 1);
    }
    const given = ts.isTypeReferenceNode(node) ? this.#parameterOf(node) : undefined;
    if (given !== undefined) {
      this.#asked += 1;
      const type = this.#given.get(given) ?? given.constraint;
      return type === undefined ? [] : this.#ofType(type, left - 1);
    }
    const carried = argumentOf(node, sameMembers);
    if (carried !== undefined) return this.#ofType(carried, left - 1);
    const items = ts.isArrayTypeNode(node) ? node.elementType : argumentOf(node, lists);
    if (items !== undefined) return [{ items }];
    const type = this.#checker.getTypeAtLocation(node);
    if (!isOpen(type)) return [{ type }];
    return ts.isTypeReferenceNode(node) ? this.#ofReference(node, left - 1) : [];
  }

  #parameterOf({ typeName }: ts.TypeReferenceNode): ts.TypeParameterDeclaration | undefined {
    const [declared] = this.#checker.getSymbolAtLocation(typeName)?.declarations ?? [];
    return declared !== undefined && ts.isTypeParameterDeclaration(declared) ? declared : undefined;
  }

  #ofReference({ typeName, typeArguments }: ts.TypeReferenceNode, left: number): readonly Holder[] {
    const handed: readonly ts.TypeNode[] = typeArguments ?? [];
    const [first] = handed;
    if (ts.isIdentifier(typeName) && first !== undefined) {
      if (typeName.text === "ReturnType" && ts.isTypeQueryNode(first)) {
        const made = this.#checker.getSymbolAtLocation(first.exprName);
        return this.#returnedBy(made, left);
      }
    }
    const named = this.#checker.getSymbolAtLocation(typeName);
    const [declared] =
      (named && named.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(named) : named)
        ?.declarations ?? [];
    if (declared !== undefined && ts.isTypeAliasDeclaration(declared)) {
      return this.#ofType(declared.type, left);
    }
    return handed.flatMap((one) =>
      this.#ofType(one, left).flatMap((holder) =>
        "type" in holder ? [{ type: holder.type, isArgument: true }] : [],
      ),
    );
  }

  #answerOf(call: ts.CallExpression, left: number): readonly Holder[] {
    if (left <= 0) return [];
    const callee = unwrap(call.expression);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
    const target =
      this.#checker.getSymbolAtLocation(name) ??
      (ts.isPropertyAccessExpression(callee) ? this.#member(callee, left - 1) : undefined);
    if (ts.isPropertyAccessExpression(callee)) {
      if (givesItem.test(callee.name.text)) {
        const items = this.#itemsOf(callee.expression, left - 1);
        if (items.length > 0) return items;
      } else if (givesList.test(callee.name.text)) {
        const list = this.#holdersOf(callee.expression, left - 1).filter((one) => "items" in one);
        if (list.length > 0) return list;
      }
    }
    const answers = this.#returnedBy(target, left, call.typeArguments);
    if (answers.length > 0 || isWritten(target)) return answers;
    if (this.#isHandedIn(callee)) return [];
    const [first] = call.typeArguments ?? [];
    if (first !== undefined && call.typeArguments?.length === 1)
      return this.#ofType(first, left - 1);
    const [handed] = call.arguments;
    if (handed === undefined) return [];
    const value = unwrap(handed);
    if (ts.isObjectLiteralExpression(value)) return [{ literal: value }];
    if (name.getText() === "useContext") return this.#holdersOf(value, left - 1);
    const made =
      ts.isIdentifier(value) && finds.test(name.getText()) ? this.#classOf(value) : undefined;
    return made === undefined ? [] : [{ type: this.#checker.getTypeAtLocation(made) }];
  }

  // `run(async (scope) => scope.get(Users))`: what comes from there may be bound to a transaction of the caller's.
  #isHandedIn(callee: ts.Expression): boolean {
    const head = chainHead(callee);
    const symbol = head && this.#checker.getSymbolAtLocation(head);
    return symbol?.declarations?.some(ts.isParameter) === true;
  }

  #classOf(name: ts.Identifier): ts.ClassDeclaration | undefined {
    const symbol = this.#checker.getSymbolAtLocation(name);
    const real =
      symbol && symbol.flags & ts.SymbolFlags.Alias
        ? this.#checker.getAliasedSymbol(symbol)
        : symbol;
    return real?.declarations?.find(ts.isClassDeclaration);
  }

  #returnedBy(
    symbol: ts.Symbol | undefined,
    left: number,
    handed?: readonly ts.TypeNode[],
  ): readonly Holder[] {
    if (symbol === undefined || left <= 0) return [];
    const real =
      symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
    const [declared] = real.declarations ?? [];
    if (declared === undefined) return [];
    const { initializer, type } = declared as {
      readonly initializer?: ts.Expression;
      readonly type?: ts.TypeNode;
    };
    const value = initializer && unwrap(initializer);
    const written =
      value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value))
        ? value
        : declared;
    const made = type !== undefined && ts.isFunctionTypeNode(type) ? type : written;
    if (!ts.isFunctionLike(made)) return [];
    made.typeParameters?.forEach((one, index) => {
      const type = handed?.[index];
      if (type === undefined) this.#given.delete(one);
      else this.#given.set(one, type);
    });
    return this.#returned(made, left);
  }

  #returned(declared: ts.SignatureDeclaration, left: number): readonly Holder[] {
    if (declared.type !== undefined) return this.#ofType(declared.type, left - 1);
    const { body } = declared as { readonly body?: ts.ConciseBody };
    if (body === undefined) return [];
    if (!ts.isBlock(body)) return this.#holdersOf(body, left - 1);
    const last = body.statements.at(-1);
    if (body.statements.some((one) => one !== last && holdsReturn(one))) return [];
    return last !== undefined && ts.isReturnStatement(last) && last.expression !== undefined
      ? this.#holdersOf(last.expression, left - 1)
      : [];
  }
}

const sameMembers = /^(Awaited|NonNullable|Partial|Promise|PromiseLike|Readonly|Required)$/;

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

/** What looks an object up by its class. */
const finds = /^(get|getInstance|inject|resolve|resolveSync|make)$/;

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
