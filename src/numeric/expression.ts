/**
 * Numbers as people type them on a command line: `250k`, `1.5M`, `250e3`, `0.1 * 2.5M`, `2^20`. mathjs
 * evaluates what is not a plain number, with the elementary functions that have the same bits everywhere,
 * without those that reach beyond arithmetic, and without the shorthands by which a slip of the pen
 * becomes another number: it reads `5e` as 5 times 2.718.
 */
import type { MathJsInstance, MathNode } from "mathjs";

import { InputError } from "../base/input-error";
import { acos, cos, exp, expm1, log, log10, log1p, log2, pow, sin, tan } from "./elementary";
import { createMath } from "./mathjs";

/**
 * The functions that an expression may call, beside those of its scope: arithmetic on numbers and on rows of them.
 * None makes more numbers than it is given (as ones, zeros, range and kron of mathjs do), takes longer than they are
 * many (as factorial of a BigNumber and isPrime do), changes mathjs, evaluates text, or is another number every time.
 */
const FUNCTIONS = new Set(
  (
    "abs acos add ceil concat cos cube divide dotDivide dotMultiply dotPow exp expm1 fix floor gcd hypot " +
    "lcm log log10 log1p log2 max mean median min mod multiply number pow prod quantileSeq reverse round " +
    "sign sin sort sqrt square std subtract sum tan unaryMinus unaryPlus variance"
  ).split(" "),
);
/** Names of numbers. */
const CONSTANTS = new Set(["e", "pi", "PI", "E", "tau", "phi", "Infinity", "NaN", "true", "false"]);
/** More than anybody types, and what is read in a moment. */
const MOST_CHARACTERS = 100_000;

/** Those that mathjs makes of `Math`'s, and we do not: their last digits differ from Node to Node. */
const UNSTEADY = (
  "acosh acot acoth acsc acsch arg asec asech asin asinh atan atan2 atanh cbrt corr cosh cot coth csc csch eigs erf " +
  "expm factorial fft fraction freqz gamma ifft kldivergence lgamma norm nthRoot nthRoots permutations " +
  "rotationMatrix sec sech sinh tanh zeta"
).split(" ");

const STEADY = { acos, cos, exp, expm1, log10, log1p, log2, sin, tan };

let parse: MathJsInstance["parse"] | undefined;
/** Whether mathjs reads a name as a unit or a quantity with one: `km`, `speedOfLight`. */
let isUnit: (name: string) => boolean;

/** mathjs for expressions, loaded at the first one that is not a plain number: it takes a third of a second. */
function parser(): MathJsInstance["parse"] {
  if (parse === undefined) {
    const fresh = createMath();
    parse = fresh.parse.bind(fresh) as MathJsInstance["parse"];
    fresh.import(ourFunctions(fresh), { override: true });
    const { Unit } = fresh as unknown as { Unit: { isValuelessUnit(name: string): boolean } };
    const known = fresh as unknown as Record<string, { isUnit?: boolean } | undefined>;
    isUnit = (name) => (known[name] === undefined ? Unit.isValuelessUnit(name) : known[name].isUnit === true);
  }
  return parse;
}

/** The elementary functions as mathjs wants them: of numbers, and of each number in an array. */
function ourFunctions({ typed }: MathJsInstance): Record<string, unknown> {
  type Of = (x: number) => number;
  const each = (f: Of, x: unknown): unknown => (Array.isArray(x) ? x.map((part) => each(f, part)) : f(x as number));
  const mapped = (name: string, f: Of, more: object = {}): unknown =>
    typed(name, {
      number: f,
      Array: (x: unknown[]) => each(f, x),
      Matrix: (x: { map(of: Of): unknown }) => x.map((part) => f(part)),
      ...more,
    });
  const power = (x: number) => (y: number) => pow(x, y);
  const powerOf = (y: number) => (x: number) => pow(x, y);
  return {
    ...Object.fromEntries(Object.entries(STEADY).map(([name, f]) => [name, mapped(name, f)])),
    log: mapped("log", log, { "number, number": (x: number, base: number) => log(x) / log(base) }),
    pow: typed("pow", { "number, number": pow }),
    // mathjs's picks by chance among numbers within 1e-12 of each other; medians and quantiles rest on it.
    partitionSelect: typed("partitionSelect", {
      "Array, number": (x: number[], k: number) =>
        x.sort((a, b) => a - b)[x.some(Number.isNaN) ? x.findIndex(Number.isNaN) : k],
    }),
    dotPow: typed("dotPow", {
      "number, number": pow,
      "number, Array": (x: number, y: unknown[]) => each(power(x), y),
      "Array, number": (x: unknown[], y: number) => each(powerOf(y), x),
      "number, Matrix": (x: number, y: { map(of: Of): unknown }) => y.map(power(x)),
      "Matrix, number": (x: { map(of: Of): unknown }, y: number) => x.map(powerOf(y)),
    }),
  };
}

/**
 * What an expression comes to; a suffix k or M right after a number is a thousand or a million.
 *
 * @param scope functions and numbers that it may name beside mathjs's own.
 * @throws Error that says what is wrong with the text, as mathjs does.
 */
