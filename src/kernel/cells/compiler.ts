/**
 * tslab's converter, which compiles cells and the project's files they import, with what the kernel
 * needs beside it: source maps, whole diagnostics, and fresh files.
 *
 * The converter reads its options and helpers from TypeScript's module object when it is loaded, so
 * it is given a copy of that object with four entries of our own. Nothing else of tslab is touched.
 */
import { createRequire } from "node:module";
import { relative } from "node:path";

import type * as TypeScript from "typescript";
import type { ConvertResult, Converter } from "tslab/dist/converter";

import { CompileCache, isCell } from "./compile-cache";
import { hasTopLevelAwait } from "./top-level-await";
import { ts, typescriptId } from "./typescript";
import { WatchedFiles, type FileChange } from "./watched-files";

/** The maps of one compiled text, last step first: CommonJS to ES module, ES module to TypeScript. */
export type SourceMaps = readonly string[];

export interface Compiled extends ConvertResult {
  /** The compiler's own reports; `diagnostics` is tslab's shortened form of them. */
  readonly reports: readonly TypeScript.Diagnostic[];
  readonly maps: SourceMaps;
  readonly sideOutputs?: { path: string; data: string; maps: SourceMaps }[];
}

/** The first line tslab puts before every cell, which positions in `reports` and `maps` count. */
export const CELL_PREFIX = "export {};\n";
/** The file a cell is compiled as, in the project's folder. */
export const CELL_FILE = "__tslab__.ts";

const INLINE_MAP = /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/;
const CANNOT_FIND_MODULE = 2307;

const load = createRequire(__filename);

type Host = TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<TypeScript.EmitAndSemanticDiagnosticsBuilderProgram>;

export class Compiler {
  readonly #root: string;
  readonly #cache: CompileCache;
  #files = new WatchedFiles();
  #reports: readonly TypeScript.Diagnostic[] = [];
  #maps = new Map<string, SourceMaps>();
  #waits = false;
  /** Undefined after work that was cut off: what it left is no start for more. */
  #converter: Converter | undefined;
  readonly #interrupted: () => boolean;

  /** Cells are compiled as if they were files in `root`; `interrupted` says whether the work is to end at once. */
  constructor(root: string, interrupted: () => boolean = () => false) {
    this.#root = root;
    this.#interrupted = interrupted;
    this.#cache = new CompileCache(root, ts.version);
    this.#converter = this.#createConverter();
  }

  compile(declarations: string, code: string): Compiled {
    this.#files.refresh();
    const compiled = this.#convert(declarations, code);
    if (!compiled.reports.some(({ code }) => code === CANNOT_FIND_MODULE)) return compiled;
    // A module that was not there a cell ago: the compiler remembers that, a new one looks again.
    this.#drop();
    return this.#convert(declarations, code);
  }

  complete(declarations: string, code: string, cursor: number): { start: number; end: number; candidates: string[] } {
    return this.#work((converter) => converter.complete(declarations, code, cursor));
  }

  inspect(declarations: string, code: string, cursor: number): TypeScript.QuickInfo | undefined {
    return this.#work((converter) => converter.inspect(declarations, code, cursor));
  }

  close(): void {
    this.#converter?.close();
  }

