/**
 * The one error that bad input throws. It names the argument, the rule it broke and the value it
 * had, so that a caller can mend the call from the message alone; anything else that is thrown is
 * a defect of this package.
 *
 * @example
 * ```ts
 * import { InputError, twap } from "../src";
 * try {
 *   twap({ alpha: [1, 2], beta: [1.5, 1.5] }, -1);
 * } catch (error) {
 *   if (error instanceof InputError) console.log(error.message); // size must be a finite number of shares, ...
 * }
 * ```
 */
export class InputError extends Error {
  /** The argument as the caller knows it: `"size"`, `"alpha"`, `"--bin"`, a file's name. */
  readonly argument: string;
  /** What must hold, as a phrase that follows the argument: `"must be finite and positive"`. */
  readonly rule: string;
  /** The value that broke the rule. */
  readonly value: unknown;
  /** The element of an array argument, or the row of a table; undefined for a scalar. */
  readonly index: number | undefined;

  constructor(argument: string, rule: string, value: unknown, index?: number) {
    const where = index === undefined ? argument : `${argument}[${index}]`;
    super(`${where} ${rule}, got ${show(value)}`);
    this.name = "InputError";
    this.argument = argument;
    this.rule = rule;
    this.value = value;
    this.index = index;
  }
}

/** Throws an InputError unless the rule holds. */
export function must(holds: boolean, argument: string, rule: string, value: unknown, index?: number): asserts holds {
  if (!holds) throw new InputError(argument, rule, value, index);
}

/** A value in at most 60 characters: numbers as they are, strings in quotes, the rest by type. */
function show(value: unknown): string {
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "string") return quoted(value.length > 56 ? `${value.slice(0, 53)}...` : value);
  if (value instanceof Promise) return "a Promise (an await is missing)";
  if (typeof value === "object" && value !== null) {
    const name = value.constructor?.name ?? "object";
    return "length" in value ? `${name} of length ${String(value.length)}` : name;
  }
  return typeof value === "function" ? "a function" : String(value);
}

/** As JSON has it, and with escapes for all else that acts on a terminal or turns its text around. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
