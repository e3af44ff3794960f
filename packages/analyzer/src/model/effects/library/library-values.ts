import { nameOfEntity } from "../../entity-name.js";
import { requiredModule } from "../../imported-name.js";
import { ts } from "../../syntax.js";
import type {
  ImportedName,
  Origin,
  SymbolFacts,
  TypeFacts,
  TypeSource,
} from "../../type-source.js";
import { unwrap } from "../../unwrap.js";
import { isInProcessDatabase } from "./in-process.js";
import type { MemberModel } from "./model.js";
import type { PackageEntry, Registry } from "./registry.js";
import { isKnownWhere } from "./where-known.js";

/** What an expression is known to stand for. */
export type LibraryValue =
  /** A module, or what the path leads to from it; empty for the module or its default export. */
  | {
      readonly is: "export";
      readonly entries: readonly PackageEntry[];
      readonly path: readonly string[];
    }
  /** A value of a type that a model speaks of. */
  | { readonly is: "instance"; readonly entry: PackageEntry; readonly type: string };

/** A function, method or property that a model speaks of. */
export interface LibraryMember {
  readonly entry: PackageEntry;
  /** What it is called for readers: `Client.query`. */
  readonly name: string;
  /** The type it is a member of; missing for exports. */
  readonly type: string | undefined;
  /** Missing where only the type's chain speaks of it. */
  readonly model: MemberModel | undefined;
  readonly receiver: ts.Expression | undefined;
}

/**
 * Follows expressions to the library values they stand for, by the imports and declarations they
 * come from. It needs no type of the library's own, so it holds where nothing is installed.
 */
export class LibraryValues {
  readonly #types: TypeSource;
  readonly #registry: Registry;
  readonly #known = new Map<ts.Node, LibraryValue | undefined>();

  constructor(types: TypeSource, registry: Registry) {
    this.#types = types;
    this.#registry = registry;
  }

