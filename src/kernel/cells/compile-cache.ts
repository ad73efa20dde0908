/**
 * What the compiler made of the project's files, kept on disk from one kernel to the next: checking
 * and emitting them all takes seconds, and is the same until one of them changes. An entry belongs to
 * exactly one set of files, by their contents: TypeScript's, the packages' and the project's; cells are
 * compiled afresh always. It begins with its own hash, so that one damaged in any way is none.
 */
import { createHash, randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";

import type * as TypeScript from "typescript";

interface Entry {
  /** Files without a report. */
  clean: string[];
  /** The JavaScript a file becomes: its name and its text. */
  emitted: Record<string, { name: string; text: string }>;
  /** A text's hash to the text as a CommonJS module and its map. */
  modules: Record<string, TypeScript.TranspileOutput>;
}

/** Entries kept: one for each set of files a few notebooks and branches need. */
const MOST_ENTRIES = 4;
/** A cell that adds to the types of other files: what is known of these without it does not hold. */
const AUGMENTS = /\bdeclare\s+(global|module)\b/;

export class CompileCache {
  readonly #folder: string | undefined;
  readonly #compiler: string;
  #key = "";
  #entry: Entry = emptyEntry();
  #changed = false;

  /** Entries stand in `root`'s node_modules; without one, or where it cannot be written to, nothing is kept. */
  constructor(root: string, compiler: string) {
    this.#folder = existsSync(join(root, "node_modules"))
      ? join(root, "node_modules", ".cache", "impactlab")
      : undefined;
    this.#compiler = compiler;
  }

  /** Takes up the entry of a program's files. */
  open(program: TypeScript.Program): void {
    const hash = createHash("sha256").update(`${this.#compiler}\n${JSON.stringify(program.getCompilerOptions())}\n`);
    const files = program.getSourceFiles().filter((file) => !isCell(file) || AUGMENTS.test(file.text));
    for (const file of files.sort(byName))
      hash.update(`${file.fileName} ${(file as { version?: string }).version ?? ""}\n`);
    const key = hash.digest("hex");
    if (key === this.#key) return;
    this.#key = key;
    this.#entry = this.#read() ?? emptyEntry();
  }

  isClean(file: TypeScript.SourceFile): boolean {
    return !isCell(file) && this.#entry.clean.includes(file.fileName);
  }

  addClean(file: TypeScript.SourceFile): void {
    if (isCell(file) || this.isClean(file)) return;
    this.#entry.clean.push(file.fileName);
    this.#changed = true;
  }

  /** A program that takes from here what is here, and adds what is not. */
  serve<Builder extends TypeScript.BuilderProgram>(builder: Builder): Builder {
    const emit = builder.emit.bind(builder);
    builder.emit = (file, write, ...rest) => {
      if (file === undefined || write === undefined || isCell(file)) return emit(file, write, ...rest);
      const known = this.#entry.emitted[file.fileName];
      if (known !== undefined) {
        write(known.name, known.text, false);
        return { emitSkipped: false, diagnostics: [] };
      }
      const record: TypeScript.WriteFileCallback = (name, text, ...more) => {
        if (name.endsWith(".js")) {
          this.#entry.emitted[file.fileName] = { name, text };
          this.#changed = true;
        }
        write(name, text, ...more);
      };
      return emit(file, record, ...rest);
    };
    return builder;
  }

  /** The CommonJS module of a text that `serve` has emitted for a file; of any other, what `transpile` makes of it. */
  commonJs(text: string, transpile: () => TypeScript.TranspileOutput): TypeScript.TranspileOutput {
    const hash = sha256(text);
    const known = this.#entry.modules[hash];
    if (known !== undefined) return known;
    const { outputText, sourceMapText } = transpile();
    // Cells come once; only the project's files are worth keeping.
    if (Object.values(this.#entry.emitted).some((emitted) => emitted.text === text)) {
      this.#entry.modules[hash] = { outputText, sourceMapText };
      this.#changed = true;
    }
    return { outputText, sourceMapText };
  }

  /** Writes the entry, if there is anything new in it. */
  save(): void {
    if (!this.#changed || this.#folder === undefined) return;
    this.#changed = false;
    const path = this.#path();
    const beside = `${path}.${randomUUID()}.part`;
    const text = JSON.stringify(this.#entry);
    try {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(beside, `${sha256(text)}\n${text}`);
      renameSync(beside, path);
      this.#prune(this.#folder);
    } catch {
      // A folder that cannot be written to costs time, nothing else; nor does another kernel at work in it.
      attempt(() => rmSync(beside, { force: true }));
    }
  }

  #read(): Entry | undefined {
    if (this.#folder === undefined) return undefined;
    try {
      const [hash, text] = splitOnce(readFileSync(this.#path(), "utf8"), "\n");
      if (hash !== sha256(text)) return undefined;
      attempt(() => utimesSync(this.#path(), new Date(), new Date()));
      return JSON.parse(text) as Entry;
    } catch {
      return undefined;
    }
  }

  #prune(folder: string): void {
    const paths = readdirSync(folder).map((name) => join(folder, name));
    const entries = paths.map((path) => ({ path, used: statSync(path).mtimeMs })).sort((a, b) => b.used - a.used);
    for (const { path } of entries.slice(MOST_ENTRIES)) rmSync(path, { force: true, recursive: true });
  }

  #path(): string {
    return join(this.#folder ?? "", `${this.#key}.json`);
  }
}

/** The text before the separator, and the text after it. */
function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, Math.max(at, 0)), text.slice(at + separator.length)];
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Does what may fail without harm. */
function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // A cache that may be read and not be written to.
  }
}

function emptyEntry(): Entry {
  return { clean: [], emitted: {}, modules: {} };
}

/** A cell, and the declarations of the cells before it. */
export function isCell(file: TypeScript.SourceFile): boolean {
  return /^__(tslab|prev)__\./.test(basename(file.fileName));
}

function byName(a: TypeScript.SourceFile, b: TypeScript.SourceFile): number {
  return a.fileName < b.fileName ? -1 : 1;
}
