/**
 * The types a parameter may be declared with, and the values that are of them: numbers, strings,
 * booleans, one of several literals, and lists of those.
 */
import type { Expression, SyntaxKind, TypeNode } from "typescript";

import { ts } from "../../kernel/cells/typescript";
import { evaluateNumber } from "../../numeric/expression";
import { InputError, must } from "../../base/input-error";
import { literalValue, type ParameterValue, type Scalar } from "./literal";

export interface ParameterType {
  /** The values allowed are of this kind ... */
  readonly kind: "number" | "string" | "boolean" | "choice";
  /** ... or, for a choice, one of these. */
  readonly choices: readonly Scalar[];
  readonly list: boolean;
}

const KEYWORDS = new Map<SyntaxKind, ParameterType["kind"]>([
  [ts.SyntaxKind.NumberKeyword, "number"],
  [ts.SyntaxKind.StringKeyword, "string"],
  [ts.SyntaxKind.BooleanKeyword, "boolean"],
]);

/** The type that a declaration states; undefined for one that no command line could give a value of. */
export function typeOf(node: TypeNode): ParameterType | undefined {
  const { SyntaxKind } = ts;
  const kind = KEYWORDS.get(node.kind);
  if (kind !== undefined) return { kind, choices: [], list: false };
  if (ts.isParenthesizedTypeNode(node)) return typeOf(node.type);
  if (ts.isTypeOperatorNode(node) && node.operator === SyntaxKind.ReadonlyKeyword) return typeOf(node.type);
  if (ts.isArrayTypeNode(node)) return listOf(typeOf(node.elementType));
  if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName) && /^(Readonly)?Array$/.test(node.typeName.text)) {
    return node.typeArguments?.length === 1 ? listOf(typeOf(node.typeArguments[0])) : undefined;
  }
  const choices = (ts.isUnionTypeNode(node) ? [...node.types] : [node]).map((choice) =>
    ts.isLiteralTypeNode(choice) ? literalValue(choice.literal as Expression) : undefined,
  );
  return choices.includes(undefined) ? undefined : { kind: "choice", choices: choices as Scalar[], list: false };
}

/** The type of a constant that states none, as TypeScript widens it. */
export function typeOfValue(value: ParameterValue): ParameterType | undefined {
  if (!Array.isArray(value)) return { kind: typeof value as "number" | "string" | "boolean", choices: [], list: false };
  const kinds = new Set(value.map((element) => typeof element as "number" | "string" | "boolean"));
  return kinds.size === 1 ? { kind: [...kinds][0], choices: [], list: true } : undefined;
}

/** The type as a declaration states it. */
export function describeType({ kind, choices, list }: ParameterType): string {
  const element = kind === "choice" ? choices.map((choice) => JSON.stringify(choice)).join(" | ") : kind;
  if (!list) return element;
  return choices.length > 1 ? `(${element})[]` : `${element}[]`;
}

/** The scalar that text from a command line stands for; numbers may be expressions, strings quoted. */
export function parseScalar(text: string, type: ParameterType, argument: string): Scalar {
  const bare = text.trim();
  const wanted = type.kind === "choice" ? type.choices.find((choice) => String(choice) === unquote(bare)) : undefined;
  if (wanted !== undefined) return wanted;
  if (type.kind === "boolean" && /^(true|false)$/.test(bare)) return bare === "true";
  if (type.kind === "string") return unquote(text);
  if (type.kind === "number") return evaluateNumber(bare, argument);
  throw new InputError(argument, `must be ${described({ ...type, list: false })}`, unquote(bare));
}

/** Checks that a value is of a type. */
export function checkType(value: unknown, type: ParameterType, argument: string): ParameterValue {
  if (type.list) {
    must(Array.isArray(value), argument, `must be ${described(type)}`, value);
    return value.map(
      (element: unknown, i) => checkType(element, { ...type, list: false }, `${argument}[${i}]`) as Scalar,
    );
  }
  const right = type.kind === "choice" ? type.choices.includes(value as Scalar) : typeof value === type.kind;
  must(right, argument, `must be ${described(type)}`, value);
  must(typeof value !== "number" || Number.isFinite(value), argument, "must be finite", value);
  return value as Scalar;
}

function described(type: ParameterType): string {
  if (type.kind === "choice" && !type.list) {
    const choices = type.choices.map((choice) => JSON.stringify(choice));
    return choices.length === 1 ? choices[0] : `${choices.slice(0, -1).join(", ")} or ${choices[choices.length - 1]}`;
  }
  if (type.list) return `a list, ${describeType(type)}`;
  return type.kind === "boolean" ? "true or false" : `a ${type.kind}`;
}

function listOf(element: ParameterType | undefined): ParameterType | undefined {
  return element === undefined || element.list ? undefined : { ...element, list: true };
}

/** Text between double quotes is JSON: the way to write a comma or a space into a string. */
function unquote(text: string): string {
  if (!/^".*"$/s.test(text.trim())) return text;
  try {
    return JSON.parse(text.trim()) as string;
  } catch {
    return text;
  }
}
