/**
 * A decimal number out of bytes, correctly rounded and without making a string where that is safe:
 * up to 15 digits and a power of ten up to 22 are both exact doubles, so one multiplication or
 * division rounds once (Clinger, PLDI 1990). Everything else goes through Number().
 */
export const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const [MINUS, POINT, ZERO, NINE, SPACE, RETURN, QUOTE] = [0x2d, 0x2e, 0x30, 0x39, 0x20, 0x0d, 0x22];
const STRICT = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const MISSING = /^(|nan|null|none|na|n\/a)$/i;

/** The number in bytes start .. end - 1; NaN for an empty or missing cell, undefined for anything else. */
export function parseNumber(bytes: Uint8Array, start: number, end: number): number | undefined {
  let at = start;
  const negative = at < end && bytes[at] === MINUS;
  if (negative) at++;
  let value = 0;
  let digits = 0;
  let decimals = -1;
  for (; at < end; at++) {
    const code = bytes[at];
    if (code >= ZERO && code <= NINE) {
      value = value * 10 + (code - ZERO);
      // Leading zeros are no digits: 0.000123 has three.
      if (value > 0) digits++;
      if (decimals >= 0) decimals++;
    } else if (code === POINT && decimals < 0) decimals = 0;
    else break;
  }
  const plain = at === end && at - start > (negative ? 1 : 0) + (decimals >= 0 ? 1 : 0);
  if (!plain || digits > 15 || decimals > 22) return slowly(bytes, start, end);
  if (decimals > 0) value /= POWERS_OF_TEN[decimals];
  return negative ? -value : value;
}

function slowly(bytes: Uint8Array, start: number, end: number): number | undefined {
  while (end > start && (bytes[end - 1] === RETURN || bytes[end - 1] === SPACE)) end--;
  while (end > start && bytes[start] === SPACE) start++;
  if (end > start + 1 && bytes[start] === QUOTE && bytes[end - 1] === QUOTE) [start, end] = [start + 1, end - 1];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
  if (MISSING.test(text)) return Number.NaN;
  const value = STRICT.test(text) ? Number(text) : Number.NaN;
  return Math.abs(value) < Number.POSITIVE_INFINITY ? value : undefined;
}
