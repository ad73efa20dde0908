/**
 * tslab's converter, which compiles cells and the project's files they import, with what the kernel
 * needs beside it: source maps, whole diagnostics, and fresh files.
 *
 * The converter reads its options and helpers from TypeScript's module object when it is loaded, so
 * it is given a copy of that object with some entries of our own. Nothing else of tslab is touched.
 */
import { createRequire } from "node:module";
import { relative, sep } from "node:path";

import type * as TypeScript from "typescript";
import type { ConvertResult, Converter } from "tslab/dist/converter";

import { isOfPackage } from "../../../base/path-from";
import { cellDeclarations } from "../language/cell-declarations";
import { dependencies, exporting, isAugmenting, isCell, isUnchecked } from "../language/cell-file";
import { cellOptions } from "../language/cell-options";
import { look, newPass, type CellPass } from "../language/cell-pass";
import { alone } from "./compile-lock";
import { CompiledSources } from "./compiled-sources";
import { nextDeclarations, setAside } from "../language/declarations";
import { oneLook } from "./file-stamp";
import { fileMeta } from "../language/import-meta";
import { oneHome } from "../language/one-home";
import { PackageFiles } from "./package-files";
import { ts, typescriptId } from "../language/typescript";
import { WatchedFiles, type FileChange } from "./watched-files";

/** The maps of one compiled text, last step first: CommonJS to ES module, ES module to TypeScript. */
export type SourceMaps = readonly string[];

export interface Compiled extends ConvertResult {
  /** The compiler's own reports; `diagnostics` is tslab's shortened form of them. */
  readonly reports: readonly TypeScript.Diagnostic[];
  /** The declarations of all cells so far, for the next one to be compiled with. */
  readonly declOutput?: string;
  /** The values the cell declares. */
  readonly declared: ReadonlySet<string>;
  readonly maps: SourceMaps;
  readonly sideOutputs?: { path: string; data: string; maps: SourceMaps }[];
}

const INLINE_MAP = /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/;
/** TypeScript's number for it. */
export const CANNOT_FIND_MODULE = 2307;
/** Edited files that are compiled by themselves before a cell, in the hope that what they declare has not changed. */
const MOST_EDITED = 4;
/** Cells that are kept as compiled: those of a long notebook. */
const MOST_KNOWN = 200;
/** Files to compile from which on it takes a second or more. */
const MANY = 20;

const load = createRequire(__filename);

type HostArguments = [
  system: TypeScript.System,
  createProgram: null,
  TypeScript.DiagnosticReporter,
  TypeScript.WatchStatusReporter,
];

export interface CompilerOptions {
  /** Whether the work is to end at once. */
  readonly interrupted?: () => boolean;
  /** Told of the files before many are compiled. */
  readonly onMany?: (paths: readonly string[]) => void;
}

export class Compiler {
  readonly root: string;
  #onMany: (paths: readonly string[]) => void = () => undefined;
  readonly #sources: CompiledSources;
  #files: WatchedFiles;
  /** Cells without reports by their text and what they may name, until a file changes; the latest is the last. */
  readonly #known = new Map<string, Compiled>();
  #reports: readonly TypeScript.Diagnostic[] = [];
  #maps = new Map<string, SourceMaps>();
  #program: TypeScript.Program | undefined;
  #question: ((program: TypeScript.Program, file: TypeScript.SourceFile) => void) | undefined;
  #cell: CellPass = newPass("");
  /** The cell as the converter had it last. */
  #text = "";
  #commonJs: (text: string, target: TypeScript.ScriptTarget) => string = (text) => text;
  /** Undefined after work that was cut off: what it left is no start for more. */
  #converter: Converter | undefined;
  #interrupted: () => boolean = () => false;

  /** Cells are compiled as if they were files in `root`. `packages` are those that another compiler has read. */
  constructor(
    root: string,
    options: CompilerOptions = {},
    readonly packages = new PackageFiles(),
  ) {
    this.root = root;
    this.#files = new WatchedFiles(root);
    this.serve(options);
    this.#sources = new CompiledSources(root, `${ts.version} 2 ${JSON.stringify(cellOptions({}))}`);
    this.#converter = this.#createConverter();
  }

  /** Works for the kernel of these options from now on. */
  serve({ interrupted = () => false, onMany = () => undefined }: CompilerOptions): void {
    this.#interrupted = interrupted;
    this.#onMany = onMany;
  }

