/**
 * The types a parameter may be declared with, and the values that are of them: numbers, strings,
 * booleans, one of several literals, lists of those, each with null or without. Of any other type the
 * compiler decides what it takes, when the cell is compiled.
 */
import type { Expression, SyntaxKind, TypeNode } from "typescript";

import { ts } from "../../kernel/cells/language/typescript";
import { evaluateNumber } from "../../numeric/expression";
import { InputError, must } from "../../base/input-error";
import { isScalar, literalValue, type ParameterValue, type Scalar } from "./literal";

export interface ParameterType {
  /** The values allowed are of this kind ... */
  readonly kind: "number" | "string" | "boolean" | "choice" | "other";
  /** ... or, for a choice, one of these. */
  readonly choices: readonly Scalar[];
  readonly list: boolean;
  /** Whether it may be null. */
  readonly nullable?: true;
  /** Of the kind "other": the type as it is written, "" where none is. */
  readonly stated?: string;
}

const KEYWORDS = new Map<SyntaxKind, ParameterType["kind"]>([
  [ts.SyntaxKind.NumberKeyword, "number"],
  [ts.SyntaxKind.StringKeyword, "string"],
  [ts.SyntaxKind.BooleanKeyword, "boolean"],
]);

/** The type that a declaration states. */
export function typeOf(node: TypeNode): ParameterType {
  return knownType(node) ?? { kind: "other", choices: [], list: false, stated: node.getText() };
}

/** The type of a constant that states none, as TypeScript widens it. */
export function typeOfValue(value: ParameterValue | undefined): ParameterType {
  const list = Array.isArray(value);
  const kinds = new Set((list ? (value as ParameterValue[]) : [value]).map((one) => (isScalar(one) ? typeof one : "")));
  const [kind] = kinds;
  if (kinds.size !== 1 || kind === "") return { kind: "other", choices: [], list: false, stated: "" };
  return { kind: kind as "number" | "string" | "boolean", choices: [], list };
}

function knownType(node: TypeNode): ParameterType | undefined {
  const { SyntaxKind } = ts;
  const kind = KEYWORDS.get(node.kind);
  if (kind !== undefined) return { kind, choices: [], list: false };
  if (ts.isParenthesizedTypeNode(node)) return knownType(node.type);
  if (ts.isTypeOperatorNode(node) && node.operator === SyntaxKind.ReadonlyKeyword) return knownType(node.type);
  if (ts.isArrayTypeNode(node)) return listOf(knownType(node.elementType));
  if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName) && /^(Readonly)?Array$/.test(node.typeName.text)) {
    return node.typeArguments?.length === 1 ? listOf(knownType(node.typeArguments[0])) : undefined;
  }
  if (!ts.isUnionTypeNode(node)) return choiceOf([node]);
  const some = node.types.filter((type) => !isNull(type) && type.kind !== SyntaxKind.UndefinedKeyword);
  const inner = some.length === 1 ? knownType(some[0]) : choiceOf(some);
  return inner !== undefined && node.types.some(isNull) ? { ...inner, nullable: true } : inner;
}

function choiceOf(types: readonly TypeNode[]): ParameterType | undefined {
  const choices = types.map((type) =>
    ts.isLiteralTypeNode(type) ? literalValue(type.literal as Expression) : undefined,
  );
  return choices.length > 0 && choices.every(isScalar) ? { kind: "choice", choices, list: false } : undefined;
}

function isNull(type: TypeNode): boolean {
  return ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword;
}

/** The type as a declaration states it. */
export function describeType({ kind, choices, list, nullable, stated = "" }: ParameterType): string {
  if (kind === "other") return stated;
  const element = kind === "choice" ? choices.map((choice) => JSON.stringify(choice)).join(" | ") : kind;
  const all = !list ? element : choices.length > 1 ? `(${element})[]` : `${element}[]`;
  return nullable === true ? `${all} | null` : all;
}

/** The scalar that text from a command line stands for; numbers may be expressions, strings quoted. */
export function parseScalar(text: string, type: ParameterType, argument: string): ParameterValue {
  const bare = text.trim();
  if (type.nullable === true && bare === "null") return null;
  if (type.kind === "other") return parseAny(bare);
  const wanted = type.kind === "choice" ? type.choices.find((choice) => String(choice) === unquote(bare)) : undefined;
  if (wanted !== undefined) return wanted;
  if (type.kind === "boolean" && /^(true|false)$/.test(bare)) return bare === "true";
  if (type.kind === "string") return unquote(text);
  if (type.kind === "number") return evaluateNumber(bare, argument);
  throw new InputError(argument, `must be ${described({ ...type, list: false })}`, unquote(bare));
}

/** Checks that a value is of a type. */
export function checkType(value: unknown, type: ParameterType, argument: string): ParameterValue {
  if (type.kind === "other" || (value === null && type.nullable === true)) return value as ParameterValue;
  if (type.list) {
    must(Array.isArray(value), argument, `must be ${described(type)}`, value);
    return value.map(
      (element: unknown, i) =>
        checkType(element, { ...type, list: false, nullable: undefined }, `${argument}[${i}]`) as Scalar,
    );
  }
  const right = type.kind === "choice" ? type.choices.includes(value as Scalar) : typeof value === type.kind;
  must(right, argument, `must be ${described(type)}`, value);
  must(typeof value !== "number" || Number.isFinite(value), argument, "must be finite", value);
  return value as Scalar;
}

function described({ nullable, ...type }: ParameterType): string {
  if (nullable === true) return `${described(type)}, or null`;
  if (type.kind === "choice" && !type.list) {
    const choices = type.choices.map((choice) => JSON.stringify(choice));
    return choices.length === 1 ? choices[0] : `${choices.slice(0, -1).join(", ")} or ${choices[choices.length - 1]}`;
  }
  if (type.list) return `a list, ${describeType(type)}`;
  return type.kind === "boolean" ? "true or false" : `a ${type.kind}`;
}

function listOf(element: ParameterType | undefined): ParameterType | undefined {
  return element === undefined || element.list || element.nullable ? undefined : { ...element, list: true };
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

/** Of a type that is not known here: JSON, a number's expression, or text. */
function parseAny(text: string): ParameterValue {
  try {
    return JSON.parse(text) as ParameterValue;
  } catch {
    // An expression, or text.
  }
  try {
    return evaluateNumber(text, "");
  } catch {
    return text;
  }
}
