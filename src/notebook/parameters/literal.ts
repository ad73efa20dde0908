/**
 * What an expression comes to that can be told without running it: literals, arithmetic on them, lists.
 */
import type { Expression } from "typescript";

import { ts } from "../../kernel/cells/typescript";
import { pow } from "../../numeric/elementary";

export type Scalar = number | string | boolean;
export type ParameterValue = Scalar | readonly Scalar[];

/** The value; undefined where it is none of these. */
export function literalValue(node: Expression): ParameterValue | undefined {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return literalValue(node.expression);
  if (ts.isArrayLiteralExpression(node)) {
    const elements = node.elements.map(literalValue);
    const flat = elements.every((element) => element !== undefined && !Array.isArray(element));
    return flat ? (elements as Scalar[]) : undefined;
  }
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
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