  /** What an expression stands for, awaited, by its origin or else its type; `undefined` where that is no library's value. */
  of(expression: ts.Expression): LibraryValue | undefined {
    return this.#once(
      unwrap(expression),
      (at) => this.#ofExpression(at as ts.Expression) ?? this.#ofType(at),
    );
  }

  /** What calling a function of the project answers, as its declaration or its code shows. */
  answerOf(declared: ts.FunctionLikeDeclaration): LibraryValue | undefined {
    return this.#ofResult(declared);
  }

  /** The member that a call runs, by where its callee comes from. */
  memberOf(call: ts.CallLikeExpression): LibraryMember | undefined {
    const member = this.#memberAt(call);
    return isKnownWhere(call, member?.model) ? member : undefined;
  }

  #memberAt(call: ts.CallLikeExpression): LibraryMember | undefined {
    const callee = calleeOf(call);
    if (callee === undefined) return undefined;
    const value = this.of(callee);
    if (value?.is === "export") {
      for (const entry of value.entries) {
        const model = entry.export(value.path);
        if (model !== undefined) {
          const name = value.path.join(".");
          return { entry, name, type: undefined, model, receiver: receiverOf(callee) };
        }
        const type = value.path.at(-1) ?? localName(callee);
        if (ts.isNewExpression(call) && type !== undefined && entry.type(type) !== undefined) {
          return { entry, name: `new ${type}`, type: undefined, model: {}, receiver: undefined };
        }
      }
      return undefined;
    }
    const receiver = receiverOf(callee);
    const name = memberName(callee);
    if (receiver === undefined || name === undefined) return this.#asFunction(value, callee);
    const owner = this.of(receiver);
    const member = owner?.is === "instance" ? this.member(owner, name, receiver) : undefined;
    // A field may hold what is called itself: `this.debug("read")`, `this.limit(() => work())`.
    return member ?? this.#asFunction(value, callee);
  }

  /** The member that a reference to a function names, as it is handed on: `.then(Schema.parse)`. */
  referred(reference: ts.Expression): LibraryMember | undefined {
    const at = unwrap(reference);
    if (ts.isPropertyAccessExpression(at)) {
      const owner = this.of(at.expression);
      if (owner?.is === "instance") return this.member(owner, at.name.text, at.expression);
    }
    const value = this.of(at);
    if (value?.is !== "export") return undefined;
    for (const entry of value.entries) {
      const model = entry.export(value.path);
      const name = value.path.join(".");
      if (model !== undefined)
        return { entry, name, type: undefined, model, receiver: receiverOf(at) };
    }
    return undefined;
  }

  /** A member of a value whose type is known. */
  member(
    { entry, type }: { readonly entry: PackageEntry; readonly type: string },
    name: string,
    receiver: ts.Expression | undefined,
  ): LibraryMember | undefined {
    const model = this.#called(entry, entry.member(type, name));
    const chained = entry.lineage(type).some(({ chain }) => chain !== undefined);
    if (model === undefined && !chained) return undefined;
    return { entry, name: `${type}.${name}`, type, model, receiver };
  }

  // What a model only names as the way to other members is not known as a function.
  #called(entry: PackageEntry, model: MemberModel | undefined): MemberModel | undefined {
    if (model?.value === undefined || Object.keys(model).length > 1) return model;
    const value = this.#typed([entry], model.value);
    return value?.is === "instance" ? value.entry.member(value.type, "()") : undefined;
  }

  /** The models that speak of a declaration's file or package. */
  entriesOf(origin: Origin): readonly PackageEntry[] {
    const found: PackageEntry[] = [];
    if (origin.module !== undefined) found.push(...this.#registry.ofModule(origin.module));
    if (origin.from === "lib") found.push(...this.#registry.ofModule("lib"));
    else if (typeof origin.from === "object") {
      found.push(...this.#registry.ofModule(origin.from.package));
    } else {
      found.push(...this.#registry.ofFile(origin.file));
      if (origin.scope !== undefined) found.push(...this.#registry.ofModule(origin.scope));
    }
    const anywhere = this.#registry.anywhere.filter(
      (entry) =>
        entry.typeAnywhere(origin.name) !== undefined &&
        !found.some((one) => one.model === entry.model),
    );
    return anywhere.length === 0 ? found : [...found, ...anywhere];
  }

  /** The models of a module, by its name. */
  entriesOfModule(module: string): readonly PackageEntry[] {
    return this.#registry.ofModule(module);
  }

  /** The nearest type of a model that each part of a type is or extends. */
  nearestOf(type: TypeFacts): readonly Extract<LibraryValue, { is: "instance" }>[] {
    return type.parts.flatMap((part) => this.instancesOf(part).slice(0, 1));
  }

  /** The types of models that a type is or extends, the nearest first. */
  instancesOf(type: TypeFacts): readonly Extract<LibraryValue, { is: "instance" }>[] {
    return type.parts.flatMap((part) =>
      part.origins.flatMap((origin) =>
        this.entriesOf(origin).flatMap((entry) =>
          entry.type(origin.name) === undefined
            ? []
            : [{ is: "instance" as const, entry, type: origin.name }],
        ),
      ),
    );
  }

  // A value that is called itself: `knex("users")`, `limit(() => work())`.
  #asFunction(value: LibraryValue | undefined, callee: ts.Expression): LibraryMember | undefined {
    if (value?.is !== "instance") return undefined;
    const model = value.entry.member(value.type, "()");
    return model === undefined
      ? undefined
      : { entry: value.entry, name: value.type, type: value.type, model, receiver: callee };
  }

  #once(
    node: ts.Node,
    compute: (node: ts.Node) => LibraryValue | undefined,
  ): LibraryValue | undefined {
    if (this.#known.has(node)) return this.#known.get(node);
    // What leads back to itself stands for nothing.
    this.#known.set(node, undefined);
    const value = compute(node);
    this.#known.set(node, value);
    return value;
  }

  #ofType(node: ts.Node): LibraryValue | undefined {
    const type = this.#types.answer(node.getSourceFile(), [{ ask: "type", node }])[0] as
      | TypeFacts
      | undefined;
    return type === undefined || type.isAny ? undefined : this.instancesOf(type.awaited)[0];
  }

  #ofExpression(at: ts.Expression): LibraryValue | undefined {
    if (ts.isIdentifier(at)) return this.#ofIdentifier(at);
    if (at.kind === ts.SyntaxKind.ThisKeyword) return this.#ofThis(at);
    if (at.kind === ts.SyntaxKind.SuperKeyword) return this.#ofSuper(at);
    if (ts.isAwaitExpression(at)) return this.#awaited(this.of(at.expression));
    if (ts.isPropertyAccessExpression(at)) return this.#ofProperty(at, at.expression, at.name.text);
    if (ts.isElementAccessExpression(at)) {
      const { argumentExpression: key } = at;
      // Which one is taken does not matter where all members are alike.
      return this.#ofProperty(
        at,
        at.expression,
        ts.isStringLiteralLike(key) ? key.text : unnamedMember,
      );
    }
    if (ts.isCallExpression(at) || ts.isNewExpression(at) || ts.isTaggedTemplateExpression(at)) {
      return this.#ofCall(at);
    }
    if (
      ts.isBinaryExpression(at) &&
      /^(\?\?|\|\||\?\?=|\|\|=|=)$/.test(at.operatorToken.getText())
    ) {
      return this.#either(at.left, at.right);
    }
    return ts.isConditionalExpression(at) ? this.#either(at.whenTrue, at.whenFalse) : undefined;
  }

  // Of two ways to the same thing, the one that says what it is.
  #either(one: ts.Expression, other: ts.Expression): LibraryValue | undefined {
    const first = this.of(one);
    if (first?.is === "instance") return first;
    const second = this.of(other);
    return second?.is === "instance" ? second : (first ?? second);
  }

  #awaited(value: LibraryValue | undefined): LibraryValue | undefined {
    if (value?.is !== "instance") return value;
    const [model] = value.entry.lineage(value.type);
    if (model?.awaited !== undefined) return this.#typed([value.entry], model.awaited);
    return model?.chain === undefined ? value : undefined;
  }

  #ofIdentifier(name: ts.Identifier): LibraryValue | undefined {
    const symbol = this.#symbolOf(name);
    const [declaration] = symbol?.declarations ?? [];
    if (symbol !== undefined && (symbol.imported !== undefined || !isPlatform(symbol.origin))) {
      if (symbol.imported !== undefined || declaration !== undefined) return this.#ofSymbol(symbol);
    }
    // A global: the platform's own, or one whose types are not there.
    return {
      is: "export",
      entries: [...this.#registry.ofModule("node"), ...this.#registry.ofModule("lib")],
      path: name.text === "globalThis" || name.text === "window" ? [] : [name.text],
    };
  }

  #ofSymbol(symbol: SymbolFacts): LibraryValue | undefined {
    for (const one of symbol.imported ?? []) {
      const value = this.#ofImport(one, symbol.declarations.length === 0);
      if (value !== undefined) return value;
    }
    for (const declaration of symbol.declarations.slice(0, 4)) {
      const value = this.#once(declaration, (at) => this.#ofDeclaration(at));
      if (value !== undefined) return value;
    }
    return undefined;
  }

  #ofImport({ module, name }: ImportedName, unresolved: boolean): LibraryValue | undefined {
    const entries = this.#registry.ofModule(module);
    if (entries.length > 0) {
      const path = name === "default" || name === "*" ? [] : [name];
      // `import { kv } from "@vercel/kv"`: a client that the package itself has made. Its default export also stands
      // for all that it exports.
      const made =
        path.length === 0
          ? undefined
          : entries.map((entry) => entry.export(path)).find((one) => one !== undefined);
      const client =
        made?.value === undefined || made.returns !== undefined
          ? undefined
          : this.#typed(entries, made.value);
      return client ?? { is: "export", entries, path };
    }
    if (!unresolved) return undefined;
    const anywhere = this.#registry.anywhere.filter((entry) => {
      // Generated clients also keep their types in a namespace, which stands for all of them here.
      return entry.typeAnywhere(name) !== undefined || entry.export([name]) !== undefined;
    });
    return anywhere.length === 0 ? undefined : { is: "export", entries: anywhere, path: [name] };
  }

  #ofThis(node: ts.Node): LibraryValue | undefined {
    for (let at = node.parent; at !== undefined; at = at.parent) {
      if (ts.isClassLike(at)) return this.#once(at, (found) => this.#ofDeclaration(found));
      if (ts.isFunctionDeclaration(at) || ts.isFunctionExpression(at)) return undefined;
    }
    return undefined;
  }

  // `super.load(key)` asks what the class extends, whatever it has of its own under that name.
  #ofSuper(node: ts.Node): LibraryValue | undefined {
    const around = ts.findAncestor(node, ts.isClassLike);
    return around === undefined ? undefined : this.#ofHeritage(around);
  }

  #ofProperty(
    access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    object: ts.Expression,
    name: string,
  ): LibraryValue | undefined {
    const owner = this.of(object);
    const inner = owner === undefined ? undefined : this.#memberValue(owner, name);
    if (inner !== undefined) return inner;
    // A property on the way to a builder's method is as much of it: `gmail.users.messages.list()`.
    if (owner?.is === "instance" && isOnTheWay(access) && this.#isChained(owner, name))
      return owner;
    const symbol = this.#symbolOf(
      ts.isPropertyAccessExpression(access) ? access.name : access.argumentExpression,
    );
    return symbol === undefined ||
      symbol.origin === undefined ||
      symbol.origin.from !== "file" ||
      owner?.is === "export"
      ? undefined
      : this.#ofSymbol(symbol);
  }

  #isChained({ entry, type }: Extract<LibraryValue, { is: "instance" }>, name: string): boolean {
    const isBuilder = entry.lineage(type).some(({ chain }) => chain !== undefined);
    return isBuilder && entry.member(type, name) === undefined;
  }

  #memberValue(owner: LibraryValue, name: string): LibraryValue | undefined {
    if (owner.is === "instance") {
      const value = owner.entry.member(owner.type, name)?.value;
      return value === undefined ? undefined : this.#typed([owner.entry], value);
    }
    // `default` is the module itself, whichever way it was imported.
    const path = name === "default" ? owner.path : [...owner.path, name];
    for (const entry of owner.entries) {
      const value = entry.export(path)?.value;
      if (value !== undefined) return this.#typed([entry], value);
    }
    return { ...owner, path };
  }

  #ofCall(
    call: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression,
  ): LibraryValue | undefined {
    if (ts.isCallExpression(call)) {
      const module = requiredModule(call) ?? importedModule(call);
      if (module !== undefined) return this.#ofImport({ module, name: "*" }, true);
    }
    const member = this.memberOf(call);
    if (member !== undefined) {
      const same = member.model?.answersArgument;
      if (same !== undefined && ts.isCallExpression(call)) {
        const argument = call.arguments[same];
        return argument === undefined ? undefined : this.of(argument);
      }
      if (member.model?.returns !== undefined) {
        return this.#inProcess(this.#typed([member.entry], member.model.returns), call);
      }
      if (ts.isNewExpression(call)) {
        const made = this.#typed([member.entry], member.name.split(/[ .]/).at(-1) ?? "");
        return this.#inProcess(made, call);
      }
      const chained = member.type !== undefined && member.model === undefined;
      return chained && member.type !== undefined
        ? { is: "instance", entry: member.entry, type: member.type }
        : undefined;
    }
    const callee = calleeOf(call);
    if (callee === undefined) return undefined;
    const symbol = this.#symbolOf(nameOf(callee));
    for (const declaration of symbol?.declarations ?? []) {
      if (ts.isNewExpression(call)) {
        if (ts.isClassLike(declaration)) {
          return this.#once(declaration, (at) => this.#ofDeclaration(at));
        }
        continue;
      }
      const result =
        this.#ofGeneric(declaration, call) ??
        this.#ofResult(declaration) ??
        this.#ofMadeFunction(declaration);
      if (result !== undefined) return result;
    }
    return undefined;
  }

  // `remember<T>(name: string, make: () => T): T` answers what it was given, or what that answers.
  #ofGeneric(declaration: ts.Node, call: ts.CallLikeExpression): LibraryValue | undefined {
    const body = functionOf(declaration);
    if (!ts.isCallExpression(call) || body?.type === undefined) return undefined;
    const answer = body.type.getText();
    if (body.typeParameters?.some(({ name }) => name.text === answer) !== true) return undefined;
    for (const [index, { type }] of body.parameters.entries()) {
      const argument = call.arguments[index];
      if (type === undefined || argument === undefined) continue;
      if (type.getText() === answer) return this.of(argument);
      if (ts.isFunctionTypeNode(type) && type.type.getText() === answer) {
        return this.#ofResult(unwrap(argument));
      }
    }
    return undefined;
  }

  // What a function of the project answers: as it says, or as its `return`s show.
  #ofResult(declaration: ts.Node): LibraryValue | undefined {
    const candidate = functionOf(declaration);
    if (candidate === undefined) return undefined;
    if (candidate.type !== undefined && !saysNothing(candidate.type)) {
      return this.#ofTypeNode(candidate.type);
    }
    const body = "body" in candidate ? candidate.body : undefined;
    if (body === undefined) return undefined;
    if (!ts.isBlock(body as ts.Node)) return this.of(body as ts.Expression);
    for (const answer of answersOf(body as ts.Block)) {
      const value = this.of(answer);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  // What a function answers that is declared by its type, or that another one makes: `const users = repositoryOf(User)`.
  #ofMadeFunction(declaration: ts.Node): LibraryValue | undefined {
    if (!ts.isVariableDeclaration(declaration)) return undefined;
    if (declaration.type !== undefined) return this.#ofSignature(declaration.type);
    const made = declaration.initializer && unwrap(declaration.initializer);
    if (made === undefined || !ts.isCallExpression(made)) return undefined;
    for (const maker of this.#symbolOf(nameOf(made.expression))?.declarations ?? []) {
      const body = functionOf(maker);
      const value =
        body?.type === undefined
          ? answersIn(body).map((answer) => this.#ofResult(unwrap(answer)))[0]
          : this.#ofSignature(body.type);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  // The type of what a function answers, by the type of the function.
  #ofSignature(node: ts.TypeNode): LibraryValue | undefined {
    const type = this.#aliased(node);
    if (ts.isFunctionTypeNode(type)) return this.#ofTypeNode(type.type);
    const holders = ts.isTypeReferenceNode(type)
      ? (this.#symbolOf(nameOfEntity(type.typeName))?.declarations ?? [])
      : [type];
    for (const holder of holders) {
      if (!ts.isTypeLiteralNode(holder) && !ts.isInterfaceDeclaration(holder)) continue;
      const answer = holder.members.find(ts.isCallSignatureDeclaration)?.type;
      if (answer !== undefined) return this.#ofTypeNode(answer);
    }
    return undefined;
  }

  // What hands in a value says more of it than its type: `@InjectEntityManager() private manager: EntityManager`.
  #ofDecorators(node: ts.Node): LibraryValue | undefined {
    if (!ts.isParameter(node) && !ts.isPropertyDeclaration(node)) return undefined;
    for (const decorator of ts.getDecorators(node) ?? []) {
      const value = ts.isCallExpression(decorator.expression)
        ? this.of(decorator.expression)
        : undefined;
      if (value?.is === "instance") return value;
    }
    return undefined;
  }

  #ofDeclaration(node: ts.Node): LibraryValue | undefined {
    if (node.getSourceFile().isDeclarationFile) return undefined;
    if (ts.isBindingElement(node)) return this.#ofBinding(node);
    if (ts.isClassLike(node) || ts.isInterfaceDeclaration(node)) return this.#ofHeritage(node);
    if (ts.isExportAssignment(node)) return this.of(node.expression);
    if (ts.isShorthandPropertyAssignment(node)) return this.of(node.name);
    if (ts.isGetAccessorDeclaration(node)) return this.#ofResult(node);
    if (
      !ts.isVariableDeclaration(node) &&
      !ts.isParameter(node) &&
      !ts.isPropertyDeclaration(node) &&
      !ts.isPropertySignature(node) &&
      !ts.isPropertyAssignment(node)
    ) {
      return undefined;
    }
    const injected = this.#ofDecorators(node);
    if (injected !== undefined) return injected;
    const declared = "type" in node ? node.type : undefined;
    if (declared !== undefined) {
      const holdsPool = isField(node) || isCalledPool(node.name);
      const value = holdsPool ? this.#ofFieldType(declared) : this.#ofTypeNode(declared);
      if (value !== undefined) return this.#inProcess(value, node);
    }
    if ("initializer" in node && node.initializer !== undefined) return this.of(node.initializer);
    if (ts.isParameter(node)) return this.#ofCallbackParameter(node);
    return ts.isPropertyDeclaration(node) ? this.#ofAssignedField(node) : undefined;
  }

  #ofBinding(node: ts.BindingElement): LibraryValue | undefined {
    const pattern = node.parent;
    const holder = pattern.parent;
    const outer = ts.isBindingElement(holder)
      ? this.#once(holder, (at) => this.#ofDeclaration(at))
      : this.#ofDeclaration(holder);
    if (!ts.isObjectBindingPattern(pattern)) return undefined;
    const key = node.propertyName ?? node.name;
    if (node.dotDotDotToken !== undefined) return undefined;
    if (!ts.isIdentifier(key) && !ts.isStringLiteral(key)) return undefined;
    if (outer !== undefined) return this.#memberValue(outer, key.text);
    const [member] = this.#heldBy(holder, key.text);
    return member && this.#once(member, (at) => this.#ofDeclaration(at));
  }

  // What declares a member of what is taken apart: in the type that is written for it, or in what a function of the
  // project answers. The types of what is not installed say nothing of it.
  #heldBy(holder: ts.Node, name: string): readonly ts.Node[] {
    if (ts.isParameter(holder) || ts.isVariableDeclaration(holder)) {
      if (holder.type !== undefined) return this.#membersOf(holder.type, name);
    }
    if (!ts.isVariableDeclaration(holder) || holder.initializer === undefined) return [];
    const made = unwrap(holder.initializer);
    const call = ts.isAwaitExpression(made) ? unwrap(made.expression) : made;
    if (!ts.isCallExpression(call)) return [];
    const [declaration] = this.#symbolOf(nameOf(call.expression))?.declarations ?? [];
    const called = declaration && functionOf(declaration);
    if (called?.type !== undefined) return this.#membersOf(called.type, name);
    return answersIn(called).flatMap((answer) => {
      const at = unwrap(answer);
      return ts.isObjectLiteralExpression(at)
        ? at.properties.filter((one) => one.name?.getText() === name)
        : [];
    });
  }

  #membersOf(type: ts.TypeNode, name: string, steps = 0): readonly ts.Node[] {
    if (steps > 6) return [];
    if (ts.isParenthesizedTypeNode(type)) return this.#membersOf(type.type, name, steps + 1);
    if (ts.isIntersectionTypeNode(type)) {
      return type.types.flatMap((part) => this.#membersOf(part, name, steps + 1));
    }
    if (ts.isTypeLiteralNode(type)) return membersNamed(type, name);
    if (!ts.isTypeReferenceNode(type)) return [];
    const [argument] = type.typeArguments ?? [];
    if (argument !== undefined && transparent.has(type.typeName.getText())) {
      return this.#membersOf(argument, name, steps + 1);
    }
    return (this.#symbolOf(nameOfEntity(type.typeName))?.declarations ?? []).flatMap((one) => {
      if (one.getSourceFile().isDeclarationFile) return [];
      if (ts.isInterfaceDeclaration(one) || ts.isClassLike(one)) return membersNamed(one, name);
      return ts.isTypeAliasDeclaration(one) ? this.#membersOf(one.type, name, steps + 1) : [];
    });
  }

  // What a callback that is written in place is handed: the transaction of `$transaction`, the client of `withClient`.
  #ofCallbackParameter(parameter: ts.ParameterDeclaration): LibraryValue | undefined {
    const callback = parameter.parent;
    if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return undefined;
    const call = callback.parent;
    if (!ts.isCallExpression(call) || !call.arguments.includes(callback)) return undefined;
    const index = callback.parameters.indexOf(parameter);
    const member = this.memberOf(call);
    if (member === undefined) return this.#handedBy(call, call.arguments.indexOf(callback), index);
    if (index !== 0) return undefined;
    // What a builder's method is handed builds a part of the same: `query.where((part) => part.or(...))`.
    if (member.model === undefined && member.type !== undefined) {
      return { is: "instance", entry: member.entry, type: member.type };
    }
    const passes = member.model?.passes;
    return passes === undefined ? undefined : this.#typed([member.entry], passes);
  }

  // A function of the project says by the type of its parameter what it hands to what runs there:
  // `withClient<T>(work: (client: PoolClient) => Promise<T>)`.
  #handedBy(call: ts.CallExpression, argument: number, index: number): LibraryValue | undefined {
    const declarations = this.#symbolOf(nameOf(call.expression))?.declarations ?? [];
    for (const declaration of declarations) {
      const declared = functionOf(declaration)?.parameters[argument]?.type;
      const type = declared === undefined ? undefined : this.#aliased(declared);
      if (type === undefined || !ts.isFunctionTypeNode(type)) continue;
      const handed = type.parameters[index]?.type;
      if (handed !== undefined) return this.#ofTypeNode(handed);
    }
    return undefined;
  }

  #ofAssignedField(field: ts.PropertyDeclaration): LibraryValue | undefined {
    const owner = field.parent;
    for (const member of owner.members) {
      if (!ts.isConstructorDeclaration(member)) continue;
      for (const statement of member.body?.statements ?? []) {
        if (!ts.isExpressionStatement(statement)) continue;
        const { expression } = statement;
        if (
          ts.isBinaryExpression(expression) &&
          expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
          ts.isPropertyAccessExpression(expression.left) &&
          expression.left.expression.kind === ts.SyntaxKind.ThisKeyword &&
          expression.left.name.text === field.name.getText()
        ) {
          return this.of(expression.right);
        }
      }
    }
    return undefined;
  }

  #ofHeritage(node: ts.ClassLikeDeclaration | ts.InterfaceDeclaration): LibraryValue | undefined {
    for (const clause of node.heritageClauses ?? []) {
      if (ts.isClassLike(node) && clause.token === ts.SyntaxKind.ImplementsKeyword) continue;
      for (const base of clause.types) {
        const value = this.of(base.expression);
        if (value?.is === "instance") return value;
        const found = value === undefined ? undefined : this.#typeOf(value);
        if (found !== undefined) return found;
        const declared = this.#symbolOf(nameOf(base.expression))?.declarations[0];
        if (declared !== undefined && ts.isClassLike(declared)) {
          return this.#once(declared, (at) => this.#ofDeclaration(at));
        }
      }
    }
    return undefined;
  }

  #inProcess(value: LibraryValue | undefined, node: ts.Node): LibraryValue | undefined {
    if (value?.is !== "instance" || value.type.startsWith("InProcess")) return value;
    const inProcess = this.#typed([value.entry], `InProcess${value.type}`);
    return inProcess !== undefined && isInProcessDatabase(node.getSourceFile()) ? inProcess : value;
  }

  // A field that may hold a pool as well as a transaction holds the pool: who makes the object for one
  // transaction makes another for it. A parameter may be either at each call, unless it is called a pool.
  #ofFieldType(node: ts.TypeNode): LibraryValue | undefined {
    const type = this.#aliased(node);
    if (!ts.isUnionTypeNode(type)) return this.#ofTypeNode(node);
    const values = type.types.flatMap((part) => this.#ofTypeNode(part) ?? []);
    return values.find((value) => !hasHazard(value)) ?? values[0];
  }

  #aliased(node: ts.TypeNode, steps = 0): ts.TypeNode {
    if (!ts.isTypeReferenceNode(node) || steps > 4) return node;
    const alias = this.#symbolOf(node.typeName)?.declarations.find(ts.isTypeAliasDeclaration);
    if (alias === undefined || alias.getSourceFile().isDeclarationFile) return node;
    return this.#aliased(alias.type, steps + 1);
  }

  #ofTypeNode(node: ts.TypeNode): LibraryValue | undefined {
    if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) {
      // What may be one connection as well as a pool of them must be taken for the one.
      const values = node.types.flatMap((part) => this.#ofTypeNode(part) ?? []);
      return values.find(hasHazard) ?? values[0];
    }
    if (ts.isParenthesizedTypeNode(node)) return this.#ofTypeNode(node.type);
    if (ts.isTypeQueryNode(node)) return this.#ofEntity(node.exprName);
    if (!ts.isTypeReferenceNode(node)) return undefined;
    const [argument] = node.typeArguments ?? [];
    const name = node.typeName.getText();
    if (argument !== undefined && transparent.has(name)) return this.#ofTypeNode(argument);
    if (name === "ReturnType" && argument !== undefined && ts.isTypeQueryNode(argument)) {
      return this.#ofAnswer(argument.exprName);
    }
    const value = this.#ofEntity(node.typeName) ?? this.#ofMissing(node.typeName);
    if (value?.is !== "export") return value;
    return this.#typeOf(value) ?? this.#typed(value.entries, node.typeName.getText());
  }

  // A type of the platform's whose declarations are not installed: `env.DB` of `{ DB: D1Database }`.
  #ofMissing(name: ts.EntityName): LibraryValue | undefined {
    if (!ts.isIdentifier(name)) return undefined;
    const entry = this.#registry.anywhere.find((one) => one.typeAnywhere(name.text) !== undefined);
    if (entry === undefined || (this.#symbolOf(name)?.declarations.length ?? 0) > 0) {
      return undefined;
    }
    return { is: "instance", entry, type: name.text };
  }

  // `ReturnType<typeof createClient>`, of a library's function or one of the project.
  #ofAnswer(name: ts.EntityName): LibraryValue | undefined {
    const value = this.#ofEntity(name);
    if (value?.is === "export") {
      for (const entry of value.entries) {
        const returns = entry.export(value.path)?.returns;
        if (returns !== undefined) return this.#typed([entry], returns);
      }
      return undefined;
    }
    const symbol = this.#symbolOf(nameOfEntity(name));
    for (const declaration of symbol?.declarations ?? []) {
      const answer = this.#ofResult(declaration);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  // An exported class stands for its instances where it is a type or a base; the default export of a
  // module has the type that calling it gives.
  #typeOf({ entries, path }: Extract<LibraryValue, { is: "export" }>): LibraryValue | undefined {
    const name = path.at(-1) ?? entries.map((one) => one.export([])?.returns).find(Boolean);
    return name === undefined ? undefined : this.#typed(entries, name);
  }

  #ofEntity(name: ts.EntityName): LibraryValue | undefined {
    if (ts.isQualifiedName(name)) {
      const left = this.#ofEntity(name.left);
      if (left !== undefined) return this.#memberValue(left, name.right.text);
    }
    const symbol = this.#symbolOf(nameOfEntity(name));
    if (symbol === undefined) return undefined;
    const value = this.#ofSymbol(symbol);
    if (value !== undefined) return value;
    const alias = symbol.declarations.find(ts.isTypeAliasDeclaration);
    return alias === undefined || alias.getSourceFile().isDeclarationFile
      ? undefined
      : this.#once(alias.type, () => this.#ofTypeNode(alias.type));
  }

  /** An instance of a type by its name, or by `package:Type`. */
  #typed(entries: readonly PackageEntry[], name: string): LibraryValue | undefined {
    const [module, type] = name.includes(":") ? name.split(":") : [undefined, name];
    const candidates = module === undefined ? entries : this.#registry.ofModule(module);
    const entry = candidates.find((one) => one.type(type ?? "") !== undefined);
    return entry === undefined ? undefined : { is: "instance", entry, type: type ?? "" };
  }

  #symbolOf(node: ts.Node): SymbolFacts | undefined {
    return this.#types.answer(node.getSourceFile(), [{ ask: "symbol", node }])[0] as
      | SymbolFacts
      | undefined;
  }
}

