/**
 * What an expression comes to that can be told without running it: literals, arithmetic on them, and
 * lists and objects of those.
 */
import type { Expression, ObjectLiteralExpression } from "typescript";

import { ts } from "../../kernel/cells/language/typescript";
import { pow } from "../../numeric/elementary";

export type Scalar = number | string | boolean;
/** Whatever JSON can hold. */
export type ParameterValue =
  Scalar | null | readonly ParameterValue[] | { readonly [property: string]: ParameterValue };

/** The value; undefined where it takes a run to know it. */
export function literalValue(node: Expression): ParameterValue | undefined {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return literalValue(node.expression);
  if (ts.isArrayLiteralExpression(node)) {
    const elements = node.elements.map(literalValue);
    return elements.every(isKnown) ? elements : undefined;
  }
  if (ts.isObjectLiteralExpression(node)) return objectValue(node);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword)
    return node.kind === ts.SyntaxKind.TrueKeyword;
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const operand = literalValue(node.operand);
    return typeof operand === "number" ? -operand : undefined;
  }
  if (!ts.isBinaryExpression(node)) return undefined;
  const [a, b] = [literalValue(node.left), literalValue(node.right)];
  if (typeof a !== "number" || typeof b !== "number") return undefined;
  const operations: Record<string, number> = { "+": a + b, "-": a - b, "*": a * b, "/": a / b, "**": pow(a, b) };
  return operations[node.operatorToken.getText()];
}

export function isScalar(value: ParameterValue | undefined): value is Scalar {
  return value !== undefined && value !== null && typeof value !== "object";
}

/**
 * A value as TypeScript text: a line separator, which JSON lets stand, as an escape, and a property called
 * `__proto__` as one, where it would name the object's prototype.
 */
export function literalText(value: ParameterValue): string {
  const json = JSON.stringify(value).replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
  return json.replace(/(?<!\\)"__proto__":/g, '["__proto__"]:');
}

function objectValue({ properties }: ObjectLiteralExpression): ParameterValue | undefined {
  const entries: [string, ParameterValue][] = [];
  for (const property of properties) {
    if (!ts.isPropertyAssignment(property) || ts.isComputedPropertyName(property.name)) return undefined;
    const value = literalValue(property.initializer);
    if (value === undefined) return undefined;
    entries.push([property.name.text, value]);
  }
  return Object.fromEntries(entries);
}

function isKnown(value: ParameterValue | undefined): value is ParameterValue {
  return value !== undefined;
}
