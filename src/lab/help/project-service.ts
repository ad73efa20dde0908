/**
 * A language service over one project: its files as they are on the disk, and texts that stand beside them.
 */
import { dirname, join } from "node:path";
import { createRequire } from "node:module";

import type { CompilerOptions, LanguageService, LanguageServiceHost } from "typescript";

import { isOfPackage } from "../../base/path-from";
import { fileStamp } from "../../kernel/cells/compile/file-stamp";
import { ts } from "../../kernel/cells/language/typescript";
import { DISPLAY_DECLARATION } from "../../kernel/show/display";

const load = createRequire(__filename);

/** The cells' own: what the compiler of cells checks by. */
const OPTIONS: CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
  types: ["node"],
  typeRoots: [dirname(dirname(load.resolve("@types/node/package.json")))],
  esModuleInterop: true,
  resolveJsonModule: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
  strict: false,
};

export class ProjectService {
  readonly service: LanguageService;
  readonly #texts = new Map<string, { text: string; version: number }>();
  readonly #globals: string;

  constructor(readonly root: string) {
    this.#globals = join(root, "__impactlab_globals__.d.ts");
    this.setText(this.#globals, DISPLAY_DECLARATION);
    this.service = ts.createLanguageService(this.#host(), ts.createDocumentRegistry());
  }

  /** Gives a text the place of the file at a path, which need not be there. */
  setText(path: string, text: string): void {
    const before = this.#texts.get(path);
    if (before?.text === text) return;
    this.#texts.set(path, { text, version: (before?.version ?? 0) + 1 });
  }

  removeText(path: string): void {
    this.#texts.delete(path);
  }

  has(path: string): boolean {
    return this.#texts.has(path);
  }

  #host(): LanguageServiceHost {
    return {
      getCompilationSettings: () => OPTIONS,
      getCurrentDirectory: () => this.root,
      getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
      getScriptFileNames: () => [...this.#texts.keys()],
      getScriptVersion: (path) => {
        const own = this.#texts.get(path);
        if (own !== undefined) return String(own.version);
        // Packages change with an install, after which the workspace starts anew.
        return isOfPackage(this.root, path) ? "" : fileStamp(path);
      },
      getScriptSnapshot: (path) => {
        const text = this.#texts.get(path)?.text ?? ts.sys.readFile(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      fileExists: (path) => this.#texts.has(path) || ts.sys.fileExists(path),
      readFile: (path) => this.#texts.get(path)?.text ?? ts.sys.readFile(path),
      directoryExists: (path) => ts.sys.directoryExists(path),
      getDirectories: (path) => ts.sys.getDirectories(path),
      realpath: (path) => ts.sys.realpath?.(path) ?? path,
      useCaseSensitiveFileNames: () => true,
    };
  }
}