// The expressions that a function answers.
function answersIn(called: ts.SignatureDeclaration | undefined): readonly ts.Expression[] {
  const body = called !== undefined && "body" in called ? (called.body as ts.Node) : undefined;
  if (body === undefined) return [];
  return ts.isBlock(body) ? [...answersOf(body)] : [body as ts.Expression];
}

/** What a call calls: the expression before the parentheses, or a template's tag. */
export function calleeOf(call: ts.CallLikeExpression): ts.Expression | undefined {
  if (ts.isTaggedTemplateExpression(call)) return unwrap(call.tag);
  return ts.isCallExpression(call) || ts.isNewExpression(call)
    ? unwrap(call.expression)
    : undefined;
}

/** What a method is called on. */
export function receiverOf(callee: ts.Expression): ts.Expression | undefined {
  return ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)
    ? callee.expression
    : undefined;
}

/** The name of the member that is called. */
export function memberName(callee: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  if (!ts.isElementAccessExpression(callee)) return undefined;
  const { argumentExpression: key } = callee;
  return ts.isStringLiteralLike(key) ? key.text : unnamedMember;
}

/** Stands for a member that only the running program knows; no name can be this. */
const unnamedMember = "[]";

// Types that only change how much of a value is seen.
const transparent = new Set([
  "Awaited",
  "NonNullable",
  "Omit",
  "Partial",
  "Pick",
  "Promise",
  "Readonly",
  "Required",
]);

