/**
 * Numbers as people type them on a command line: `250e3`, `0.1 * 2.5e6`, `2^20`. mathjs evaluates what
 * is not a plain number, without the functions that reach beyond arithmetic.
 */
import type { MathJsInstance } from "mathjs";

import { InputError } from "./input-error";

/** Functions of mathjs that change mathjs itself or evaluate further text. */
const FORBIDDEN = [
  "import",
  "createUnit",
  "reviver",
  "evaluate",
  "parse",
  "compile",
  "simplify",
  "derivative",
  "resolve",
];

let instance: MathJsInstance | undefined;

/** mathjs for expressions, loaded at the first one that is not a plain number: it takes half a second. */
export function calculator(): MathJsInstance {
  if (instance === undefined) {
    const mathjs = require("mathjs") as typeof import("mathjs");
    const fresh = mathjs.create(mathjs.all);
    const evaluate = fresh.evaluate.bind(fresh);
    const refuse = (name: string) => (): never => {
      throw new Error(`function ${name} is not available`);
    };
    fresh.import(Object.fromEntries(FORBIDDEN.map((name) => [name, refuse(name)])), { override: true });
    instance = { ...fresh, evaluate } as MathJsInstance;
  }
  return instance;
}

/** What would be worked out as a difference: 2020-01-01 as 2018. */
const DATE = /^\s*\d{4}-\d{1,2}-\d{1,2}(?!\d)/;

/**
 * The number that `text` stands for.
 *
 * @param argument what the number is for, as an error should name it.
 * @throws InputError where the text is not an expression, or not one of a finite number.
 */
export function evaluateNumber(text: string, argument: string): number {
  const plain = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(plain)) return plain;
  if (DATE.test(text))
    throw new InputError(
      argument,
      "must be a number or an expression, and reads as a date (a difference needs blanks around its minus signs)",
      text,
    );
  let value: unknown;
  try {
    value = calculator().evaluate(text);
  } catch (error) {
    throw new InputError(argument, `must be a number or an expression (${(error as Error).message})`, text);
  }
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new InputError(argument, "must come to a finite number", text);
  return value;
}

/** A list of numbers between commas, each a number or an expression: `0.1, 2^-3, 1/8`. */
export function evaluateList(text: string, argument: string): number[] {
  return splitList(text).map((part, i) => evaluateNumber(part, `${argument}[${i}]`));
}

/** Splits at the commas that are not inside brackets. */
function splitList(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const char of text) {
    if (char === "(" || char === "[") depth++;
    if (char === ")" || char === "]") depth--;
    if (char === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += char;
  }
  return parts;
}
