/**
 * A notebook document, nbformat 4.5: read with a check of what the runner relies on, and written as
 * Jupyter itself writes it, so that either's files differ from the other's by their content alone.
 * Source: https://nbformat.readthedocs.io/en/latest/format_description.html
 */
import { basename } from "node:path";

import { checkBounds, jsonReason } from "../base/bounded-json";
import { InputError, must } from "../base/input-error";
import { readText } from "../base/read-text";
import type { NotebookOutput } from "../kernel/client/outputs";

export interface Notebook {
  nbformat: 4;
  nbformat_minor: number;
  metadata: Record<string, unknown>;
  cells: Cell[];
}

export interface Cell {
  id: string;
  cell_type: "code" | "markdown" | "raw";
  /** The text in one piece; the file keeps it as a list of lines. */
  source: string;
  metadata: Record<string, unknown>;
  /** Of code cells only. */
  outputs?: NotebookOutput[];
  execution_count?: number | null;
  attachments?: Record<string, Record<string, unknown>>;
}

type Json = Record<string, unknown>;

/** The minor version the runner writes: the first whose cells have ids. */
const MINOR = 5;

/**
 * Reads a notebook file of nbformat 4. Cells without an id of their own, all of 4.4 and older, get
 * `cell-0`, `cell-1`...
 *
 * @throws InputError where the file is none
 */
export function readNotebook(path: string): Notebook {
  return parseNotebook(readText(path, "a notebook file"), path);
}

/** The notebook that a file's text holds; `path` names it in errors. */
export function parseNotebook(text: string, path: string): Notebook {
  let document: Json;
  try {
    checkBounds(text, path);
    document = parseJson(text.replace(/^\ufeff/, "")) as Json;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(path, `must be a notebook, which is JSON (${jsonReason(error)})`, text);
  }
  const format = isObject(document) ? document.nbformat : undefined;
  must(format === 4, path, "must be a notebook of nbformat 4 (open and save it in a current Jupyter)", format);
  must(Array.isArray(document.cells), path, "must have a list of cells", document.cells);
  const cells = withIds(document.cells.map((cell, i) => readCell(cell, i, path)));
  return {
    nbformat: 4,
    nbformat_minor: Math.max(MINOR, Number(document.nbformat_minor) || 0),
    metadata: isObject(document.metadata) ? document.metadata : {},
    cells,
  };
}

/** The file's text: keys sorted, one space of indent, texts as lists of lines, a newline at the end. */
export function formatNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map(({ source, outputs, attachments, ...cell }) => ({
    ...cell,
    source: splitLines(source),
    ...(attachments === undefined ? {} : { attachments: mapValues(attachments, splitBundle) }),
    ...(outputs === undefined ? {} : { outputs: outputs.map(splitOutput) }),
  }));
  return `${JSON.stringify(sorted({ ...notebook, cells }), null, 1)}\n`;
}

/** @throws InputError where the notebook says that its cells are of another language */
export function checkLanguage({ metadata }: Notebook, path: string): void {
  const { kernelspec, language_info: info } = metadata as Record<string, Json | undefined>;
  const language = kernelspec?.language ?? (kernelspec === undefined ? info?.name : undefined) ?? "typescript";
  const known = /^(typescript|javascript|ts|js)$/i.test(String(language));
  must(known, path, "must be a notebook of TypeScript cells", String(language));
}

/** Whether a cell carries a tag. */
export function hasTag(cell: Cell, tag: string): boolean {
  return Array.isArray(cell.metadata.tags) && cell.metadata.tags.includes(tag);
}

export function codeCells({ cells }: Notebook): Cell[] {
  return cells.filter(({ cell_type }) => cell_type === "code");
}

/** The first Markdown heading, or the file's name. */
export function titleOf(notebook: Notebook, path: string): string {
  for (const { cell_type, source } of notebook.cells) {
    const heading = cell_type === "markdown" ? /^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$/m.exec(source) : null;
    if (heading !== null) return heading[1];
  }
  return basename(path, ".ipynb");
}