function isOnTheWay(access: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(access.parent) && access.parent.expression === access;
}

function importedModule(call: ts.CallExpression): string | undefined {
  const [specifier] = call.arguments;
  return call.expression.kind === ts.SyntaxKind.ImportKeyword &&
    specifier !== undefined &&
    ts.isStringLiteralLike(specifier)
    ? specifier.text
    : undefined;
}

function saysNothing({ kind }: ts.TypeNode): boolean {
  return kind === ts.SyntaxKind.AnyKeyword || kind === ts.SyntaxKind.UnknownKeyword;
}

// The function that a declaration names, or holds as its value.
function functionOf(declaration: ts.Node): ts.SignatureDeclaration | undefined {
  const holds =
    ts.isVariableDeclaration(declaration) ||
    ts.isPropertyDeclaration(declaration) ||
    ts.isPropertyAssignment(declaration);
  const candidate =
    holds && declaration.initializer !== undefined ? unwrap(declaration.initializer) : declaration;
  return ts.isFunctionLike(candidate) ? (candidate as ts.SignatureDeclaration) : undefined;
}

function* answersOf(node: ts.Node): Iterable<ts.Expression> {
  if (ts.isReturnStatement(node) && node.expression !== undefined) yield node.expression;
  if (ts.isFunctionLike(node)) return;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) yield* answersOf(child);
}

