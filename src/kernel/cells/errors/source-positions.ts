/**
 * Where compiled code comes from: a line and column of the JavaScript that ran, told in the cell or
 * file the user wrote.
 */
import { SourceMap, type SourceMapPayload } from "node:module";

import type { SourceMaps } from "../compile/compiler";

export interface Source {
  /** What to call it: `Cell [3]`, `src/solver/allocate.ts`. */
  readonly label: string;
  /** The text the user wrote. */
  readonly text: string;
  readonly maps: SourceMaps;
  /** A position in what was compiled for one in the script that ran, where they differ; both from 0. */
  readonly compiled?: (line: number, column: number) => Position;
  /** A position in `text` for one in the text that was compiled, where they differ; both from 0. */
  readonly original?: (line: number, column: number) => Position;
}

/** Line and column, both from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Place extends Position {
  readonly source: Source;
}

export class SourcePositions {
  readonly #sources = new Map<string, Source>();

  /** `script` is the name that stack frames give the compiled text. */
  add(script: string, source: Source): void {
    this.#sources.set(script, source);
  }

  has(script: string): boolean {
    return this.#sources.has(script);
  }

  /** The place of a position (from 0) in a compiled script; undefined for what no one wrote. */
  locate(script: string, line: number, column: number): Place | undefined {
    const source = this.#sources.get(script);
    if (source === undefined) return undefined;
    let at: Position = source.compiled?.(line, column) ?? { line, column };
    for (const map of source.maps) {
      const entry = new SourceMap(JSON.parse(map) as SourceMapPayload).findEntry(at.line, at.column);
      if (!("originalLine" in entry) || entry.generatedLine !== at.line) return undefined;
      at = { line: entry.originalLine, column: entry.originalColumn };
    }
    return { source, ...(source.original?.(at.line, at.column) ?? at) };
  }
}

/** The offset of a position in a text. */
export function offsetAt(text: string, { line, column }: Position): number {
  let start = 0;
  for (let i = 0; i < line; i++) {
    const end = text.indexOf("\n", start);
    if (end < 0) break;
    start = end + 1;
  }
  return Math.min(start + column, text.length);
}

/** The position of an offset in a text. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length - 1, column: offset - start };
}

/** Line and column as people count them. */
export function describePlace(label: string, { line, column }: Position): string {
  return `${label}, line ${line + 1}, column ${column + 1}`;
}

/** The lines around a position with a mark under it. */
export function excerpt(text: string, { line, column }: Position, length = 1): string[] {
  const lines = text.split("\n");
  const first = Math.max(0, line - 2);
  const last = Math.min(lines.length - 1, line + 1);
  const out: string[] = [];
  for (let i = first; i <= last; i++) {
    const number = String(i + 1).padStart(5);
    out.push(`${i === line ? ">" : " "}${number} | ${lines[i].slice(0, 160)}`);
    if (i === line && column < 160) {
      const marks = Math.max(1, Math.min(length, lines[i].length - column, 160 - column));
      out.push(`       | ${lines[i].slice(0, column).replace(/[^\t]/g, " ")}${"^".repeat(marks)}`);
    }
  }
  return out;
}
