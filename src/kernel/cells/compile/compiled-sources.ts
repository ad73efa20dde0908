/**
 * The project's files as the compiler and the cells see them: those whose outcome is known are shown to the compiler
 * as what they declare, a fraction of their text that needs no check, and run from what was made of them; of the others
 * it reads the text, checks it, and what becomes of it is kept.
 */
import type * as TypeScript from "typescript";

import { CompileCache, type CompiledSource } from "./compile-cache";
import { ProjectFiles } from "./project-files";

/** A file to run, under its path with the extension .js. */
export interface HandedOut {
  readonly path: string;
  readonly data: string;
  readonly maps: readonly string[];
}

/** What an ES module becomes as a CommonJS one, and its maps, last step first. */
export type ToCommonJs = (text: string) => { readonly text: string; readonly maps: readonly string[] };

export class CompiledSources {
  readonly #cache: CompileCache;
  readonly #files: ProjectFiles;
  /** By path, the key of what the compiler was shown in place of a file's text. */
  readonly #shown = new Map<string, string>();
  /** Files whose text it has read. */
  readonly #read = new Set<string>();
  /** By path, the key of what was handed out to run. */
  readonly #handed = new Map<string, string>();
  #inDoubt = false;

  constructor(root: string, compiler: string) {
    this.#cache = new CompileCache(root, compiler);
    this.#files = new ProjectFiles(root, (key) => this.#cache.get(key)?.declarations);
  }

  /**
   * Looks at the files again, and calls `changed` with each that the compiler has to read anew. `inDoubt` is true where
   * a cell adds to the types of other files: what is known of these without it does not hold then. Returns whether
   * anything is not as it was.
   */
  refresh(inDoubt: boolean, changed: (path: string) => void, stampOf: (path: string) => string): boolean {
    if (!this.#files.refresh(stampOf) && inDoubt === this.#inDoubt) return false;
    this.#inDoubt = inDoubt;
    this.#forget(changed);
    return true;
  }

  /** Takes up what other kernels have found out meanwhile. */
  reload(changed: (path: string) => void): void {
    this.#cache.reload();
    this.#files.forget();
    this.#forget(changed);
  }

  /** Before a snapshot: keeps in memory what was used, and hands all of it out again; gives the files it has seen. */
  rest(): string[] {
    this.#cache.rest();
    this.#handed.clear();
    return this.#files.seen();
  }

  /** The folder of the cache; undefined where nothing is kept. */
  get folder(): string | undefined {
    return this.#cache.folder;
  }

  isSource(path: string): boolean {
    return this.#files.isSource(path);
  }

  /** What the compiler reads in place of a source of the project. */
  textFor(path: string): string | undefined {
    const known = this.#read.has(path) ? undefined : this.#known(path);
    if (known === undefined) {
      this.#read.add(path);
      return this.#files.text(path);
    }
    this.#shown.set(path, known.key);
    return known.source.declarations;
  }

  isKnown(path: string): boolean {
    return this.#known(path) !== undefined;
  }

  /** The sources that a cell has by `require`, as it names them. */
  requiredBy(cell: string): string[] {
    return this.#files.requiredBy(cell);
  }

  /** The sources behind a cell that are still to be compiled, each after those it imports. */
  unknownBehind(cell: string): string[] {
    return this.#files
      .closure(this.#files.importsOf(cell))
      .filter((path) => this.isSource(path) && !this.isKnown(path));
  }

  /** Of unknown sources those that have all they import known, where reading the others could be spared. */
  edited(unknown: readonly string[]): string[] {
    const first = unknown.filter((path) => !this.#inDoubt && this.#files.key(path) !== undefined);
    return unknown.some((path) => !first.includes(path) && !this.#read.has(path)) ? first : [];
  }

  /** Reports on files, each after those it imports; what becomes of those without any is kept. */
  check(
    program: TypeScript.Program,
    files: readonly TypeScript.SourceFile[],
    reportsOn: (file: TypeScript.SourceFile) => readonly TypeScript.Diagnostic[],
    toCommonJs: ToCommonJs,
  ): TypeScript.Diagnostic[] {
    const byPath = new Map(files.map((file) => [file.fileName, file]));
    const order = this.#files.closure(files.filter(({ fileName }) => this.isSource(fileName)).map((f) => f.fileName));
    const reports: TypeScript.Diagnostic[] = [];
    for (const path of order) {
      const file = byPath.get(path);
      if (file === undefined || this.isKnown(path)) continue;
      const found = reportsOn(file);
      reports.push(...found);
      if (found.length === 0) this.#keep(program, file, toCommonJs);
    }
    return reports;
  }

  /** What has become of the sources behind those of a program, but for what was handed out before. */
  handOut(program: TypeScript.Program): HandedOut[] {
    const paths = program.getSourceFiles().map(({ fileName }) => fileName);
    const out: HandedOut[] = [];
    for (const path of this.#files.closure(paths.filter((path) => this.isSource(path)))) {
      const known = this.#known(path);
      if (known === undefined || this.#handed.get(path) === known.key) continue;
      this.#handed.set(path, known.key);
      out.push({ path: path.replace(/\.tsx?$/, ".js"), data: known.source.script, maps: known.source.maps });
    }
    return out;
  }

  save(): void {
    this.#cache.save();
  }

  #known(path: string): { readonly key: string; readonly source: CompiledSource } | undefined {
    if (this.#inDoubt) return undefined;
    const key = this.#files.key(path);
    const source = key === undefined ? undefined : this.#cache.get(key);
    return key === undefined || source === undefined ? undefined : { key, source };
  }

  #forget(changed: (path: string) => void): void {
    for (const [path, key] of [...this.#shown]) {
      if (this.#known(path)?.key === key) continue;
      this.#shown.delete(path);
      changed(path);
    }
  }

  #keep(program: TypeScript.Program, file: TypeScript.SourceFile, toCommonJs: ToCommonJs): void {
    const key = this.#inDoubt ? undefined : this.#files.key(file.fileName);
    const { imports = [] } = file as { imports?: readonly TypeScript.StringLiteralLike[] };
    const specifiers = imports.map(({ text }) => text);
    if (key === undefined || !this.#files.imports(file.fileName, specifiers)) return;
    const written = new Map<string, string>();
    program.emit(file, (name, text) => void written.set(/\.(d\.ts|js)$/.exec(name)?.[1] ?? name, text));
    const [declarations, script] = [written.get("d.ts"), written.get("js")];
    if (declarations === undefined || script === undefined) return;
    const { text, maps } = toCommonJs(script);
    const packages = program
      .getSourceFiles()
      .filter((other) => !this.isSource(other.fileName) && !program.isSourceFileDefaultLibrary(other))
      .map(({ fileName }) => fileName)
      .filter((path) => path.includes("/node_modules/"));
    this.#cache.add(key, { declarations, script: text, maps }, packages);
    this.#files.forget();
  }
}