  #drop(): void {
    this.close();
    this.#files = new WatchedFiles();
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
    const result = this.#work((converter) => converter.convert(declarations, code));
    this.#cache.save();
    const maps = (text: string | undefined): SourceMaps => this.#maps.get(text ?? "") ?? [];
    return {
      ...result,
      reports: this.#reports,
      hasToplevelAwait: this.#waits,
      maps: maps(result.output),
      sideOutputs: result.sideOutputs?.map((output) => ({ ...output, maps: maps(output.data) })),
    };
  }

  #createConverter(): Converter {
    const cached = load.cache[typescriptId];
    if (cached === undefined) throw new Error("TypeScript is not loaded");
    const converterId = load.resolve("tslab/dist/converter");
    cached.exports = this.#patchedTypeScript();
    delete load.cache[converterId];
    try {
      const { createConverter } = load(converterId) as typeof import("tslab/dist/converter");
      return createConverter({ isJS: false, isBrowser: false });
    } finally {
      cached.exports = ts;
    }
  }

  #patchedTypeScript(): typeof TypeScript {
    const sys: TypeScript.System = Object.create(ts.sys) as TypeScript.System;
    // As tslab sets it: file names are kept as they are given on every system.
    ts.sys.useCaseSensitiveFileNames = true;
    sys.getCurrentDirectory = () => this.#root.replace(/\\/g, "/");
    sys.readFile = (...file) => {
      this.#goOn();
      return ts.sys.readFile(...file);
    };
    sys.watchFile = (file, callback) => {
      const kinds = ts.FileWatcherEventKind;
      const kind = { created: kinds.Created, changed: kinds.Changed, deleted: kinds.Deleted };
      this.#files.add(file, (path: string, change: FileChange) => callback(path, kind[change]));
      return { close: () => this.#files.delete(file) };
    };
    sys.watchDirectory = () => ({ close: () => undefined });
    const patched: Partial<Record<string, unknown>> = {
      sys,
      createWatchCompilerHost: (files: string[], options: TypeScript.CompilerOptions, ...rest: unknown[]) => {
        const host = (ts.createWatchCompilerHost as (...args: unknown[]) => Host)(
          // Bundler resolution reads the `exports` of packages, which Node's does at run time.
          files,
          cellOptions(options),
          ...rest,
        );
        const { createProgram } = host;
        host.createProgram = (...args) => this.#cache.serve(createProgram(...args));
        return host;
      },
      transpileModule: (text: string, options: TypeScript.TranspileOptions) => this.#transpile(text, options),
      getPreEmitDiagnosticsOfFiles: (program: TypeScript.Program, files: readonly TypeScript.SourceFile[]) => {
        this.#waits = files.some((file) => isCell(file) && hasTopLevelAwait(file));
        return (this.#reports = this.#check(program, files));
      },
    };
    return { ...ts, ...patched } as typeof TypeScript;
  }

  /** The reports on files, but for those known to have none. */
  #check(program: TypeScript.Program, files: readonly TypeScript.SourceFile[]): readonly TypeScript.Diagnostic[] {
    this.#cache.open(program);
    const unknown = files.filter((file) => !this.#cache.isClean(file));
    const token = { isCancellationRequested: this.#interrupted, throwIfCancellationRequested: this.#goOn };
    const reports = ts.getPreEmitDiagnosticsOfFiles(program, unknown, token);
    for (const file of unknown) if (reports.every((report) => report.file !== file)) this.#cache.addClean(file);
    // What belongs to no file is of the options; what lies outside the project is not the cell's.
    return reports.filter(({ file }) => file !== undefined && !relative(this.#root, file.fileName).startsWith(".."));
  }

  /** tslab's last step, ES module to CommonJS, with the map kept beside the text. */
  #transpile(text: string, options: TypeScript.TranspileOptions): TypeScript.TranspileOutput {
    this.#goOn();
    const inline = INLINE_MAP.exec(text);
    const result = this.#cache.commonJs(text, () =>
      ts.transpileModule(inline === null ? text : text.slice(0, inline.index), {
        ...options,
        compilerOptions: { ...options.compilerOptions, sourceMap: true },
      }),
    );
    const outputText = result.outputText.replace(/\/\/# sourceMappingURL=\S+\s*$/, "");
    const first = inline === null ? [] : [Buffer.from(inline[1], "base64").toString()];
    if (result.sourceMapText !== undefined) this.#maps.set(outputText, [result.sourceMapText, ...first]);
    return { ...result, outputText };
  }
}

/** tslab's options with the language of `src`: its library, its decorators, and Node's types alone. */
function cellOptions(options: TypeScript.CompilerOptions): TypeScript.CompilerOptions {
  const { noImplicitUseStrict, disableTopLevelAwait, ...kept } = options;
  void [noImplicitUseStrict, disableTopLevelAwait];
  return {
    ...kept,
    // Keeps `import x = require()`; bundlers' resolution reads the `exports` of packages, as Node does at run time.
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
    types: ["node"],
    experimentalDecorators: false,
    rewriteRelativeImportExtensions: true,
    inlineSourceMap: true,
  };
}
