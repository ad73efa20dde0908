/**
 * Jupyter counts a cursor in Unicode code points, JavaScript and TypeScript in UTF-16 units.
 */

/** The UTF-16 offset of a cursor given in code points. */
export function utf16Offset(text: string, codePoints: number): number {
  return Array.from(text).slice(0, codePoints).join("").length;
}

/** The number of code points before a UTF-16 offset. */
export function codePointOffset(text: string, offset: number): number {
  return Array.from(text.slice(0, offset)).length;
}