  /**
   * Makes ready for a snapshot of its process, in which another kernel takes it up: compiles a cell where that is
   * little work, and tells the files it has read by then, those of packages and the project's own.
   */
  rest(code: string): { readonly packages: readonly string[]; readonly sources: readonly string[] } {
    if (this.#sources.unknownBehind(code).length === 0) this.compile("", code);
    const read = this.#program?.getSourceFiles().filter((file) => !isCell(file)) ?? [];
    const sources = this.#sources.rest();
    this.#known.clear();
    return { packages: read.map(({ fileName }) => fileName).filter((path) => !sources.includes(path)), sources };
  }

  /** What a cell becomes; files that it needs are handed out the first time. One that is run again is known. */
  compile(declarations: string, code: string): Compiled {
    this.#refresh(declarations, code);
    const key = JSON.stringify([declarations, code]);
    const compiled = this.#known.get(key) ?? this.#compileAnew(declarations, code);
    this.#known.delete(key);
    if (compiled.reports.length === 0) this.#known.set(key, { ...compiled, sideOutputs: [] });
    if (this.#known.size > MOST_KNOWN) this.#known.delete([...this.#known.keys()][0]);
    return compiled;
  }

  #compileAnew(declarations: string, code: string): Compiled {
    this.#compileEdited(code);
    const unknown = this.#sources.unknownBehind(code);
    const { folder } = this.#sources;
    if (unknown.length < MANY) return this.#compileNow(declarations, code);
    this.#onMany(unknown);
    if (folder === undefined) return this.#compileNow(declarations, code);
    const caughtUp = (): void => this.#sources.reload((path) => this.#files.touch(path));
    return alone(folder, caughtUp, () => this.#compileNow(declarations, code), this.#goOn);
  }

  #compileNow(declarations: string, code: string): Compiled {
    const compiled = this.#convert(declarations, code);
    if (!compiled.reports.some(({ code }) => code === CANNOT_FIND_MODULE)) return compiled;
    // A module that was not there a cell ago: the compiler remembers that, a new one looks again.
    this.#drop();
    return this.#convert(declarations, code);
  }

  /** Asks something of a program with a cell in it, which need not be whole; positions count the cell's prefix. */
  ask<Answer>(
    declarations: string,
    code: string,
    question: (program: TypeScript.Program, file: TypeScript.SourceFile) => Answer,
  ): Answer | undefined {
    this.#refresh(declarations, code);
    let answer: Answer | undefined;
    this.#question = (program, file) => void (answer = question(program, file));
    try {
      this.#work((converter) => converter.inspect(declarations, code, 0));
    } finally {
      this.#question = undefined;
    }
    return answer;
  }

  close(): void {
    this.#converter?.close();
  }

  /** Sees to it that files which have changed are read again. */
  #refresh(declarations: string, code: string): void {
    // Nearly all files are known to both.
    const stampOf = oneLook();
    const changed = this.#files.refresh(stampOf);
    const inDoubt = isAugmenting(declarations + code);
    if (this.#sources.refresh(inDoubt, (path) => this.#files.touch(path), stampOf) || changed) this.#known.clear();
  }

  #drop(): void {
    this.close();
    this.#files = new WatchedFiles(this.root);
    this.#converter = undefined;
  }

