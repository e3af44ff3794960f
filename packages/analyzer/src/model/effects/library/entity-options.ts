import { ts } from "../../syntax.js";
import { unwrap } from "../../unwrap.js";

/**
 * Tells whether what an object mapper is asked, by the name of its method and what that is handed, is about its own rows
 * alone: no relation is taken along, no condition or order is on the rows of another, and nothing is a statement of its own.
 */
export function staysWithRows(
  name: string,
  args: readonly ts.Expression[],
  isFilterFirst: boolean,
): boolean {
  return args.every((one, index) => {
    const at = unwrap(one);
    const isFilter = isFilterFirst && index === 0;
    if (ts.isObjectLiteralExpression(at)) {
      if (isFilter) return true;
      return /By$/.test(name) ? isOwnCondition(at) : at.properties.every(isOwnOption);
    }
    // What is not written in place may ask for anything, where it is options.
    return isFilter || !takesOptions.test(name) || isPlain(at);
  });
}

const takesOptions =
  /^(find|findOne|findOneOrFail|findAndCount|findAll|findByPk|findAndCountAll|count|max|min|sum|exists?)$/;

function isOwnOption(property: ts.ObjectLiteralElementLike): boolean {
  const name = property.name?.getText() ?? "...";
  const value = ts.isPropertyAssignment(property) ? unwrap(property.initializer) : undefined;
  if (/^(\.\.\.|include|relations|populate|with|loadRelationIds|join)$/.test(name)) return false;
  if (name === "where") return value !== undefined && isOwnCondition(value);
  if (/^(order|attributes|select)$/.test(name)) return value !== undefined && isFlat(value);
  return value === undefined || !holdsStatement(value);
}

// `{ id }`, `{ age: { [Op.gt]: 18 } }` and lists of these; `{ team: { slug } }` and `{ "$team.slug$": slug }` look at teams.
function isOwnCondition(condition: ts.Expression): boolean {
  const at = unwrap(condition);
  if (ts.isArrayLiteralExpression(at)) return at.elements.every(isOwnCondition);
  return (
    ts.isObjectLiteralExpression(at) &&
    at.properties.every((property) => {
      if (ts.isShorthandPropertyAssignment(property)) return true;
      if (!ts.isPropertyAssignment(property) || /[.$]/.test(property.name.getText())) {
        return ts.isPropertyAssignment(property) && ts.isComputedPropertyName(property.name);
      }
      const value = unwrap(property.initializer);
      const isNested = ts.isObjectLiteralExpression(value) && !value.properties.every(isOperator);
      return !isNested && !holdsStatement(value);
    })
  );
}

function isOperator({ name }: ts.ObjectLiteralElementLike): boolean {
  return name !== undefined && ts.isComputedPropertyName(name);
}

// Columns: `["id", "name"]`, `[["name", "ASC"]]`, `{ name: "ASC" }`.
function isFlat(value: ts.Expression): boolean {
  const at = unwrap(value);
  if (ts.isArrayLiteralExpression(at)) {
    return at.elements.every(
      (one) => ts.isStringLiteralLike(one) || (ts.isArrayLiteralExpression(one) && isFlat(one)),
    );
  }
  return (
    ts.isObjectLiteralExpression(at) &&
    at.properties.every(
      (one) =>
        ts.isPropertyAssignment(one) && !ts.isObjectLiteralExpression(unwrap(one.initializer)),
    )
  );
}

function holdsStatement(node: ts.Node): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
    return /\b(select|join)\b/i.test(node.getText());
  }
  return ts.forEachChild(node, (child) => holdsStatement(child) || undefined) ?? false;
}

// A key, or the class whose rows are meant.
function isPlain(value: ts.Expression): boolean {
  if (ts.isStringLiteralLike(value) || ts.isNumericLiteral(value)) return true;
  if (ts.isPropertyAccessExpression(value)) return /[iI]d$/.test(value.name.text);
  return ts.isIdentifier(value) && /[iI]d$|^[A-Z]\w*[a-z]/.test(value.text);
}
