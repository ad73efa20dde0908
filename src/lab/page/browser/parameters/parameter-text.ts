/**
 * A parameter's value as text: in its box, read from there, and as TypeScript writes it. What a box shows reads as
 * the value that it shows.
 */
import type { ParameterControl } from "../../../help/outline";

export type Value = number | string | boolean | null | readonly unknown[];

type Type = ParameterControl["type"];

const SCALES: Readonly<Record<string, number>> = { "": 0, k: 3, K: 3, M: 6 };

/** The value that text in a box stands for; undefined where it is none of the type. */
export function readValue(text: string, type: Type): Value | undefined {
  const bare = text.trim();
  if (type.nullable === true && bare === "null") return null;
  if (!type.list) return readOne(text, type);
  const inside = bare.replace(/^\[|\]$/g, "").trim();
  const items = inside === "" ? [] : itemsOf(inside).map((item) => readOne(item.trim(), type));
  return items.includes(undefined) ? undefined : items;
}

/** What a box shows of a value. */
export function shownValue(value: Value): string {
  return Array.isArray(value)
    ? value.map((item) => shownOne(item, /[,[\]]/)).join(", ")
    : shownOne(value, /^\s|\s$|^null$/);
}

/** As TypeScript writes it. */
export function literal(value: Value): string {
  return Array.isArray(value) ? `[${value.map((item) => JSON.stringify(item)).join(", ")}]` : JSON.stringify(value);
}

/** Parts between commas; one within double quotes is part of its text. */
function itemsOf(text: string): string[] {
  return text.match(/(?:"(?:[^"\\]|\\.)*"|[^,])+|(?<=^|,)(?=,|$)/g) ?? [];
}

/** Text is quoted, as JSON, where it would be read as something else. */
function shownOne(value: unknown, other: RegExp): string {
  if (typeof value !== "string") return String(value);
  return value === "" || /^\s|\s$|["\n\r]/.test(value) || other.test(value) ? JSON.stringify(value) : value;
}

function readOne(text: string, { kind, choices }: Type): Value | undefined {
  const bare = text.trim();
  if (kind === "string") return unquoted(text);
  if (kind === "choice") return choices.find((choice) => String(choice) === unquoted(bare));
  if (kind === "boolean") return bare === "true" ? true : bare === "false" ? false : undefined;
  const parts = /^([+-]?(?:\d[\d_]*\.?\d*|\.\d+))(?:e([+-]?\d+))?\s*([kKM]?)$/i.exec(bare);
  const scale = SCALES[parts?.[3] ?? ""];
  // A small m is a thousandth to some: it is no scale here.
  if (parts === null || scale === undefined) return undefined;
  // By its digits: 1.005 times a thousand is not 1005.
  return Number(`${parts[1].replaceAll("_", "")}e${Number(parts[2] ?? 0) + scale}`);
}

function unquoted(text: string): string {
  if (!/^\s*".*"\s*$/s.test(text)) return text;
  try {
    return JSON.parse(text) as string;
  } catch {
    return text;
  }
}