  /** Half way through its work the converter takes no other: "Unexpected pending rebuildTimer". */
  #work<T>(work: (converter: Converter) => T): T {
    try {
      return work((this.#converter ??= this.#createConverter()));
    } catch (error) {
      this.#drop();
      throw error;
    }
  }

  /** Called often by the compiler's work, which ends here where its cell was interrupted. */
  readonly #goOn = (): void => {
    if (this.#interrupted()) throw new ts.OperationCanceledException();
  };

  #convert(declarations: string, code: string): Compiled {
    this.#maps.clear();
    const before = setAside(declarations, code);
    this.#cell = newPass(before.text);
    const text = exporting(code, this.#sources.requiredBy(code));
    // Never the same text twice: its file would be that of before, and bound.
    this.#text = text === this.#text ? `${text}\n` : text;
    const result = this.#work((converter) => converter.convert(before.text, this.#text));
    this.#sources.save();
    const maps = (text: string | undefined): SourceMaps => this.#maps.get(text ?? "") ?? [];
    const emitted = (result.sideOutputs ?? []).map((output) => ({ ...output, maps: maps(output.data) }));
    const known = this.#program === undefined ? [] : this.#sources.handOut(this.#program);
    return {
      ...result,
      reports: this.#reports,
      declOutput: nextDeclarations(before, this.#cell.declarations),
      declared: this.#cell.declared,
      // The cell itself hands over its value (home.ts).
      lastExpressionVar: undefined,
      hasToplevelAwait: this.#cell.waits,
      maps: maps(result.output),
      sideOutputs: [...emitted, ...known],
    };
  }

  /**
   * Compiles files that were edited by themselves: where what they declare has stayed as it was, all that imports them
   * is still known.
   */
  #compileEdited(code: string): void {
    const edited = this.#sources.edited(this.#sources.unknownBehind(code));
    if (edited.length > MOST_EDITED) return;
    for (const path of edited) {
      const specifier = `./${relative(this.root, path).split(sep).join("/")}`;
      this.#work((converter) => converter.convert("", `import ${JSON.stringify(specifier)};`));
    }
    if (edited.length > 0) this.#sources.reload((path) => this.#files.touch(path));
  }

  #createConverter(): Converter {
    const cached = load.cache[typescriptId];
    if (cached === undefined) throw new Error("TypeScript is not loaded");
    this.packages.refresh();
    const converterId = load.resolve("tslab/dist/converter");
    cached.exports = this.#patchedTypeScript();
    delete load.cache[converterId];
    try {
      const { createConverter, esModuleToCommonJSModule } = load(converterId) as typeof import("tslab/dist/converter");
      this.#commonJs = esModuleToCommonJSModule;
      return createConverter({ isJS: false, isBrowser: false });
    } finally {
      cached.exports = ts;
    }
  }

