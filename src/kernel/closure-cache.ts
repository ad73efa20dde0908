/**
 * What the compiler found of the project's files the last time it saw all of them, and all the types
 * they reach, exactly as they are now: that they have no errors, and the code it made of them. Kept on
 * disk, a kernel's first import does not check and print again what no one has touched.
 */
import { basename } from "node:path";

import type * as TypeScript from "@tslab/typescript-for-tslab";

import { hashOf, readEntry, writeEntry } from "./compile-cache";

type Write = (fileName: string, text: string) => void;

interface Known {
  readonly name: string;
  readonly key: string;
  /** Files without errors. */
  readonly checked: Set<string>;
  /** By source file, what its compilation wrote. */
  readonly emitted: Map<string, [fileName: string, text: string][]>;
  changed: boolean;
}

/** A cell that adds to the types of other files: what is known of these holds no longer. */
const AUGMENTS = /\bdeclare\s+(global|module)\b/;

export class ClosureCache {
  readonly #isCell: (fileName: string) => boolean;
  readonly #version: string;
  readonly #hashes = new WeakMap<TypeScript.SourceFile, string>();
  readonly #known = new WeakMap<TypeScript.Program, Known | undefined>();
  #last: Known | undefined;

  /** `version` is the compiler's; the files of `cells` are what a cell and its predecessors are compiled as. */
  constructor(version: string, cells: readonly string[]) {
    this.#version = version;
    this.#isCell = (fileName) => cells.includes(basename(fileName));
  }

  /** Those of `files` that are not known to be without errors. */
  unchecked(program: TypeScript.Program, files: readonly TypeScript.SourceFile[]): readonly TypeScript.SourceFile[] {
    const known = this.#of(program);
    return files.filter(({ fileName }) => known?.checked.has(fileName) !== true);
  }

  /** Remembers that `files` have no errors. */
  foundSound(program: TypeScript.Program, files: readonly TypeScript.SourceFile[]): void {
    const known = this.#of(program);
    for (const { fileName } of files) {
      if (known === undefined || this.#isCell(fileName) || known.checked.has(fileName)) continue;
      known.checked.add(fileName);
      known.changed = true;
    }
  }

  /** Writes what `file` compiles to, by `emit` where it is not known. */
  emit(program: TypeScript.Program, file: TypeScript.SourceFile, write: Write, emit: (write: Write) => void): void {
    const known = this.#isCell(file.fileName) ? undefined : this.#of(program);
    const written = known?.emitted.get(file.fileName);
    if (written !== undefined) {
      for (const [fileName, text] of written) write(fileName, text);
      return;
    }
    const outputs: [string, string][] = [];
    emit((fileName, text) => {
      if (!fileName.endsWith(".d.ts")) outputs.push([fileName, text]);
      write(fileName, text);
    });
    known?.emitted.set(file.fileName, outputs);
    if (known !== undefined) known.changed = true;
  }

  /** Puts on disk what is new. */
  save(): void {
    const known = this.#last;
    if (known?.changed !== true) return;
    known.changed = false;
    writeEntry(known.name, known.key, { checked: [...known.checked], emitted: [...known.emitted] });
  }

  #of(program: TypeScript.Program): Known | undefined {
    if (!this.#known.has(program)) this.#known.set(program, this.#load(program));
    return this.#known.get(program);
  }

  #load(program: TypeScript.Program): Known | undefined {
    const all = program.getSourceFiles();
    if (all.some((file) => this.#isCell(file.fileName) && AUGMENTS.test(file.text))) return undefined;
    const files = all.filter(({ fileName }) => !this.#isCell(fileName));
    const own = files.filter(({ fileName }) => !fileName.includes("/node_modules/")).map(({ fileName }) => fileName);
    if (own.length === 0) return undefined;
    const name = `closure ${own.join(" ")}`;
    const key = hashOf([this.#version, JSON.stringify(program.getCompilerOptions()), ...files.flatMap((file) => [file.fileName, this.#textHash(file)])]);
    if (this.#last?.key === key) return this.#last;
    const { checked = [], emitted = [] } = (readEntry(name, key) ?? {}) as { checked?: string[]; emitted?: [string, [string, string][]][] };
    this.#last = { name, key, checked: new Set(checked), emitted: new Map(emitted), changed: false };
    return this.#last;
  }

  #textHash(file: TypeScript.SourceFile): string {
    const known = this.#hashes.get(file) ?? hashOf([file.text]);
    this.#hashes.set(file, known);
    return known;
  }
}
