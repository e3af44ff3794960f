import { keyOf } from "../model/effects/keys.js";
import type { Access, Summary } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import type { Names, NameUse } from "./names.js";
import { isAssignmentOperator, isDeclared } from "./names.js";
import type { Unit } from "./units.js";

/**
 * The values that one variable holds in turn, told apart as static single assignment does it (Cytron et al., 1991):
 * what is asked with the first value needs nothing of a later one, and does not stand in its way. Only a variable of the
 * function itself is taken apart, which no function in it sees, and nothing outside of the straight line.
 */
export class SingleAssignment {
  /** The statements that give a variable its next value. */
  readonly renewals: ReadonlySet<ts.Node>;
  readonly #keys = new Set<string>();
  readonly #before = new Map<Unit, ReadonlyMap<unknown, unknown>>();
  readonly #after = new Map<Unit, ReadonlyMap<unknown, unknown>>();

  constructor(units: readonly Unit[], names: Names) {
    const renewals = new Set<ts.Node>();
    this.renewals = renewals;
    const assigned = units.map((unit) => assignedBy(unit));
    if (assigned.every((targets) => targets === undefined)) return;
    const own = new Map<string, ts.Node | undefined>();
    let current: ReadonlyMap<unknown, unknown> = new Map();
    units.forEach((unit, index) => {
      this.#before.set(unit, current);
      const targets = assigned[index];
      if (targets?.every((name) => declarationOf(name, units, own) !== undefined) === true) {
        const next = new Map(current);
        for (const target of targets) {
          this.#keys.add(keyOf(own.get(target.text) as ts.Node));
          for (const identity of names.in(target).writes.keys()) next.set(identity, { target });
        }
        renewals.add(unit.node);
        current = next;
      }
      this.#after.set(unit, current);
    });
  }

  /** Names as a unit, or an await in it, uses them. */
  in(unit: Unit, use: NameUse): NameUse {
    const before = this.#before.get(unit);
    const after = this.#after.get(unit);
    if (before === undefined || after === undefined || before.size + after.size === 0) return use;
    return { reads: renamed(use.reads, before), writes: renamed(use.writes, after) };
  }

  /** What code does beside its uses of these variables, which their names tell of. */
  without(summary: Summary): Summary {
    if (this.#keys.size === 0) return summary;
    const isOther = ({ location }: Access): boolean =>
      location.kind !== "local" || !this.#keys.has(location.key);
    return {
      ...summary,
      reads: summary.reads.filter(isOther),
      writes: summary.writes.filter(isOther),
    };
  }
}

function renamed(
  places: ReadonlyMap<unknown, ts.Node>,
  values: ReadonlyMap<unknown, unknown>,
): ReadonlyMap<unknown, ts.Node> {
  return new Map([...places].map(([name, place]) => [values.get(name) ?? name, place]));
}

// `query = ...;`, `query += ...;` and `[rows] = ...;`: what a statement gives its next value.
function assignedBy({ node }: Unit): readonly ts.Identifier[] | undefined {
  if (!ts.isExpressionStatement(node)) return undefined;
  let { expression } = node;
  while (ts.isParenthesizedExpression(expression)) ({ expression } = expression);
  if (!ts.isBinaryExpression(expression) || !isAssignmentOperator(expression.operatorToken.kind)) {
    return undefined;
  }
  const { left, right } = expression;
  if (holdsAssignment(right)) return undefined;
  if (ts.isIdentifier(left)) return [left];
  if (!ts.isArrayLiteralExpression(left)) return undefined;
  const targets = left.elements.filter((one) => !ts.isOmittedExpression(one));
  return targets.length > 0 && targets.every(ts.isIdentifier) ? targets : undefined;
}

function holdsAssignment(node: ts.Node): boolean {
  return (
    (ts.isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind)) ||
    (ts.forEachChild(node, (child) => holdsAssignment(child) || undefined) ?? false)
  );
}

function declarationOf(
  name: ts.Identifier,
  units: readonly Unit[],
  known: Map<string, ts.Node | undefined>,
): ts.Node | undefined {
  if (!known.has(name.text)) known.set(name.text, declarationForTheLine(name, units));
  return known.get(name.text);
}

// In the function, where the name is mentioned nowhere else but in the line, and by no function in it.
function declarationForTheLine(
  { text }: ts.Identifier,
  units: readonly Unit[],
): ts.Node | undefined {
  const start = units[0]?.node.pos ?? 0;
  const end = units.at(-1)?.node.end ?? 0;
  let around: ts.Node | undefined = units[0]?.node.parent;
  while (around !== undefined && !ts.isFunctionLike(around)) around = around.parent;
  if (around === undefined) return undefined;
  const declarations: ts.Node[] = [];
  const mayBe = (node: ts.Node, inner: boolean): boolean => {
    if (ts.isIdentifier(node) && node.text === text && !isPropertyName(node)) {
      if (inner) return false;
      if (isDeclared(node)) declarations.push(node.parent);
      else if (node.pos < start || node.end > end) return false;
      return declarations.length < 2;
    }
    const within = inner || (node !== around && ts.isFunctionLike(node));
    return ts.forEachChild(node, (child) => (mayBe(child, within) ? undefined : true)) !== true;
  };
  return mayBe(around, false) ? declarations[0] : undefined;
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node
  );
}