  #patchedTypeScript(): typeof TypeScript {
    const sys: TypeScript.System = Object.create(ts.sys) as TypeScript.System;
    // As tslab sets it: file names are kept as they are given on every system.
    ts.sys.useCaseSensitiveFileNames = true;
    sys.getCurrentDirectory = () => this.root.replace(/\\/g, "/");
    sys.watchFile = (file, callback) => {
      const kinds = ts.FileWatcherEventKind;
      const kind = { created: kinds.Created, changed: kinds.Changed, deleted: kinds.Deleted };
      this.#files.add(file, (path: string, change: FileChange) => callback(path, kind[change]));
      return { close: () => this.#files.delete(file) };
    };
    sys.watchDirectory = () => ({ close: () => undefined });
    sys.readFile = (path, encoding) => {
      this.#goOn();
      return this.#sources.isSource(path) ? this.#sources.textFor(path) : ts.sys.readFile(path, encoding);
    };
    const patched: Partial<Record<string, unknown>> = {
      sys,
      createWatchCompilerHost: (files: string[], options: TypeScript.CompilerOptions, ...rest: HostArguments) => {
        const [system, , ...reporters] = rest;
        // Not the builder that knows which files a change concerns: it takes half of a small cell's time.
        const host = ts.createWatchCompilerHost(
          files,
          cellOptions(options),
          system,
          ts.createAbstractBuilder,
          ...reporters,
        );
        host.jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeInfo;
        const { createProgram } = host;
        host.createProgram = (...args) => {
          if (args[2] !== undefined) {
            this.packages.serve(args[2], this.root);
            emitOwn(args[2], this.root);
          }
          return this.#withoutKnown(createProgram(...args));
        };
        return host;
      },
      // The converter asks this of a cell that someone asks of.
      getQuickInfoAtPosition: (file: TypeScript.SourceFile) => {
        if (this.#program !== undefined) this.#question?.(this.#program, file);
      },
      // tslab's own way to reach the variables of earlier cells: one-home.ts takes its place.
      visitEachChild: (node: TypeScript.Node) => node,
      // Its own way to print what cells declare: declarations.ts takes its place.
      createPrinter: () => ({ printFile: () => "" }),
      transpileModule: (text: string, options: TypeScript.TranspileOptions) => this.#transpile(text, options),
      getPreEmitDiagnosticsOfFiles: (program: TypeScript.Program, files: readonly TypeScript.SourceFile[]) =>
        (this.#reports = this.#check(program, files)),
    };
    return { ...ts, ...patched } as typeof TypeScript;
  }

  /**
   * A program that emits nothing for files whose outcome is known: it is handed out beside. Of a cell it notes what it
   * declares, and the module it becomes.
   */
  #withoutKnown(builder: TypeScript.BuilderProgram): TypeScript.BuilderProgram {
    const program = builder.getProgram();
    this.#program = program;
    // The converter asks twice of the cell: for its reports, and for what to emit.
    const known = new Map<TypeScript.SourceFile, string[]>();
    builder.getAllDependencies = (file) => {
      const paths = known.get(file) ?? dependencies(program, file);
      known.set(file, paths);
      return paths;
    };
    const emit = builder.emit.bind(builder);
    builder.emit = (file, write, ...rest) => {
      if (file !== undefined && this.#sources.isSource(file.fileName) && this.#sources.isKnown(file.fileName))
        return { emitSkipped: false, diagnostics: [] };
      if (file === undefined || write === undefined || !isCell(file)) return emit(file, write, ...rest);
      this.#cell.declarations = cellDeclarations(program, file);
      const note: TypeScript.WriteFileCallback = (name, text, ...more) => {
        if (name.endsWith(".js")) this.#cell.module = text;
        write(name, text, ...more);
      };
      return emit(file, note, ...rest);
    };
    return builder;
  }

  /** The reports on files, but for those known to have none. */
  #check(program: TypeScript.Program, files: readonly TypeScript.SourceFile[]): readonly TypeScript.Diagnostic[] {
    const token = { isCancellationRequested: this.#interrupted, throwIfCancellationRequested: this.#goOn };
    // Not those on declarations: no one is given the types of a cell, or of what it imports, in a file.
    const reportsOn = (file: TypeScript.SourceFile): readonly TypeScript.Diagnostic[] => [
      ...program.getSyntacticDiagnostics(file, token),
      ...program.getSemanticDiagnostics(file, token),
    ];
    for (const file of files.filter(isCell)) {
      look(this.#cell, file);
      if (isUnchecked(file)) (file as { checkJsDirective?: object }).checkJsDirective = { enabled: false };
    }
    const sources = files.filter(({ fileName }) => this.#sources.isSource(fileName));
    const reports = this.#sources.check(program, sources, reportsOn, (text) => this.#toCommonJs(text));
    const others = files.filter((file) => !sources.includes(file)).flatMap(reportsOn);
    // What lies outside the project is not the cell's.
    return ts
      .sortAndDeduplicateDiagnostics([...reports, ...others])
      .filter(({ file }) => file !== undefined && !relative(this.root, file.fileName).startsWith(".."));
  }

  /** tslab's last step, ES module to CommonJS, with the map kept beside the text. */
  #transpile(text: string, options: TypeScript.TranspileOptions): TypeScript.TranspileOutput {
    this.#goOn();
    const inline = INLINE_MAP.exec(text);
    const cell = text === this.#cell.module ? this.#cell : undefined;
    const names = cell && { ...cell, onDeclared: (declared: ReadonlySet<string>) => void (cell.declared = declared) };
    const result = ts.transpileModule(inline === null ? text : text.slice(0, inline.index), {
      ...options,
      compilerOptions: { ...options.compilerOptions, sourceMap: true },
      transformers: { before: [names === undefined ? fileMeta : oneHome(names)] },
    });
    const outputText = result.outputText.replace(/\/\/# sourceMappingURL=\S+\s*$/, "");
    const first = inline === null ? [] : [Buffer.from(inline[1], "base64").toString()];
    if (result.sourceMapText !== undefined) this.#maps.set(outputText, [result.sourceMapText, ...first]);
    return { ...result, outputText };
  }

  #toCommonJs(script: string): { readonly text: string; readonly maps: SourceMaps } {
    const text = this.#commonJs(script, ts.ScriptTarget.ES2022);
    return { text, maps: this.#maps.get(text) ?? [] };
  }
}

const emitting = new WeakSet<TypeScript.CompilerHost>();

/** To TypeScript the files of a project that is a package itself are those of a library: it makes nothing of them. */
function emitOwn(host: TypeScript.CompilerHost, root: string): void {
  const { resolveModuleNameLiterals: resolve } = host;
  if (!root.includes("/node_modules/") || emitting.has(host) || resolve === undefined) return;
  emitting.add(host);
  host.resolveModuleNameLiterals = (...args) => {
    const found = resolve(...args);
    for (const { resolvedModule } of found)
      if (resolvedModule?.isExternalLibraryImport === true && !isOfPackage(root, resolvedModule.resolvedFileName))
        resolvedModule.isExternalLibraryImport = false;
    return found;
  };
}