/** JSON, and the NaN and Infinity that Python writes into it: none of them is a number here. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const numbers = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/g;
    const other = text.replace(numbers, (token) => (token.startsWith('"') ? token : "null"));
    if (other === text) throw error;
    return JSON.parse(other);
  }
}

/** Cells of different ids: one that is missing, odd, or another cell's already is made up. */
function withIds(cells: readonly (Omit<Cell, "id"> & { id: unknown })[]): Cell[] {
  const taken = new Set<string>();
  const own = cells.map(({ id }) => {
    const sound = typeof id === "string" && /^[\w-]{1,64}$/.test(id) && !taken.has(id);
    if (sound) taken.add(id);
    return sound ? id : undefined;
  });
  return cells.map((cell, i) => {
    let id = own[i] ?? `cell-${i}`;
    for (let n = 2; own[i] === undefined && taken.has(id); n++) id = `cell-${i}-${n}`;
    taken.add(id);
    return { ...cell, id };
  });
}

function readCell(cell: unknown, index: number, path: string): Omit<Cell, "id"> & { id: unknown } {
  const at = `cell ${index + 1}`;
  must(isObject(cell), path, `${at} must be an object`, cell);
  const { id, cell_type: type, metadata = {}, attachments } = cell;
  must(type === "code" || type === "markdown" || type === "raw", path, `${at} must be code, markdown or raw`, type);
  must(isObject(metadata), path, `${at} must have metadata`, metadata);
  const source = joinLines(cell.source);
  must(typeof source === "string", path, `${at} must have a source of text`, cell.source);
  const read: Omit<Cell, "id"> & { id: unknown } = { id, cell_type: type, source, metadata };
  if (isObject(attachments))
    read.attachments = mapValues(attachments, (bundle) => (isObject(bundle) ? joinBundle(bundle) : {}));
  if (type !== "code") return read;
  const outputs = Array.isArray(cell.outputs) ? cell.outputs.map((output) => readOutput(output, at, path)) : [];
  return { ...read, outputs, execution_count: typeof cell.execution_count === "number" ? cell.execution_count : null };
}

/** An output with all that nbformat has in one of its kind; what other programs leave out is filled in. */
function readOutput(output: unknown, at: string, path: string): NotebookOutput {
  must(isObject(output), path, `${at} must have outputs that are objects`, output);
  const wrong = (what: string, value: unknown): InputError =>
    new InputError(path, `${at} must have ${what} in its outputs`, value);
  switch (output.output_type) {
    case "stream": {
      const [name, text] = [output.name ?? "stdout", joinLines(output.text ?? "")];
      if (typeof name !== "string" || typeof text !== "string") throw wrong("text", output.text);
      return { output_type: "stream", ...output, name, text };
    }
    case "error": {
      const { ename = "", evalue = "", traceback = [] } = output;
      const lines = typeof traceback === "string" ? [traceback] : traceback;
      const isTold = typeof ename === "string" && typeof evalue === "string";
      if (!isTold || !isTexts(lines)) throw wrong("an error's name, text and lines", lines);
      return { output_type: "error", ...output, ename, evalue, traceback: lines };
    }
    case "display_data":
    case "execute_result": {
      const { data = {}, metadata = {} } = output;
      if (!isObject(data) || !isObject(metadata)) throw wrong("data by type", data);
      return { ...output, data: joinBundle(data), metadata } as unknown as NotebookOutput;
    }
    default:
      throw wrong("outputs of nbformat 4", output.output_type);
  }
}

function splitOutput(output: NotebookOutput): Json {
  if (output.output_type === "stream") return { ...output, text: splitLines(output.text) };
  return "data" in output ? { ...output, data: splitBundle(output.data) } : { ...output };
}

function joinBundle(bundle: Json): Json {
  return mapValues(bundle, (value, type) => (isJsonType(type) ? value : joinLines(value)));
}

function splitBundle(bundle: Json): Json {
  const split = (type: string): boolean => /^text\/|^application\/javascript$|^image\/svg\+xml$/.test(type);
  return mapValues(bundle, (value, type) => (typeof value === "string" && split(type) ? splitLines(value) : value));
}

function isJsonType(type: string): boolean {
  return type === "application/json" || (type.startsWith("application/") && type.endsWith("+json"));
}

function joinLines(value: unknown): unknown {
  return isTexts(value) ? value.join("") : value;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((line) => typeof line === "string");
}

/** Lines with their ends, split where Python's `splitlines` splits, which Jupyter uses. */
function splitLines(text: string): string[] {
  return (
    text.match(
      /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])|[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+$/g,
    ) ?? []
  );
}

/** A value of JSON with its keys in order. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

function mapValues<V, W>(object: Record<string, V>, map: (value: V, key: string) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]));
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