// A class that is a module's default export mostly goes by its own name: `import Stripe from "stripe"`.
function localName(callee: ts.Expression): string | undefined {
  const at = unwrap(callee);
  return ts.isIdentifier(at) ? at.text : undefined;
}

function nameOf(callee: ts.Expression): ts.Node {
  const at = unwrap(callee);
  return ts.isPropertyAccessExpression(at) ? at.name : at;
}

function membersNamed(
  { members }: ts.TypeLiteralNode | ts.InterfaceDeclaration | ts.ClassLikeDeclaration,
  name: string,
): readonly ts.Node[] {
  return members.filter((one: ts.TypeElement | ts.ClassElement) => one.name?.getText() === name);
}

function isCalledPool(name: ts.Node): boolean {
  return ts.isIdentifier(name) && /(^|[a-z_])pool$/i.test(name.text);
}

function isField(node: ts.Node): boolean {
  return (
    ts.isPropertyDeclaration(node) ||
    (ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent))
  );
}

function isPlatform(origin: Origin | undefined): boolean {
  return (
    origin === undefined ||
    origin.from === "lib" ||
    (typeof origin.from === "object" && origin.from.package === "node")
  );
}

function hasHazard(value: LibraryValue): boolean {
  return (
    value.is === "instance" &&
    value.entry.lineage(value.type).some(({ hazard }) => hazard !== undefined)
  );
}
