/**
 * Numbers on a command line, for every command: plain ones, with a suffix (`250k`, `1.5M`), expressions, lists of them,
 * words such as `auto` in their place, and flags given several times. Each maker returns a parser for commander.
 */
import { evaluateNumber, splitList } from "../../numeric/expression";
import { must } from "../../base/input-error";

/** What a number must be, where nothing behind the command line checks it. */
export interface NumberRule {
  readonly whole?: boolean;
  /** The least it may be. */
  readonly least?: number;
  /** What it must be above. */
  readonly above?: number;
  /** The most it may be. */
  readonly most?: number;
  /** Whether it counts shares, of which a percentage says nothing. */
  readonly shares?: boolean;
  /** What it counts: "seconds". */
  readonly of?: string;
}

/** A number. */
export function numberFlag(flag: string, rule: NumberRule = {}): (text: string) => number {
  const { whole = false, least = -Infinity, above = -Infinity, most = Infinity } = rule;
  return (text) => {
    const share = rule.shares === true && /%\s*$/.test(text);
    must(!share, flag, "must be a number of shares, and % says a part of something: 10% * 250k", text);
    const value = evaluateNumber(text, flag, phrase(rule));
    must(
      value >= least && value > above && (!whole || Number.isSafeInteger(value)),
      flag,
      `must be ${phrase(rule)}`,
      text,
    );
    must(value <= most, flag, `must be at most ${most}`, text);
    return value;
  };
}

/** Numbers between commas; an error names the one that is wrong. */
export function listFlag(flag: string, rule: NumberRule = {}): (text: string) => number[] {
  return (text) => splitList(text).map((part, i) => numberFlag(`${flag}[${i}]`, rule)(part));
}

/** One of a few words, or else what `parse` makes of the text. */
export function wordOr<Word extends string, Value>(
  words: readonly Word[],
  parse: (text: string) => Value,
): (text: string) => Word | Value {
  return (text) => words.find((word) => word === text) ?? parse(text);
}

/** Worker threads. */
export const workersFlag = wordOr(["auto"], numberFlag("--workers"));

/** How long a cell may take, as far as a timer counts. */
export const timeoutFlag = numberFlag("--timeout", { least: 0, most: 2_147_483, of: "seconds" });

/** `"a whole number of seconds, 1 or more"`. */
function phrase({ whole, least, above, of }: NumberRule): string {
  const number = `a ${whole ? "whole " : ""}number${of === undefined ? "" : ` of ${of}`}`;
  return number + (least !== undefined ? `, ${least} or more` : above !== undefined ? `, above ${above}` : "");
}

/** All that a flag was given which may be given several times: it takes the earlier ones, which tells main.ts so. */
export function everyValue(value: string, earlier: readonly string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}