export function evaluateExpression(text: string, scope: object = {}): unknown {
  if (text.length > MOST_CHARACTERS) throw new Error(`it has more than ${MOST_CHARACTERS} characters`);
  const tree = parser()(withoutSuffixes(text));
  tree.traverse((node, path, parent) => refuse(node, path, parent as MathNode | null, scope));
  return tree.evaluate(scope) as unknown;
}

/** A number and k or M: `250k`, `.5M`, `1e3k`; not `5km`, `x5k`. */
const SUFFIXED = /(?<![\w.])(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?([kM])(?![\w.(])/g;

/** By the exponent, not by a product: 1.005k is 1005 to the bit. */
function withoutSuffixes(text: string): string {
  return text.replace(
    SUFFIXED,
    (_, digits: string, exponent: string | undefined, suffix: string) =>
      `${digits}e${Number(exponent ?? 0) + (suffix === "k" ? 3 : 6)}`,
  );
}

function refuse(node: MathNode, path: string, parent: MathNode | null, scope: object): void {
  const { type, fn, implicit, name } = node as { type: string; fn?: unknown; implicit?: boolean; name?: string };
  if (implicit === true) throw new Error(`${node.toString()} leaves out an operator: a product is written with *`);
  if (fn === "ctranspose") throw new Error("' is no operation on numbers");
  if (fn === "factorial") throw new Error("! is not available");
  if (type.includes("Assignment")) throw new Error(`${node.toString()} gives something a name`);
  if (type === "RangeNode") throw new Error(`${node.toString()} is no grid: range(from, to, step) makes one`);
  if (type === "ArrayNode" && parent?.type === "ArrayNode") throw new Error("a grid is one row of numbers");
  if (!FORMS.has(type)) throw new Error(`${node.toString()} is no arithmetic`);
  if (type !== "SymbolNode" || name === undefined || Object.hasOwn(scope, name)) return;
  const called = parent?.type === "FunctionNode" && path === "fn";
  if (called && !FUNCTIONS.has(name)) {
    const why = UNSTEADY.includes(name) ? ": its last digits differ between machines" : "";
    throw new Error(`function ${name} is not available${why}`);
  }
  if (called || CONSTANTS.has(name)) return;
  throw new Error(isUnit(name) ? `${name} is a unit, which numbers here have none of` : `Undefined symbol ${name}`);
}

/** What an expression is made of. */
const FORMS = new Set([
  ...["ConstantNode", "SymbolNode", "OperatorNode", "ParenthesisNode", "FunctionNode", "ArrayNode"],
  ...["ConditionalNode", "RelationalNode"],
]);

/** What would be worked out as a difference: 2020-01-01 as 2018. */
const DATE = /^\s*\d{4}-\d{1,2}-\d{1,2}(?!\d)/;

/**
 * The number that `text` stands for.
 *
 * @param argument what the number is for, as an error should name it.
 * @param what what it must be, as a phrase: `"a whole number, 1 or more"`.
 * @throws InputError where the text is not an expression, or not one of a finite number.
 */
export function evaluateNumber(text: string, argument: string, what = "a number or an expression"): number {
  checkNoThousands(text, argument);
  const plain = text.trim() === "" ? Number.NaN : Number(withoutSuffixes(text));
  if (Number.isFinite(plain)) return plain;
  if (DATE.test(text))
    throw new InputError(
      argument,
      `must be ${what}, and reads as a date (a difference needs blanks around its minus signs)`,
      text,
    );
  let value: unknown;
  try {
    value = evaluateExpression(text);
  } catch (error) {
    const { message } = error as Error;
    // Of a word alone it says nothing that the value does not.
    const reason = message === `Undefined symbol ${text.trim()}` ? "" : ` (${message})`;
    throw new InputError(argument, `must be ${what}${reason}`, text);
  }
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new InputError(argument, "must come to a finite number", text);
  return value;
}

/**
 * Refuses `000` of `1,000`: commas stand between the values of a list, which would be 1 and 0 here.
 *
 * @throws InputError naming the argument
 */
export function checkNoThousands(text: string, argument: string): void {
  const rule = "must be written without commas and zeros before it: 1,000 reads as 1 and 000, and is 1000 or 1k";
  if (/^\s*0\d\d(\.\d*)?\s*$/.test(text)) throw new InputError(argument, rule, text);
}

/** A share: `5%`, `0.05`, `1/20`. */
export function evaluateShare(text: string, argument: string): number {
  const [, percent] = /^(.*\S)\s*%\s*$/s.exec(text) ?? [];
  return percent === undefined ? evaluateNumber(text, argument) : evaluateNumber(percent, argument) / 100;
}

/** Splits at the commas that stand in no brackets and no double quotes. */
export function splitList(text: string): string[] {
  const parts = [""];
  let depth = 0;
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    if (!quoted && /[([]/.test(char)) depth++;
    if (!quoted && /[)\]]/.test(char)) depth--;
    if (char === "," && depth === 0 && !quoted) parts.push("");
    else parts[parts.length - 1] += char;
  }
  return parts;
}
