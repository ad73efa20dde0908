/**
 * tslab's converter, which compiles cells and the project's files they import, with what the kernel
 * needs beside it: source maps, whole diagnostics, and fresh files.
 *
 * The converter reads its options and helpers from TypeScript's module object when it is loaded, so
 * it is given a copy of that object with four entries of our own. Nothing else of tslab is touched.
 */
import { createRequire } from "node:module";
import { dirname, relative } from "node:path";

import type * as TypeScript from "typescript";
import type { ConvertResult, Converter } from "tslab/dist/converter";

import { cellDeclarations } from "./cell-declarations";
import { CompileCache, isCell } from "./compile-cache";
import { valueNames } from "./declaration-text";
import { EARLIER_MARK, nextDeclarations, setAside } from "./declarations";
import { fileMeta } from "./import-meta";
import { oneHome } from "./one-home";
import { hasTopLevelAwait } from "./top-level-await";
import { ts, typescriptId } from "./typescript";
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

/** The first line tslab puts before every cell, which positions in `reports` and `maps` count. */
export const CELL_PREFIX = "export {};\n";
/** The file a cell is compiled as, in the project's folder. */
export const CELL_FILE = "__tslab__.ts";

const INLINE_MAP = /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/;
const CANNOT_FIND_MODULE = 2307;

const load = createRequire(__filename);
const OWN_TYPES = dirname(dirname(load.resolve("@types/node/package.json")));

type Host = TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<TypeScript.EmitAndSemanticDiagnosticsBuilderProgram>;

export class Compiler {
  readonly #root: string;
  readonly #cache: CompileCache;
  #files = new WatchedFiles();
  #reports: readonly TypeScript.Diagnostic[] = [];
  #maps = new Map<string, SourceMaps>();
  #cell: CellPass = newPass("");
  #converter: Converter;

  /** Cells are compiled as if they were files in `root`. */
  constructor(root: string) {
    this.#root = root;
    this.#cache = new CompileCache(root, ts.version);
    this.#converter = this.#createConverter();
  }

  compile(declarations: string, code: string): Compiled {
    this.#files.refresh();
    const compiled = this.#convert(declarations, code);
    if (!compiled.reports.some(({ code }) => code === CANNOT_FIND_MODULE)) return compiled;
    // A module that was not there a cell ago: the compiler remembers that, a new one looks again.
    this.close();
    this.#files = new WatchedFiles();
    this.#converter = this.#createConverter();
    return this.#convert(declarations, code);
  }

  complete(declarations: string, code: string, cursor: number): { start: number; end: number; candidates: string[] } {
    const { start, end, candidates } = this.#converter.complete(declarations, code, cursor);
    return { start, end, candidates: candidates.filter((name) => !name.endsWith(EARLIER_MARK)) };
  }

  inspect(declarations: string, code: string, cursor: number): TypeScript.QuickInfo | undefined {
    return this.#converter.inspect(declarations, code, cursor);
  }

  close(): void {
    this.#converter.close();
  }

  #convert(declarations: string, code: string): Compiled {
    this.#maps.clear();
    const before = setAside(declarations, code);
    this.#cell = newPass(before.text);
    const result = this.#converter.convert(before.text, code);
    this.#cache.save();
    const maps = (text: string | undefined): SourceMaps => this.#maps.get(text ?? "") ?? [];
    return {
      ...result,
      reports: this.#reports,
      declOutput: nextDeclarations(before, this.#cell.declarations),
      declared: this.#cell.declared,
      // The cell itself hands over its value (home.ts).
      lastExpressionVar: undefined,
      hasToplevelAwait: this.#cell.waits,
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
        host.createProgram = (...args) => this.#withDeclarations(this.#cache.serve(createProgram(...args)));
        return host;
      },
      // tslab's own way to reach the variables of earlier cells: one-home.ts takes its place.
      visitEachChild: (node: TypeScript.Node) => node,
      transpileModule: (text: string, options: TypeScript.TranspileOptions) => this.#transpile(text, options),
      getPreEmitDiagnosticsOfFiles: (program: TypeScript.Program, files: readonly TypeScript.SourceFile[]) =>
        (this.#reports = this.#check(program, files)),
    };
    return { ...ts, ...patched } as typeof TypeScript;
  }

