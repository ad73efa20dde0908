/**
 * Reads the columns one asks for out of delimited text of any length, plain or gzip, in the memory of
 * a few chunks. Cells are bytes until they are asked for as numbers: of the 70 columns of a market by
 * price file half are never looked at, and a CSV library that makes a string of each is ten times
 * slower.
 */
import { createReadStream, statSync } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

import { InputError, must } from "../../base/input-error";
import { parseNumber, POWERS_OF_TEN } from "./parse-number";
import { describeBytes } from "./sniff-format";

const CHUNK = 1 << 20;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** A part of a file, bytes: from `start` up to `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export class RowReader {
  /** Line number of the current row, from 1. */
  line = 0;
  /** Cells of the current row. */
  width = 0;
  /** The current line ran into the end of the file without a line feed. */
  cutShort = false;
  readonly total: number;
  readonly #path: string;
  readonly #file: Readable & { bytesRead: number };
  readonly #text: Readable;
  readonly #chunks: AsyncIterator<Buffer>;
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Where in the file's text the buffer begins, and where in the buffer the current row does. */
  #base = 0;
  #row = 0;
  #ended = false;
  #names: readonly string[] = [];
  /** Per column of the file: its slot among the picked ones, or -1. */
  #slots = new Int32Array(0);
  #starts = new Int32Array(0);
  #ends = new Int32Array(0);
  #values = new Float64Array(0);

  private constructor(path: string, range: ByteRange, gzip: boolean, signal?: AbortSignal) {
    const { start, end } = range;
    this.#path = path;
    this.total = end - start;
    this.#base = start;
    this.#file = createReadStream(path, {
      highWaterMark: CHUNK,
      signal,
      start,
      ...(end > start ? { end: end - 1 } : {}),
    });
    // An error of the file must end the gunzip too, or the loop would wait for ever.
    this.#text = gzip ? this.#file.pipe(createGunzip({ chunkSize: CHUNK })) : this.#file;
    // What is aborted before it is read says so to who reads it.
    this.#file.on("error", () => {});
    if (gzip) this.#file.on("error", (error) => this.#text.destroy(error));
    this.#chunks = this.#text[Symbol.asyncIterator]();
  }

  /** Opens a file; gzip is known by its first bytes. Throws an InputError for what is no text. */
  static async open(path: string, signal?: AbortSignal, range?: ByteRange): Promise<RowReader> {
    const start = await firstBytes(path);
    const gzip = start[0] === 0x1f && start[1] === 0x8b;
    const binary = gzip ? undefined : describeBytes(start);
    must(binary === undefined, path, `must be a text file or gzip of one; ${binary}`, "other bytes");
    return new RowReader(path, range ?? { start: 0, end: statSync(path).size }, gzip, signal);
  }

  /** Reads the next line that is no comment (#), as its cells' texts: the header. Undefined at the end of the file. */
  async header(): Promise<string[] | undefined> {
    while (this.next() || (await this.refill())) {
      const binary = describeBytes(this.#buffer.subarray(0, 512));
      if (binary !== undefined) throw new InputError(this.#path, `must hold text; ${binary}`, "other bytes");
      const end = this.#at - 1;
      const start = this.#buffer.lastIndexOf(NEWLINE, end - 1) + 1;
      if (this.#buffer.subarray(start, end - 1).includes(RETURN)) {
        throw new InputError(
          this.#path,
          "must end its lines with line feeds, not with carriage returns alone",
          "carriage returns",
        );
      }
      const line = this.#buffer
        .toString("utf8", start, end)
        .replace(/^\uFEFF/, "")
        .replace(/\r$/, "");
      if (line.startsWith("#")) continue;
      return line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
    }
    return undefined;
  }

  /** Chooses the columns to keep, by their index in the file; cell i of a row is then columns[i]. */
  pick(columns: readonly number[], names: readonly string[]): void {
    this.#names = names;
    this.#slots = new Int32Array(Math.max(...columns) + 1).fill(-1);
    columns.forEach((column, slot) => (this.#slots[column] = slot));
    this.#starts = new Int32Array(columns.length);
    this.#ends = new Int32Array(columns.length);
    this.#values = new Float64Array(columns.length);
  }

  /** Goes on to the next line that is not blank, if it is in memory whole. */
  next(): boolean {
    const buffer = this.#buffer;
    const [slots, starts, ends, values] = [this.#slots, this.#starts, this.#ends, this.#values];
    const length = buffer.length;
    const powers = POWERS_OF_TEN; // a local: as an import it would be looked up for every cell
    let at = this.#at;
    for (;;) {
      const first = at;
      let column = 0;
      let code = 0;
      for (; at < length && code !== NEWLINE; at++, column++) {
        const start = at;
        const slot = column < slots.length ? slots[column] : -1;
        if (slot < 0) {
          while (at < length && ((code = buffer[at]) > COMMA || (code !== COMMA && code !== NEWLINE))) at++;
          continue;
        }
        // Digits and a point are a number at once: below 2^53 they are an exact whole number over an
        // exact power of ten, and one division rounds once. Anything else is left to number().
        let value = 0;
        let point = -1;
        for (; at < length; at++) {
          code = buffer[at];
          if (code >= ZERO && code <= NINE) value = value * 10 + (code - ZERO);
          else if (code === POINT && point < 0) point = at;
          else break;
        }
        const decimals = point < 0 ? 0 : at - point - 1;
        const sound =
          (code === COMMA || code === NEWLINE) &&
          at - start > (point < 0 ? 0 : 1) &&
          value < 9007199254740992 &&
          decimals <= 22;
        while (at < length && ((code = buffer[at]) > COMMA || (code !== COMMA && code !== NEWLINE))) at++;
        starts[slot] = start;
        ends[slot] = at;
        values[slot] = sound ? (decimals > 0 ? value / powers[decimals] : value) : Number.NaN;
      }
      if (code !== NEWLINE) return false;
      this.#at = at;
      this.#row = first;
      this.line++;
      const blank = at - first === 1 || (at - first === 2 && buffer[first] === RETURN);
      if (blank) continue;
      this.width = column;
      return true;
    }
  }

  /** Reads on until there is a whole line, and goes to it; false at the end of the file. */
  async refill(): Promise<boolean> {
    while (!this.#ended) {
      const rest = this.#buffer.subarray(this.#at);
      this.#base += this.#at;
      this.#at = 0;
      if (rest.length > CHUNK) {
        throw new InputError(
          this.#path,
          "must be lines of text; one is longer than a megabyte",
          `line ${this.line + 1}`,
        );
      }
      const step = await this.#chunks.next().catch((error: NodeJS.ErrnoException) => this.#fail(error));
      if (step.done === true) {
        this.#ended = true;
        this.cutShort = rest.length > 0;
        this.#buffer = Buffer.concat([rest, Buffer.from("\n")]);
        this.#at = 0;
        return this.cutShort && this.next();
      }
      this.#buffer = rest.length === 0 ? step.value : Buffer.concat([rest, step.value]);
      this.#at = 0;
      if (this.next()) return true;
    }
    return false;
  }

  /** Cell `slot` as a number; NaN where it is empty. Throws an InputError where it is neither. */
  number(slot: number): number {
    const value = this.#values[slot];
    return Number.isNaN(value) ? this.#parse(slot) : value;
  }

  /** Whether cell `slot` is written as a whole number: without a point or a power of ten. */
  isWhole(slot: number): boolean {
    const end = this.#ends[slot];
    for (let at = this.#starts[slot]; at < end; at++) {
      const code = this.#buffer[at];
      if (code === POINT || code === 0x65 || code === 0x45) return false; // e, E
    }
    return true;
  }

  /** The bytes of cell `slot`: the buffer, where the cell starts and where it ends. Until the next row. */
  bytes(slot: number): readonly [buffer: Buffer, start: number, end: number] {
    let [start, end] = [this.#starts[slot], this.#ends[slot]];
    if (end > start && this.#buffer[end - 1] === RETURN) end--;
    if (end > start + 1 && this.#buffer[start] === QUOTE && this.#buffer[end - 1] === QUOTE)
      [start, end] = [start + 1, end - 1];
    return [this.#buffer, start, end];
  }

  text(slot: number): string {
    const [buffer, start, end] = this.bytes(slot);
    return buffer.toString("utf8", start, end);
  }

  /** Throws the error about cell `slot` of this row. */
  reject(slot: number, rule: string): never {
    throw new InputError(this.where(slot), rule, this.text(slot));
  }

  /** The current line, or a cell of it, for an error. */
  where(slot?: number): string {
    const column = slot === undefined ? "" : `, column ${JSON.stringify(this.#names[slot])}`;
    return `${this.#path}, line ${this.line}${column}`;
  }

  /** Where the current row stands in the file's text, bytes. */
  get span(): ByteRange {
    return { start: this.#base + this.#row, end: this.#base + this.#at };
  }

  get bytesRead(): number {
    return this.#file.bytesRead;
  }

  close(): void {
    this.#text.destroy();
    this.#file.destroy();
  }

  #parse(slot: number): number {
    const value = parseNumber(this.#buffer, this.#starts[slot], this.#ends[slot]);
    return value === undefined ? this.reject(slot, "must be a number") : value;
  }

  #fail(error: NodeJS.ErrnoException): never {
    must(error.code !== "Z_BUF_ERROR", this.#path, "must be a whole gzip file", "one that ends early");
    must(error.code?.startsWith("Z_") !== true, this.#path, "must be a sound gzip file", error.message);
    throw error;
  }
}

/** The file's first bytes, or the InputError that says why it cannot be read. */
async function firstBytes(path: string): Promise<Buffer> {
  try {
    const stream = createReadStream(path, { end: 511 });
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    must(code !== "ENOENT", path, "must be a file that exists", "no such file");
    must(code !== "EISDIR", path, "must be a file", "a directory");
    must(code !== "EACCES", path, "must be a file that may be read", "permission denied");
    throw error;
  }
}
