/**
 * Two values of the same making, number by number: what differs, where, and by how much. Numbers
 * within text are compared as numbers, the text around them as it is.
 */

export interface Tolerance {
  /** Largest |a - b| / max(|a|, |b|) of numbers that count as the same. */
  readonly relative: number;
  /** Largest |a - b| of numbers that count as the same. */
  readonly absolute: number;
  /**
   * Up to this size a number in what is shown to be read, text and tables, is the residue of a check that
   * found nothing: a duality gap of 1e-29, a difference of 1e-13 %. It says that it is below this bound, and
   * two that do say the same. Default 0: none is one.
   */
  readonly residue?: number;
}

export interface ValueDifference {
  /** Where in the value: `data[0].z[3][4]`; empty for the whole. */
  readonly path: string;
  readonly was: unknown;
  readonly is: unknown;
  /** |a - b| / max(|a|, |b|) of two numbers; infinite for what is no number. */
  readonly relative: number;
}

export interface Comparison {
  /** How many numbers were compared, and how many of them differ. */
  numbers: number;
  differing: number;
  /** How many are residues, and others than they were: these count as the same. */
  residues: number;
  /** The largest difference; one that is no matter of size comes before all others. */
  worst: ValueDifference | undefined;
}

/** Compares everything in two values of JSON. */
export function compareValues(was: unknown, is: unknown, tolerance: Tolerance): Comparison {
  const found: Comparison = { numbers: 0, differing: 0, residues: 0, worst: undefined };
  walk(was, is, "", tolerance, found);
  return found;
}

function walk(was: unknown, is: unknown, path: string, tolerance: Tolerance, found: Comparison): void {
  if (typeof was === "number" && typeof is === "number") compareNumbers(was, is, path, tolerance, found, was, is);
  else if (typeof was === "string" && typeof is === "string") compareTexts(was, is, path, tolerance, found);
  else if (Array.isArray(was) && Array.isArray(is)) {
    if (was.length !== is.length)
      note(found, { path: `${path}.length`, was: was.length, is: is.length, relative: Infinity });
    const shared = Math.min(was.length, is.length);
    for (let i = 0; i < shared; i++) walk(was[i], is[i], `${path}[${i}]`, tolerance, found);
  } else if (isObject(was) && isObject(is)) {
    for (const key of new Set([...Object.keys(was), ...Object.keys(is)]))
      walk(was[key], is[key], member(path, key), tolerance, found);
  } else if (was !== is) note(found, { path, was, is, relative: Infinity });
}

/** `was` and `is` are what is told of the numbers: themselves, or the text they stand in. */
function compareNumbers(
  a: number,
  b: number,
  path: string,
  { relative, absolute, residue = 0 }: Tolerance,
  found: Comparison,
  was: unknown,
  is: unknown,
): void {
  found.numbers++;
  if (Object.is(a, b)) return;
  const distance = Math.abs(a - b);
  const share = distance / Math.max(Math.abs(a), Math.abs(b));
  if (distance === 0 || distance <= absolute || share <= relative) return;
  if (Math.max(Math.abs(a), Math.abs(b)) <= residue) {
    found.residues++;
    return;
  }
  found.differing++;
  note(found, { path, was, is, relative: Number.isNaN(share) ? Infinity : share });
}

/** A number that stands alone, not part of a word or a hash. */
const NUMBER = /(?<![\w.])[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d+)?(?![\w])/gi;

function compareTexts(was: string, is: string, path: string, tolerance: Tolerance, found: Comparison): void {
  const [before, after] = [was, is].map((text) => text.match(NUMBER) ?? []);
  if (was === is) {
    found.numbers += before.length;
    return;
  }
  if (!sameAround(was, is)) {
    note(found, { path, was, is, relative: Infinity });
    return;
  }
  before.forEach((text, i) =>
    compareNumbers(toNumber(text), toNumber(after[i]), path, tolerance, found, text, after[i]),
  );
}

/** Whether two texts are the same but for numbers, and for the room that longer or shorter ones take in a table. */
function sameAround(was: string, is: string): boolean {
  const around = (text: string): string => text.replace(NUMBER, "#");
  const closed = (text: string): string => text.replace(/([ \t─━═-])\1+/g, "$1");
  return around(was) === around(is) || (was.length !== is.length && around(closed(was)) === around(closed(is)));
}

function toNumber(text: string): number {
  return Number(text.replace(/,/g, "").replace("−", "-"));
}

function note(found: Comparison, difference: ValueDifference): void {
  if (found.worst === undefined || difference.relative > found.worst.relative) found.worst = difference;
}

function member(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