  /** A program that tells what a cell declares and what module it becomes when it emits one. */
  #withDeclarations<Builder extends TypeScript.BuilderProgram>(builder: Builder): Builder {
    const emit = builder.emit.bind(builder);
    builder.emit = (file, write, ...rest) => {
      if (file === undefined || write === undefined || !isCell(file)) return emit(file, write, ...rest);
      this.#cell.declarations = cellDeclarations(builder.getProgram(), file);
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
    this.#cache.open(program);
    const unknown = files.filter((file) => !this.#cache.isClean(file));
    // Not those on declarations: a cell is run, no one is given its types in a file.
    const reports = unknown.flatMap((file) => {
      if (isCell(file)) this.#look(file);
      return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    });
    for (const file of unknown) if (reports.every((report) => report.file !== file)) this.#cache.addClean(file);
    // What belongs to no file is of the options; what lies outside the project is not the cell's.
    return ts
      .sortAndDeduplicateDiagnostics(reports)
      .filter(({ file }) => file !== undefined && !relative(this.#root, file.fileName).startsWith(".."));
  }

  /** Notes what of a cell only its TypeScript says. */
  #look(file: TypeScript.SourceFile): void {
    const statements = file.statements.filter((statement) => !ts.isExportDeclaration(statement));
    const last = statements[statements.length - 1];
    for (const statement of statements)
      if (ts.isEnumDeclaration(statement) || ts.isModuleDeclaration(statement))
        this.#cell.fresh.add(statement.name.text);
    this.#cell.showsLast = last !== undefined && ts.isExpressionStatement(last);
    this.#cell.waits = hasTopLevelAwait(file);
    if (isUnchecked(file)) (file as { checkJsDirective?: object }).checkJsDirective = { enabled: false };
  }

  /** tslab's last step, ES module to CommonJS, with the map kept beside the text. */
  #transpile(text: string, options: TypeScript.TranspileOptions): TypeScript.TranspileOutput {
    const inline = INLINE_MAP.exec(text);
    const cell = text === this.#cell.module ? this.#cell : undefined;
    const transpile = (transformer: TypeScript.TransformerFactory<TypeScript.SourceFile>): TypeScript.TranspileOutput =>
      ts.transpileModule(inline === null ? text : text.slice(0, inline.index), {
        ...options,
        compilerOptions: { ...options.compilerOptions, sourceMap: true },
        transformers: { before: [transformer] },
      });
    const result =
      cell === undefined
        ? this.#cache.commonJs(text, () => transpile(fileMeta))
        : transpile(oneHome({ ...cell, onDeclared: (names) => (cell.declared = names) }));
    const outputText = result.outputText.replace(/\/\/# sourceMappingURL=\S+\s*$/, "");
    const first = inline === null ? [] : [Buffer.from(inline[1], "base64").toString()];
    if (result.sourceMapText !== undefined) this.#maps.set(outputText, [result.sourceMapText, ...first]);
    return { ...result, outputText };
  }
}

/** What is learnt of a cell on its way through tslab's converter. */
interface CellPass {
  readonly earlier: ReadonlySet<string>;
  readonly fresh: Set<string>;
  showsLast: boolean;
  waits: boolean;
  /** What it declares, as declarations and, the values, by name. */
  declarations: string;
  declared: ReadonlySet<string>;
  /** The ES module it becomes. */
  module: string | undefined;
}

function newPass(declarations: string): CellPass {
  return {
    earlier: valueNames(declarations),
    fresh: new Set(),
    showsLast: false,
    waits: false,
    declarations: "",
    declared: new Set(),
    module: undefined,
  };
}

/** Whether a cell begins with `// @ts-nocheck`, which TypeScript reads before the first statement only. */
function isUnchecked({ text }: TypeScript.SourceFile): boolean {
  const comments = ts.getLeadingCommentRanges(text, CELL_PREFIX.length - 1) ?? [];
  return comments.some(({ pos, end }) => /^\/\/\/?\s*@ts-nocheck\b/.test(text.slice(pos, end)));
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
    // A project without Node's types gets the kernel's, not tslab's older ones.
    typeRoots: options.typeRoots?.map((root) =>
      /[\\/]tslab[\\/]node_modules[\\/]@types$/.test(root) ? OWN_TYPES : root,
    ),
    experimentalDecorators: false,
    rewriteRelativeImportExtensions: true,
    inlineSourceMap: true,
  };
}
